"""The figures: each count is one SELECT and its only definition; indicators are worked out from these."""

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS, measured
from db.queries.figures import completion, organisations, training
from db.queries.figures.obstacles import heard, obstacle_list, ranked_categories
from db.queries.figures.registry import FIGURES, counts
from db.queries.figures.targets import targets

__all__ = [
    "FIGURES",
    "SUBJECTS",
    "by_month",
    "completion",
    "counts",
    "heard",
    "measure",
    "obstacle_list",
    "organisations",
    "overview",
    "ranked_categories",
    "targets",
    "training",
]

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
    asked = tuple((name, ()) for name in sorted({one.figure for one in INDICATORS.values()}))
    found = counts(session, filters, asked)
    values = [measured(code, found[one.figure, ()]).assign(code=code) for code, one in INDICATORS.items()]
    rows = pd.concat(values, ignore_index=True)
    set_for = targets(session, filters).drop_duplicates("indicator", keep="last")
    rows["target"] = rows["code"].map(set_for.set_index("indicator")["target"]).astype("float64")
    return rows[["code", "value", "part", "whole", "aside", "target"]]


def by_month(session: Session, filters: Filters) -> pd.DataFrame:
    """Counted attendances and distinct persons of each month that has any: month (its first day), attendances,
    hours, people. People of two months are not people of both together.
    """
    by = ("month",)
    found = counts(session, filters, (("attendances", by), ("people", by)))
    rows = found["attendances", by].merge(found["people", by][["month", "people"]], on="month")
    rows["month"] = pd.to_datetime(rows["month"].astype("str"), format="%Y%m")
    return rows
