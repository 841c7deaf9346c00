"""The engine, its settings from the environment, and the transaction every write stands in."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url
from sqlmodel import Session, create_engine

from core.problems import Problem
from db.faults import BUSY, told
from db.summaries.keeping import kept_right

# Under which a session says that it only reads.
READS = "reads"
DEFAULT_FILE = Path(__file__).parent.parent / "data" / "cooper.sqlite3"
_BUSY_MILLISECONDS = 10_000
# A server that is gone without a word, and a lock that nobody gives back, end in a sentence after the same time.
_OF_POSTGRESQL = {
    "connect_timeout": _BUSY_MILLISECONDS // 1000,
    "tcp_user_timeout": _BUSY_MILLISECONDS,
    "options": f"-c lock_timeout={_BUSY_MILLISECONDS}",
}

# SQLite's own waiting sleeps; one lock a process hands the turn on at once and cuts the slowest waits.
_write_turn = threading.RLock()


def database_url() -> URL:
    """Where the rows are: DATABASE_URL, else the SQLite file named by COOPER_DATABASE, else data/."""
    if given := os.environ.get("DATABASE_URL"):
        url = make_url(given)
        # A bare scheme means whichever driver is installed, and that is psycopg.
        return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url
    file = Path(os.environ.get("COOPER_DATABASE", DEFAULT_FILE))
    return URL.create("sqlite", database=str(file))


def make_engine(url: URL) -> Engine:
    """An engine with the settings that keep what was acknowledged."""
    if url.get_backend_name() != "sqlite":
        given = {name: value for name, value in _OF_POSTGRESQL.items() if name not in url.query}
        return create_engine(
            url, connect_args=given, pool_pre_ping=True, pool_size=10, max_overflow=20, pool_timeout=10
        )
    if url.database and "uri" not in url.query:
        # Where the folder cannot be made, the file cannot be opened, and that is told.
        with suppress(OSError):
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False}, pool_size=20, max_overflow=40)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin by itself: a deferred begin loses updates of threads that read and write.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_MILLISECONDS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    options = connection.get_execution_options()
    patience = options.get("patience", _BUSY_MILLISECONDS)
    if connection.info.get("patience", _BUSY_MILLISECONDS) != patience:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
        connection.info["patience"] = patience
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN DEFERRED")


@cache
def engine() -> Engine:
    """The process's engine."""
    return make_engine(database_url())


@contextmanager
def transaction(on: Engine | None = None, patience: float = _BUSY_MILLISECONDS / 1000) -> Iterator[Session]:
    """A session that writes: commits at its end, rolls back on a raise, waits its turn on SQLite.

    `patience` is how many seconds it waits for the other writers of this process, and then for those of others;
    then Problem("database_busy"). A database that fails otherwise is one of the Problems of db.faults.
    """
    chosen = on or engine()
    if chosen.dialect.name != "sqlite":
        with told(chosen), Session(chosen, expire_on_commit=False) as session, session.begin(), kept_right(session):
            yield session
        return
    if not _write_turn.acquire(timeout=patience):
        raise Problem(BUSY)
    writer = chosen.execution_options(writing=True, patience=round(patience * 1000))
    try:
        with told(chosen), Session(writer, expire_on_commit=False) as session, session.begin(), kept_right(session):
            yield session
    finally:
        _write_turn.release()


@contextmanager
def reading(on: Engine | None = None) -> Iterator[Session]:
    """A session that only reads; nothing it changes is kept. A database that fails is a Problem of db.faults."""
    chosen = on or engine()
    with told(chosen), Session(chosen, expire_on_commit=False, info={READS: True}) as session:
        yield session
