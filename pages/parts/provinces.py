"""The provinces side by side as tables, each figure as its indicator writes it, in the order a reader asks for."""

import pandas as pd
import streamlit as st

from core.charts.registry import look
from core.charts.rows import labels
from core.filters import Filters
from core.indicators import written
from db.queries.figures import SUBJECTS, TRAINING, Asked
from db.queries.provinces import COUNTED, INDICATORS_COMPARED, active_modules, people_of_several, provinces_compared
from pages.parts.data import frame_of, made_of, worked_out
from pages.parts.figures import counted
from pages.parts.filters import Choices, choose
from pages.parts.province_page import open_province
from pages.parts.visit import Visit

_SORT = "sort"
# The two tables, so that each is narrow enough to be read at once.
_REACH = ("people_trained", "attendances", "person_hours", "reach_per_10000", "communes_reached")
_PERSONS = ("women_share", "attendance_rate")
_DONE = ("organisations_registered", "organisations_trained", "coverage", "sessions_held", "modules_given")
TABLES = ((*_REACH, *_PERSONS), (*_DONE, "obstacles", "voices"))


def compared(visit: Visit, filters: Filters) -> pd.DataFrame:
    """The rows of `provinces_compared`, the highest first of the indicator that the address sorts by; unknown last."""

    def ordered() -> pd.DataFrame:
        found: pd.DataFrame = frame_of(visit, provinces_compared, filters, subjects=SUBJECTS)
        order = found.sort_values(_sorted_by(), ascending=False, kind="stable", na_position="last")
        return order.sort_values("code", key=lambda codes: codes.isna(), kind="stable", ignore_index=True)

    kept: pd.DataFrame = made_of(visit, "compared", filters, _sorted_by(), make=ordered, subjects=SUBJECTS)
    return kept


def as_text(visit: Visit, found: pd.DataFrame) -> tuple[pd.DataFrame, tuple[pd.DataFrame, ...]]:
    """A row a province of what was compared, all as text: province and every column of TABLES, and each of TABLES."""

    def told() -> tuple[pd.DataFrame, tuple[pd.DataFrame, ...]]:
        whole = _as_text(visit, found)
        return whole, tuple(whole[["province", *columns]] for columns in TABLES)

    kept: tuple[pd.DataFrame, tuple[pd.DataFrame, ...]] = worked_out(found, f"text.{visit.language}", told)
    return kept


def _as_text(visit: Visit, found: pd.DataFrame) -> pd.DataFrame:
    columns = {"province": labels(found, look(visit.language, "light"))}
    modules = frame_of(visit, active_modules, subjects=("reference",))
    for code in (code for codes in TABLES for code in codes):
        columns[code] = [_written(visit, code, value, modules) for value in found[code].tolist()]
    return pd.DataFrame(columns)


def choose_order(visit: Visit) -> None:
    """Asks by which indicator the provinces are sorted; its code is kept in the address."""
    key = f"provinces.{_SORT}"
    st.session_state[key] = _sorted_by()
    names = {code: visit.words.say(f"indicator.{code}") for code in INDICATORS_COMPARED}
    st.selectbox(
        visit.words.say("provinces.sort"),
        INDICATORS_COMPARED,
        format_func=names.__getitem__,
        key=key,
        on_change=lambda: choose({_SORT: st.session_state[key]}),
        width=340,
    )


def open_each(visit: Visit, found: pd.DataFrame, choices: Choices) -> None:
    """Links to the page of each province of the table, in its order."""
    names = labels(found, look(visit.language, "light"))
    st.caption(visit.words.say("provinces.open"))
    with st.grid(6, min_column_width=130, gap="xsmall"):
        for code, name in zip(found["code"].tolist(), names, strict=True):
            # Nobody can be looked for in a place that is not known.
            if isinstance(code, str):
                open_province(visit, code, name, choices)


def say_overlap(visit: Visit, filters: Filters) -> None:
    """Says that people stand in several rows, and that attendances and person-hours add up; each by its own name."""
    words = visit.words
    several, people, rows = frame_of(visit, people_of_several, filters, subjects=TRAINING)
    if several:
        st.markdown(words.count("provinces.overlap", several, people=people, rows=rows))
    else:
        st.markdown(words.count("provinces.no_overlap", people))
    asked = Asked("attendances", (), filters)
    counts = counted(visit, (asked,))[asked].iloc[0]
    told = {name: words.number(float(counts[name])) for name in ("attendances", "hours")}
    st.markdown(words.say("provinces.adding", **told))


def _written(visit: Visit, code: str, value: float, modules: int) -> str:
    if code == "modules_given":
        return visit.words.say("chart.trained_of", trained=visit.words.number(value), registered=modules)
    return visit.words.number(value) if code in COUNTED else written(visit.words, code, value)


def _sorted_by() -> str:
    asked = st.query_params.get(_SORT)
    return asked if asked in INDICATORS_COMPARED else INDICATORS_COMPARED[0]
