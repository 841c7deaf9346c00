"""The history: the database refuses to change it, and what is changed behind its back is found."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from core.access import Actor
from core.chain import BEGINNING, seal
from core.i18n import LANGUAGES, words
from core.records import validated
from core.records.programme import SectorRecord
from db.commands.reference_lists import add_to_list
from db.engine import transaction
from db.migrate import migrate
from db.models import Change
from db.queries.chain import broken_link, entries, last_seal
from db.verify import main
from tests.db.entries import do

LABELS = {"label_ar": "قطاع", "label_fr": "Secteur", "label_en": "Sector"}


def add(engine: Engine, coordinator: Actor, code: str) -> None:
    labels = {name: f"{label} {code}" for name, label in LABELS.items()}
    do(engine, add_to_list, coordinator, code, "sector", validated(SectorRecord, {"code": code, **labels}))


@pytest.fixture
def written(engine: Engine, coordinator: Actor) -> Engine:
    """A history of four entries, numbered one to four."""
    for code in ("alpha", "beta", "gamma", "delta"):
        add(engine, coordinator, code)
    return engine


def behind_its_back(engine: Engine, statement: str) -> None:
    names = ("change_stays", "change_kept", "change_new") if engine.dialect.name == "sqlite" else ("change_stays",)
    with transaction(engine) as session:
        for name in names:
            session.execute(text(f"DROP TRIGGER {name}" + ("" if engine.dialect.name == "sqlite" else " ON change")))
        session.execute(text(statement))


def broken(engine: Engine) -> int | None:
    with Session(engine) as session:
        return broken_link(session)


STATEMENTS = [
    "UPDATE change SET reason = 'other' WHERE id = 2",
    "DELETE FROM change WHERE id = 2",
    "DELETE FROM change",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_the_history(written: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match="the history is only added to"), transaction(written) as session:
        session.execute(text(statement))
    with Session(written) as session:
        assert (entries(session), broken_link(session)) == (4, None)


def test_the_database_refuses_what_would_take_the_history_out_by_other_words(written: Engine) -> None:
    columns = "id, at, command, subject, kind, previous_hash, hash"
    replaced = f"INSERT OR REPLACE INTO change ({columns}) SELECT 2, at, 'x', subject, kind, '', '' FROM change LIMIT 1"
    statement = replaced if written.dialect.name == "sqlite" else "TRUNCATE change"
    with pytest.raises(DBAPIError, match="the history is only added to"), transaction(written) as session:
        session.execute(text(statement))
    assert broken(written) is None


def test_a_new_history_is_whole(engine: Engine) -> None:
    with Session(engine) as session:
        assert (broken_link(session), entries(session), last_seal(session)) == (None, 0, BEGINNING)


def test_each_entry_carries_the_seal_of_the_one_before(written: Engine) -> None:
    with Session(written) as session:
        rows = session.exec(select(Change).order_by(Change.id)).all()  # type: ignore[arg-type]
        assert [row.previous_hash for row in rows] == [BEGINNING, *(row.hash for row in rows[:-1])]
        assert last_seal(session) == rows[-1].hash
        assert rows[0].hash == seal(BEGINNING, rows[0].model_dump())
        assert {row.kind for row in rows} == {"sector"}
        assert broken_link(session) is None


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE change SET account_id = NULL, reason = 'other' WHERE id = 3", 3),
        ("UPDATE change SET after = '{}' WHERE id = 1", 1),
        ("UPDATE change SET kind = 'module' WHERE id = 4", 4),
        ("DELETE FROM change WHERE id = 2", 3),
        ("DELETE FROM change WHERE id = 4", 4),
        ("DELETE FROM change", 1),
        ("DELETE FROM change_head", 1),
        (
            "INSERT INTO change (id, at, command, subject, kind, previous_hash, hash)"
            " SELECT 5, at, command, subject, kind, hash, hash FROM change WHERE id = 4",
            5,
        ),
    ],
)
def test_what_is_done_behind_its_back_is_found(written: Engine, statement: str, found: int) -> None:
    behind_its_back(written, statement)
    assert broken(written) == found


def test_four_who_write_at_once_keep_one_chain(engine: Engine, coordinator: Actor) -> None:
    gate = threading.Barrier(4)

    def write(worker: int) -> None:
        gate.wait()
        for turn in range(10):
            add(engine, coordinator, f"code_{worker}_{turn}")

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        assert (entries(session), broken_link(session)) == (40, None)


def test_a_history_from_before_the_chain_is_sealed_when_the_database_is_brought_up(written: Engine) -> None:
    from alembic import command

    from db.migrate import configuration

    down = configuration()
    with written.connect().execution_options(writing=True) as connection:
        down.attributes["connection"] = connection
        command.downgrade(down, "0002")
        connection.commit()
    migrate(written)
    with Session(written) as session:
        assert (entries(session), broken_link(session)) == (4, None)
    with pytest.raises(DBAPIError, match="the history is only added to"), transaction(written) as session:
        session.execute(text("DELETE FROM change"))


def test_the_command_says_in_three_languages_whether_the_chain_holds(
    written: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("db.verify.engine", lambda: written)
    monkeypatch.setattr("db.engine.engine", lambda: written)
    assert main() == 0
    with Session(written) as session:
        sealed = last_seal(session)
    said = capsys.readouterr().out
    assert [words(one).count("chain.holds", 4) in said for one in LANGUAGES] == [True] * 3
    assert said.count(sealed) == 3
    behind_its_back(written, "DELETE FROM change WHERE id = 2")
    assert main() == 1
    assert capsys.readouterr().out == "".join(words(one).say("chain.broken", entry=3) + "\n" for one in LANGUAGES)
