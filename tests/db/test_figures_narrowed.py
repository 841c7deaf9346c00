"""The figures of the small programme, narrowed to and told by who came and from where, held against paper."""

import math
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from core.filters import Filters, age_bands
from db.engine import reading
from db.models import Commune, Province
from db.queries import figures
from db.queries.organisation_list import organisations_matching
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR, ZAGORA

NONE = math.nan
BANDS = age_bands(18, 34)
# The values of phase 1 that paper gives; what is not named is not looked at.
UNDER: dict[str, tuple[Filters, dict[str, float]]] = {
    "women": (
        Filters(phase_id=1, sexes=("f",)),
        {
            "people_trained": 3,
            "attendances": 5,
            "person_hours": 21,
            "women_share": 1.0,
            "organisations_trained": 3,
            "attendance_rate": 4 / 5,
            "completion": 1 / 3,
            "completion_so_far": 0 / 1,
            # Who sent nobody is registered, and what is said stands in the way has no sex.
            "organisations_registered": 5,
            "coverage": 2 / 3,
            "voices": 5,
        },
    ),
    "women and those whose sex is unknown": (
        Filters(phase_id=1, sexes=("f", "unknown")),
        {"people_trained": 5, "attendances": 8, "women_share": 3 / 3},
    ),
    "youth": (
        Filters(phase_id=1, ages=(BANDS["youth"],)),
        {
            "people_trained": 3,
            "attendances": 4,
            "youth_share": 1.0,
            "attendance_rate": 4 / 5,
            "completion": 0 / 2,
            "completion_so_far": 1 / 1,
        },
    ),
    "an unknown age": (
        Filters(phase_id=1, ages=(BANDS["unknown"],)),
        {"people_trained": 2, "attendances": 3, "youth_share": NONE, "completion": 1 / 1},
    ),
    "young women": (
        Filters(phase_id=1, sexes=("f",), ages=(BANDS["youth"],)),
        {"people_trained": 1, "attendances": 1, "person_hours": 3, "attendance_rate": 1 / 2},
    ),
    "from March": (
        Filters(phase_id=1, since=date(2025, 3, 1)),
        {
            "people_trained": 6,
            "attendances": 7,
            "person_hours": 27,
            "volunteer_hours": 15.25,
            "voices": 5,
            # A course is completed as a whole.
            "completion": 2 / 5,
        },
    ),
    "the month of March": (
        Filters(phase_id=1, since=date(2025, 3, 1), until=date(2025, 3, 31)),
        {"people_trained": 4, "attendances": 5, "mentions": 4},
    ),
    "agriculture": (
        Filters(phase_id=1, sectors=("agriculture",)),
        {
            "people_trained": 5,
            "attendances": 8,
            "organisations_trained": 1,
            "organisations_registered": 1,
            "coverage": 1.0,
            "mentions": 3,
            "voices": 1,
            # Only one of those enrolled is a member of an organisation.
            "completion": 0 / 1,
        },
    ),
    "agriculture and livestock": (
        Filters(phase_id=1, sectors=("agriculture", "elevage")),
        {"people_trained": 5, "attendances": 9, "organisations_trained": 2, "coverage": 2 / 2, "voices": 2},
    ),
}


def _rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame[list(columns)].to_numpy()]


def _values(session: Session, filters: Filters) -> dict[str, float]:
    rows = figures.overview(session, filters)
    return dict(zip(rows["code"], rows["value"], strict=True))


def _commune(session: Session, province: str) -> str:
    """The commune that the small programme takes in this province."""
    place = session.exec(select(Province).where(Province.code == province)).one().id
    return [row.code for row in session.exec(select(Commune)) if row.province_id == place][-1]


