"""Brings a database to the program's own schema with Alembic, and tells where it stands."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from core.problems import Problem

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Alembic's configuration, made here so that no file has to be found."""
    # Alembic is imported only where there is something to migrate: at most starts there is nothing.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Runs the migrations that the database has not seen."""
    from alembic import command

    config = configuration()
    with engine.connect().execution_options(writing=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def revisions() -> list[str]:
    """The schemas this program knows, oldest first; each migration's file begins with its number."""
    return sorted(path.stem.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def newest() -> str:
    """The revision of the program's own schema."""
    return revisions()[-1]


class Standing(Enum):
    """How a database stands to this program."""

    EMPTY = "empty"
    OLDER = "older"
    OWN = "own"


def standing(engine: Engine) -> Standing:
    """How the database stands to this program; nothing is written to find out, not even a setting of the file.

    Problem("database_newer") for a schema this program does not know, Problem("database_foreign") for anything that
    is no database of this program.
    """
    tables, revision = _stored(engine)
    if not tables:
        return Standing.EMPTY
    if revision is None:
        raise Problem("database_foreign")
    if revision not in revisions():
        raise Problem("database_newer", revision=revision, known=newest())
    return Standing.OWN if revision == newest() else Standing.OLDER


def _stored(engine: Engine) -> tuple[bool, str | None]:
    # Whether there is any table, and the revision that stands in the database.
    if engine.dialect.name == "sqlite":
        return _stored_in_file(Path(engine.url.database or ""))
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        if "alembic_version" not in names:
            return bool(names), None
        return True, connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _stored_in_file(file: Path) -> tuple[bool, str | None]:
    # The engine's own connection would make the file, and turn a stranger's into the kind it wants.
    if not file.exists() or (file.is_file() and not file.stat().st_size):
        return False, None
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            names = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "alembic_version" not in names:
                return bool(names), None
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        raise Problem("database_unreadable") from error
    except sqlite3.DatabaseError as error:
        raise Problem("database_foreign") from error
    # A schema whose migration never ended has no number, and no table of ours either.
    return len(names) > 1 or found is not None, str(found[0]) if found else None


def pending(engine: Engine) -> bool:
    """Whether the database is not at the program's schema."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return True
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() != newest()
