"""The large numbers month by month, each by itself: where people are distinct, the months do not add up."""

from collections.abc import Iterator

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS, worked_out
from db.queries.figures import FIGURES, Asked

# Those that have a meaning in a single month; a course is completed as a whole, in the month of its last sitting.
OF_PERSONS = ("people_trained", "attendances", "person_hours", "women_share", "youth_share", "completion")
TRENDS = (*OF_PERSONS, "organisations_trained", "obstacles")
# So many months at most, the latest.
MOST = 24


def trends_ask(filters: Filters) -> tuple[Asked, ...]:
    """What the trends ask of the figures, each once."""
    return tuple(Asked(name, ("month",), filters) for name in sorted({INDICATORS[code].figure for code in TRENDS}))


def trend(session: Session, code: str, filters: Filters) -> list[tuple[str, float]]:
    """An indicator in each of the latest months from the first to the last in which it was counted: the month as
    2025-03 and the value; where nothing was counted in between, 0 for a count and not a number for a share.
    """
    found = FIGURES[INDICATORS[code].figure](session, filters, ("month",))
    values = zip(found["month"].tolist(), worked_out(code, found), strict=True)
    counted = {int(month): float(value) for month, (value, *_) in values if pd.notna(value)}
    if not counted:
        return []
    nothing = float("nan") if INDICATORS[code].unit == "share" else 0.0
    months = list(_months(min(counted), max(counted)))[-MOST:]
    return [(f"{month // 100}-{month % 100:02}", counted.get(month, nothing)) for month in months]


def _months(first: int, last: int) -> Iterator[int]:
    """Every month between two, as year times 100 plus month."""
    while first <= last:
        yield first
        first += 1 if first % 100 < 12 else 89
