"""Trainers: registered, chosen for sessions, never in two places, with hours that are said once a session was held."""

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from core.access import MANAGER, Actor
from core.problems import Problem
from core.records import validated
from core.records.sessions import SessionRecord
from core.records.trainers import TrainerHours, TrainerPlace, TrainerRecord
from db.commands.attendance import open_roster
from db.commands.bin import restore
from db.commands.session_trainers import change_trainer_hours, put_trainer, take_trainer_off
from db.commands.sessions import cancel_session, change_session, plan_series, plan_session
from db.commands.trainers import change_trainer, register_trainer, remove_trainer
from db.engine import reading
from db.models import Change, SessionTrainer, Trainer, TrainingSession
from db.queries.bin import binned
from db.queries.history import HistoryFilter, history
from db.queries.sessions import sessions_counted
from db.queries.trainer_hours import hours_given, years_given
from db.queries.trainers import trainer_values, trainers_listed, trainers_of_session, trainers_to_choose
from tests.db.sittings import DAY, Sittings


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


def record(name: str, side: str = "sponsor", **values: Any) -> TrainerRecord:
    return validated(TrainerRecord, {"name_latin": name, "side": side, **values})


def trainer(sittings: Sittings, name: str = "Driss", **values: Any) -> int:
    return sittings.do(register_trainer, record(name, **values)).row_id


def refused(sittings: Sittings, *action: Any, actor: Actor | None = None) -> tuple[str, str]:
    with pytest.raises(Problem) as problem:
        sittings.do(*action, actor=actor)
    part = next(part for part in problem.value.each())
    return part.code, part.field


def there(sittings: Sittings, session_id: int) -> list[tuple[int, str]]:
    """The trainers of a session and their roles."""
    with reading(sittings.engine) as session:
        rows = trainers_of_session(session, session_id)
    return [(int(row["trainer_id"]), row["role"]) for row in rows.to_dict("records")]


def places(sittings: Sittings, session_id: int) -> list[int]:
    with reading(sittings.engine) as session:
        return [int(one) for one in trainers_of_session(session, session_id)["id"]]


def version(sittings: Sittings, session_id: int) -> int:
    with reading(sittings.engine) as session:
        return session.get_one(TrainingSession, session_id).version


def place(trainer_id: int, role: str = "lead") -> TrainerPlace:
    return validated(TrainerPlace, {"trainer_id": trainer_id, "role": role})


def hours(**values: float) -> TrainerHours:
    return validated(TrainerHours, values)


def open_to_all(sittings: Sittings, **values: Any) -> SessionRecord:
    return sittings.sitting(group_id=None, **values)


@pytest.mark.parametrize(("starts", "ends"), [(8, 10), (9, 12), (10, 11), (11, 14)])
def test_a_trainer_is_not_planned_twice_in_the_same_hours(sittings: Sittings, starts: int, ends: int) -> None:
    driss = trainer(sittings)
    first = sittings.do(plan_session, open_to_all(sittings), (driss,)).row_id
    again = open_to_all(sittings, starts_at=time(starts), ends_at=time(ends), hours=1.0)
    with pytest.raises(Problem) as problem:
        sittings.do(plan_session, again, (driss,))
    assert (problem.value.code, problem.value.field) == ("trainer_taken", "trainer_ids")
    said = {"name": "Driss", "other": str(first), "from": "09:00", "until": "12:00"}
    assert problem.value.details == said
    with reading(sittings.engine) as session:
        assert sessions_counted(session, None) == 1


def test_a_trainer_may_go_on_when_the_first_session_is_over_or_was_cancelled(sittings: Sittings) -> None:
    driss = trainer(sittings)
    first = sittings.do(plan_session, open_to_all(sittings), (driss,)).row_id
    later = open_to_all(sittings, starts_at=time(12), ends_at=time(14), hours=1.0)
    assert sittings.do(plan_session, later, (driss,)).row_id
    sittings.do(cancel_session, first, 1, "rain")
    assert sittings.do(plan_session, open_to_all(sittings), (driss,)).row_id


