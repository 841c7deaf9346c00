"""How the values of a chart are written where they are no plain counts: rates, shares and hours."""

import pandas as pd

from core.charts import Look
from core.indicators import written

# The indicator that a chart of rates tells.
RATES = {
    "reach_by_province": "reach_per_10000",
    "communes_by_province": "communes_reached",
    "attendance_rate_by_module": "attendance_rate",
    "attendance_rate_by_province": "attendance_rate",
}
_SHARES = (
    *("seats_by_module", "seats_by_province", "kept_on_time_by_institution"),
    *("commitment_rate_by_category", "commitment_rate_by_province", "commitment_rate_by_institution"),
)
_HOURS = ("hours_by_module", "hours_by_province", "trainer_hours_by_side")


def told(frame: pd.DataFrame, shown: Look, figure: str) -> pd.DataFrame:
    """The frame with its values as this indicator is written."""
    return frame.assign(shown=[written(shown.words, figure, value) for value in frame["value"].tolist()])


def valued(frame: pd.DataFrame, shown: Look, name: str) -> pd.DataFrame:
    """The frame with its values as the chart of this name writes them; a plain count is left as it is."""
    if name in RATES:
        return told(frame, shown, RATES[name])
    if name in _SHARES:
        none = shown.words.say("chart.none")
        values = frame["value"].tolist()
        return frame.assign(shown=[none if value != value else shown.words.percent(value) for value in values])
    if name in _HOURS:
        return frame.assign(shown=[hours(shown, value) for value in frame["value"].tolist()])
    return frame


def hours(shown: Look, value: float) -> str:
    """Hours to the quarter, without a fraction where they are whole ones."""
    return shown.words.number(value, 2)
