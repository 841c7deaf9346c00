"""What every test can ask for: a fresh database file, the same on PostgreSQL, and people who act."""

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, Engine
from sqlmodel import Session

import db.engine
from core.access import ADMINISTRATOR, COORDINATOR, FIELD_OFFICER, MANAGER, Actor
from db.demo.fill import fill
from db.engine import make_engine
from db.migrate import migrate
from db.models import Instance
from db.reference.load import load_reference
from tests.compiled import create_engine
from tests.postgres import Postgres
from tests.returned import Returned, administer

_MEMORY = Path("/dev/shm")
_ENOUGH_BYTES = 4 * 2**30


def pytest_configure(config: pytest.Config) -> None:
    """Has statements translated once a run, and databases where no disk is waited for at each of many commits."""
    pytest.MonkeyPatch().setattr(db.engine, "create_engine", create_engine)
    if config.option.basetemp is None and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH_BYTES:
        config.option.basetemp = str(_MEMORY / f"cooper-tests-{os.getpid()}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Gives the memory back; what failed can still be looked at."""
    if exitstatus == pytest.ExitCode.OK and not hasattr(session.config, "workerinput"):
        shutil.rmtree(str(session.config.option.basetemp), ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A real PostgreSQL server of the test run's own, from a wheel."""
    with Postgres() as server:
        yield server.url


@pytest.fixture
def own_postgres(postgres_server: URL) -> Iterator[Postgres]:
    """A PostgreSQL server that a test may stop and start, with a database ready to be served."""
    assert postgres_server
    with Postgres() as server:
        engine = _ready(make_engine(server.url))
        engine.dispose()
        yield server


def _ready(engine: Engine) -> Engine:
    migrate(engine)
    with Session(engine) as session, session.begin():
        load_reference(session)
    return engine


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file with the reference rows, copied for each test."""
    file = tmp_path_factory.mktemp("template") / "cooper.sqlite3"
    engine = _ready(make_engine(URL.create("sqlite", database=str(file))))
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def demonstration_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file of the invented programme, made once for all processes of a run; to be copied and not opened."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    file, begun = folder / "demonstration.sqlite3", folder / "begun.sqlite3"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            shutil.copyfile(sqlite_template, begun)
            engine = make_engine(URL.create("sqlite", database=str(begun)))
            fill(engine)
            engine.dispose()
            begun.rename(file)
    return file


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: URL) -> Returned:
    """Migrated PostgreSQL databases with the reference rows, for one test after the other."""
    administer(postgres_server, "CREATE DATABASE cooper_template")
    url = postgres_server.set(database="cooper_template")
    engine = _ready(make_engine(url))
    engine.dispose()
    return Returned(postgres_server, url)


@pytest.fixture
def sqlite_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """The path of a fresh database file with the reference rows."""
    file = tmp_path / "cooper.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    return file


@pytest.fixture
def database(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh database with the reference rows that the pages read and write."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("COOPER_DATABASE", str(sqlite_file))
    db.engine.engine.cache_clear()
    with db.engine.transaction() as session:
        # Every test's file is a copy of one template; under its name it would be answered from another test's cache.
        session.get_one(Instance, 1).name = uuid.uuid4().hex
    yield sqlite_file
    db.engine.engine().dispose()
    db.engine.engine.cache_clear()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A fresh database with the reference rows, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        made = make_engine(URL.create("sqlite", database=str(request.getfixturevalue("sqlite_file"))))
        yield made
        made.dispose()
        return
    databases: Returned = request.getfixturevalue("postgres_databases")
    made = make_engine(databases.lend())
    yield made
    made.dispose()
    databases.take_back()


def actor(*roles: str, provinces: frozenset[int] | None = None) -> Actor:
    """Somebody with these roles; without an account row, so the history says no name."""
    return Actor(account_id=None, username="test", roles=frozenset(roles), provinces=provinces)


@pytest.fixture
def administrator() -> Actor:
    """Somebody who may do everything."""
    return actor(ADMINISTRATOR)


@pytest.fixture
def coordinator() -> Actor:
    """Somebody who plans and checks."""
    return actor(COORDINATOR)


@pytest.fixture
def field_officer() -> Actor:
    """Somebody in the field with no province yet."""
    return actor(FIELD_OFFICER, provinces=frozenset())


@pytest.fixture
def manager() -> Actor:
    """Somebody who reads figures and no names of persons."""
    return actor(MANAGER)
