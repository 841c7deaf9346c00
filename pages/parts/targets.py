"""The targets beside what is reached of them: a bullet chart and a table, for the catalogue and for one indicator."""

from typing import Any

import pandas as pd
import streamlit as st

from core.charts import CHARTS, look, specification
from core.i18n import Words, escaped
from core.indicators import INDICATORS, written
from core.indicators.progress import MISSED, ON_THE_WAY, REACHED, share_reached, status
from db.queries.figures import SUBJECTS
from db.queries.target_values import targets_reached
from pages.parts.appearance import appearance
from pages.parts.charts import draw_picture
from pages.parts.data import frame_of, made_of
from pages.parts.filters import Choice, Choices
from pages.parts.organisations import said
from pages.parts.pictures import PAPER, Picture, alternative, arrow
from pages.parts.tables import offer_files
from pages.parts.visit import Visit

_CHART = "targets_reached"
# A shape beside the word: nobody has to tell one colour from another.
_SIGNS = {REACHED: ":material/check_circle:", ON_THE_WAY: ":material/trending_up:", MISSED: ":material/cancel:"}


def targets_of(visit: Visit, choices: Choices, code: str = "") -> pd.DataFrame:
    """The targets under the choice of a phase and provinces, of one indicator or of all, with the share of each
    that is reached and its status.
    """
    filters, whole = choices.chosen.filters(), choices.chosen.whole
    asked = (filters.phase_id, filters.provinces, whole)
    found: pd.DataFrame = frame_of(visit, targets_reached, *asked, subjects=SUBJECTS)
    found = found[found["indicator"] == code].reset_index(drop=True) if code else found
    today = visit.today
    columns = ("indicator", "value", "target", "ends_on", "hidden")
    rows = list(zip(*(found[name].tolist() for name in columns), strict=True))
    return found.assign(
        reached=[share_reached(code, value, target) for code, value, target, *_ in rows],
        status=[
            "hidden" if hidden else status(value, target, last, today, INDICATORS[code].direction == "less")
            for code, value, target, last, hidden in rows
        ],
    )


def foremost_targets(targets: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The targets of all provinces where there are any, else all; and what their rows are called after: the
    indicator, and the phase and the province where there are several.
    """
    found = targets[targets["province"].isna()] if targets["province"].isna().any() else targets
    several = (
        name for name, column in (("phase", "phase_id"), ("province", "province")) if found[column].nunique() > 1
    )
    return found.reset_index(drop=True), ("indicator", *several)


def progress(words: Words, code: str) -> str:
    """A status as Markdown: its shape, and its word."""
    return f"{_SIGNS.get(code, ':material/hourglass_empty:')} {escaped(words.say(f'progress.{code}'))}"


def draw_targets(visit: Visit, choices: Choices, targets: pd.DataFrame, by: tuple[str, ...]) -> None:
    """Draws the bullet chart of the targets; a row is called after what stands in `by`: indicator, phase, province."""
    key = (choices.chosen, visit.language, appearance(), visit.today, by, tuple(targets["indicator"]))
    made: Picture = made_of(
        visit, _CHART, *key, make=lambda: _picture(visit, choices.chosen, targets, by), subjects=SUBJECTS
    )
    draw_picture(visit, made)


def draw_table(visit: Visit, choices: Choices, targets: pd.DataFrame) -> None:
    """Draws the targets as a table, phase by phase and province by province, and the ways to take it away."""
    words = visit.words
    records: list[dict[Any, Any]] = targets.to_dict("records")
    columns = {
        "indicator": [words.say(f"indicator.{row['indicator']}") for row in records],
        "phase": [said(words, row, "phase") for row in records],
        "province": [_place(words, row) for row in records],
        "value_now": [_value(words, row) for row in records],
        "target": [written(words, row["indicator"], row["target"]) for row in records],
        "reached": [_share(words, row) for row in records],
    }
    statuses = [str(row["status"]) for row in records]
    shown = {words.say(f"explore.column.{name}"): [escaped(text) for text in texts] for name, texts in columns.items()}
    shown[words.say("explore.column.progress")] = [progress(words, code) for code in statuses]
    told = [words.say(f"progress.{code}") for code in statuses]
    st.table(pd.DataFrame(shown), border="horizontal", hide_index=True)
    offer_files(
        visit, "target_values", lambda: pd.DataFrame(columns | {"progress": told}), choices.chosen.codes(), choices
    )


def _picture(visit: Visit, choice: Choice, targets: pd.DataFrame, by: tuple[str, ...]) -> Picture:
    shown, paper, kind = look(visit.language, appearance()), look(visit.language, PAPER), CHARTS[_CHART]
    frame = _framed(visit.words, targets, by)
    rows = kind.rows(frame, shown)
    title, finding = visit.words.say(f"chart.{_CHART}"), kind.finding(frame, shown)
    hidden = bool(frame["hidden"].any())
    headers = tuple(visit.words.say(f"explore.column.{name}") for name in ("indicator", "value_now", "target"))
    return Picture(
        name=_CHART,
        specification=specification(_CHART, visit.language, appearance()),
        rows=rows,
        ready=arrow(rows),
        title=title,
        finding=visit.words.say("small.finding") if hidden else finding,
        alternative=alternative(title, finding, rows, shown),
        definition=visit.words.say(f"chart.{_CHART}.definition"),
        notes=(),
        headers=headers,
        table=tuple(zip(frame["label_fr"], frame["shown_value"], frame["shown_target"], strict=True)),
        empty=not (frame["value"] > 0).any(),
        asked=choice.codes(),
        paper=kind.rows(frame, paper),
        figure="people",
    )


def _framed(words: Words, targets: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    records: list[dict[Any, Any]] = targets.to_dict("records")
    names = {
        "indicator": lambda row: words.say(f"indicator.{row['indicator']}"),
        "phase": lambda row: said(words, row, "phase"),
        "province": lambda row: _place(words, row),
    }
    labels = [" · ".join(names[one](row) for one in by) for row in records]
    return targets.assign(
        code=[f"{row['indicator']}.{row['phase_id']}.{row['province']}" for row in records],
        label_ar=labels,
        label_fr=labels,
        label_en=labels,
        shown_value=[_value(words, row) for row in records],
        shown_target=[written(words, row["indicator"], row["target"]) for row in records],
    )


def _place(words: Words, row: dict[Any, Any]) -> str:
    return said(words, row, "province") or words.say("progress.all_provinces")


def _value(words: Words, row: dict[Any, Any]) -> str:
    return words.say("small.beside") if row["hidden"] else written(words, row["indicator"], row["value"])


def _share(words: Words, row: dict[Any, Any]) -> str:
    share = row["reached"]
    return "" if row["hidden"] or share != share else words.percent(share)
