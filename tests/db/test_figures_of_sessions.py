"""Sessions, their seats, who drops off and who trains in the small programme, held against paper."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Engine

from core.filters import Filters
from db.engine import reading, transaction
from db.models import Setting
from db.queries import session_pictures
from db.queries.figures import FIGURES
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR, ZAGORA

FIRST = Filters(phase_id=1)


def _rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame[list(columns)].to_numpy()]


def _asked(engine: Engine, figure: str, filters: Filters, *by: str) -> pd.DataFrame:
    with reading(engine) as session:
        return FIGURES[figure](session, filters, by)


def test_hours_offered_are_those_given_and_those_still_planned(engine: Engine) -> None:
    assert fill(engine) == {"1": 1, "2": 2}
    columns = ("held", "planned", "cancelled", "hours", "hours_planned")
    assert _rows(_asked(engine, "sittings", FIRST), *columns) == [(4, 1, 1, 17, 4)]
    assert _rows(_asked(engine, "sittings", FIRST, "module"), "module", *columns) == [
        ("finance", 2, 1, 1, 9, 4),
        ("management", 2, 0, 0, 8, 0),
    ]
    assert _rows(_asked(engine, "sittings", replace(FIRST, modules=("finance",))), *columns) == [(2, 1, 1, 9, 4)]


SEATS = ("sessions", "known", "seats", "registered", "present")


def test_seats_are_counted_where_the_capacity_is_known_and_the_rest_is_told(engine: Engine) -> None:
    fill(engine)
    # Of S1 eight are on the list and five came, of S2 four and three, of the open roster three and two; nobody
    # knows how many seats the session that is open to all has, and a person who was deleted sits nowhere.
    assert _rows(_asked(engine, "seats", FIRST), *SEATS) == [(4, 3, 20, 15, 10)]
    assert _rows(_asked(engine, "seats", FIRST, "province"), "province", *SEATS) == [
        (OUARZAZATE, 2, 2, 18, 12, 8),
        (TINGHIR, 1, 0, 0, 0, 0),
        (ZAGORA, 1, 1, 2, 3, 2),
    ]
    assert _rows(_asked(engine, "seats", FIRST, "module"), "module", *SEATS) == [
        ("finance", 2, 1, 8, 4, 3),
        ("management", 2, 2, 12, 11, 7),
    ]
    assert _rows(_asked(engine, "seats", replace(FIRST, verified=True)), *SEATS) == [(0, 0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("filters", "registered", "present"),
    [
        # Women: two modules, excused then absent, withdrew after, deleted rows at S1; the first two at S2; the first
        # and the one without a mark at the open roster.
        (Filters(phase_id=1, sexes=("f",)), 8, 4),
        (Filters(phase_id=1, sectors=("elevage",)), 2, 1),
        (Filters(phase_id=1, kinds=("association",)), 0, 0),
        # Born 2007 or later, in 2025.
        (Filters(phase_id=1, ages=((0, 18),)), 3, 0),
        (Filters(phase_id=1, since=date(2025, 3, 11)), 3, 2),
    ],
)
def test_who_sits_is_narrowed_and_the_seats_stay(
    engine: Engine, filters: Filters, registered: int, present: int
) -> None:
    fill(engine)
    found = _asked(engine, "seats", filters).iloc[0]
    assert (found["registered"], found["present"]) == (registered, present)
    if filters.since is None:
        assert found["seats"] == 20


DROP = ("groups", "expected", "present")


def test_of_those_enrolled_at_the_first_sitting_it_is_told_who_is_at_each(engine: Engine) -> None:
    fill(engine)
    # Five were enrolled when the first group sat: one was excused then, one withdrew after and one was absent later.
    # Whoever withdrew before is not among them, and the second group has closed no roster.
    found = _asked(engine, "drop_off", FIRST, "group", "sitting")
    assert _rows(found, "sitting", *DROP) == [(1, 1, 4, 4), (2, 1, 5, 3)]
    assert _rows(_asked(engine, "drop_off", FIRST, "sitting"), "sitting", *DROP) == [(1, 1, 4, 4), (2, 1, 5, 3)]


@pytest.mark.parametrize(
    ("filters", "right"),
    [
        (Filters(phase_id=1, sexes=("f",)), [(1, 1, 2, 2), (2, 1, 3, 1)]),
        (Filters(phase_id=1, provinces=(ZAGORA,)), []),
        (Filters(phase_id=1, until=date(2025, 2, 28)), [(1, 1, 4, 4)]),
        # The number of a sitting stays what it is, whichever are told; a course has no first day of its own.
        (Filters(phase_id=1, modules=("finance",)), [(2, 1, 5, 3)]),
        (Filters(phase_id=1, since=date(2025, 3, 1)), [(1, 1, 4, 4), (2, 1, 5, 3)]),
        (Filters(phase_id=1, kinds=("cooperative",)), [(1, 1, 1, 1), (2, 1, 1, 1)]),
        (Filters(phase_id=1, ages=(None,)), [(1, 1, 1, 1), (2, 1, 1, 1)]),
        (Filters(phase_id=1, verified=True), []),
        (Filters(phase_id=2), []),
    ],
)
def test_drop_off_is_narrowed_by_groups_and_persons(
    engine: Engine, filters: Filters, right: list[tuple[int, ...]]
) -> None:
    fill(engine)
    assert _rows(_asked(engine, "drop_off", filters, "sitting"), "sitting", *DROP) == right


def test_excused_people_are_expected_where_the_setting_says_so(engine: Engine) -> None:
    fill(engine)
    with transaction(engine) as session:
        session.add(Setting(values={"excused_counts": True}))
    assert _rows(_asked(engine, "drop_off", FIRST, "sitting"), "sitting", *DROP) == [(1, 1, 5, 4), (2, 1, 5, 3)]


def test_hours_of_trainers_are_told_by_whose_person_they_are(engine: Engine) -> None:
    fill(engine)
    columns = ("trainers", "sessions", "preparation", "delivery", "travel", "hours")
    sides = _asked(engine, "trainer_hours", FIRST, "side")
    assert _rows(sides, "side", *columns) == [
        ("association", 1, 1, 0.5, 4, 0, 4.5),
        ("external", 1, 2, 1, 5, 1, 7),
        ("sponsor", 1, 3, 2, 14, 6.25, 22.25),
    ]
    volunteers = _asked(engine, "volunteer_hours", FIRST).iloc[0]
    assert sides["hours"].sum() == volunteers["sponsor_hours"] + volunteers["outside_hours"]
    assert _rows(_asked(engine, "trainer_hours", FIRST), *columns) == [(3, 5, 3.5, 23, 7.25, 33.75)]
    named = _asked(engine, "trainer_hours", replace(FIRST, modules=("finance",)), "trainer", "side")
    assert sorted(_rows(named, "side", "hours")) == [("external", 4), ("sponsor", 7)]


def test_groups_stand_beside_their_median_and_many_of_them_as_quartiles(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    columns = ("group", "sitting", "value", "present", "expected", "groups")

    def drawn() -> list[tuple[object, ...]]:
        with reading(engine) as session:
            return _rows(session_pictures.drop_off_by_sitting(session, FIRST), *columns)

    medians = [("", 1, 1.0, 4, 4, 1), ("", 2, 0.6, 3, 5, 1)]
    assert drawn() == [*medians, ("G1", 1, 1.0, 4, 4, 1), ("G1", 2, 0.6, 3, 5, 1)]
    monkeypatch.setattr(session_pictures, "_MOST_GROUPS", 0)
    assert drawn() == [*medians, *((name, *row[1:]) for name in ("Q1", "Q3") for row in medians)]
    with reading(engine) as session:
        assert session_pictures.drop_off_by_sitting(session, Filters(phase_id=2)).empty
