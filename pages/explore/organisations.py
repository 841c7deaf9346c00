"""Organisations: searched, narrowed, taken away as a file, each opened as a profile."""

from dataclasses import replace

import streamlit as st

from db.queries.organisation_list import organisation_list, organisations_matching
from db.queries.organisations import organisations_counted
from pages.parts.data import frame_of, fresh
from pages.parts.empty import nothing_yet
from pages.parts.filter_pills import pick_all, say_choice, search
from pages.parts.filters import read_choice
from pages.parts.organisations import draw_list, exported
from pages.parts.tables import PAGE_ROWS, choose_page, offer_files
from pages.parts.visit import enter

visit = enter("organisation.read")
words, reach = visit.words, visit.actor.provinces
SUBJECTS = ("attendance", "organisation", "person", "place", "reference", "session")
NAMES = ("phase", "province", "commune", "kind", "sector", "since", "until", "verified")

st.title(words.say("menu.explore.organisations"), anchor=False)
if not frame_of(visit, organisations_counted, reach, subjects=("organisation",)):
    nothing_yet(visit, "explore.organisations.empty", "entry/organisations.py")
    st.stop()

choices = read_choice(visit, NAMES)
text = search(visit)
pick_all(visit, choices)
say_choice(visit, choices)

# The list keeps to the reader's provinces by itself, and shows organisations without a place to everybody.
asked = (reach, replace(choices.chosen, reach=None).filters(), text)
number = frame_of(visit, organisations_matching, *asked, subjects=SUBJECTS)
st.subheader(words.count("explore.organisations.found", number), anchor=False)
if number:
    before = choose_page(number, key="organisations.page")
    kept = choices.chosen.codes(*(name for name in NAMES if name != "verified"))
    draw_list(visit, frame_of(visit, organisation_list, *asked, PAGE_ROWS, before, subjects=SUBJECTS), kept)
    contact = visit.actor.may("person.read")
    # That a text was searched for is entered with the file; the text may be somebody's name.
    narrowed = choices.chosen.codes() | ({"text": "1"} if text else {})
    offer_files(
        visit,
        "organisations",
        lambda: exported(visit, fresh(organisation_list, *asked, None, 0, contact), choices.chosen.sheets),
        narrowed,
        choices,
    )
