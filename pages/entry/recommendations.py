"""Recommendations of an event: the list, one of them with what followed and what answers it, and a new one."""

import streamlit as st

from db.queries.recommendations import recommendations_counted
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.entry import id_in_address
from pages.parts.history import row_link
from pages.parts.recommendation_sheet import recommendation_sheet
from pages.parts.recommendations import find, write
from pages.parts.tasks import do_one
from pages.parts.visit import enter

visit = enter("obstacle.read")
words, writes = visit.words, visit.actor.may("recommendation.write")
st.title(words.say("menu.entry.recommendations"), anchor=False)
if opened := id_in_address("recommendation"):
    recommendation_sheet(visit, opened)
    row_link(visit, "recommendation", opened)
elif not frame_of(visit, recommendations_counted, subjects=("recommendation",)):
    nothing_yet(visit, "recommendation.none_yet")
    if writes:
        write(visit)
elif not writes:
    find(visit)
else:
    do_one(visit, "recommendation", {"find": find, "new": write})
