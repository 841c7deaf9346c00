"""The roster of one session at a desk: opened, ticked, completed with those who came unexpected, closed."""

import streamlit as st

from core.problems import Problem
from db.queries.sessions import session_card, sessions_to_do
from pages.menu import link
from pages.parts.data import frame_of, fresh
from pages.parts.empty import nothing_yet
from pages.parts.entry import id_in_address
from pages.parts.history import row_link
from pages.parts.quizzes import session_quiz
from pages.parts.refusals import refusal
from pages.parts.roster_states import STATES
from pages.parts.satisfaction import session_satisfaction
from pages.parts.session_trainers import session_trainers
from pages.parts.sittings import card, counts, details, heading
from pages.parts.texts import texts_to_send
from pages.parts.visit import Visit, enter

visit = enter("attendance.write")


def choose(visit: Visit) -> None:
    """Without a session in the address: those that wait for their roster."""
    subjects = ("session", "attendance", "programme", "group", "reference")
    waiting = frame_of(visit, sessions_to_do, visit.actor.provinces, visit.today, subjects=subjects)
    if waiting.empty:
        nothing_yet(visit, "roster.none_to_do", page="entry/sessions.py")
    for row in waiting.itertuples():
        card(visit, row)


words = visit.words
st.title(words.say("menu.entry.attendance"), anchor=False)
number = id_in_address("session")
if number is None:
    choose(visit)
    st.stop()
try:
    row = fresh(session_card, visit.actor.provinces, number)
except Problem as problem:
    st.warning(refusal(words, problem), icon=":material/search_off:")
    link(visit, "entry/sessions.py", words.say("roster.to_sessions"))
    st.stop()
st.markdown(heading(visit, row))
st.caption(details(visit, row))
if row.state != "held":
    st.caption(counts(visit, row))
STATES[row.state](visit, row)
texts_to_send(visit, row)
session_quiz(visit, row)
session_satisfaction(visit, row)
session_trainers(visit, row)
row_link(visit, "training_session", number)
