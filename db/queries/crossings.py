"""The frames behind the cells: categories of obstacles crossed with places, sectors, kinds, months and states."""

from collections.abc import Callable, Collection
from typing import Any

import pandas as pd
from sqlalchemy import case, func, select
from sqlmodel import Session

from core.filters import UNKNOWN, Filters
from core.records.obstacles import OBSTACLE_STATES
from db.models import ObstacleCategory, Sector
from db.queries.figures.obstacles import heard, obstacles
from db.queries.labelled import LABELS, NAMES, UNKNOWN_PLACE, framed, listed, places_met

# What categories are crossed with.
DIMENSIONS = ("province", "sector", "kind", "month", "state")
# The dimension of each chart of cells.
CROSSED = {f"obstacles_by_category_and_{dimension}": dimension for dimension in DIMENSIONS}

Frames = Callable[[Session, Filters], pd.DataFrame]


def crossed(dimension: str) -> Frames:
    """The cells of every active category with what there is of the dimension, as a query.

    Its columns: code, label_ar, label_fr, label_en, that of the dimension (a code, a month as 2025-03; null where it is
    not known), for provinces and sectors name_ar, name_fr, name_en, and value (distinct voices). The category that most
    voices name comes first; columns come in their own order, sectors and kinds by their voices, the unknown one last.
    """

    def cells(session: Session, filters: Filters) -> pd.DataFrame:
        counts = obstacles(session, filters, ("category", dimension))
        told = zip(counts["category"].tolist(), _codes(counts, dimension), counts["voices"].tolist(), strict=True)
        found = {(category, code): number for category, code, number in told}
        columns = _columns(session, filters, dimension, {code for _, code in found})
        weights = _voices(session, filters, "category")
        rows = listed(session, ObstacleCategory, {category for category, _ in found}, active=True)
        rows.sort(key=lambda row: -weights.get(row[0], 0))
        named = NAMES[1:] if dimension in ("province", "sector") else ()
        return framed(
            ((*row, *column, found.get((row[0], column[0]), 0)) for row in rows for column in columns),
            *(*LABELS, dimension, *named, "value"),
        )

    return cells


def codes_named(session: Session, filters: Filters, dimension: str) -> tuple[str, ...]:
    """The codes of a dimension under which anybody names an obstacle, in the order of the cells; the unknown one as
    UNKNOWN.
    """
    met = _voices(session, filters, dimension)
    columns = (code for code, *_ in _columns(session, filters, dimension, set(met)) if code in met)
    return tuple(UNKNOWN if code is None else code for code in columns)


def without_code(session: Session) -> tuple[str, ...]:
    """Of province, kind and sector those that are not known of some mention."""
    names = ("province", "kind", "sector")
    base = heard(Filters(), names).c
    missing = session.execute(select(*(func.count(case((base[name].is_(None), 1))) for name in names))).one()
    return tuple(name for name, number in zip(names, missing, strict=True) if number)


def _columns(
    session: Session, filters: Filters, dimension: str, met: Collection[str | None]
) -> list[tuple[str | None, ...]]:
    if dimension == "province":
        return places_met(session, met)
    if dimension == "month":
        return [(month,) for month in _months(sorted(str(month) for month in met))]
    if dimension == "state":
        return [(state,) for state in OBSTACLE_STATES if state in met]
    weights = _voices(session, filters, dimension)
    codes = sorted((code for code in met if code is not None), key=lambda code: (-weights.get(code, 0), code))
    if dimension == "kind":
        return [*((code,) for code in codes), *([(None,)] if None in met else [])]
    names = {row[0]: tuple(row) for row in listed(session, Sector, codes)}
    # Of what was taken off the list, the code is all that is left.
    return [*(names.get(code, (code,) * 4) for code in codes), *([UNKNOWN_PLACE] if None in met else [])]


def _voices(session: Session, filters: Filters, dimension: str) -> dict[str | None, int]:
    counts = obstacles(session, filters, (dimension,))
    return dict(zip(_codes(counts, dimension), counts["voices"].tolist(), strict=True))


def _codes(counts: pd.DataFrame, dimension: str) -> list[Any]:
    codes: list[Any] = counts[dimension].tolist()
    return [f"{int(code) // 100}-{int(code) % 100:02}" for code in codes] if dimension == "month" else codes


def _months(met: list[str]) -> list[str]:
    """Every month from the first to the last."""
    return [f"{month:%Y-%m}" for month in pd.period_range(met[0], met[-1], freq="M")] if met else []
