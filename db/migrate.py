"""Brings a database to the program's own schema with Alembic, and tells where it stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

_FOLDER = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Alembic's configuration, made here so that no file has to be found."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Runs the migrations that the database has not seen."""
    config = configuration()
    with engine.connect().execution_options(writing=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def pending(engine: Engine) -> bool:
    """Whether the database is not at the program's schema."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current != ScriptDirectory.from_config(configuration()).get_current_head()
