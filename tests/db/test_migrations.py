"""The migrations make exactly the tables of the models, on both databases, and start over without harm."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, Engine
from sqlmodel import Session, func, select

from db.engine import make_engine
from db.migrate import configuration, migrate, newest, pending
from db.models import TABLES, Commune, Institution, Module, ObstacleCategory, Province, Region, Sector
from db.reference.load import load_reference
from db.setup import prepare


def counts(engine: Engine) -> dict[str, int]:
    tables = (Region, Province, Commune, Sector, Module, ObstacleCategory, Institution)
    with Session(engine) as session:
        return {t.__name__: session.exec(select(func.count()).select_from(t)).one() for t in tables}


def test_the_migrated_database_is_the_one_the_models_describe(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, TABLES.metadata) == []


def test_a_new_database_starts_with_all_of_morocco_and_the_lists_of_the_programme(engine: Engine) -> None:
    assert counts(engine) == {
        "Region": 12,
        "Province": 75,
        "Commune": 1503,
        "Sector": 26,
        "Module": 7,
        "ObstacleCategory": 6,
        "Institution": 6,
    }


def test_preparing_twice_changes_nothing(tmp_path: Path) -> None:
    engine = make_engine(URL.create("sqlite", database=str(tmp_path / "new" / "cooper.sqlite3")))
    assert pending(engine)
    prepare(engine)
    first = counts(engine)
    prepare(engine)
    assert counts(engine) == first
    assert not pending(engine)
    with Session(engine) as session:
        assert load_reference(session) is False
    engine.dispose()


def test_the_newest_file_is_the_schema_that_migrating_leads_to() -> None:
    assert newest() == ScriptDirectory.from_config(configuration()).get_current_head()


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    assert not pending(engine)


def test_sqlite_keeps_what_it_acknowledged_and_checks_its_links(sqlite_file: Path) -> None:
    engine = make_engine(URL.create("sqlite", database=str(sqlite_file)))
    with engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    engine.dispose()
    assert told == ["wal", 2, 1, 10000]
