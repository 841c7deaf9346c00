"""The large numbers month by month, each by itself: where people are distinct, the months do not add up."""

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS
from db.queries.figures import Asked, measure

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
    found = measure(session, code, filters, ("month",))
    counted = {
        f"{int(month) // 100}-{int(month) % 100:02}": float(value)
        for month, value in zip(found["month"].tolist(), found["value"].tolist(), strict=True)
        if pd.notna(value)
    }
    if not counted:
        return []
    nothing = float("nan") if INDICATORS[code].unit == "share" else 0.0
    months = [f"{month:%Y-%m}" for month in pd.period_range(min(counted), max(counted), freq="M")]
    return [(month, counted.get(month, nothing)) for month in months[-MOST:]]
