"""One person: how the person stands with consent, organisations, groups, what is missing, and everything by day."""

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from db.queries.people import person_values
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.entry import back, standing_in_address, ways
from pages.parts.person_page import SUBJECTS, certificates, groups, organisations, timeline
from pages.parts.privacy_person import standing
from pages.parts.refusals import refusal
from pages.parts.visit import enter

visit = enter("person.read")
words = visit.words
back(visit, "entry/participants.py", "person.back")
opened = standing_in_address("person")
if opened is None:
    st.info(words.say("person_page.none"), icon=":material/lightbulb:")
    st.stop()
try:
    person = frame_of(visit, person_values, visit.actor.provinces, opened, subjects=SUBJECTS)
except Problem as problem:
    st.warning(refusal(words, problem), icon=":material/search_off:")
    st.stop()

st.title(escaped(words.person(person["name_ar"], person["name_latin"])), anchor=False)
with st.container(border=True):
    standing(visit, person)
organisations(visit, opened)
groups(visit, opened)
certificates(visit, opened)
timeline(visit, opened, person)
with ways("next"):
    link(visit, "entry/participants.py", words.say("privacy.to_correct"), icon=":material/edit:", person=opened)
    link(visit, "manage/person_file.py", words.say("privacy.to_file"), person=opened)
