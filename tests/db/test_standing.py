"""How a database stands to the program: older ones are copied and brought up, newer and foreign ones are left alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.engine import URL, Engine
from sqlmodel import Session, select

from core.access import Actor
from core.problems import Problem
from db.backup.check import check
from db.backup.place import backups_folder
from db.engine import make_engine, transaction
from db.migrate import Standing, configuration, newest, revisions, standing
from db.models import Change
from db.setup import prepare
from tests.db.backups import add_sector, chain_holds, holds, in_folder

BEFORE = revisions()[-2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies are put."""
    monkeypatch.setenv("COOPER_BACKUPS", str(tmp_path / "copies"))
    return tmp_path / "copies"


@pytest.fixture
def older(engine: Engine, coordinator: Actor) -> Engine:
    """A database of the version before, with a row in it."""
    add_sector(engine, coordinator, "mining")
    configured = configuration()
    with engine.connect().execution_options(writing=True) as connection:
        configured.attributes["connection"] = connection
        command.downgrade(configured, BEFORE)
        connection.commit()
    return engine


@pytest.fixture
def on_file(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a file that is not there."""
    engine = make_engine(URL.create("sqlite", database=str(tmp_path / "cooper.sqlite3")))
    yield engine
    engine.dispose()


def revision(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


@pytest.mark.usefixtures("postgres_tools")
def test_an_older_database_is_copied_then_brought_up_and_the_history_says_so(older: Engine, folder: Path) -> None:
    assert standing(older) is Standing.OLDER
    prepare(older)
    assert (standing(older), revision(older)) == (Standing.OWN, newest())
    (name,) = in_folder(folder)
    assert f"-before-{newest()}-" in name
    manifest = check(folder / name).manifest
    assert (manifest.revision, manifest.before_migration, manifest.tables["sector"]) == (BEFORE, True, 27)
    with Session(older) as session:
        entry = session.exec(select(Change).where(Change.kind == "backup")).one()
    assert entry.after
    assert (entry.command, entry.account_id, entry.after["file_name"]) == ("enter_backup", None, name)
    assert chain_holds(older)
    assert holds(older, "mining")
    # At the next start there is nothing to be done.
    prepare(older)
    assert in_folder(folder) == [name]


def test_without_a_copy_nothing_is_changed_until_somebody_says_that_there_is_one(
    older: Engine, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOPER_POSTGRES_TOOLS", str(tmp_path))
    if older.dialect.name == "sqlite":
        folder.write_text("a file where the folder should be")
    with pytest.raises(Problem) as refused:
        prepare(older)
    cause = "backup_place_refused" if older.dialect.name == "sqlite" else "postgres_tools_missing"
    assert [part.code for part in refused.value.each()] == ["migration_without_copy", cause]
    assert revision(older) == BEFORE
    monkeypatch.setenv("COOPER_HAS_BACKUP", "yes")
    prepare(older)
    assert revision(older) == newest()


def test_a_newer_database_is_refused_and_nothing_is_written(engine: Engine, folder: Path) -> None:
    with transaction(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    engine.dispose()
    file = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
    before = file.read_bytes() if file else b""
    with pytest.raises(Problem) as refused:
        prepare(engine)
    assert (refused.value.code, refused.value.details) == ("database_newer", {"revision": "9001", "known": newest()})
    assert revision(engine) == "9001"
    engine.dispose()
    assert (file.read_bytes() if file else b"") == before
    assert not folder.exists()


def test_another_program_s_database_is_refused_and_nothing_is_written(on_file: Engine, tmp_path: Path) -> None:
    file = tmp_path / "cooper.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE person (name TEXT)")
    before = file.read_bytes()
    with pytest.raises(Problem, match="database_foreign"):
        prepare(on_file)
    assert file.read_bytes() == before
    assert in_folder(tmp_path) == ["cooper.sqlite3"]
    file.write_text("no database at all " * 100)
    with pytest.raises(Problem, match="database_foreign"):
        prepare(on_file)
    assert file.read_text() == "no database at all " * 100


@pytest.mark.usefixtures("folder")
def test_another_program_s_tables_on_postgresql_are_refused(postgres_server: URL) -> None:
    server = make_engine(postgres_server)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE foreign_tables"))
        theirs = make_engine(postgres_server.set(database="foreign_tables"))
        with transaction(theirs) as session:
            session.execute(text("CREATE TABLE person (name TEXT)"))
        with pytest.raises(Problem, match="database_foreign"):
            prepare(theirs)
        theirs.dispose()
        connection.execute(text("DROP DATABASE foreign_tables"))
    server.dispose()


def test_a_file_nobody_may_open_is_told(on_file: Engine, tmp_path: Path) -> None:
    (tmp_path / "cooper.sqlite3").mkdir()
    with pytest.raises(Problem, match="database_unreadable"):
        prepare(on_file)


@pytest.mark.parametrize("there", [False, True])
def test_a_new_place_and_an_empty_file_are_made_ready_without_a_copy(
    on_file: Engine, tmp_path: Path, folder: Path, there: bool
) -> None:
    if there:
        (tmp_path / "cooper.sqlite3").write_bytes(b"")
    assert standing(on_file) is Standing.EMPTY
    prepare(on_file)
    assert standing(on_file) is Standing.OWN
    assert not folder.exists()


def test_copies_before_a_migration_lie_beside_the_database(tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "own.sqlite3"))
    assert backups_folder(url) == tmp_path / "backups"
