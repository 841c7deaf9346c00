"""The rows behind a chart as they are taken away: whose columns they are, and what stands in their cells."""

from collections.abc import Sequence

import pandas as pd

from core.charts import Look
from core.charts.rows import labels, texts
from db.queries.figures import subjects_of
from pages.parts.filters import Choice

# What a row tells beside its value.
_BESIDE = ("trained", "inhabitants")


def headers(frame: pd.DataFrame, shown: Look, value: str) -> tuple[str, ...]:
    """The columns' names in the reader's words; the values stand under what `value` is called."""
    return tuple(shown.words.say(f"chart.column.{value if name == 'value' else name}") for name in _columns(frame))


def value_header(counted: str, choice: Choice) -> str:
    """What the column of values is called: of attendance it says which sheets are `counted`."""
    return f"value_{choice.sheets}" if "attendance" in subjects_of(counted) else "value"


def _columns(frame: pd.DataFrame) -> Sequence[str]:
    if "month" in frame.columns:
        return ("month", "value")
    if "province" in frame.columns:
        return ("code", "label", "province", "place", "value")
    return ("code", "label", "value", *(name for name in _BESIDE if name in frame.columns))


def cells(frame: pd.DataFrame, shown: Look) -> list[tuple[str | float, ...]]:
    """The rows under the headers; a value that is hidden says why in words."""
    values = frame["value"].tolist()
    told = frame["hidden"] if "hidden" in frame else [""] * len(values)
    data: dict[str, Sequence[str | float]] = {
        "value": [why or ("" if value != value else float(value)) for why, value in zip(told, values, strict=True)]
    }
    if "month" in frame.columns:
        data["month"] = [f"{month:%Y-%m}" for month in frame["month"].tolist()]
    else:
        data["code"] = texts(frame, "code")
        data["label"] = labels(frame, shown)
    if "province" in frame.columns:
        data["province"] = texts(frame, "province")
        data["place"] = labels(frame, shown, "name", "province")
    data |= {name: frame[name].astype("float64").tolist() for name in _BESIDE if name in frame.columns}
    return list(zip(*(data[name] for name in _columns(frame)), strict=True))
