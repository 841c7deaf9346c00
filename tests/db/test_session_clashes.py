"""Nobody is planned into two places at once, no hall is given twice; a series is planned whole or not at all."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy.engine import Engine

from core.problems import Problem
from core.records import validated
from core.records.programme import GroupRecord
from core.records.sessions import SessionRecord
from db.commands.programme import make_group
from db.commands.registrations import register_people
from db.commands.sessions import cancel_session, change_session, plan_series, plan_session
from db.engine import reading
from db.queries.sessions import sessions_counted
from tests.db.sittings import DAY, Sittings


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


def other_group(sittings: Sittings, label: str = "B") -> int:
    values = {"phase_id": sittings.phase, "commune_id": sittings.zagora_commune, "label": label}
    return sittings.do(make_group, validated(GroupRecord, values)).row_id


def refusal(sittings: Sittings, record: SessionRecord) -> tuple[str, str]:
    with pytest.raises(Problem) as refused:
        sittings.do(plan_session, record)
    return refused.value.code, refused.value.field


@pytest.mark.parametrize(("starts", "ends"), [(8, 10), (9, 12), (10, 11), (11, 14)])
def test_a_group_is_not_planned_twice_in_the_same_hours(sittings: Sittings, starts: int, ends: int) -> None:
    sittings.plan(held_on=DAY)
    record = sittings.sitting(starts_at=time(starts), ends_at=time(ends), hours=1.0)
    assert refusal(sittings, record) == ("group_taken", "group_id")


@pytest.mark.parametrize(("starts", "ends"), [(7, 9), (12, 14)])
def test_a_group_may_come_again_when_the_first_session_is_over(sittings: Sittings, starts: int, ends: int) -> None:
    sittings.plan(held_on=DAY)
    assert sittings.plan(held_on=DAY, starts_at=time(starts), ends_at=time(ends), hours=1.0)


def test_a_hall_is_not_given_twice_however_its_name_is_spelt(sittings: Sittings) -> None:
    sittings.plan(held_on=DAY, venue="Dar Chabab")
    free = other_group(sittings)
    taken = sittings.sitting(group_id=free, venue="  dar  CHABAB ")
    assert refusal(sittings, taken) == ("venue_taken", "venue")
    assert sittings.do(plan_session, sittings.sitting(group_id=free, venue="Ecole")).row_id
    elsewhere = sittings.sitting(group_id=None, venue="Dar Chabab", commune_id=sittings.tinghir_commune)
    assert sittings.do(plan_session, elsewhere).row_id


def test_a_person_of_two_groups_is_not_planned_into_both(sittings: Sittings) -> None:
    amina, _ = sittings.people("Amina", "Brahim")
    first = sittings.plan(held_on=DAY, group_id=None)
    sittings.do(register_people, first, (amina,))
    with pytest.raises(Problem) as refused:
        sittings.do(plan_session, sittings.sitting())
    assert (refused.value.code, refused.value.field) == ("people_taken", "group_id")
    assert refused.value.details == {"number": 1, "names": ("Amina",)}
    sittings.do(cancel_session, first, 1, "rain")
    assert sittings.do(plan_session, sittings.sitting()).row_id


def test_a_session_is_not_moved_onto_another_one_and_may_be_changed_where_it_is(sittings: Sittings) -> None:
    sittings.plan(held_on=DAY)
    second = sittings.plan(held_on=DAY + timedelta(days=1))
    with pytest.raises(Problem) as refused:
        sittings.do(change_session, second, 1, sittings.sitting())
    assert refused.value.code == "group_taken"
    where_it_is = sittings.sitting(held_on=DAY + timedelta(days=1), capacity=30)
    assert sittings.do(change_session, second, 1, where_it_is).row_id == second


def test_a_series_with_one_session_that_clashes_plans_none_and_says_which(sittings: Sittings) -> None:
    sittings.plan(held_on=DAY + timedelta(weeks=2))
    days = [DAY + timedelta(weeks=week) for week in range(4)]
    with pytest.raises(Problem) as refused:
        sittings.do(plan_series, tuple(sittings.sitting(held_on=day) for day in days))
    which, why = refused.value.each()
    assert (which.code, which.details) == ("series_session", {"place": 3, "day": days[2]})
    assert why.code == "group_taken"
    with reading(sittings.engine) as session:
        assert sessions_counted(session, None) == 1


def test_a_series_that_meets_itself_is_refused(sittings: Sittings) -> None:
    with pytest.raises(Problem) as refused:
        sittings.do(
            plan_series, (sittings.sitting(), sittings.sitting(starts_at=time(11), ends_at=time(13), hours=2.0))
        )
    assert [part.code for part in refused.value.each()] == ["series_session", "group_taken"]


@pytest.mark.parametrize(("length", "code"), [(0, "series_empty"), (161, "series_too_long")])
def test_a_series_has_one_session_or_more_and_an_end(sittings: Sittings, length: int, code: str) -> None:
    with pytest.raises(Problem) as refused:
        sittings.do(plan_series, (sittings.sitting(),) * length)
    assert refused.value.code == code


def test_a_series_is_planned_in_one_go_and_one_entry_of_the_history(sittings: Sittings) -> None:
    days = [date(2025, 3, day) for day in (4, 11, 18, 25)]
    sittings.do(plan_series, tuple(sittings.sitting(held_on=day) for day in days))
    ((_, _, _, after),) = sittings.changes("plan_series")
    assert [row["held_on"] for row in after["planned"]] == [day.isoformat() for day in days]
    with reading(sittings.engine) as session:
        assert sessions_counted(session, None) == 4
