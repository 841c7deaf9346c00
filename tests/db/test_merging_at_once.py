"""Two people at one moment: a pair is merged once, and what is written meanwhile points to the row that is left."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.problems import Problem
from core.records import validated
from core.records.people import MembershipRecord
from db.commands.merging import merge_organisations, merge_persons, undo_merge
from db.commands.people import join_organisation
from db.commands.registrations import register_people
from db.engine import transaction
from db.models import Membership, Merge, Organisation, Person, Registration
from tests.db.entries import do
from tests.db.sittings import Sittings

REASON = "The same"


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Does the actions in threads of their own that begin together; the code of each one's refusal, or `done`."""
    together = threading.Barrier(len(actions))

    def one(action: Callable[[], object]) -> str:
        together.wait()
        try:
            action()
        except Problem as problem:
            return problem.code
        return "done"

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(one, actions))


def organisations(engine: Engine, *names: str) -> None:
    with transaction(engine) as session:
        session.add_all(Organisation(kind="cooperative", name_latin=name, search=name.lower()) for name in names)


@pytest.mark.parametrize("turned", [False, True], ids=["the same way", "each the other way"])
def test_of_two_who_merge_one_pair_one_does_and_the_other_is_told(engine: Engine, coordinator, turned):
    organisations(engine, "A", "B")
    second = ((2, 1), (1, 1)) if turned else ((1, 1), (2, 1))
    said = at_once(
        lambda: do(engine, merge_organisations, coordinator, "a", (1, 1), (2, 1), (), REASON),
        lambda: do(engine, merge_organisations, coordinator, "b", *second, (), REASON),
    )
    assert sorted(said)[0] in ("conflict", "done")
    assert said.count("done") == 1
    assert set(said) <= {"done", "merged_meanwhile", "conflict"}
    with Session(engine) as session:
        assert len(session.exec(select(Merge)).all()) == 1
        assert len(session.exec(select(Organisation).where(col(Organisation.deleted_at).is_(None))).all()) == 1


def test_of_two_who_undo_one_merge_one_does(engine: Engine, coordinator):
    organisations(engine, "A", "B")
    do(engine, merge_organisations, coordinator, "m", (1, 1), (2, 1), (), REASON)
    said = at_once(*(lambda key=key: do(engine, undo_merge, coordinator, key, 1, 1) for key in "ab"))
    assert sorted(said) == ["conflict", "done"]


@pytest.mark.parametrize("first", ["register", "merge", "join"])
def test_what_is_written_during_a_merge_points_to_the_row_that_is_left(sittings: Sittings, first: str):
    engine, desk = sittings.engine, sittings.coordinator
    sitting = sittings.plan(group_id=None)
    kept, gone = sittings.people("Zahra", "Zohra", enrolled=False)
    organisations(engine, "A")
    member = validated(MembershipRecord, {"organisation_id": 1})
    actions: dict[str, Callable[[], object]] = {
        "register": lambda: do(engine, register_people, desk, "r", sitting, (gone,)),
        "merge": lambda: do(engine, merge_persons, desk, "m", (kept, 1), (gone, 1), (), (), REASON),
        "join": lambda: do(engine, join_organisation, desk, "j", gone, member),
    }
    said = at_once(actions.pop(first), *actions.values())
    assert said == ["done", "done", "done"]
    with Session(engine) as session:
        assert session.exec(select(Registration.person_id)).all() == [kept]
        assert session.exec(select(Membership.person_id)).all() == [kept]
        assert session.get_one(Person, gone).merged_into_id == kept
