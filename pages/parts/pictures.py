"""Charts made ready once for every reader with the same choice, language and colours: nothing is built in a rerun."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes

from core.charts import CHARTS, Look, look, specification
from core.charts.rows import labels
from core.indicators import INDICATORS
from core.indicators import definition as indicator_definition
from db.queries.figures import measure
from db.queries.pictures import PICTURES, figure_by_province
from db.queries.reference import categories
from db.queries.settings import settings
from pages.parts.data import fresh
from pages.parts.filters import Choice

MAP = "provinces_map"
# What is chosen on a chart itself, by the field of its rows that a click carries.
CHOOSES: dict[str, dict[str, str]] = {
    "obstacles_by_category": {"code": "category"},
    "obstacles_by_category_and_province": {"code": "category", "province": "province"},
    "people_by_province": {"code": "province"},
    MAP: {"code": "province"},
}
# The whole that a chart's finding is set against.
_WHOLES = {
    "obstacles_by_category": "voices",
    "people_by_module": "people_trained",
    "people_by_province": "people_trained",
}
_TOLD_ROWS = 12


@dataclass(frozen=True)
class Picture:
    """A chart ready to be drawn: specification, rows as Arrow bytes, and its words; `empty` where nothing counted."""

    name: str
    specification: dict[str, Any]
    rows: bytes
    title: str
    finding: str
    alternative: str
    definition: str
    notes: tuple[str, ...]
    headers: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    empty: bool


def ready(
    names: tuple[str, ...], choice: Choice, language: str, appearance: str, turn: int, figure: str
) -> dict[str, Picture]:
    """The charts of these names under a choice, each made ready."""
    return {name: picture(name, choice, language, appearance, turn, figure) for name in names}


def picture(name: str, choice: Choice, language: str, appearance: str, turn: int = 0, figure: str = "") -> Picture:
    """The chart of this name under a choice; `figure` is the indicator that shades the map."""
    shown, kind = look(language, appearance), CHARTS[name]
    filters = choice.filters(*CHOOSES.get(name, {}).values())
    details: dict[str, Any] = {}
    if name == MAP:
        frame = _told(fresh(figure_by_province, filters, figure), shown, figure)
        details["figure"] = shown.words.say(f"indicator.{figure}")
    else:
        frame = fresh(PICTURES[name], filters)
    if name in _WHOLES:
        details["total"] = int(fresh(measure, _WHOLES[name], filters)["value"].iloc[0])
    rows = kind.rows(frame, shown, **_emphasis(name, choice, turn))
    title = shown.words.say(f"chart.{name}")
    defined = indicator_definition(shown.words, figure, fresh(settings)) if name == MAP else ""
    finding = kind.finding(frame, shown, **details)
    return Picture(
        name=name,
        specification=specification(name, language, appearance),
        rows=convert_pandas_df_to_arrow_bytes(rows),
        title=shown.words.say(f"indicator.{figure}") if name == MAP else title,
        finding=finding,
        alternative=_alternative(title, finding, rows, shown),
        definition=defined or shown.words.say(f"chart.{name}.definition"),
        notes=_map_notes(frame, shown) if name == MAP else (),
        headers=_headers(frame, shown),
        table=tuple(_cells(frame, shown)),
        empty=not (frame["value"].fillna(0) > 0).any(),
    )


def _emphasis(name: str, choice: Choice, turn: int) -> dict[str, Any]:
    """What stands out among the rows of a chart that chooses."""
    filters = CHOOSES.get(name, {})
    if not filters:
        return {}
    codes = {"codes": tuple(fresh(categories)["code"])} if name == "obstacles_by_category" else {}
    second = {"chosen_province": choice.province} if "province" in filters else {}
    return {"chosen": getattr(choice, filters["code"]), **second, **codes, "turn": turn}


def _told(frame: pd.DataFrame, shown: Look, figure: str) -> pd.DataFrame:
    write = shown.words.percent if INDICATORS[figure].unit == "share" else shown.words.number
    none = shown.words.say("chart.none")
    return frame.assign(shown=[none if pd.isna(value) else write(value) for value in frame["value"]])


def _map_notes(frame: pd.DataFrame, shown: Look) -> tuple[str, ...]:
    """What lies outside the outlines, and whose outlines they are."""
    credit = shown.words.say("chart.outlines")
    outside = frame[frame["longitude"].isna() & (frame["value"] > 0)]
    if outside.empty:
        return (credit,)
    told = [
        shown.words.say("chart.outside_place", shown=number, place=place)
        for number, place in zip(outside["shown"], labels(outside, shown), strict=True)
    ]
    return (shown.words.say("chart.outside", places=shown.words.listing(told)), credit)


def _alternative(title: str, finding: str, rows: pd.DataFrame, shown: Look) -> str:
    told = [
        shown.words.say("chart.alternative_row", label=row.label, shown=row.shown)
        for row in rows.head(_TOLD_ROWS).itertuples()
    ]
    return shown.words.say("chart.alternative", title=title, finding=finding, rows=shown.words.listing(told))


def _headers(frame: pd.DataFrame, shown: Look) -> tuple[str, ...]:
    return tuple(shown.words.say(f"chart.column.{name}") for name in _columns(frame))


def _columns(frame: pd.DataFrame) -> Sequence[str]:
    if "month" in frame.columns:
        return ("month", "value")
    return (
        ("code", "label", "province", "place", "value") if "province" in frame.columns else ("code", "label", "value")
    )


def _cells(frame: pd.DataFrame, shown: Look) -> list[tuple[str, ...]]:
    data: dict[str, Sequence[str]] = {"value": ["" if pd.isna(value) else f"{value:.10g}" for value in frame["value"]]}
    if "month" in frame.columns:
        data["month"] = [f"{pd.Timestamp(month):%Y-%m}" for month in frame["month"]]
    else:
        data["code"] = list(frame["code"].fillna(""))
        data["label"] = labels(frame, shown)
    if "province" in frame.columns:
        place = frame.rename(columns={"code": "category", "province": "code"}).filter(regex="^(code|name_)")
        data["province"] = list(frame["province"].fillna(""))
        data["place"] = labels(place, shown)
    return list(zip(*(data[name] for name in _columns(frame)), strict=True))
