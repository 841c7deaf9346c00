"""The large numbers: each with its definition at hand, its target where one is set, and what it does not know."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from core.charts.registry import look
from core.charts.trend import trend_drawn
from core.filters import Filters
from core.i18n import Words, words
from core.indicators import INDICATORS, definition, written
from core.indicators.progress import share_reached
from db.engine import reading
from db.queries.figures import Asked, counts, lay, overview, subjects_of
from db.queries.settings import settings
from db.queries.small_cells import guarded_overview
from db.queries.target_values import targets_beside
from db.queries.trends import OF_PERSONS, TRENDS, trend
from pages.parts.appearance import appearance
from pages.parts.data import frame_of
from pages.parts.figure_link import figure_link
from pages.parts.filters import Choices
from pages.parts.visit import Visit

SHOWN = (
    *("people_trained", "attendances", "person_hours", "organisations_trained"),
    *("women_share", "youth_share", "completion", "obstacles"),
)
# What is told under a figure: another indicator that reads together with it.
_BESIDE = {
    "organisations_trained": "coverage",
    "person_hours": "volunteer_hours",
    "completion": "completion_so_far",
    "obstacles": "voices",
}


@dataclass(frozen=True)
class Figure:
    """One large number in the reader's words."""

    code: str
    label: str
    value: str
    definition: str
    told: tuple[str, ...]
    trend: tuple[tuple[str, float], ...] = ()


def counted(visit: Visit, asked: tuple[Asked, ...]) -> dict[Asked, pd.DataFrame]:
    """What the figures answer, asked together; only those are asked again that read what was written to."""
    groups: dict[tuple[str, ...], list[Asked]] = {}
    for one in dict.fromkeys(asked):
        groups.setdefault(subjects_of(one.figure), []).append(one)
    found: dict[Asked, pd.DataFrame] = {}
    for subjects, together in groups.items():
        found |= frame_of(visit, counts, tuple(together), subjects=subjects)
    return found


def codes_of(shown: Collection[str], whole: bool) -> Collection[str]:
    """The indicators that the large numbers tell of; what is hidden of one may hang on any other."""
    return {*shown, *(_BESIDE[code] for code in shown if code in _BESIDE)} if whole else INDICATORS


def figures(
    filters: Filters,
    language: str,
    counted: Mapping[Asked, pd.DataFrame] = MappingProxyType({}),
    whole: bool = True,
    shown: tuple[str, ...] = SHOWN,
) -> tuple[Figure, ...]:
    """The figures `shown` under the filters, ready to be drawn; what was `counted` is not asked again.

    Where they are not `whole`, small counts of persons are hidden.
    """
    said = words(language)
    with reading() as session:
        lay(session, counted)
        found = overview(session, filters, codes_of(shown, whole))
        hidden: frozenset[str] = frozenset()
        if not whole:
            found, hidden = guarded_overview(session, filters.phase_id, found)
        rows: dict[str, Any] = {str(row.code): row for row in found.itertuples()}
        aims = _aims(session, said, filters, whole) if filters.phase_id is None else {}
        limits = settings(session)
        # Counts of persons in single months are finer than what a reader of guarded figures sees.
        months = {
            code: trend(session, code, filters)
            for code in shown
            if code in TRENDS and (whole or code not in OF_PERSONS)
        }
    return tuple(
        Figure(
            code=code,
            label=said.say(f"indicator.{code}"),
            value=said.say("small.beside") if code in hidden else written(said, code, rows[code].value),
            definition=definition(said, code, limits),
            told=(*([aims[code]] if code in aims else []), *_told(said, code, rows)),
            # One month by itself is no trend.
            trend=tuple(months[code]) if len(months.get(code, ())) > 1 else (),
        )
        for code in shown
    )


def draw_figures(visit: Visit, choices: Choices, ready: tuple[Figure, ...]) -> None:
    """Draws the large numbers, each with its trend and the way to how it is made.

    A trend is drawn as plain columns: a chart of the charts' library in every card would cost more than all of these.
    """
    shown = look(visit.language, appearance())
    with st.grid(4, min_column_width=150, gap="small"):
        for figure in ready:
            with st.container(border=True, height="stretch", gap="xsmall", key=f"card.{figure.code}"):
                st.metric(
                    figure.label,
                    figure.value,
                    delta_description=" · ".join(figure.told) or None,
                    help=figure.definition,
                )
                if figure.trend:
                    st.html(_drawn(figure.code, figure.trend, shown))
                figure_link(visit, figure.code, choices.chosen, visit.words.say("trend.made"))


# Months and numbers in words take longer than all else of a card.
_drawn = lru_cache(512)(trend_drawn)


def _aims(session: Any, said: Words, filters: Filters, whole: bool) -> dict[str, str]:
    """For figures of all phases, how far the targets of the latest phase are reached by that phase."""
    if (found := targets_beside(session, filters, whole)) is None:
        return {}
    phase, rows = said.label(found[0], "name"), {str(row.code): row for row in found[1].itertuples()}
    told = {code: _aim(said, code, row) for code, row in rows.items()}
    return {code: said.say("explore.target_of_phase", phase=phase, told=aim) for code, aim in told.items() if aim}


def _aim(said: Words, code: str, row: Any) -> str:
    """How far a target is reached; no text without one."""
    if pd.isna(row.target):
        return ""
    target = written(said, code, row.target)
    if pd.isna(row.value):
        return said.say("explore.target_alone", target=target)
    share = said.percent(share_reached(code, row.value, row.target))
    return said.say("explore.target", share=share, target=target)


def _told(said: Words, code: str, rows: Mapping[str, Any]) -> list[str]:
    row = rows[code]
    told = [aim] if (aim := _aim(said, code, row)) else []
    if pd.notna(row.aside) and row.aside > 0:
        key = f"indicator.{code}.aside"
        if INDICATORS[code].unit == "share":
            told.append(said.say(key, share=said.percent(row.aside)))
        else:
            told.append(said.count(key, int(row.aside)))
    beside = _BESIDE.get(code)
    if beside and pd.notna(rows[beside].value):
        label = said.say(f"indicator.{beside}")
        told.append(said.say("explore.beside", label=label, value=written(said, beside, rows[beside].value)))
    return told
