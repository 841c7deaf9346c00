"""What somebody typed in a form and has not saved yet; asked by the account itself only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from db.models import Draft
from db.models.base import now

# A form that nobody went on with for a week is forgotten.
LASTS = timedelta(days=7)


@dataclass(frozen=True)
class KeptDraft:
    """The plain values of a form, what it began with, and when it was last typed in."""

    page: str
    turn: int
    version: int
    values: dict[str, Any]
    base: dict[str, Any]
    at: datetime


def draft_kept(session: Session, account_id: int, place: str, page: str, only: bool = False) -> KeptDraft | None:
    """The draft of the form at this place on this page, else (not `only`) the account's latest one at this place."""
    mine = (col(Draft.account_id) == account_id, col(Draft.place) == place, col(Draft.at) > now() - LASTS)
    asked = select(Draft).where(*mine).order_by((col(Draft.page) == page).desc(), col(Draft.at).desc())
    row = session.exec(asked.where(col(Draft.page) == page) if only else asked).first()
    if row is None:
        return None
    return KeptDraft(row.page, row.turn, row.version, row.values, row.base, row.at)
