"""A database that is full, held, only to be read, away or damaged: each told by its name, and over when it is over."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, text, update
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlmodel import Session, select

import db.engine
import db.health
from core.access import COORDINATOR, Actor
from core.problems import Problem
from core.records import validated
from core.records.programme import SectorRecord
from db.commands.ledger import Saved, perform
from db.commands.reference_lists import add_to_list
from db.commands.sign_ins import note_activity
from db.engine import make_engine, reading, transaction
from db.faults import fault_of
from db.health import database_answers, database_reads
from db.models import Change, Sector
from tests.house.tree import ROOT
from tests.postgres import Postgres

SOMEBODY = Actor(account_id=None, username="test", roles=frozenset({COORDINATOR}), provinces=None)


def save(code: str = "mining") -> Saved:
    """A new sector, in the database in use."""
    labels = {"label_ar": "قطاع", "label_fr": "Secteur", "label_en": "Sector"}
    return perform(add_to_list, SOMEBODY, code, "sector", validated(SectorRecord, {"code": code, **labels}))


def tried(code: str = "mining") -> str | None:
    """What a new sector is refused with; None where it is saved."""
    try:
        save(code)
    except Problem as problem:
        return problem.code
    return None


def counted(engine: Engine | None = None) -> tuple[int, int]:
    """Sectors, and entries of the history."""
    with reading(engine) as session:
        numbers = (session.exec(select(func.count()).select_from(table)).one() for table in (Sector, Change))
        return next(numbers), next(numbers)


@pytest.fixture
def own(own_postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """A PostgreSQL server of the test's own as the database in use."""
    monkeypatch.setenv("DATABASE_URL", own_postgres.url.render_as_string(hide_password=False))
    db.engine.engine.cache_clear()
    yield own_postgres
    db.engine.engine().dispose()
    db.engine.engine.cache_clear()


def test_on_a_full_disk_nothing_is_saved_and_the_same_action_is_done_once_when_there_is_room(database: Path) -> None:
    engine = db.engine.engine()

    def no_room(connection: Any, _record: Any) -> None:
        # Fewer than there are means: not one more.
        connection.execute("PRAGMA max_page_count=1")

    event.listen(engine, "connect", no_room)
    engine.dispose()
    saved = 0
    while (answer := tried(f"s{saved}")) is None:
        saved += 1
    assert answer == "database_full"
    assert counted() == (26 + saved, saved)
    assert tried(f"s{saved}") == "database_full"
    assert database_reads()
    event.remove(engine, "connect", no_room)
    engine.dispose()
    assert not save(f"s{saved}").again
    assert save(f"s{saved}").again
    assert counted() == (27 + saved, saved + 1)
    with sqlite3.connect(database) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.usefixtures("database")
def test_a_server_says_that_it_is_unwell_before_the_disk_is_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert database_answers()
    monkeypatch.setattr(db.health, "_LEAST_BYTES_FREE", 2**60)
    assert not database_answers()
    assert save().row_id == 27


@pytest.mark.usefixtures("database")
def test_a_database_that_can_only_be_read_is_read_and_written_to_again_as_soon_as_it_can_be() -> None:
    engine = db.engine.engine()

    def only_reads(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(engine, "connect", only_reads)
    engine.dispose()
    assert tried() == "database_read_only"
    assert counted() == (26, 0)
    assert not database_answers()
    assert database_reads()
    # The connections stay; what they may do was decided when they were made.
    event.remove(engine, "connect", only_reads)
    assert tried() == "database_read_only"
    assert save().row_id == 27
    assert database_answers()


def test_a_file_that_may_not_be_written_to_is_told(sqlite_file: Path) -> None:
    address = URL.create("sqlite", database=f"file:{sqlite_file}", query={"mode": "ro", "uri": "true"})
    engine = make_engine(address)
    with pytest.raises(Problem) as problem, transaction(engine) as session:
        session.execute(update(Sector).values(version=2))
    assert problem.value.code == "database_read_only"
    assert counted(engine) == (26, 0)
    engine.dispose()


def test_a_database_that_another_program_holds_is_read_and_told_as_busy(database: Path) -> None:
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Problem) as problem, transaction(patience=0.01) as session:
        session.get(Sector, 1)
    assert problem.value.code == "database_busy"
    assert counted() == (26, 0)
    # Nobody waits to have it noted that they were here.
    begun = datetime.now(UTC)
    note_activity("cookie", datetime(2020, 1, 1, tzinfo=UTC))
    assert (datetime.now(UTC) - begun).total_seconds() < 2
    other.execute("ROLLBACK")
    other.close()
    assert save().row_id == 27


@pytest.mark.usefixtures("database")
def test_a_writer_waits_again_as_long_as_ever_after_one_that_had_no_patience() -> None:
    def patience() -> int:
        with reading() as session:
            return int(session.execute(text("PRAGMA busy_timeout")).scalar_one())

    with transaction(patience=0) as session:
        session.get(Sector, 1)
    assert patience() == 10_000


