"""The provinces side by side, and who of the people trained stands in several of them."""

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS
from db.queries.figures import FIGURES, Asked, counts, lay, measure, overlap
from db.queries.labelled import places_met
from db.queries.reference import modules

INDICATORS_COMPARED = (
    *("people_trained", "attendances", "person_hours", "reach_per_10000", "communes_reached"),
    *("women_share", "attendance_rate", "organisations_registered", "organisations_trained", "coverage"),
    *("obstacles", "voices"),
)
# What is compared beside the indicators: sessions held there, and modules of which one was held there.
COUNTED = ("sessions_held", "modules_given")


def provinces_compared(session: Session, filters: Filters) -> pd.DataFrame:
    """Provinces of the programme, those met, and the unknown one (null) if any: code, name_ar, name_fr, name_en, and
    the value of each of INDICATORS_COMPARED (floats; missing where there is nothing to divide by) and of COUNTED.
    """
    # Asked one by one, each would look at all marks again.
    figures = sorted({INDICATORS[code].figure for code in INDICATORS_COMPARED})
    lay(session, counts(session, tuple(Asked(name, ("province",), filters) for name in figures)))
    values: dict[str, dict[str | None, float]] = {}
    for code in INDICATORS_COMPARED:
        rows = measure(session, code, filters, ("province",))
        values[code] = dict(zip(rows["province"].tolist(), rows["value"].tolist(), strict=True))
    held = FIGURES["sittings"](session, filters, ("province", "module"))
    values |= {name: {} for name in COUNTED}
    for place, number in zip(held["province"].tolist(), held["held"].tolist(), strict=True):
        values["sessions_held"][place] = values["sessions_held"].get(place, 0) + number
        values["modules_given"][place] = values["modules_given"].get(place, 0) + (number > 0)
    places = places_met(session, {place for found in values.values() for place in found})
    if filters.provinces:
        places = [place for place in places if place[0] in filters.provinces]
    rows_of = [
        (*place, *(values[code].get(place[0], _none(code, place[0])) for code in (*INDICATORS_COMPARED, *COUNTED)))
        for place in places
    ]
    return pd.DataFrame(rows_of, columns=["code", "name_ar", "name_fr", "name_en", *INDICATORS_COMPARED, *COUNTED])


def people_of_several(session: Session, filters: Filters) -> tuple[int, int, int]:
    """How many of the people trained stand in two provinces or more, all people, and the sum over the provinces.

    The unknown province is a row of its own, as in the figure by province.
    """
    found = overlap(session, filters).iloc[0]
    return int(found["several"]), int(found["people"]), int(found["rows"])


def active_modules(session: Session) -> int:
    """How many modules may be given."""
    return len(modules(session, active=True))


def _none(code: str, place: str | None) -> float:
    """What an indicator is in a province where nothing of it was counted."""
    if code in COUNTED:
        return 0.0
    counted_there = INDICATORS[code].unit != "share" or (code == "communes_reached" and place is not None)
    return 0.0 if counted_there and not (code == "reach_per_10000" and place is None) else float("nan")
