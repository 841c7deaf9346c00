"""The numbers of a chart as the table that is taken away: what its columns are called, and its cells."""

from collections.abc import Sequence

import pandas as pd

from core.charts import Look
from core.charts.rows import across_labels, labels, texts
from db.queries.crossings import DIMENSIONS
from db.queries.figures import subjects_of
from pages.parts.filters import Choice

# What a row tells beside its value.
_BESIDE = ("trained", "inhabitants")
# What rows are crossed with.
_CROSSED = (*DIMENSIONS, "institution")


def headers(frame: pd.DataFrame, shown: Look, value: str) -> tuple[str, ...]:
    """The names of the columns; `value` is what that of the values is called."""
    keys = {"value": f"chart.column.{value}", **{f"{name}_label": f"chart.{name}" for name in _CROSSED}}
    return tuple(shown.words.say(keys.get(name, f"chart.column.{name}")) for name in _columns(frame))


def value_header(counted: str, choice: Choice) -> str:
    """What the column of values is called: of attendance it says which sheets are `counted`."""
    return f"value_{choice.sheets}" if "attendance" in subjects_of(counted) else "value"


def cells(frame: pd.DataFrame, shown: Look) -> list[tuple[str | float, ...]]:
    """The rows, a number that is hidden or not there as words."""
    values = frame["value"].tolist()
    told = frame["hidden"] if "hidden" in frame else [""] * len(values)
    data: dict[str, Sequence[str | float]] = {
        "value": [why or ("" if value != value else float(value)) for why, value in zip(told, values, strict=True)]
    }
    across = _across(frame)
    if "code" in frame.columns:
        data["code"] = texts(frame, "code")
        data["label"] = labels(frame, shown)
        if across:
            data[across] = texts(frame, across)
            data[f"{across}_label"] = across_labels(frame, shown, across)
        data |= {name: frame[name].astype("float64").tolist() for name in _BESIDE if name in frame.columns}
    elif "sitting" in frame.columns:
        data["group"] = [group or shown.words.say("chart.median") for group in frame["group"].tolist()]
        data |= {name: frame[name].astype("float64").tolist() for name in ("sitting", "present", "expected")}
    else:
        data["month"] = [f"{month:%Y-%m}" for month in frame["month"].tolist()]
    return list(zip(*(data[name] for name in _columns(frame)), strict=True))


def _across(frame: pd.DataFrame) -> str:
    """What categories are crossed with in the frame; no text where nothing is crossed."""
    return next((name for name in _CROSSED if "code" in frame.columns and name in frame.columns), "")


def _columns(frame: pd.DataFrame) -> Sequence[str]:
    if "sitting" in frame.columns:
        return ("group", "sitting", "value", "present", "expected")
    if "code" not in frame.columns:
        return ("month", "value")
    across = _across(frame)
    # A month is told by its own code.
    crossed = {"": (), "month": ("month",), "institution": ("institution",)}.get(across, (across, f"{across}_label"))
    return ("code", "label", *crossed, "value", *(name for name in _BESIDE if name in frame.columns))
