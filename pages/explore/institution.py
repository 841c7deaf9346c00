"""One institution: what it was asked, what it promised and kept, its people and their links, and a letter to it."""

import streamlit as st

from core.i18n import escaped
from pages.parts.entry import back, id_in_address
from pages.parts.history import row_link
from pages.parts.institution_letter import offer_letter
from pages.parts.institution_merging import merging_part
from pages.parts.institution_page import asked, named, numbers, promised
from pages.parts.institution_people import people_part
from pages.parts.visit import enter

visit = enter("obstacle.read")
words = visit.words
back(visit, "explore/institutions.py", "institution_page.back")
opened = id_in_address("institution")
institution = None if opened is None else named(visit, opened)
if institution is None:
    if opened is None:
        st.info(words.say("institution_page.choose"), icon=":material/lightbulb:")
    st.stop()

number = int(institution["id"])
st.title(escaped(institution["acronym"]), anchor=False)
st.markdown(escaped(institution[f"name_{visit.language}"]))
if institution[f"mission_{visit.language}"]:
    st.caption(escaped(institution[f"mission_{visit.language}"]))
numbers(visit, number)
offer_letter(visit, institution)
promised(visit, number)
asked(visit, number)
people_part(visit, number)
merging_part(visit, institution)
row_link(visit, "institution", number)
