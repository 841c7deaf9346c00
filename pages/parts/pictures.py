"""Charts made ready once for every reader with the same choice, language and colours: nothing is built in a rerun."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
from streamlit.dataframe_util import convert_arrow_table_to_arrow_bytes

from core.charts import CHARTS, Look, look, specification
from core.charts.rows import TURN, Columns, labels
from core.indicators import INDICATORS
from core.indicators import definition as indicator_definition
from core.small_cells import BESIDE, FEW
from db.engine import reading
from db.queries.crossings import CROSSED
from db.queries.figures import Asked, lay, measure
from db.queries.pictures import ASKED, PICTURES, figure_by_province
from db.queries.reference import categories_ever
from db.queries.settings import settings
from db.queries.small_cells import guarded_picture, total_is_hidden
from pages.parts.filters import Choice, Choices
from pages.parts.picture_tables import cells, headers, value_header
from pages.parts.picture_values import RATES, told, valued

MAP = "provinces_map"
# A month is chosen as the first and the last one of the period.
_PERIOD = {"since": "since", "until": "until"}
# What is chosen on a chart itself, by the field of its rows that a click carries.
CHOOSES: dict[str, dict[str, str]] = {
    "obstacles_by_category": {"code": "category"},
    **{
        name: {"code": "category", **({dimension: dimension} if dimension != "month" else _PERIOD)}
        for name, dimension in CROSSED.items()
    },
    "people_by_province": {"code": "province"},
    "reach_by_province": {"code": "province"},
    "communes_by_province": {"code": "province"},
    "people_by_commune": {"code": "commune"},
    "organisations_by_sector": {"code": "sector"},
    "attendance_by_month": _PERIOD,
    "sessions_by_month": _PERIOD,
    **{
        f"{subject}_by_{dimension}": {"code": dimension}
        for subject in ("hours", "seats", "attendance_rate")
        for dimension in ("module", "province")
    },
    "commitment_rate_by_category": {"code": "category"},
    "commitment_rate_by_province": {"code": "province"},
    "answers_by_month": _PERIOD,
    MAP: {"code": "province"},
}
# The whole that a chart's finding is set against.
_WHOLES = {
    "obstacles_by_category": "voices",
    "people_by_module": "people_trained",
    "people_by_province": "people_trained",
}
_TOLD_ROWS = 12
# The appearance of what is printed.
PAPER = "light"


@dataclass(frozen=True)
class Picture:
    """A chart ready to be drawn: specification, rows, the same as Arrow bytes, and its words.

    It is `empty` where nothing counted; `asked` are the codes it was narrowed to, and `choices` what there was to
    choose. `paper` are its rows as they are drawn on paper, which is light for everybody, and `figure` is what stands
    behind it.
    """

    name: str
    specification: dict[str, Any]
    rows: Columns
    ready: bytes
    title: str
    finding: str
    alternative: str
    definition: str
    notes: tuple[str, ...]
    headers: tuple[str, ...]
    table: tuple[tuple[str | float, ...], ...]
    empty: bool
    asked: Mapping[str, str]
    paper: Columns
    figure: str
    choices: Choices | None = None


def picture_asks(name: str, choice: Choice, figure: str) -> tuple[Asked, ...]:
    """What the chart of this name asks the figures under a choice."""
    filters = choice.filters(*CHOOSES.get(name, {}).values())
    if name == MAP:
        return (Asked(INDICATORS[figure].figure, ("province",), filters),)
    of_rows = Asked(*ASKED[name], filters)
    if name not in _WHOLES:
        return (of_rows,)
    return (of_rows, Asked(INDICATORS[_WHOLES[name]].figure, (), filters))


def picture(
    name: str,
    choice: Choice,
    language: str,
    appearance: str,
    figure: str = "",
    counted: Mapping[Asked, pd.DataFrame] = MappingProxyType({}),
) -> Picture:
    """The chart of this name under a choice; `figure` is the indicator that shades the map.

    What was `counted` already is not asked again.
    """
    shown, kind = look(language, appearance), CHARTS[name]
    filters = choice.filters(*CHOOSES.get(name, {}).values())
    details: dict[str, Any] = {}
    with reading() as session:
        lay(session, counted)
        limit = settings(session).small_cell
        if name == MAP:
            frame = told(figure_by_province(session, filters, figure), shown, figure)
            details["figure"] = shown.words.say(f"indicator.{figure}")
            definition = indicator_definition(shown.words, figure, settings(session))
        else:
            frame = PICTURES[name](session, filters)
            definition = shown.words.say(f"chart.{name}.definition")
            frame = valued(frame, shown, name)
            if name in RATES:
                definition = indicator_definition(shown.words, RATES[name], settings(session))
        if name in _WHOLES:
            details["total"] = int(measure(session, _WHOLES[name], filters)["value"].iloc[0])
        if not choice.whole:
            frame = _with_reasons(guarded_picture(session, name, figure, choice.phase_id, frame), shown, limit)
            if name in ("people_by_module", "people_by_province") and total_is_hidden(session, choice.phase_id):
                details.pop("total")
        codes = categories_ever(session) if name == "obstacles_by_category" else ()
    emphasis = _emphasis(name, choice, codes)
    rows = kind.rows(frame, shown, **emphasis)
    paper = look(language, PAPER)
    title = shown.words.say(f"chart.{name}")
    hidden = "hidden" in frame.columns and any(frame["hidden"])
    finding = kind.finding(frame, shown, **details)
    if hidden and (BESIDE in set(frame["why"]) or not (frame["value"] > 0).any()):
        # What is hidden may be the largest; to say who comes first would tell that it is not.
        finding = shown.words.say("small.finding")
    notes = _map_notes(frame, shown) if name == MAP else ()
    notes += (shown.words.say("small.note", limit=limit),) if hidden else ()
    return Picture(
        name=name,
        specification=specification(name, language, appearance),
        rows=rows,
        ready=arrow(rows),
        title=shown.words.say(f"indicator.{figure}") if name == MAP else title,
        finding=finding,
        alternative=alternative(title, finding, rows, shown),
        definition=definition,
        notes=notes,
        headers=headers(frame, shown, value_header(_counts(name, figure), choice)),
        table=tuple(cells(frame, shown)),
        empty=not (frame["value"] > 0).any(),
        asked=choice.codes(*CHOOSES.get(name, {}).values()) | ({"figure": figure} if name == MAP else {}),
        paper=rows if shown == paper else kind.rows(frame, paper, **emphasis),
        figure=_counts(name, figure),
    )


def rows_of(picture: Picture, turn: int) -> bytes:
    """The rows as they are drawn in this turn, as Arrow bytes.

    The turn is no part of the picture: else each choice would make anew what another visitor has already.
    """
    if not turn or TURN not in picture.rows:
        return picture.ready
    return arrow(picture.rows | {TURN: [turn] * len(picture.rows[TURN])})


def arrow(rows: Columns) -> bytes:
    """The rows as the browser takes them."""
    return convert_arrow_table_to_arrow_bytes(pa.table(rows))


def with_choices(choices: Choices, pictures: Mapping[str, Picture]) -> dict[str, Picture]:
    """Kept pictures with what this reader may choose, whose labels may have changed since they were made."""
    return {name: replace(one, choices=choices) for name, one in pictures.items()}


def _counts(name: str, figure: str) -> str:
    """The figure that the chart counts."""
    return INDICATORS[figure].figure if name == MAP else ASKED[name][0]


def _emphasis(name: str, choice: Choice, codes: tuple[str, ...]) -> dict[str, Any]:
    """What stands out among the rows of a chart that chooses; `codes` are those that keep a colour of their own."""
    filters = CHOOSES.get(name, {})
    if not filters:
        return {}
    months = {period: choice.one(period) for period in _PERIOD if period in filters}
    across = {"chosen_across": choice.several(CROSSED[name])} if name in CROSSED and not months else {}
    chosen = {"chosen": choice.several(filters["code"])} if "code" in filters else {}
    return {**chosen, **across, **months, **({"codes": codes} if codes else {})}


def _with_reasons(frame: pd.DataFrame, shown: Look, limit: int) -> pd.DataFrame:
    """The frame with words in place of what is hidden, where anything is."""
    if "why" not in frame.columns:
        return frame
    said = {FEW: shown.words.say("small.few", limit=limit), BESIDE: shown.words.say("small.beside"), "": ""}
    frame = frame.assign(hidden=[said[why] for why in frame["why"]])
    if "shown" in frame.columns:
        frame["shown"] = [why or text for why, text in zip(frame["hidden"], frame["shown"], strict=True)]
    return frame


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


def alternative(title: str, finding: str, rows: Columns, shown: Look) -> str:
    """What a chart shows for whoever hears it: its title, its finding and its first rows."""
    told = [
        shown.words.say("chart.alternative_row", label=label, shown=value)
        for label, value in zip(rows["label"][:_TOLD_ROWS], rows["shown"][:_TOLD_ROWS], strict=True)
    ]
    return shown.words.say("chart.alternative", title=title, finding=finding, rows=shown.words.listing(told))
