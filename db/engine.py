"""The engine, its settings from the environment, and the transaction every write stands in."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url
from sqlmodel import Session, create_engine

from core.problems import Problem

DEFAULT_FILE = Path(__file__).parent.parent / "data" / "cooper.sqlite3"
_BUSY_MILLISECONDS = 10_000

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
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    if url.database:
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
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN DEFERRED")


@cache
def engine() -> Engine:
    """The process's engine."""
    return make_engine(database_url())


@contextmanager
def transaction(on: Engine | None = None, patience: float = _BUSY_MILLISECONDS / 1000) -> Iterator[Session]:
    """A session that writes: commits at its end, rolls back on a raise, waits its turn on SQLite.

    `patience` is how many seconds it waits for the other writers of this process; then Problem("database_busy").
    """
    chosen = on or engine()
    if chosen.dialect.name != "sqlite":
        with Session(chosen, expire_on_commit=False) as session, session.begin():
            yield session
        return
    if not _write_turn.acquire(timeout=patience):
        raise Problem("database_busy")
    try:
        with Session(chosen.execution_options(writing=True), expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        _write_turn.release()


@contextmanager
def reading(on: Engine | None = None) -> Iterator[Session]:
    """A session that only reads; nothing it changes is kept."""
    with Session(on or engine(), expire_on_commit=False) as session:
        yield session
