"""Modules and sessions: hours, seats, attendance, who stays to the last session and who trains, and the sessions."""

import streamlit as st

from db.queries.sessions import sessions_counted
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.filter_pills import pick, pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.module_page import answer, pick_question, sessions
from pages.parts.visit import enter

visit = enter("figures.whole")
NAMES = (
    *("phase", "province", "commune", "module", "kind", "sector", "sex", "age"),
    *("since", "until", "verified"),
)
st.title(visit.words.say("menu.explore.modules"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("figures.whole")
    choices = read_choice(visit, NAMES)
    pick_all(visit, choices)
    pick(visit, choices, "module")
    say_choice(visit, choices)
    answer(visit, choices, pick_question(visit))
    sessions(visit, choices)


if frame_of(visit, sessions_counted, visit.actor.provinces, subjects=("session",)):
    explore()
else:
    nothing_yet(visit, "modules.empty", "entry/sessions.py")
