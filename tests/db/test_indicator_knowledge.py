"""What a figure is said to be narrowed by narrows it, and nothing else does; it can be told by what it is said to."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from core.filters import Filters
from core.indicators.knowledge import NARROWED_BY, TOLD_BY
from db.engine import reading
from db.queries.figures import FIGURES
from tests.db.small_programme import fill
from tests.db.small_programme_rows import TINGHIR, ZAGORA

# By the name of a filter, choices of which at least one leaves something out of each figure that it narrows.
CHOICES: dict[str, tuple[dict[str, Any], ...]] = {
    "phase": ({"phase_id": 2},),
    "province": ({"provinces": (ZAGORA,)}, {"provinces": (TINGHIR,)}),
    "commune": ({"communes": ("no such commune",)},),
    "kind": ({"kinds": ("association",)}, {"kinds": ("union",)}),
    "sector": ({"sectors": ("elevage",)},),
    "sex": ({"sexes": ("m",)},),
    "age": ({"ages": (None,)},),
    "module": ({"modules": ("strategy",)},),
    "category": ({"categories": ("land",)},),
    "state": ({"states": ("done",)},),
    "since": ({"since": date(2025, 4, 1)},),
    "until": ({"until": date(2025, 2, 9)},),
    "verified": ({"verified": True},),
}


@pytest.mark.parametrize("name", NARROWED_BY)
def test_a_figure_is_narrowed_by_what_it_says_and_by_nothing_else(engine: Engine, name: str) -> None:
    fill(engine)
    everything = Filters()
    with reading(engine) as session:
        whole = FIGURES[name](session, everything)
        narrowed = {
            filter_name
            for filter_name, choices in CHOICES.items()
            if any(not FIGURES[name](session, replace(everything, **choice)).equals(whole) for choice in choices)
        }
    assert narrowed == set(NARROWED_BY[name])


@pytest.mark.parametrize("name", TOLD_BY)
def test_a_figure_can_be_told_by_what_it_says_all_at_once(engine: Engine, name: str) -> None:
    fill(engine)
    with reading(engine) as session:
        rows = FIGURES[name](session, Filters(), TOLD_BY[name])
    assert set(TOLD_BY[name]) <= set(rows.columns)
