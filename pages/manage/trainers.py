"""Trainers: the list, a new one, one of them with hours by year, the yearly statement, and whose hours are missing."""

import streamlit as st

from db.queries.trainers import trainers_counted
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.entry import id_in_address
from pages.parts.history import row_link
from pages.parts.tasks import do_one
from pages.parts.trainer_hours_missing import missing
from pages.parts.trainer_sheet import trainer_sheet
from pages.parts.trainers import find, register, statement
from pages.parts.visit import enter

visit = enter("session.write")
words = visit.words
st.title(words.say("menu.manage.trainers"), anchor=False)
if opened := id_in_address("trainer"):
    trainer_sheet(visit, opened)
    row_link(visit, "trainer", opened)
elif not frame_of(visit, trainers_counted, subjects=("trainer",)):
    nothing_yet(visit, "trainer.none_yet")
    register(visit)
else:
    do_one(visit, "trainer", {"find": find, "new": register, "statement": statement, "missing": missing})
