"""A visit to an organisation: what was seen and said, what is confirmed and what is raised there, at one place."""

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from db.queries.organisations import organisation_values
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.entry import id_in_address, standing_in_address
from pages.parts.refusals import refusal
from pages.parts.visit import enter
from pages.parts.visit_form import correct_visit, visit_form

visit = enter("obstacle.write")
words = visit.words
opened, corrected = standing_in_address("organisation"), id_in_address("correct")
if opened is None:
    st.title(words.say("menu.entry.visit"), anchor=False)
    st.info(words.say("visit.whose"), icon=":material/lightbulb:")
    link(visit, "explore/organisations.py", words.say("menu.explore.organisations"))
    st.stop()
arrow = "arrow_forward" if words.direction == "rtl" else "arrow_back"
link(visit, "explore/organisation.py", words.say("visit.back"), icon=f":material/{arrow}:", organisation=opened)
try:
    own = frame_of(visit, organisation_values, visit.actor.provinces, opened, subjects=("organisation",))
    st.title(words.say("menu.entry.visit"), anchor=False)
    st.markdown(f"**{escaped(words.name(own['name_ar'], own['name_latin']))}**")
    if corrected is None:
        visit_form(visit, opened)
    else:
        correct_visit(visit, opened, corrected)
except Problem as problem:
    st.warning(refusal(words, problem), icon=":material/search_off:")
