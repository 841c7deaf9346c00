"""SQLite: a consistent copy of a file that is written to, and what such a copy holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from core.problems import Problem
from db.backup.place import room_for
from db.backup.state import State, state_of

_PATIENCE_SECONDS = 10


def copy(file: Path, to: Path) -> None:
    """Writes a copy of the database as it stands at this moment; those who write meanwhile wait for nothing.

    VACUUM INTO reads one state from beginning to end, and what was deleted or anonymised is in no page of the copy,
    as it would be after a copy page by page. Problem("backup_source_damaged") where the database cannot be read.
    """
    if not file.is_file():
        raise Problem("database_missing")
    room_for(to.parent, 2 * file.stat().st_size)
    with closing(_connected(file, "rw")) as connection:
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_SECONDS * 1000}")
        try:
            end = _end_of_history(connection)
            connection.execute("VACUUM INTO ?", (str(to),))
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise Problem("backup_source_damaged") from error
    with closing(_connected(to, "ro")) as copied:
        # What was in the history when it began is in the copy, or the copy is not one.
        if end and copied.execute("SELECT hash FROM change WHERE id = ?", end[:1]).fetchone() != end[1:]:
            raise Problem("backup_source_damaged")


def inspected(file: Path) -> State:
    """What the copy holds, every page and every link of it checked; nothing is written, not even beside it.

    Problem("backup_damaged") where it is not whole, Problem("backup_foreign") for a database of something else.
    """
    engine = create_engine("sqlite://", creator=lambda: _connected(file, "ro&immutable=1"), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            # What stands in a stranger's schema calls no function while it is read.
            connection.exec_driver_sql("PRAGMA trusted_schema = OFF")
            whole = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() == "ok"
            if not whole or connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise Problem("backup_damaged")
            return state_of(connection)
    except DatabaseError as error:
        raise Problem("backup_damaged") from error
    finally:
        engine.dispose()


def _connected(file: Path, mode: str) -> sqlite3.Connection:
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def _end_of_history(connection: sqlite3.Connection) -> tuple[int, str] | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'change_head'").fetchone():
        return None
    found: tuple[int, str] | None = connection.execute(
        "SELECT change.id, change.hash FROM change_head JOIN change ON change.id = change_head.change_id"
    ).fetchone()
    return found
