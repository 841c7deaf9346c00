"""The figures of the small programme, held against answers counted on paper."""

import math
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS
from db.engine import reading
from db.queries import figures
from db.queries.provinces import people_of_several, provinces_compared
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TAZA, TINGHIR, ZAGORA

NONE = math.nan

# The right answers: value, part, whole, aside.
PHASE_ONE: dict[str, tuple[float, ...]] = {
    "people_trained": (8, NONE, NONE, 1),
    # The programme is in four provinces of 1,557,097 inhabitants and 107 communes.
    "reach_per_10000": (8 * 10_000 / 1557097, 8, 1557097, NONE),
    "communes_reached": (3 / 107, 3, 107, NONE),
    "attendances": (12, NONE, NONE, NONE),
    "person_hours": (47, NONE, NONE, NONE),
    "volunteer_hours": (22.25, NONE, NONE, NONE),
    "outside_volunteer_hours": (11.5, NONE, NONE, NONE),
    "women_share": (3 / 6, 3, 6, 2 / 8),
    "youth_share": (3 / 6, 3, 6, 2 / 8),
    "attendance_rate": (11 / 12, 11, 12, NONE),
    "completion": (2 / 5, 2, 5, NONE),
    "completion_so_far": (1 / 2, 1, 2, NONE),
    "organisations_registered": (5, NONE, NONE, NONE),
    "organisations_trained": (3, NONE, NONE, NONE),
    "coverage": (2 / 3, 2, 3, NONE),
    "obstacles": (3, NONE, NONE, NONE),
    "mentions": (7, NONE, NONE, NONE),
    "voices": (5, NONE, NONE, NONE),
    # Referred: all three; of the promises for them one was dropped.
    "commitment_rate": (2 / 3, 2, 3, NONE),
    # Due: what is owed since June, and what was dropped after its date.
    "kept_on_time": (0 / 2, 0, 2, NONE),
    # After 3, 5, 7 and 10 days; the answer before the promise, and a promise that was dropped later, are answers.
    "days_to_answer": (6, 4, 4, NONE),
    "days_to_resolve": (NONE, 0, 3, (datetime.now(UTC).date() - date(2025, 3, 1)).days),
}
# The values alone, under other filters; what is not named is not looked at.
UNDER: dict[str, tuple[Filters, dict[str, float]]] = {
    "both phases": (
        Filters(),
        {"people_trained": 8, "attendances": 14, "person_hours": 53, "youth_share": 3 / 6, "mentions": 8}
        | {"volunteer_hours": 25.5, "outside_volunteer_hours": 11.5},
    ),
    "a person is a year older in the next phase": (
        Filters(phase_id=2),
        {"people_trained": 2, "youth_share": 0.0, "women_share": 1 / 2, "coverage": NONE, "voices": 1},
    ),
    "until February": (
        Filters(phase_id=1, until=date(2025, 2, 28)),
        {
            "people_trained": 5,
            "attendances": 5,
            "person_hours": 20,
            "volunteer_hours": 7,
            "outside_volunteer_hours": 7.5,
            "attendance_rate": 6 / 6,
            "completion": NONE,
            "completion_so_far": 4 / 5,
            "coverage": 1 / 3,
            "obstacles": 0,
        },
    ),
    "Zagora": (
        Filters(phase_id=1, provinces=(ZAGORA,)),
        {
            "people_trained": 1,
            "attendances": 1,
            "volunteer_hours": 8.25,
            "outside_volunteer_hours": 0,
            "youth_share": 0.0,
            "organisations_registered": 1,
            "organisations_trained": 1,
            "attendance_rate": NONE,
            "completion": NONE,
            "completion_so_far": 1 / 2,
            "coverage": 1 / 1,
            "obstacles": 2,
            "mentions": 3,
            "voices": 3,
        },
    ),
    "Ouarzazate and Zagora together": (
        Filters(phase_id=1, provinces=(OUARZAZATE, ZAGORA)),
        {"people_trained": 6, "organisations_trained": 2, "voices": 3},
    ),
    "cooperatives": (
        Filters(phase_id=1, kinds=("cooperative",)),
        {
            "people_trained": 6,
            # Hours are given to a session, whoever comes to it.
            "volunteer_hours": 22.25,
            "organisations_registered": 4,
            "coverage": 2 / 2,
            "completion": 0 / 1,
            "obstacles": 2,
            "voices": 2,
        },
    ),
    "associations": (
        Filters(phase_id=1, kinds=("association",)),
        {"people_trained": 0, "women_share": NONE, "coverage": 0.0, "voices": 1},
    ),
    "the category of land": (
        Filters(phase_id=1, categories=("land",)),
        {"people_trained": 8, "obstacles": 1, "mentions": 2, "voices": 2},
    ),
    "nowhere": (
        Filters(phase_id=1).within(frozenset()),
        {"people_trained": 0, "attendances": 0, "person_hours": 0, "organisations_registered": 0, "voices": 0},
    ),
}


