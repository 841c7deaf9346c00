"""Whether the database answers."""

import shutil
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from core.problems import Problem
from db.engine import engine, transaction
from db.models import Instance

_PATIENCE = 5.0
_LEAST_BYTES_FREE = 2**20


def database_answers() -> bool:
    """True when a row comes back that could be written to, with room on the disk for it; nothing is written."""
    with suppress(Problem, DatabaseError), transaction(patience=_PATIENCE) as session:
        session.get(Instance, 1, with_for_update=True)
        return _room_on_the_disk()
    return False


def _room_on_the_disk() -> bool:
    # PostgreSQL's disk is another machine's, and its own to watch.
    if engine().dialect.name != "sqlite":
        return True
    return shutil.disk_usage(Path(engine().url.database or "").parent).free >= _LEAST_BYTES_FREE