def test_a_session_is_not_moved_to_where_its_trainer_is_elsewhere(sittings: Sittings) -> None:
    driss, saloua = trainer(sittings), trainer(sittings, "Saloua")
    sittings.do(plan_session, open_to_all(sittings), (driss,))
    other = sittings.do(plan_session, open_to_all(sittings, held_on=DAY + timedelta(1)), (driss, saloua)).row_id
    moved = open_to_all(sittings)
    assert refused(sittings, change_session, other, 1, moved) == ("trainer_taken", "trainer_ids")
    assert refused(sittings, change_session, other, 1, moved, (saloua, driss)) == ("trainer_taken", "trainer_ids")
    sittings.do(change_session, other, 1, moved, (saloua,))
    assert there(sittings, other) == [(saloua, "lead")]


def test_the_trainers_of_a_session_change_with_its_form_and_stay_without_it(sittings: Sittings) -> None:
    driss, saloua = trainer(sittings), trainer(sittings, "Saloua")
    number = sittings.do(plan_session, open_to_all(sittings), (driss, saloua)).row_id
    assert there(sittings, number) == [(driss, "lead"), (saloua, "assistant")]
    sittings.do(change_session, number, 1, open_to_all(sittings, venue="Ecole"))
    assert there(sittings, number) == [(driss, "lead"), (saloua, "assistant")]
    sittings.do(change_session, number, 2, open_to_all(sittings, venue="Ecole"), (saloua,))
    assert there(sittings, number) == [(saloua, "lead")]
    _, _, before, after = sittings.changes("change_session")[-1]
    assert (before["trainers"], after["trainers"]) == ([driss, saloua], [saloua])
    assert sittings.changes("plan_session")[0][3]["trainers"] == [driss, saloua]


def test_a_series_gives_each_session_the_same_trainers_or_is_not_planned(sittings: Sittings) -> None:
    driss = trainer(sittings)
    days = tuple(open_to_all(sittings, held_on=DAY + timedelta(weeks=week)) for week in range(3))
    at_once = (*days, open_to_all(sittings, held_on=DAY, venue="Ecole"))
    with pytest.raises(Problem) as problem:
        sittings.do(plan_series, at_once, (driss,))
    assert [part.code for part in problem.value.each()] == ["series_session", "trainer_taken"]
    with reading(sittings.engine) as session:
        assert sessions_counted(session, None) == 0
        assert session.exec(select(SessionTrainer.id)).all() == []
    first = sittings.do(plan_series, days, (driss,)).row_id
    assert [there(sittings, first + number) for number in range(3)] == [[(driss, "lead")]] * 3


def test_a_trainer_is_put_on_a_session_once_and_only_where_the_actor_may(sittings: Sittings) -> None:
    driss, gone = trainer(sittings), trainer(sittings, "Gone", active=False)
    number = sittings.plan()
    assert refused(sittings, put_trainer, number, place(driss), actor=sittings.officer) == ("not_allowed", "")
    assert refused(sittings, put_trainer, number, place(gone)) == ("trainer_not_active", "trainer_id")
    assert refused(sittings, put_trainer, number, place(999)) == ("unknown_choice", "trainer_id")
    sittings.do(put_trainer, number, place(driss, "assistant"))
    assert refused(sittings, put_trainer, number, place(driss)) == ("trainer_there", "trainer_id")
    elsewhere = sittings.do(plan_session, open_to_all(sittings)).row_id
    assert refused(sittings, put_trainer, elsewhere, place(driss)) == ("trainer_taken", "trainer_id")
    assert there(sittings, number) == [(driss, "assistant")]
    # A form of the session that was opened before is told of the other trainers.
    assert refused(sittings, change_session, number, 1, sittings.sitting(), ()) == ("conflict", "")
    sittings.do(cancel_session, elsewhere, 1, "rain")
    assert refused(sittings, put_trainer, elsewhere, place(driss)) == ("session_cancelled", "")


