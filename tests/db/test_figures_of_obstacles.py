"""The figures of obstacles, the targets and the settings of the small programme, held against paper."""

import pandas as pd
import pytest
from sqlalchemy import Engine

from core.filters import Filters
from core.problems import Problem
from db.engine import reading, transaction
from db.models import Setting
from db.queries import figures
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR, ZAGORA


def _rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame[list(columns)].to_numpy()]


def test_obstacles_weigh_by_voices_and_one_that_speaks_twice_is_one_voice(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    columns = ("obstacles", "mentions", "voices")
    with reading(engine) as session:
        categories = figures.FIGURES["obstacles"](session, filters, ("category",))
        squares = figures.FIGURES["obstacles"](session, filters, ("province", "category"))
        provinces = figures.FIGURES["obstacles"](session, filters, ("province",))
        listed = figures.obstacle_list(session, filters)
        pages_of_two = [figures.obstacle_list(session, filters, before, 2)["title"].tolist() for before in (0, 2, 4)]
    assert _rows(categories, "category", *columns) == [("land", 1, 2, 2), ("marketing", 2, 5, 3)]
    assert _rows(provinces, "province", *columns) == [
        (OUARZAZATE, 1, 2, 1),
        (TINGHIR, 1, 1, 1),
        (ZAGORA, 2, 3, 3),
        (None, 1, 1, 1),
    ]
    assert _rows(squares, "province", "category", *columns) == [
        (OUARZAZATE, "marketing", 1, 2, 1),
        (TINGHIR, "land", 1, 1, 1),
        (ZAGORA, "marketing", 2, 3, 3),
        (None, "land", 1, 1, 1),
    ]
    assert _rows(listed, "title", "category", "voices", "mentions", "words") == [
        ("market", "marketing", 3, 4, "market 2025-03-01"),
        ("field", "land", 2, 2, "field 2025-03-02"),
        ("label", "marketing", 1, 1, "label 2025-05-01"),
    ]
    assert pages_of_two == [["market", "field"], ["label"], []]


def test_a_target_stands_only_beside_the_figure_it_was_set_for(engine: Engine) -> None:
    phases = fill(engine)
    first = phases["1"]
    with reading(engine) as session:
        found = {
            filters: _rows(figures.targets(session, filters), "indicator", "target")
            for filters in (
                Filters(),
                Filters(phase_id=first),
                Filters(phase_id=first, provinces=(ZAGORA,)),
                Filters(phase_id=first, provinces=(OUARZAZATE,)),
                Filters(phase_id=first, provinces=(OUARZAZATE, ZAGORA)),
                Filters(phase_id=first, kinds=("cooperative",)),
                Filters(phase_id=phases["2"]),
            )
        }
        rows = figures.overview(session, Filters(phase_id=first))
    assert list(found.values()) == [
        [],
        [("people_trained", 900)],
        [("people_trained", 200)],
        [],
        [],
        [],
        [("people_trained", 50)],
    ]
    assert _rows(rows[rows["target"].notna()], "code", "target") == [("people_trained", 900)]


def test_a_changed_setting_changes_the_figure_that_depends_on_it(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    with transaction(engine) as session:
        session.add(Setting(values={"youth_to": 33, "completion_share": 0.7, "excused_counts": True}))
    with reading(engine) as session:
        rows = figures.overview(session, filters)
    found = dict(zip(rows["code"], rows["value"], strict=True))
    assert found["youth_share"] == pytest.approx(2 / 6)
    assert found["completion"] == pytest.approx(3 / 5)
    assert found["attendance_rate"] == pytest.approx(11 / 13)


def test_a_setting_that_cannot_be_read_is_refused(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Setting(values={"youth_to": "young"}))
    with reading(engine) as session, pytest.raises(Problem) as refused:
        figures.overview(session, Filters())
    assert [(part.code, part.field) for part in refused.value.each()] == [("not_a_number", "youth_to")]
