"""Events: the list, a new one, and one of them with its guests, its door, what is printed, and who came."""

import streamlit as st

from db.queries.events import events_listed
from pages.parts.data import frame_of, rows_of
from pages.parts.empty import nothing_yet
from pages.parts.entry import id_in_address
from pages.parts.event_sheet import SUBJECTS, event_sheet
from pages.parts.events import card, make_form
from pages.parts.history import row_link
from pages.parts.visit import enter

visit = enter("event.read")
words = visit.words
st.title(words.say("menu.present.events"), anchor=False)
if opened := id_in_address("event"):
    event_sheet(visit, opened)
    row_link(visit, "event", opened)
else:
    rows = frame_of(visit, events_listed, visit.actor.provinces, subjects=SUBJECTS)
    if not len(rows):
        nothing_yet(visit, "event.none_yet")
    for row in rows_of(rows):
        card(visit, row)
    if visit.actor.may("event.write"):
        with st.expander(words.say("event.new"), icon=":material/add:", expanded=not len(rows)):
            make_form(visit)
