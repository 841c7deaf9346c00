"""The accounts as the page of accounts shows and edits them."""

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import Account, AccountProvince


def account_list(session: Session) -> pd.DataFrame:
    """Columns: id, username, name, roles (codes parted by spaces), language, active, provinces (count)."""
    count = select(func.count()).where(AccountProvince.account_id == Account.id).correlate(Account).scalar_subquery()
    rows = session.execute(
        select(Account.id, Account.username, Account.name, Account.roles, Account.language, Account.active, count)  # type: ignore[call-overload]
        .where(col(Account.deleted_at).is_(None))
        .order_by(Account.username)
    )
    columns = ["id", "username", "name", "roles", "language", "active", "provinces"]
    return pd.DataFrame([tuple(row) for row in rows], columns=columns)


def account_values(session: Session, account_id: int) -> dict[str, object] | None:
    """The values of one account for its form, with version and the ids of its provinces."""
    account = session.get(Account, account_id)
    if account is None or account.deleted_at:
        return None
    provinces = select(AccountProvince.province_id).where(AccountProvince.account_id == account_id)
    return account.model_dump(exclude={"password_hash"}) | {"provinces": sorted(session.exec(provinces))}
