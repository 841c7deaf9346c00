"""Sessions that were held without a trainer, or without the hours of one: which they are, and how many where."""

from typing import Any

import pytest
from sqlalchemy import Engine

from core.records import validated
from core.records.trainers import TrainerHours, TrainerRecord
from db.commands.attendance import open_roster
from db.commands.session_trainers import change_trainer_hours, take_trainer_off
from db.commands.sessions import cancel_session, plan_session
from db.commands.trainers import register_trainer
from db.engine import reading
from db.queries.hours_missing import hours_missing, hours_missing_by_province
from db.queries.trainers import trainers_of_session
from tests.db.sittings import DAY, Sittings


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


def trainer(sittings: Sittings, name: str) -> int:
    return sittings.do(register_trainer, validated(TrainerRecord, {"name_latin": name, "side": "sponsor"})).row_id


def planned(sittings: Sittings, *trainers: int, **values: Any) -> int:
    return sittings.do(plan_session, sittings.sitting(group_id=None, **values), trainers).row_id


def held(sittings: Sittings, *trainers: int, **values: Any) -> int:
    number = planned(sittings, *trainers, **values)
    sittings.do(open_roster, number)
    return number


def places(sittings: Sittings, number: int) -> list[int]:
    with reading(sittings.engine) as session:
        return [int(one) for one in trainers_of_session(session, number)["id"]]


def tell(sittings: Sittings, place: int, **values: float) -> None:
    sittings.do(change_trainer_hours, place, 1, validated(TrainerHours, values))


def lacking(sittings: Sittings, *asked: Any) -> list[tuple[int, int, int]]:
    with reading(sittings.engine) as session:
        rows = hours_missing(session, *(asked or (None,))).to_dict("records")
    return [(int(row["id"]), int(row["trainers"]), int(row["silent"])) for row in rows]


def test_a_session_that_was_not_held_lacks_no_hours(sittings: Sittings) -> None:
    planned(sittings)
    cancelled = planned(sittings, venue="B")
    sittings.do(cancel_session, cancelled, 1, "rain")
    assert lacking(sittings) == []
    with reading(sittings.engine) as session:
        assert hours_missing_by_province(session, None).empty


def test_without_a_trainer_and_without_the_hours_of_one_of_two_it_is_on_the_list(sittings: Sittings) -> None:
    driss, salma = trainer(sittings, "Driss"), trainer(sittings, "Salma")
    nobody = held(sittings, venue="A")
    number = held(sittings, driss, salma, venue="B")
    assert lacking(sittings) == [(nobody, 0, 0), (number, 2, 2)]
    first, second = places(sittings, number)
    tell(sittings, first, delivery=3.0)
    assert lacking(sittings) == [(nobody, 0, 0), (number, 2, 1)]
    # A zero was said by somebody; nothing was not.
    tell(sittings, second, travel=0.0)
    assert lacking(sittings) == [(nobody, 0, 0)]


def test_a_trainer_taken_off_lacks_nothing_and_leaves_nobody(sittings: Sittings) -> None:
    number = held(sittings, trainer(sittings, "Driss"))
    sittings.do(take_trainer_off, places(sittings, number)[0], 1, "ill")
    assert lacking(sittings) == [(number, 0, 0)]


def test_they_are_counted_and_narrowed_by_province_within_reach(sittings: Sittings) -> None:
    here = [held(sittings, venue=venue, held_on=DAY) for venue in ("A", "B")]
    there = held(sittings, commune_id=sittings.tinghir_commune)
    with reading(sittings.engine) as session:
        everywhere = hours_missing_by_province(session, None)
        reached = hours_missing_by_province(session, frozenset({sittings.zagora}))
    assert dict(zip(everywhere["province_fr"], everywhere["sessions"], strict=True)) == {"Tinghir": 1, "Zagora": 2}
    assert dict(zip(reached["province_fr"], reached["sessions"], strict=True)) == {"Zagora": 2}
    assert [row[0] for row in lacking(sittings, None, sittings.tinghir)] == [there]
    assert [row[0] for row in lacking(sittings, frozenset({sittings.zagora}))] == here
    assert [row[0] for row in lacking(sittings, None, None, 1)] == [here[0]]
