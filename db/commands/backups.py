"""What the history says of backups: taken, verified, carried away, restored."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from core.access import Actor
from db.commands.ledger import Done, command
from db.models import Instance

_KIND = "backup"


@command("backup.write", "backup")
def enter_backup(
    session: Session, _actor: Actor, file_name: str, checksum: str, taken_at: datetime, rows: int
) -> Done[Instance]:
    """Enters a backup that was taken and verified; `checksum` is the SHA-256 of its file."""
    return _entered(session, file_name, checksum, taken_at=taken_at.isoformat(), rows=rows)


@command("backup.write", "backup")
def enter_backup_check(
    session: Session, _actor: Actor, file_name: str, whole: bool, checksum: str | None = None
) -> Done[Instance]:
    """Enters that a backup was verified again, and whether it is whole; one that is not is what counts most."""
    return _entered(session, file_name, checksum, whole=whole)


@command("backup.write", "backup")
def enter_backup_download(session: Session, _actor: Actor, file_name: str, checksum: str) -> Done[Instance]:
    """Enters a backup that is carried away: a whole database, with every person in it."""
    return _entered(session, file_name, checksum)


@command("backup.write", "backup")
def enter_restore(session: Session, _actor: Actor, file_name: str, checksum: str, taken_at: datetime) -> Done[Instance]:
    """Enters, in the restored database, which backup it was restored from."""
    return _entered(session, file_name, checksum, taken_at=taken_at.isoformat())


def _entered(session: Session, file_name: str, checksum: str | None, **more: Any) -> Done[Instance]:
    # A backup is a file and no row: it stands beside the row that names this very database.
    said = {"file_name": file_name, "checksum": checksum, **more}
    return Done(session.get_one(Instance, 1), before=None, after=said, kind=_KIND)