def _rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame[list(columns)].to_numpy()]


def _values(session: Session, filters: Filters) -> dict[str, float]:
    rows = figures.overview(session, filters)
    return dict(zip(rows["code"], rows["value"], strict=True))


def test_the_phase_has_the_figures_counted_on_paper(engine: Engine) -> None:
    phases = fill(engine)
    with reading(engine) as session:
        rows = figures.overview(session, Filters(phase_id=phases["1"]))
    found = {row.code: (row.value, row.part, row.whole, row.aside) for row in rows.itertuples()}
    assert list(found) == list(INDICATORS)
    for code, right in PHASE_ONE.items():
        assert found[code] == pytest.approx(right, nan_ok=True), code
    assert set(found) == set(PHASE_ONE)


def test_every_filter_is_answered_exactly(engine: Engine) -> None:
    assert fill(engine) == {"1": 1, "2": 2}
    with reading(engine) as session:
        for name, (filters, right) in UNDER.items():
            found = _values(session, filters)
            for code, value in right.items():
                assert found[code] == pytest.approx(value, nan_ok=True), (name, code)


def test_a_person_of_two_provinces_is_one_person_and_stands_in_both_rows(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    with reading(engine) as session:
        rows = figures.measure(session, "people_trained", filters, ("province",))
        modules = figures.measure(session, "people_trained", filters, ("module",))
        whole = _values(session, filters)["people_trained"]
    assert _rows(rows, "province", "value", "aside") == [(OUARZAZATE, 6, 1), (TINGHIR, 2, 0), (ZAGORA, 1, 0)]
    assert _rows(modules, "module", "value") == [("finance", 5), ("management", 6)]
    assert whole == 8
    assert whole <= rows["value"].sum() == 9


def test_every_indicator_is_there_by_province_and_additive_ones_sum_up(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    with reading(engine) as session:
        whole = _values(session, filters)
        for code, one in INDICATORS.items():
            rows = figures.measure(session, code, filters, ("province",))
            assert list(rows.columns) == ["province", "value", "part", "whole", "aside"], code
            if one.additive:
                assert rows["value"].sum() == whole[code], code
            elif one.unit not in ("share", "day"):
                assert rows["value"].sum() >= whole[code], code


def test_organisations_without_a_province_have_a_row_of_their_own(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        rows = figures.measure(session, "organisations_registered", Filters(), ("province",))
    assert _rows(rows, "province", "value") == [(TAZA, 1), (OUARZAZATE, 1), (TINGHIR, 1), (ZAGORA, 1), (None, 1)]


def test_the_months_tell_attendances_and_people(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    with reading(engine) as session:
        sums = figures.FIGURES["attendances"](session, filters, ("month",))
        people = figures.FIGURES["people"](session, filters, ("month",))
    assert _rows(sums, "month", "attendances", "hours") == [(202502, 5, 20), (202503, 5, 21), (202504, 2, 6)]
    # Somebody of two months is one person of both together.
    assert _rows(people, "month", "people") == [(202502, 5), (202503, 4), (202504, 2)]


def test_the_hours_of_trainers_are_told_by_province_module_and_month(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    with reading(engine) as session:
        found = {
            by: figures.FIGURES["volunteer_hours"](session, filters, (by,)) for by in ("province", "module", "month")
        }
    hours = {by: _rows(rows, by, "sponsor_hours", "outside_hours") for by, rows in found.items()}
    assert hours == {
        "province": [(OUARZAZATE, 14, 7.5), (TINGHIR, 0, 4), (ZAGORA, 8.25, 0)],
        "module": [("finance", 7, 4), ("management", 15.25, 7.5)],
        "month": [(202502, 7, 7.5), (202503, 15.25, 0), (202504, 0, 4)],
    }


def test_an_empty_database_has_zeros_and_empty_shares(engine: Engine) -> None:
    with reading(engine) as session:
        rows = figures.overview(session, Filters())
        assert figures.obstacle_list(session, Filters()).empty
        for code in INDICATORS:
            assert figures.measure(session, code, Filters(), ("province",)).empty, code
    # There are communes before anybody is trained, and none of them is reached.
    shares = {code for code, one in INDICATORS.items() if one.unit in ("share", "day")} - {"communes_reached"}
    assert set(rows[rows["value"].isna()]["code"]) == shares
    assert set(rows[rows["value"] == 0]["code"]) == set(INDICATORS) - shares


def test_places_are_those_asked_for_and_the_programme_s_otherwise(engine: Engine) -> None:
    phase = fill(engine)["1"]
    with reading(engine) as session:
        rates = figures.measure(session, "reach_per_10000", Filters(phase_id=phase), ("province",))
        reached = figures.measure(session, "communes_reached", Filters(phase_id=phase), ("province",))
        taza = figures.measure(session, "communes_reached", Filters(phase_id=phase, provinces=(TAZA,)))
        compared = provinces_compared(session, Filters(phase_id=phase)).set_index("code")
    assert _rows(rates, "province", "part", "whole") == [
        *((OUARZAZATE, 6, 304932), (TINGHIR, 2, 323805), (ZAGORA, 1, 285545))
    ]
    assert _rows(reached, "province", "part", "whole") == [(OUARZAZATE, 1, 17), (TINGHIR, 1, 25), (ZAGORA, 1, 25)]
    assert taza["part"].tolist() == [0]
    assert taza["whole"].tolist() > [0]
    assert _rows(compared.loc[["07.041"]], "people_trained", "reach_per_10000", "communes_reached") == [(0, 0, 0)]
    assert _rows(compared.loc[[ZAGORA]], "organisations_trained", "coverage", "voices") == [(1, 1, 3)]


def test_the_sessions_held_and_the_modules_given_are_those_of_the_place_they_were_held_in(engine: Engine) -> None:
    phase = fill(engine)["1"]
    with reading(engine) as session:
        compared = provinces_compared(session, Filters(phase_id=phase)).set_index("code")
    told = _rows(compared.loc[[OUARZAZATE, TINGHIR, ZAGORA, "07.041"]], "sessions_held", "modules_given")
    assert told == [(2, 2), (1, 1), (1, 1), (0, 0)]


# Both phases and the first one, and what narrows them; in each the right overlap: several, people, rows.
OVERLAPS: list[tuple[dict[str, object], tuple[int, int, int]]] = [
    ({}, (1, 8, 9)),
    ({"phase_id": 1}, (1, 8, 9)),
    ({"phase_id": 2}, (0, 2, 2)),
    ({"phase_id": 1, "kinds": ("cooperative",)}, (1, 6, 7)),
    ({"phase_id": 1, "sexes": ("f",)}, (1, 3, 4)),
    ({"phase_id": 1, "until": date(2025, 2, 28)}, (0, 5, 5)),
    ({"phase_id": 1, "provinces": (OUARZAZATE, ZAGORA)}, (1, 6, 7)),
]


@pytest.mark.parametrize(("asked", "told"), OVERLAPS)
def test_people_are_at_most_the_sum_over_provinces_where_attendances_and_hours_are_the_sum(
    engine: Engine, asked: dict[str, object], told: tuple[int, int, int]
) -> None:
    fill(engine)
    filters = Filters(**asked)  # type: ignore[arg-type]
    with reading(engine) as session:
        several, people, rows = people_of_several(session, filters)
        for code in ("people_trained", "attendances", "person_hours"):
            whole = figures.measure(session, code, filters)["value"].sum()
            summed = figures.measure(session, code, filters, ("province",))["value"].sum()
            if code == "people_trained":
                assert (whole, summed) == (people, rows)
            else:
                assert whole == pytest.approx(summed)
    assert (several, people, rows) == told
    # Whoever stands in several rows is what the rows have more than there are people.
    assert people + several <= rows if several else people == rows


def test_who_stands_in_several_provinces_is_told_person_by_person(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        each = figures.overlap(session, Filters(phase_id=1), ("person",))
    assert sorted(each["rows"]) == [1] * 7 + [2]
    assert each["several"].sum() == 1
    assert set(each["people"]) == {1}


def test_who_stands_in_several_provinces_is_told(engine: Engine) -> None:
    phase = fill(engine)["1"]
    with reading(engine) as session:
        assert people_of_several(session, Filters()) == (1, 8, 9)
        assert people_of_several(session, Filters(phase_id=phase)) == (1, 8, 9)
        assert people_of_several(session, Filters(phase_id=phase, provinces=(ZAGORA,))) == (0, 1, 1)
        assert people_of_several(session, Filters(phase_id=phase, provinces=(TAZA,))) == (0, 0, 0)


def test_a_dimension_that_does_not_exist_is_an_error(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(KeyError):
        figures.measure(session, "people_trained", Filters(), ("weather",))
