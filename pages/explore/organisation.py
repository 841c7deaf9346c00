"""The profile of one organisation: everything known of it that this reader may see."""

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from db.queries.profiles import organisation_profile
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.entry import standing_in_address
from pages.parts.filter_pills import pick, say_sheets
from pages.parts.filters import read_choice
from pages.parts.history import row_link
from pages.parts.organisation_page import offer_page
from pages.parts.person_page import members
from pages.parts.profile import PARTS, SUBJECTS, contact, figures, identity, part
from pages.parts.refusals import refusal
from pages.parts.visit import enter
from pages.parts.visits import links_part, visits_part

visit = enter("organisation.read")
words = visit.words
back = "arrow_forward" if words.direction == "rtl" else "arrow_back"
link(visit, "explore/organisations.py", words.say("explore.profile.back"), icon=f":material/{back}:")
opened = standing_in_address("organisation")
if opened is None:
    st.info(words.say("explore.organisation.none"), icon=":material/lightbulb:")
    st.stop()

may_read_persons = visit.actor.may("person.read")
try:
    choices = read_choice(visit, ("verified",))
    verified = bool(choices.chosen.several("verified"))
    asked = (visit.actor.provinces, opened, may_read_persons, verified)
    row = frame_of(visit, organisation_profile, *asked, subjects=SUBJECTS)
except Problem as problem:
    st.error(refusal(words, problem), icon=":material/error:")
    st.stop()

called = words.name(row["name_ar"], row["name_latin"])
st.title(escaped(called), anchor=False)
pick(visit, choices, "verified")
say_sheets(visit, choices)
offer_page(visit, row, verified)
left, right = st.columns(2)
with left.container(border=True, height="stretch"):
    identity(visit, row)
with right.container(border=True, height="stretch"):
    figures(visit, row)
    if may_read_persons:
        contact(visit, row)
    else:
        st.caption(words.say("explore.profile.hidden"))
for name in PARTS:
    if name != "people" or may_read_persons:
        part(visit, name, opened, *((verified,) if name == "sessions" else ()), of=called)
if may_read_persons:
    if verified:
        # They are there to warn in time, long before a sheet is verified.
        st.caption(words.say("explore.sheets.lights"))
    members(visit, opened, called)
visits_part(visit, opened)
links_part(visit, opened)
link(visit, "entry/organisations.py", words.say("explore.profile.change"), organisation=opened)
row_link(visit, "organisation", opened)
