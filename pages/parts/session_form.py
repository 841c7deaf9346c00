"""The form in which a session is planned, changed or cancelled."""

from datetime import time
from typing import Any

import pandas as pd
import streamlit as st

from core.problems import Problem
from core.records import validated
from core.records.sessions import SessionRecord
from db.commands.ledger import Saved, perform
from db.commands.sessions import cancel_session, change_session, plan_session
from db.queries.programme import groups, phase_of_day
from db.queries.reference import modules, phases
from db.queries.sessions import session_card, session_values, sessions_of_group_at
from db.queries.trainers import trainers_of_session
from pages.menu import link
from pages.parts.choices import joined
from pages.parts.data import frame_of, fresh
from pages.parts.entry import back, ways
from pages.parts.forms import Form
from pages.parts.refusals import refusal
from pages.parts.sittings import details, heading
from pages.parts.trainer_choice import choose_trainers, chosen_trainers
from pages.parts.visit import Visit


def plan_form(visit: Visit) -> None:
    """The form of a new session, with the way to its roster once it is planned."""
    form = Form(visit, "session", start_of_new(visit))
    if form.saved:
        with ways("next"):
            link(visit, "entry/attendance.py", visit.words.say("session.next_roster"), session=form.saved.row_id)
    session_fields(form)
    form.submit("session.plan", lambda: _plan(form))


def _plan(form: Form) -> Saved:
    return perform(plan_session, form.visit.actor, form.key, session_record(form), chosen_trainers(form) or ())


def change_form(visit: Visit, number: int) -> None:
    """The form of one session, and its cancelling."""
    words, reach = visit.words, visit.actor.provinces
    back(visit, "entry/sessions.py", "session.back")

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(session_values, reach, number)
        return found | {"trainer_ids": [int(one) for one in fresh(trainers_of_session, number)["trainer_id"]]}

    try:
        row, start = fresh(session_card, reach, number), current()
    except Problem as problem:
        st.warning(refusal(words, problem), icon=":material/search_off:")
        return
    st.markdown(heading(visit, row))
    st.caption(details(visit, row))
    version = start["version"]
    cancelling = Form(visit, "session.cancelling", {}, number, version)
    if start["state"] not in ("planned", "held"):
        st.info(words.say(f"session.fixed.{start['state']}"), icon=":material/lock:")
        return
    form = Form(visit, "session", start, number, version, current=current)
    session_fields(form, start["module_id"])
    form.submit(
        "session.change",
        lambda: perform(
            change_session, visit.actor, form.key, number, form.version, session_record(form), chosen_trainers(form)
        ),
    )
    with st.expander(words.say("session.cancelling"), icon=":material/event_busy:"):
        reason = cancelling.text("reason", required=True)
        cancelling.submit(
            "session.cancel",
            lambda: perform(cancel_session, visit.actor, cancelling.key, number, cancelling.version, reason),
            icon=":material/event_busy:",
        )


def session_fields(form: Form, kept_module: int | None = None) -> None:
    """The fields of a new and of an existing session; a module switched off stays where it was chosen before."""
    visit, words = form.visit, form.visit.words
    listed = frame_of(visit, phases, subjects=("programme",))
    names = {int(row.id): words.label(row, "name") for row in listed.itertuples()}
    phase = form.choice("phase_id", list(names), label=names.__getitem__, required=True)
    taught = frame_of(visit, modules, subjects=("reference",))
    subjects = {int(row.id): words.label(row) for row in taught.itertuples() if row.active or row.id == kept_module}
    form.choice("module_id", list(subjects), label=subjects.__getitem__, required=True)
    rows = frame_of(visit, groups, phase, subjects=("programme", "group", "session"))
    people = {int(row.id): joined(row.label, words.label(row, "commune")) for row in rows.itertuples()}
    group = form.choice("group_id", list(people), label=people.__getitem__, help_key="session.group_help")
    form.named("group_id", lambda: _every_group(visit))
    form.place("commune_id", near=_home(form, rows, group))
    form.text("venue")
    form.day("held_on", required=True)
    begins, ends = st.columns(2)
    with begins:
        form.clock("starts_at", required=True)
    with ends:
        form.clock("ends_at", required=True)
    form.number("hours", whole=False, help_key="session.hours_help", required=True, format="%.2g", step=0.5)
    _tell_of_other(form)
    choose_trainers(form)
    with st.expander(words.say("session.more"), expanded=form.refused_in("capacity", "declared_headcount")):
        form.number("capacity", min_value=0)
        form.tick("counts_as_training")
        form.number("declared_headcount", min_value=0, help_key="session.declared_help")


def _every_group(visit: Visit) -> dict[int, str]:
    rows = frame_of(visit, groups, None, subjects=("programme", "group", "session"))
    return {int(row.id): joined(row.label, visit.words.label(row, "commune")) for row in rows.itertuples()}


def _home(form: Form, rows: pd.DataFrame, group: int | None) -> tuple[int, int] | None:
    """The province and commune of a group newly chosen, where its session most likely is."""
    if group is None or group == form.began_with("group_id"):
        return None
    row = next(row for row in rows.to_dict("records") if row["id"] == group)
    return int(row["province_id"]), int(row["commune_id"])


def _tell_of_other(form: Form) -> None:
    """Says which session the group already has in these hours; it may still be meant."""
    typed, words = form.values, form.visit.words
    when = [typed[name] for name in ("group_id", "held_on", "starts_at", "ends_at")]
    if None in when:
        return
    but = None if form.row_id is None else int(form.row_id)
    for row in frame_of(form.visit, sessions_of_group_at, *when, but, subjects=("session",)).itertuples():
        said = {"module": words.label(row, "module"), "from": f"{row.starts_at:%H:%M}", "until": f"{row.ends_at:%H:%M}"}
        st.warning(words.show("session.group_busy", **said), icon=":material/event_repeat:")


def start_of_new(visit: Visit) -> dict[str, Any]:
    """What a new session's form begins with: the running phase, today, a morning of three hours."""
    return {
        "phase_id": frame_of(visit, phase_of_day, visit.today, subjects=("programme",)),
        "held_on": visit.today,
        "starts_at": time(9),
        "ends_at": time(12),
        "hours": 3.0,
        "counts_as_training": True,
    }


def session_record(form: Form) -> SessionRecord:
    """The record of what is typed; Problem with each refused field."""
    return validated(SessionRecord, form.values)
