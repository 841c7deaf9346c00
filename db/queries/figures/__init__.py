"""The figures: each count is one SELECT and its only definition; indicators are worked out from these."""

from collections.abc import Callable

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS, measured
from db.queries.figures.completion import completion
from db.queries.figures.obstacles import heard, obstacle_list, obstacles, ranked_categories
from db.queries.figures.organisations import coverage, organisations
from db.queries.figures.targets import targets
from db.queries.figures.training import attendances, attended, people, trained

__all__ = [
    "FIGURES",
    "SUBJECTS",
    "by_month",
    "heard",
    "measure",
    "obstacle_list",
    "overview",
    "ranked_categories",
    "targets",
]

Figure = Callable[[Session, Filters, tuple[str, ...]], pd.DataFrame]

FIGURES: dict[str, Figure] = {
    "attendances": attendances,
    "completion": completion,
    "coverage": coverage,
    "marks": attended,
    "obstacles": obstacles,
    "organisations": organisations,
    "people": people,
    "trained": trained,
}

# What the figures read: a write to any of these makes new ones.
SUBJECTS = (
    *("attendance", "group", "obstacle", "organisation", "person", "place"),
    *("programme", "reference", "session", "target"),
)


def measure(session: Session, code: str, filters: Filters, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """One indicator, whole (one row) or by dimensions: the columns of `by` (codes), value, part, whole, aside.

    Every indicator knows `by=("province",)`. KeyError for an indicator or a dimension that does not exist.
    """
    return measured(code, FIGURES[INDICATORS[code].figure](session, filters, by), by)


def overview(session: Session, filters: Filters) -> pd.DataFrame:
    """Every indicator under the filters, one row each in the catalogue's order.

    Columns: code, value, part, whole, aside (floats, see `core.indicators`), target (float, empty where none is set).
    Each SELECT runs once, however many indicators stand on it.
    """
    names = {one.figure for one in INDICATORS.values()}
    counts = {name: FIGURES[name](session, filters, ()) for name in sorted(names)}
    values = [measured(code, counts[one.figure]).assign(code=code) for code, one in INDICATORS.items()]
    rows = pd.concat(values, ignore_index=True)
    set_for = targets(session, filters).drop_duplicates("indicator", keep="last")
    rows["target"] = rows["code"].map(set_for.set_index("indicator")["target"]).astype("float64")
    return rows[["code", "value", "part", "whole", "aside", "target"]]


def by_month(session: Session, filters: Filters) -> pd.DataFrame:
    """Counted attendances and distinct persons of each month that has any: month (its first day), attendances,
    hours, people. People of two months are not people of both together.
    """
    counts = attendances(session, filters, ("month",)).merge(
        people(session, filters, ("month",))[["month", "people"]], on="month"
    )
    counts["month"] = pd.to_datetime(counts["month"].astype("str"), format="%Y%m")
    return counts
