"""What a failing database is called: the errors of both drivers as refusals that a person understands."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from core.problems import Problem

FULL, READ_ONLY, BUSY, AWAY = "database_full", "database_read_only", "database_busy", "database_away"
FAULTS = frozenset({FULL, READ_ONLY, BUSY, AWAY})

_log = logging.getLogger("cooper")

# SQLite's extended codes say more; their last byte is the plain one.
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_IOERR: AWAY,
}
# PostgreSQL's codes by how they begin: https://www.postgresql.org/docs/current/errcodes-appendix.html
_OF_POSTGRESQL = {
    "53100": FULL,
    "25006": READ_ONLY,
    "53": BUSY,
    "55P03": BUSY,
    "57014": BUSY,
    "40": BUSY,
    "08": AWAY,
    "57P": AWAY,
    "58030": AWAY,
}


def fault_of(error: DBAPIError | NoConnectionLeft) -> str | None:
    """The code of the refusal; None for an error that is the program's own, or a damaged file's."""
    if isinstance(error, NoConnectionLeft):
        return BUSY
    if (number := getattr(error.orig, "sqlite_errorcode", None)) is not None:
        # The index beside the write-ahead log grows as a file of its own, and finds the disk full first.
        return FULL if number == sqlite3.SQLITE_IOERR_SHMSIZE else _OF_SQLITE.get(number & 0xFF)
    if state := getattr(error.orig, "sqlstate", None):
        return next((code for begins, code in _OF_POSTGRESQL.items() if state.startswith(begins)), None)
    # A connection that breaks, or is not made, has no code: nobody was there to give one.
    lost = error.connection_invalidated or isinstance(error, OperationalError)
    return AWAY if lost and not isinstance(error.orig, sqlite3.Error) else None


@contextmanager
def told(on: Engine) -> Iterator[None]:
    """Tells a fault of the database as its Problem and writes a line to the log; other errors pass."""
    try:
        yield
    except (DBAPIError, NoConnectionLeft) as error:
        code = fault_of(error)
        if code is None:
            raise
        # The statement is left out of the line: its values are people's own.
        _log.error("%s: %s", code, error.orig if isinstance(error, DBAPIError) else error)
        if code in (READ_ONLY, AWAY):
            # A connection made meanwhile would stay as it is for good: once the fault is gone, new ones are made.
            on.dispose()
        raise Problem(code) from error