def test_a_file_that_cannot_be_opened_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    engine = make_engine(URL.create("sqlite", database=str(tmp_path / "file" / "cooper.sqlite3")))
    with pytest.raises(Problem) as problem, reading(engine) as session:
        session.execute(text("SELECT 1"))
    assert problem.value.code == "database_away"


def test_a_damaged_file_is_a_fault_and_no_refusal(database: Path) -> None:
    db.engine.engine().dispose()
    database.write_bytes(b"SQLite format 3\0" + b"\xff" * 8192)
    with pytest.raises(DatabaseError), reading() as session:
        session.execute(text("SELECT 1 FROM sector"))
    assert (database_answers(), database_reads()) == (False, False)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("53100", "database_full"),
        ("25006", "database_read_only"),
        ("53300", "database_busy"),
        ("55P03", "database_busy"),
        ("57014", "database_busy"),
        ("40P01", "database_busy"),
        ("40001", "database_busy"),
        ("57P01", "database_away"),
        ("58030", "database_away"),
    ],
)
def test_what_postgresql_says_of_itself_is_told(postgres_server: URL, state: str, code: str) -> None:
    engine = make_engine(postgres_server)
    with pytest.raises(Problem) as problem, transaction(engine) as session:
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$"))
    assert problem.value.code == code
    engine.dispose()


def test_whoever_finds_no_connection_left_is_told_that_the_database_is_busy() -> None:
    assert fault_of(NoConnectionLeft()) == "database_busy"


def test_a_fault_of_the_program_is_no_fault_of_the_database(engine: Engine) -> None:
    with pytest.raises(DatabaseError), reading(engine) as session:
        session.execute(text("SELECT nothing FROM nowhere"))


def test_a_row_that_somebody_else_never_gives_back_is_told_as_busy(postgres_server: URL) -> None:
    patient = make_engine(postgres_server)
    hasty = make_engine(postgres_server.update_query_dict({"options": "-c lock_timeout=10"}))
    with Session(patient) as session:
        session.execute(text("SELECT pg_advisory_xact_lock(11)"))
        with pytest.raises(Problem) as problem, transaction(hasty) as waiting:
            waiting.execute(text("SELECT pg_advisory_xact_lock(11)"))
        session.rollback()
    assert problem.value.code == "database_busy"
    patient.dispose()
    hasty.dispose()


@pytest.mark.usefixtures("own")
def test_a_standby_is_read_and_not_written_to() -> None:
    assert save().row_id == 27
    with reading() as session:
        session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).execute(
            text("ALTER DATABASE postgres SET default_transaction_read_only = on")
        )
    db.engine.engine().dispose()
    assert tried("other") == "database_read_only"
    assert counted() == (27, 1)
    assert (database_answers(), database_reads()) == (False, True)
    with reading() as session:
        connection = session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        connection.execute(text("SET default_transaction_read_only = off"))
        connection.execute(text("ALTER DATABASE postgres RESET default_transaction_read_only"))
    db.engine.engine().dispose()
    assert save("other").row_id == 28


def test_a_server_that_was_stopped_is_away_and_answers_again_without_anything_being_done(own: Postgres) -> None:
    assert not save().again
    own.stop()
    for _ in range(2):
        assert tried("other") == "database_away"
        assert (database_answers(), database_reads()) == (False, False)
    own.start()
    assert (database_answers(), database_reads()) == (True, True)
    assert not save("other").again
    assert save().again
    assert counted() == (28, 2)


def test_a_server_that_stops_in_the_middle_of_an_action_leaves_nothing_of_it(own: Postgres) -> None:
    def interrupted() -> None:
        with transaction() as session:
            session.add(Sector(code="mining", label_ar="قطاع", label_fr="Secteur", label_en="Sector"))
            session.flush()
            own.stop()
            session.execute(text("SELECT 1"))

    with pytest.raises(Problem) as problem:
        interrupted()
    assert problem.value.code == "database_away"
    own.start()
    assert counted() == (26, 0)


def test_two_servers_that_start_at_one_moment_make_one_empty_database_ready(postgres_server: URL) -> None:
    engine = make_engine(postgres_server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE two_servers"))
    url = postgres_server.set(database="two_servers")
    environment = {"DATABASE_URL": url.render_as_string(hide_password=False), "PATH": ""}
    command = [sys.executable, "-c", "from db.start import ready; print(ready())"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    told = [process.communicate(timeout=60) for process in running]
    assert [(process.returncode, error) for process, (_, error) in zip(running, told, strict=True)] == [(0, b"")] * 3
    assert len({code for code, _ in told}) == 3
    made = make_engine(url)
    assert counted(made) == (26, 0)
    made.dispose()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE two_servers"))
    engine.dispose()