def test_hours_are_said_after_the_session_by_whoever_marks_there(sittings: Sittings) -> None:
    driss = trainer(sittings)
    number = sittings.do(plan_session, sittings.sitting(), (driss,)).row_id
    [one] = places(sittings, number)
    given = hours(preparation=1.5, delivery=3, travel=0.25)
    assert refused(sittings, change_trainer_hours, one, 1, given) == ("roster_not_open", "")
    sittings.do(open_roster, number)
    manager = Actor(None, "m", frozenset({MANAGER}))
    assert refused(sittings, change_trainer_hours, one, 1, given, actor=manager) == ("not_allowed", "")
    assert refused(sittings, change_trainer_hours, one, 1, given, actor=sittings.stranger) == ("other_province", "")
    sittings.do(change_trainer_hours, one, 1, given, actor=sittings.officer)
    assert refused(sittings, change_trainer_hours, one, 1, hours(delivery=2)) == ("conflict", "")
    [(subject, row, before, after)] = sittings.changes("change_trainer_hours")
    assert (subject, row) == ("session", one)
    assert [before[kind] for kind in ("preparation", "delivery", "travel")] == [None, None, None]
    assert [after[kind] for kind in ("preparation", "delivery", "travel")] == [1.5, 3, 0.25]


def test_a_trainer_with_hours_is_not_lost_with_a_form_and_comes_back_from_the_bin(sittings: Sittings) -> None:
    driss = trainer(sittings)
    number = sittings.do(plan_session, sittings.sitting(), (driss,)).row_id
    [one] = places(sittings, number)
    sittings.do(open_roster, number)
    sittings.do(change_trainer_hours, one, 1, hours(delivery=3))
    now = version(sittings, number)
    assert refused(sittings, change_session, number, now, sittings.sitting(), ()) == (
        "trainer_has_hours",
        "trainer_ids",
    )
    assert refused(sittings, take_trainer_off, one, 2, " ") == ("required", "reason")
    sittings.do(take_trainer_off, one, 2, "was ill")
    assert there(sittings, number) == []
    with reading(sittings.engine) as session:
        rows = binned(session, "session_trainer")
        assert [(row["id"], row["name_fr"], row["reason"]) for row in rows.to_dict("records")] == [
            (one, "Driss", "was ill")
        ]
    elsewhere = sittings.do(plan_session, open_to_all(sittings), (driss,)).row_id
    assert refused(sittings, restore, "session_trainer", one, 3, "here") == ("trainer_taken", "trainer_id")
    sittings.do(cancel_session, elsewhere, 1, "rain")
    sittings.do(restore, "session_trainer", one, 3, "here")
    with reading(sittings.engine) as session:
        assert trainers_of_session(session, number)["delivery"].tolist() == [3.0]


def test_a_trainer_is_registered_once_unless_the_phones_differ(sittings: Sittings) -> None:
    first = trainer(sittings, "Driss Benhaddou", phone="0612345678")
    assert refused(sittings, register_trainer, record("driss  BENHADDOU")) == ("trainer_known", "name_latin")
    same = record("Driss Benhaddou", phone="+212612345678")
    assert refused(sittings, register_trainer, same) == ("trainer_known", "name_latin")
    second = trainer(sittings, "Driss Benhaddou", phone="0698765432")
    both_same = record("Driss Benhaddou", phone="0612345678")
    assert refused(sittings, change_trainer, second, 1, both_same) == ("trainer_known", "name_latin")
    with reading(sittings.engine) as session:
        assert trainer_values(session, first)["phone"] == "+212612345678"


