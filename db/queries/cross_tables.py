"""An indicator told by several dimensions at once, every total asked of the database and never summed."""

from itertools import combinations

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS, measured
from core.indicators.cross import TOTAL, UNKNOWN, CrossTable, Key, Parts
from db.queries.figures import Asked, counts
from db.queries.indicator_values import standing
from db.queries.small_cells import guarded_picture

# The only dimension that those are told who may not see small counts: it is guarded together with the map.
GUARDED = "province"
_EMPTY = float("nan")


def cross_table(
    session: Session, code: str, filters: Filters, down: tuple[str, ...], across: tuple[str, ...], whole: bool
) -> CrossTable:
    """The indicator by the dimensions `down` and `across`, with the totals over each of them and over all.

    Where counts are not `whole`, it is told by province alone, and nothing in it gives away a small count of persons.
    """
    if not whole:
        return _guarded(session, code, filters)
    dimensions = (*down, *across)
    ways = [by for size in range(len(dimensions) + 1) for by in combinations(dimensions, size)]
    figure = INDICATORS[code].figure
    found = counts(session, tuple(Asked(figure, by, filters) for by in ways))
    cells: dict[Key, Parts] = {}
    for by in ways:
        told = measured(code, found[Asked(figure, by, filters)], by)
        keys = zip(*(told[name].tolist() for name in by), strict=True) if by else [()]
        numbers = zip(*(told[name].tolist() for name in ("value", "part", "whole")), strict=True)
        for key, parts in zip(keys, numbers, strict=True):
            codes = dict(zip(by, key, strict=True))
            cells[tuple(_code(codes[name]) if name in codes else TOTAL for name in dimensions)] = parts
    return CrossTable(down, across, cells)


def _guarded(session: Session, code: str, filters: Filters) -> CrossTable:
    figure = INDICATORS[code].figure
    asked = Asked(figure, (GUARDED,), filters)
    told = measured(code, counts(session, (asked,))[asked], (GUARDED,))
    frame = pd.DataFrame({"code": told[GUARDED], "value": told["value"]})
    frame = guarded_picture(session, "provinces_map", code, filters.phase_id, frame)
    why = frame["why"].tolist() if "why" in frame else [""] * len(frame)
    whole = standing(session, code, filters, whole=False)
    cells: dict[Key, Parts] = {(TOTAL,): (whole.value, _EMPTY, _EMPTY)}
    hidden = {(TOTAL,)} if whole.hidden else set()
    for place, value, reason in zip(frame["code"].tolist(), frame["value"].tolist(), why, strict=True):
        cells[(_code(place),)] = (_EMPTY if reason else value, _EMPTY, _EMPTY)
        hidden |= {(_code(place),)} if reason else set()
    return CrossTable((GUARDED,), (), cells, frozenset(hidden))


def _code(value: str | None) -> str:
    return UNKNOWN if value is None or value != value else value