def test_every_filter_on_who_came_is_answered_exactly(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        for name, (filters, right) in UNDER.items():
            found = _values(session, filters)
            for code, value in right.items():
                assert found[code] == pytest.approx(value, nan_ok=True), (name, code)


def test_a_commune_has_the_figures_of_its_own_organisations_and_sessions(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        zagora = Filters(phase_id=1, communes=(_commune(session, ZAGORA),))
        found = _values(session, zagora)
        rows = figures.measure(session, "people_trained", Filters(phase_id=1), ("commune",))
        places = [_commune(session, province) for province in (OUARZAZATE, TINGHIR, ZAGORA)]
        assert organisations_matching(session, None, zagora) == 1
    # Somebody of the organisation of Zagora came; whoever came from elsewhere to a session there is not of it.
    right = {"people_trained": 1, "organisations_trained": 1, "coverage": 1.0, "volunteer_hours": 8.25}
    assert {code: found[code] for code in right} == right
    assert _rows(rows, "commune", "value") == [(places[0], 6), (places[1], 2), (places[2], 1)]


def test_people_are_told_by_sex_age_kind_and_sector(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    with reading(engine) as session:

        def told(*by: str) -> list[tuple[object, ...]]:
            return _rows(figures.FIGURES["people"](session, filters, by), *by, "people")

        assert told("sex") == [("f", 3), ("m", 3), ("unknown", 2)]
        assert told("age") == [("adult", 3), ("unknown", 2), ("youth", 3)]
        assert told("sex", "age") == [
            *(("f", "adult", 2), ("f", "youth", 1), ("m", "adult", 1), ("m", "youth", 2)),
            ("unknown", "unknown", 2),
        ]
        assert told("kind") == [("cooperative", 6), (None, 2)]
        assert told("sector") == [("agriculture", 5), ("elevage", 1), (None, 3)]


def test_completion_is_told_by_who_is_enrolled(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    with reading(engine) as session:

        def told(by: str) -> list[tuple[object, ...]]:
            return _rows(figures.FIGURES["completion"](session, filters, (by,)), by, "enrolled", "completed")

        assert told("sex") == [("f", 3, 1), ("m", 1, 0), ("unknown", 1, 1)]
        assert told("age") == [("adult", 2, 1), ("unknown", 1, 1), ("youth", 2, 0)]
        assert told("kind") == [("cooperative", 1, 0), (None, 4, 2)]
        assert told("sector") == [("agriculture", 1, 0), (None, 4, 2)]


def test_organisations_and_obstacles_are_told_by_sector(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    with reading(engine) as session:
        registered = figures.FIGURES["organisations"](session, filters, ("sector",))
        covered = figures.FIGURES["coverage"](session, filters, ("sector",))
        named = figures.FIGURES["obstacles"](session, filters, ("sector",))
        states = figures.FIGURES["obstacles"](session, filters, ("state",))
    assert _rows(registered, "sector", "organisations") == [("agriculture", 1), ("elevage", 1), (None, 3)]
    assert _rows(covered, "sector", "participating", "covered") == [
        *(("agriculture", 1, 1), ("elevage", 1, 1), (None, 1, 0))
    ]
    assert _rows(named, "sector", "voices", "mentions") == [("agriculture", 1, 3), ("elevage", 1, 1), (None, 3, 3)]
    assert _rows(states, "state", "obstacles") == [("committed", 1), ("raised", 2)]


def test_figures_of_training_are_narrowed_by_modules(engine: Engine) -> None:
    first = fill(engine)["1"]

    def found(*modules: str) -> dict[str, float]:
        rows = figures.overview(session, Filters(phase_id=first, modules=modules))
        return dict(zip(rows["code"], rows["value"], strict=True))

    with reading(engine) as session:
        finance, both, none = found("finance"), found("finance", "management"), found("strategy")
    assert finance["people_trained"] == 5
    assert finance["attendances"] == 5
    # 6, half of 6 and 4 hours of one session, and twice the 3 hours of the other.
    assert finance["person_hours"] == 19
    assert finance["attendance_rate"] == pytest.approx(5 / 6)
    assert finance["volunteer_hours"] == 7
    assert both["people_trained"] == 8
    assert none["people_trained"] == 0
    # A course is completed as a whole, and an obstacle has no module.
    assert finance["completion"] == both["completion"]
    assert finance["mentions"] == 7
