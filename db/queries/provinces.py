"""The provinces side by side, and who of the people trained stands in several of them."""

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS
from db.queries.figures import measure
from db.queries.figures.base import counted
from db.queries.pictures import places_met

INDICATORS_COMPARED = (
    *("people_trained", "reach_per_10000", "communes_reached", "organisations_registered", "organisations_trained"),
    *("coverage", "women_share", "attendance_rate", "voices"),
)


def provinces_compared(session: Session, filters: Filters) -> pd.DataFrame:
    """Provinces of the programme, those met, and the unknown one (null) if any: code, name_ar, name_fr, name_en, and
    the value of each of INDICATORS_COMPARED (floats; missing where there is nothing to divide by).
    """
    values: dict[str, dict[str | None, float]] = {}
    for code in INDICATORS_COMPARED:
        rows = measure(session, code, filters, ("province",))
        values[code] = dict(zip(rows["province"].tolist(), rows["value"].tolist(), strict=True))
    places = places_met(session, {place for found in values.values() for place in found})
    if filters.provinces:
        places = [place for place in places if place[0] in filters.provinces]
    rows_of = [
        (*place, *(values[code].get(place[0], _none(code, place[0])) for code in INDICATORS_COMPARED))
        for place in places
    ]
    return pd.DataFrame(rows_of, columns=["code", "name_ar", "name_fr", "name_en", *INDICATORS_COMPARED])


def people_of_several(session: Session, filters: Filters) -> tuple[int, int, int]:
    """How many of the people trained stand in two provinces or more, all people, and the sum over the provinces.

    The unknown province is a row of its own, as in the figure by province.
    """
    base = counted(filters).c
    number = func.count(func.coalesce(base.province_id, 0).distinct())
    each = select(number.label("provinces")).group_by(base.person_id).subquery()
    rows = session.execute(select(each.c.provinces, func.count()).group_by(each.c.provinces)).all()
    several = sum(people for provinces, people in rows if provinces > 1)
    return several, sum(people for _, people in rows), sum(provinces * people for provinces, people in rows)


def _none(code: str, place: str | None) -> float:
    """What an indicator is in a province where nothing of it was counted."""
    counted_there = INDICATORS[code].unit != "share" or (code == "communes_reached" and place is not None)
    return 0.0 if counted_there and not (code == "reach_per_10000" and place is None) else float("nan")
