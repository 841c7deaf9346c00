"""What the history knows of backups, and the name of the database in use."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.models import Change, Instance

_VERIFYING = ("enter_backup", "enter_backup_check")


@dataclass(frozen=True)
class Verified:
    """When a backup was last verified, and whether it was whole."""

    at: datetime
    whole: bool


def last_verified(session: Session) -> dict[str, Verified]:
    """The last time each backup was verified, by its file's name."""
    asked = (
        select(Change.at, Change.after)
        .where(Change.kind == "backup", col(Change.command).in_(_VERIFYING))
        .order_by(col(Change.id))
    )
    # One that is taken is verified before it has its name.
    return {
        str(after["file_name"]): Verified(at, bool(after.get("whole", True)))
        for at, after in session.exec(asked)
        if after
    }


def instance_name(session: Session) -> str:
    """The name of this very database."""
    return session.get_one(Instance, 1).name
