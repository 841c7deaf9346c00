"""The form of a series: modules in their order, groups, a rhythm; every session is seen before any is planned."""

from typing import Any

import pandas as pd
import streamlit as st

from core.problems import Problem
from core.records import validated
from core.records.series import MOST_WEEKS, SeriesRecord
from core.records.sessions import SessionRecord
from db.commands.ledger import Saved, perform
from db.commands.sessions import plan_series
from db.queries.programme import groups
from db.queries.reference import modules, phases
from pages.parts.data import frame_of
from pages.parts.editor import table
from pages.parts.forms import Form
from pages.parts.session_form import start_of_new
from pages.parts.trainer_choice import choose_trainers, chosen_trainers
from pages.parts.visit import Visit

_WEEKS = tuple(range(1, MOST_WEEKS + 1))


def series_form(visit: Visit) -> None:
    """Draws the form; what it would plan stands under it as a table while it is whole."""
    words = visit.words
    form = Form(visit, "series", start_of_new(visit) | {"first_day": visit.today, "weeks": 1})
    taught, people = _fields(form)
    values = form.values | {"groups": tuple((group, people[group]["commune_id"]) for group in form.values["group_ids"])}
    planned = _planned(values)
    if planned:
        st.markdown(f"**{words.count('series.planned', len(planned))}**")
        rows = {
            "day": [words.day(row["held_on"], "full") for row in planned],
            "hours": [f"{row['starts_at']:%H:%M} - {row['ends_at']:%H:%M}" for row in planned],
            "module": [taught[row["module_id"]] for row in planned],
            "group": [people[row["group_id"]]["label"] for row in planned],
        }
        heads = ["session.held_on", "series.clock", "session.module_id", "session.group_id"]
        # Nothing of this is there yet.
        table(visit, pd.DataFrame(rows), heads, name="")

    def save() -> Saved:
        record = validated(SeriesRecord, values)
        sessions = tuple(validated(SessionRecord, one) for one in record.sessions())
        return perform(plan_series, visit.actor, form.key, sessions, chosen_trainers(form) or ())

    form.submit("series.plan", save, icon=":material/event_repeat:")


def _fields(form: Form) -> tuple[dict[int, str], dict[int, dict[str, Any]]]:
    visit, words = form.visit, form.visit.words
    listed = frame_of(visit, phases, subjects=("programme",))
    names = {int(row.id): words.label(row, "name") for row in listed.itertuples()}
    phase = form.choice("phase_id", list(names), label=names.__getitem__, required=True)
    active = frame_of(visit, modules, True, subjects=("reference",))
    taught = {int(row.id): words.label(row) for row in active.itertuples()}
    form.choices("module_ids", list(taught), label=taught.__getitem__, help_key="series.modules_help", required=True)
    rows = frame_of(visit, groups, phase, subjects=("programme", "group", "session")).to_dict("records")
    people: dict[int, dict[str, Any]] = {int(row["id"]): row for row in rows}
    form.choices("group_ids", list(people), label=lambda group: str(people[group]["label"]), required=True)
    form.text("venue", help_key="series.venue_help")
    form.day("first_day", required=True)
    form.choice("weeks", _WEEKS, label=lambda number: words.count("series.every", number), required=True)
    begins, ends = st.columns(2)
    with begins:
        form.clock("starts_at", required=True)
    with ends:
        form.clock("ends_at", required=True)
    form.number("hours", whole=False, help_key="session.hours_help", required=True, format="%.2g", step=0.5)
    form.tick("one_after_another", help_key="series.one_after_another_help")
    choose_trainers(form)
    return taught, people


def _planned(values: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        return validated(SeriesRecord, values).sessions()
    except Problem:
        # What is missing is said beside its field once the form is sent.
        return []
