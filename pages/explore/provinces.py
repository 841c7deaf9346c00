"""Provinces side by side: reach, communes, organisations, attendance and obstacles, with the way to each one's page."""

import streamlit as st

from pages.parts.charts import draw_pictures, drawn_of
from pages.parts.empty import nothing_yet
from pages.parts.filter_pills import pick, pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.provinces import as_text, choose_order, compared, open_each, say_overlap
from pages.parts.tables import offer_files, show_table
from pages.parts.visit import enter

visit = enter("figures.whole")
SHOWN = ("people_by_province", "reach_by_province", "communes_by_province", "obstacles_by_category_and_province")
st.title(visit.words.say("menu.explore.provinces"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("figures.whole")
    words, choices = visit.words, read_choice(visit)
    if not choices.anything:
        nothing_yet(visit, "explore.overview.empty", "entry/organisations.py")
        return
    pick_all(visit, choices)
    say_choice(visit, choices)
    filters = choices.chosen.filters()
    shown = drawn_of(visit, choices, *SHOWN)
    choose_order(visit)
    found = compared(visit, filters)
    table, parts = as_text(visit, found)
    for part in parts:
        show_table(visit, part)
    open_each(visit, found, choices)
    say_overlap(visit, filters)
    st.caption(words.say("provinces.reach"))
    st.caption(words.say("provinces.communes"))
    offer_files(visit, "provinces", lambda: table, choices.chosen.codes(), choices)
    draw_pictures(visit, shown[SHOWN[0]], shown[SHOWN[1]])
    pick(visit, choices, "category")
    draw_pictures(visit, shown[SHOWN[2]], shown[SHOWN[3]])


explore()