def test_a_change_of_a_trainer_meets_a_newer_one_and_a_removal_keeps_who_has_sessions(sittings: Sittings) -> None:
    driss, saloua = trainer(sittings), trainer(sittings, "Saloua")
    sittings.do(plan_session, sittings.sitting(), (driss,))
    assert refused(sittings, change_trainer, driss, 1, record("X"), actor=sittings.officer) == ("not_allowed", "")
    sittings.do(change_trainer, driss, 1, record("Driss", "external", active=False))
    assert refused(sittings, change_trainer, driss, 1, record("Driss")) == ("conflict", "")
    assert refused(sittings, remove_trainer, driss, 2, "twice") == ("trainer_has_sessions", "")
    assert refused(sittings, remove_trainer, saloua, 1, None) == ("required", "reason")
    sittings.do(remove_trainer, saloua, 1, "twice")
    with reading(sittings.engine) as session:
        assert trainers_listed(session)["id"].tolist() == [driss]
        assert trainers_to_choose(session).empty
        assert trainers_to_choose(session, (driss,))["id"].tolist() == [driss]
        with pytest.raises(Problem, match="row_gone"):
            trainer_values(session, saloua)
    again = trainer(sittings, "Saloua")
    assert refused(sittings, restore, "trainer", saloua, 2, "needed") == ("trainer_known", "name_latin")
    sittings.do(remove_trainer, again, 1, "twice")
    sittings.do(restore, "trainer", saloua, 2, "needed")
    with reading(sittings.engine) as session:
        assert sorted(trainers_listed(session)["id"]) == [driss, saloua]


def test_a_session_keeps_a_trainer_who_is_not_active_any_more(sittings: Sittings) -> None:
    driss = trainer(sittings)
    number = sittings.do(plan_session, sittings.sitting(), (driss,)).row_id
    sittings.do(change_trainer, driss, 1, record("Driss", active=False))
    sittings.do(change_session, number, 1, sittings.sitting(venue="Ecole"), (driss,))
    assert there(sittings, number) == [(driss, "lead")]
    assert refused(sittings, plan_session, open_to_all(sittings, held_on=DAY + timedelta(1)), (driss,)) == (
        "trainer_not_active",
        "trainer_ids",
    )


def test_the_hours_of_a_year_are_those_of_sessions_that_were_held(sittings: Sittings) -> None:
    driss, kaoutar = trainer(sittings), trainer(sittings, "Kaoutar", side="association")
    held = sittings.do(plan_session, sittings.sitting(), (driss, kaoutar)).row_id
    sittings.do(plan_session, sittings.sitting(held_on=DAY + timedelta(1)), (driss,))
    sittings.do(open_roster, held)
    first, second = places(sittings, held)
    sittings.do(change_trainer_hours, first, 1, hours(preparation=1, delivery=3))
    sittings.do(change_trainer_hours, second, 1, hours(delivery=3, travel=0.5))
    with reading(sittings.engine) as session:
        columns = ["trainer_id", "held_on", "preparation", "delivery", "travel"]
        every = [tuple(row) for row in hours_given(session, DAY.year)[columns].to_numpy()]
        own = hours_given(session, DAY.year, side="sponsor")["trainer_id"].tolist()
        assert years_given(session) == years_given(session, driss) == [DAY.year]
        assert years_given(session, side="external") == []
        assert hours_given(session, DAY.year - 1).empty
        listed = trainers_listed(session, "kaou")
    assert every == [(driss, DAY, 1, 3, 0), (kaoutar, DAY, 0, 3, 0.5)]
    assert own == [driss]
    assert listed[["id", "sessions", "delivery", "travel"]].to_numpy().tolist() == [[kaoutar, 1, 3, 0.5]]


def test_the_history_of_a_session_and_of_a_trainer_tells_of_both(sittings: Sittings) -> None:
    driss = trainer(sittings)
    number = sittings.do(plan_session, sittings.sitting()).row_id
    sittings.do(put_trainer, number, place(driss))
    with reading(sittings.engine) as session:
        of_session = history(session, HistoryFilter("training_session", number, around=True))
        of_trainer = history(session, HistoryFilter("trainer", driss, around=True))
        last = session.exec(select(Change).order_by(col(Change.id).desc())).first()
        assert session.exec(select(Trainer.search)).one() == "driss"
    assert [entry.command for entry in of_session] == ["put_trainer", "plan_session"]
    assert [entry.command for entry in of_trainer] == ["put_trainer", "register_trainer"]
    assert last is not None
    assert (last.kind, last.subject) == ("session_trainer", "session")
