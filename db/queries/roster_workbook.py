"""The workbooks of a roster: the secret they are sealed with, and what earlier ones brought."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from db.models import Account, Change, Instance
from db.models.base import table

# The entries of the history that say which file was taken in.
COMMAND = "apply_roster_workbook"


def workbook_secret(session: Session) -> str:
    """What workbooks are sealed with, in hexadecimal."""
    return session.get_one(Instance, 1).pseudonym_secret


@dataclass(frozen=True)
class Applied:
    """A file of this session that was taken in: when and by whom (a dash for an account without a name)."""

    at: datetime
    who: str


@dataclass
class Earlier:
    """What was taken in of one workbook: the marks by registration as (status, hours, version), the people by the key
    of their row with their registration, and the latest time.
    """

    marks: dict[int, tuple[int | None, float | None, int]] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    last: Applied | None = None


def applied_file(session: Session, session_id: int, file_hash: str) -> Applied | None:
    """When this very file was taken in, None where it was not."""
    found = [applied for applied, after in _entries(session, session_id) if after.get("file_hash") == file_hash]
    return found[0] if found else None


def earlier_of(session: Session, session_id: int, workbook: str) -> Earlier:
    """What the same workbook brought before, in whatever files it came."""
    earlier = Earlier()
    for applied, after in _entries(session, session_id):
        if after.get("workbook") != workbook:
            continue
        earlier.last = applied
        for registration_id, status_id, hours, version in after.get("taken_marks", []):
            earlier.marks[registration_id] = (status_id, hours, version)
        earlier.people |= dict(after.get("taken_people", []))
    return earlier


def _entries(session: Session, session_id: int) -> list[tuple[Applied, dict[str, Any]]]:
    c, account = table(Change).c, table(Account)
    asked = (
        select(c.at, account.c.name, c.after)
        .join_from(table(Change), account, account.c.id == c.account_id, isouter=True)
        .where(c.kind == "training_session", c.row_id == session_id, c.command == COMMAND)
        .order_by(c.id)
    )
    return [(Applied(at, who or "–"), after or {}) for at, who, after in session.execute(asked)]
