"""Whether the database answers."""

import shutil
from contextlib import suppress
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from core.problems import Problem
from db.engine import engine, reading, transaction
from db.models import Instance

_PATIENCE = 5.0
_LEAST_BYTES_FREE = 2**20


def database_answers() -> bool:
    """True when a row can be written to and there is room on the disk for it; nothing is written."""
    with suppress(Problem, DatabaseError):
        try_to_write(_PATIENCE)
        return _room_on_the_disk()
    return False


def database_reads() -> bool:
    """True when a row comes back; enough for whoever only reads."""
    with suppress(Problem, DatabaseError), reading() as session:
        return session.get(Instance, 1) is not None
    return False


def try_to_write(patience: float) -> None:
    """Begins a write and takes it back: Problem of db.faults where it cannot be made within `patience` seconds."""
    with transaction(patience=patience) as session:
        # SQLite lets a transaction begin in a file that may only be read; the first row says no.
        session.execute(update(Instance).values(demonstration=Instance.demonstration))
        session.rollback()


def _room_on_the_disk() -> bool:
    # PostgreSQL's disk is another machine's, and its own to watch.
    if engine().dialect.name != "sqlite":
        return True
    return shutil.disk_usage(Path(engine().url.database or "").parent).free >= _LEAST_BYTES_FREE
