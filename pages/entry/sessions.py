"""Sessions: the list, and for whoever plans them a new one, a changed one, a cancelled one."""

import streamlit as st

from core.records.sessions import SESSION_STATES
from db.queries.reference import modules, phases
from db.queries.sessions import sessions_counted, sessions_listed
from pages.parts.data import frame_of, fresh
from pages.parts.empty import nothing_yet
from pages.parts.entry import id_in_address
from pages.parts.history import row_link
from pages.parts.lists_taken import MOST_TAKEN, sessions_taken
from pages.parts.session_form import change_form, plan_form
from pages.parts.session_series import series_form
from pages.parts.sittings import card
from pages.parts.tables import offer_menu
from pages.parts.visit import Visit, enter

visit = enter("session.read")
MOST = 50
SUBJECTS = ("session", "attendance", "programme", "group", "reference")


def listed(visit: Visit) -> None:
    """Sessions as cards, the latest first, narrowed by phase and state."""
    words = visit.words
    rows = frame_of(visit, phases, subjects=("programme",))
    names = {int(row.id): words.label(row, "name") for row in rows.itertuples()}
    phase = st.selectbox(
        words.say("session.phase_id"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=words.say("session.all_phases"),
        key="sessions.phase",
    )
    states = {code: words.say(f"session_state.{code}") for code in SESSION_STATES}
    state = st.pills(
        words.say("session.state"),
        list(states),
        format_func=states.__getitem__,
        key="sessions.state",
        label_visibility="collapsed",
    )
    narrowed = (visit.actor.provinces, phase, state, None, None, True, MOST)
    found = frame_of(visit, sessions_listed, *narrowed, subjects=SUBJECTS)
    st.caption(words.count("session.latest" if len(found) == MOST else "session.found", len(found)))
    if len(found):
        chosen = {"phase": str(phase or ""), "state": state or ""}
        asked = {name: code for name, code in chosen.items() if code}
        offer_menu(
            visit, "sessions", lambda: sessions_taken(visit, fresh(sessions_listed, *narrowed[:-1], MOST_TAKEN)), asked
        )
    for row in found.itertuples():
        card(visit, row)


words, plans = visit.words, visit.actor.may("session.write")
st.title(words.say("menu.entry.sessions"), anchor=False)
if not len(frame_of(visit, phases, subjects=("programme",))):
    nothing_yet(visit, "session.needs_phase", page="manage/programme.py")
elif not len(frame_of(visit, modules, True, subjects=("reference",))):
    nothing_yet(visit, "session.needs_module", page="manage/reference_lists.py")
elif plans and (number := id_in_address("session")):
    change_form(visit, number)
    row_link(visit, "training_session", number)
else:
    if not frame_of(visit, sessions_counted, visit.actor.provinces, subjects=("session",)):
        nothing_yet(visit, "session.none_yet" if plans else "session.none_planned")
    tasks = {code: words.say(f"session.{code}") for code in ("find", "new", "series")}
    chosen = plans and st.segmented_control(
        words.say("session.choose_action"),
        list(tasks),
        default="find",
        format_func=tasks.__getitem__,
        key="sessions.task",
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )
    if chosen == "new":
        plan_form(visit)
    elif chosen == "series":
        series_form(visit)
    else:
        listed(visit)
