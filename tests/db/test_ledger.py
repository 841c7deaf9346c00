"""How every command runs: permitted, once, with one entry in the history and its revisions raised."""

import threading
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

import db.commands.ledger as ledger
from core.access import ADMINISTRATOR, Actor
from core.problems import Problem
from core.records import validated
from core.records.programme import SectorRecord
from db.commands.ledger import Done, Saved, command, living, stamped, values_of
from db.engine import transaction
from db.models import Action, Change, Revision, Sector


@command("reference.write", "reference", "organisation")
def add_test_sector(_session: Session, _actor: Actor, record: SectorRecord) -> Done[Sector]:
    """A sector, for these tests."""
    return Done(Sector.model_validate(record))


@command("reference.write", "reference")
def rename_test_sector(session: Session, actor: Actor, row_id: int, version: int, label: str) -> Done[Sector]:
    """Another label, for these tests."""
    row = living(session, Sector, row_id, version)
    before = values_of(row)
    stamped(row, actor, {"label_en": label})
    return Done(row, before=before)


ledger.COMMANDS.pop("add_test_sector")
ledger.COMMANDS.pop("rename_test_sector")


def record(code: str) -> SectorRecord:
    return validated(SectorRecord, {"code": code, "label_ar": "قطاع", "label_fr": "Secteur", "label_en": "Sector"})


def do(engine: Engine, what: Any, actor: Actor, key: str, *args: Any) -> Saved:
    with transaction(engine) as session:
        saved: Saved = what(session, actor, key, *args)
    return saved


def counted(engine: Engine, table: Any) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def number(engine: Engine, subject: str) -> int:
    with Session(engine) as session:
        row = session.get(Revision, subject)
        return row.number if row else 0


def test_an_action_the_role_does_not_have_changes_nothing(engine: Engine, manager: Actor) -> None:
    with pytest.raises(Problem) as refused:
        do(engine, add_test_sector, manager, "k", record("mining"))
    assert refused.value.code == "not_allowed"
    assert counted(engine, Sector) == 26
    assert counted(engine, Change) == 0


def test_a_command_that_fails_halfway_leaves_nothing(engine: Engine, coordinator: Actor) -> None:
    def failing(session: Session) -> None:
        add_test_sector(session, coordinator, "k", record("mining"))
        raise Problem("refused")

    with pytest.raises(Problem), transaction(engine) as session:
        failing(session)
    assert (counted(engine, Sector), counted(engine, Change), number(engine, "reference")) == (26, 0, 0)


def test_a_stale_version_is_refused_and_overwrites_nothing(engine: Engine, coordinator: Actor) -> None:
    saved = do(engine, add_test_sector, coordinator, "k", record("mining"))
    do(engine, rename_test_sector, coordinator, "k1", saved.row_id, 1, "First")
    with pytest.raises(Problem) as refused:
        do(engine, rename_test_sector, coordinator, "k2", saved.row_id, 1, "Second")
    assert refused.value.code == "conflict"
    with Session(engine) as session:
        row = session.get(Sector, saved.row_id)
        assert row
        assert (row.label_en, row.version) == ("First", 2)


def test_a_saved_row_has_one_entry_in_the_history_and_raises_each_subject_once(
    engine: Engine, coordinator: Actor
) -> None:
    saved = do(engine, add_test_sector, coordinator, "k", record("mining"))
    assert saved.again is False
    assert (number(engine, "reference"), number(engine, "organisation"), number(engine, "person")) == (1, 1, 0)
    with Session(engine) as session:
        change = session.exec(select(Change)).one()
        assert (change.command, change.subject, change.row_id) == ("add_test_sector", "reference", saved.row_id)
        assert change.before is None
        assert change.after is not None
        assert change.after["code"] == "mining"


def test_the_same_action_sent_twice_is_done_once_and_says_so(engine: Engine, coordinator: Actor) -> None:
    first = do(engine, add_test_sector, coordinator, "k", record("mining"))
    second = do(engine, add_test_sector, coordinator, "k", record("mining"))
    assert (second.row_id, second.again) == (first.row_id, True)
    assert (counted(engine, Sector), counted(engine, Change), counted(engine, Action)) == (27, 1, 1)
    assert number(engine, "reference") == 1


def test_the_same_key_with_another_input_is_another_action(engine: Engine, coordinator: Actor) -> None:
    do(engine, add_test_sector, coordinator, "k", record("mining"))
    do(engine, add_test_sector, coordinator, "k", record("quarrying"))
    assert counted(engine, Sector) == 28


def test_the_same_key_of_somebody_else_is_another_action(engine: Engine, coordinator: Actor) -> None:
    somebody = Actor(account_id=None, username="other", roles=frozenset({ADMINISTRATOR}))
    saved = do(engine, add_test_sector, coordinator, "k", record("mining"))
    again = do(engine, rename_test_sector, somebody, "k", saved.row_id, 1, "Other")
    assert again.again is False


def test_eight_clicks_at_once_save_one_row(engine: Engine, coordinator: Actor) -> None:
    outcomes: list[Saved] = []
    gate = threading.Barrier(8)

    def click() -> None:
        gate.wait()
        outcomes.append(do(engine, add_test_sector, coordinator, "k", record("mining")))

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.again for outcome in outcomes) == [False] + [True] * 7
    assert counted(engine, Sector) == 27


def test_a_hundred_and_twenty_edits_from_four_threads_lose_nothing(engine: Engine, coordinator: Actor) -> None:
    saved = do(engine, add_test_sector, coordinator, "k", record("mining"))
    applied: list[int] = []
    refused: set[str] = set()

    def edit(worker: int) -> None:
        for turn in range(30):
            while True:
                with Session(engine) as session:
                    row = session.get(Sector, saved.row_id)
                    assert row
                    version = row.version
                try:
                    do(engine, rename_test_sector, coordinator, f"{worker}.{turn}", saved.row_id, version, f"{worker}")
                except Problem as problem:
                    refused.add(problem.code)
                    continue
                applied.append(1)
                break

    threads = [threading.Thread(target=edit, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        row = session.get(Sector, saved.row_id)
        assert row
        assert (len(applied), row.version) == (120, 121)
    assert counted(engine, Change) == 121
    assert refused <= {"conflict"}


def test_two_who_write_a_subject_for_the_first_time_both_raise_it(engine: Engine) -> None:
    begun, failed = threading.Event(), []

    def second() -> None:
        begun.set()
        try:
            with transaction(engine) as session:
                ledger.raise_revisions(session, ("target",))
        except IntegrityError as error:
            failed.append(error)

    with transaction(engine) as session:
        ledger.raise_revisions(session, ("target",))
        other = threading.Thread(target=second)
        other.start()
        assert begun.wait(10)
    other.join()
    assert (failed, number(engine, "target")) == ([], 2)
