"""What people thought of their sessions: by module and session by session, always with how many answered."""

import streamlit as st

from core.filters import Filters
from db.queries.figures import SATISFACTION
from db.queries.satisfaction import MOST_SESSIONS, satisfaction_by, sessions_asked
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.filter_pills import pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.satisfaction_tables import MODULE_SUBJECTS, SESSION_SUBJECTS, by_module, by_session
from pages.parts.tables import offer_files, show_table
from pages.parts.visit import enter

visit = enter("sheet.read")
words, reach = visit.words, visit.actor.provinces
NAMES = ("phase", "province", "commune", "since", "until", "verified")
st.title(words.say("menu.explore.satisfaction"), anchor=False)
choices = read_choice(visit, NAMES)
filters = choices.chosen.filters()
everywhere = Filters().within(None if choices.chosen.reach is None else frozenset(choices.chosen.reach))
every = frame_of(visit, satisfaction_by, everywhere, (), subjects=SATISFACTION)
if not int(every["answered"].iloc[0]):
    nothing_yet(visit, "satisfaction.page_empty", "entry/sessions.py")
    st.stop()

pick_all(visit, choices)
say_choice(visit, choices)
total = frame_of(visit, satisfaction_by, filters, (), subjects=SATISFACTION).iloc[0]
if not int(total["answered"]):
    st.info(words.say("satisfaction.page_none"), icon=":material/search_off:")
    st.stop()
told = {name: int(total[name]) for name in ("answered", "present", "asked", "sessions")}
st.markdown(words.say("satisfaction.page_of", **told))
st.caption(words.say("satisfaction.page_explained"))

st.subheader(words.say("satisfaction.by_module"), anchor=False)
modules = frame_of(visit, satisfaction_by, filters, ("module",), subjects=MODULE_SUBJECTS)
shown = by_module(visit, modules)
show_table(visit, shown)
offer_files(visit, "satisfaction_by_module", lambda: shown, choices.chosen.codes())

st.subheader(words.say("satisfaction.by_session"), anchor=False)
sessions = by_session(visit, frame_of(visit, sessions_asked, reach, filters, subjects=SESSION_SUBJECTS))
st.caption(
    words.count("satisfaction.latest_most" if len(sessions) == MOST_SESSIONS else "satisfaction.latest", len(sessions))
)
show_table(visit, sessions)
offer_files(visit, "satisfaction_by_session", lambda: sessions, choices.chosen.codes())
