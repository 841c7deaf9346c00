"""What people thought of their sessions and what they learned: by module and session by session, with how many."""

import streamlit as st

from core.filters import Filters
from db.queries.figures import QUIZZES, SATISFACTION
from db.queries.quizzes import quizzes_taken
from db.queries.satisfaction import satisfaction_by
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.filter_pills import pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.opinions import learned, thought
from pages.parts.visit import enter

visit = enter("sheet.read")
NAMES = ("phase", "province", "commune", "since", "until", "verified")
st.title(visit.words.say("menu.explore.satisfaction"), anchor=False)
choices = read_choice(visit, NAMES)
everywhere = Filters().within(None if choices.chosen.reach is None else frozenset(choices.chosen.reach))
opinions = frame_of(visit, satisfaction_by, everywhere, (), subjects=SATISFACTION).iloc[0]
tests = frame_of(visit, quizzes_taken, everywhere, (), subjects=QUIZZES).iloc[0]
if not int(opinions["answered"]) and not int(tests["sessions"]):
    nothing_yet(visit, "satisfaction.page_empty", "entry/sessions.py")
    st.stop()

pick_all(visit, choices)
say_choice(visit, choices)
thought(visit, choices)
learned(visit, choices)
