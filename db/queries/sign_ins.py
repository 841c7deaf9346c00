"""The sign-ins that are open, as their owner sees them."""

import pandas as pd
from sqlmodel import Session, col, select

from core.passwords import token_hash
from db.models import Account, SignIn
from db.models.base import now
from db.queries.limits import limits


def open_sign_ins(session: Session, account_id: int, cookie: str) -> pd.DataFrame:
    """Columns: id, created_at, seen_at (moments), this_one (whether it is this cookie's); the last seen come first."""
    rows = session.exec(
        select(SignIn, Account.roles)
        .join(Account, col(SignIn.account_id) == Account.id)
        .where(
            Account.id == account_id,
            col(SignIn.revoked_at).is_(None),
            SignIn.security_version == Account.security_version,
        )
        .order_by(col(SignIn.seen_at).desc(), col(SignIn.id).desc())
    )
    here, present, set_now = token_hash(cookie), now(), limits(session)
    found = [
        (row.id, row.created_at, row.seen_at, row.cookie_hash == here)
        for row, roles in rows
        if set_now.goes_on(roles, row.created_at, row.seen_at, present)
    ]
    return pd.DataFrame(found, columns=["id", "created_at", "seen_at", "this_one"])
