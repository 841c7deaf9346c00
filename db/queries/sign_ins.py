"""The sign-ins that are open, as their owner sees them."""

import pandas as pd
from sqlalchemy import or_
from sqlmodel import Session, col, select

from core.access import FIELD_OFFICER
from core.passwords import token_hash
from db.commands.sign_ins import IDLE_LIMIT, SIGN_IN_LIFE
from db.models import Account, SignIn
from db.models.base import now


def open_sign_ins(session: Session, account_id: int, cookie: str) -> pd.DataFrame:
    """Columns: id, created_at, seen_at (moments), this_one (whether it is this cookie's); the last seen come first."""
    rows = session.exec(
        select(SignIn)
        .join(Account, col(SignIn.account_id) == Account.id)
        .where(
            Account.id == account_id,
            col(SignIn.revoked_at).is_(None),
            col(SignIn.created_at) > now() - SIGN_IN_LIFE,
            or_(col(SignIn.seen_at) > now() - IDLE_LIMIT, col(Account.roles) == FIELD_OFFICER),
            SignIn.security_version == Account.security_version,
        )
        .order_by(col(SignIn.seen_at).desc(), col(SignIn.id).desc())
    )
    here = token_hash(cookie)
    found = [(row.id, row.created_at, row.seen_at, row.cookie_hash == here) for row in rows]
    return pd.DataFrame(found, columns=["id", "created_at", "seen_at", "this_one"])
