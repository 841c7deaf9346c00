"""Provinces side by side: reach, communes, organisations, attendance and obstacles; one chosen province by itself."""

import streamlit as st

from db.queries.figures import TRAINING
from db.queries.provinces import people_of_several
from pages.parts.charts import draw_pictures, overview_of
from pages.parts.data import frame_of, made_of
from pages.parts.empty import nothing_yet
from pages.parts.figures import draw_figures
from pages.parts.filter_pills import pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.provinces import COMPARED, compared
from pages.parts.tables import offer_files, show_table
from pages.parts.visit import enter

visit = enter("figures.whole")
SHOWN = ("people_by_province", "reach_by_province", "communes_by_province", "obstacles_by_category_and_province")
NAMES = ("phase", "province", "commune", "kind", "sector", "sex", "age", "since", "until", "verified")
st.title(visit.words.say("menu.explore.provinces"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("figures.whole")
    words, choices = visit.words, read_choice(visit, NAMES)
    if not choices.anything:
        nothing_yet(visit, "explore.overview.empty", "entry/organisations.py")
        return
    pick_all(visit, choices)
    say_choice(visit, choices)
    filters = choices.chosen.filters()
    numbers, shown = overview_of(visit, choices, *SHOWN)
    if len(choices.chosen.several("province")) == 1:
        draw_figures(numbers)
    asked = (filters, visit.language)
    table = made_of(visit, "provinces", *asked, make=lambda: compared(visit, filters), subjects=COMPARED)
    several, people, rows = frame_of(visit, people_of_several, filters, subjects=TRAINING)
    show_table(visit, table)
    st.markdown(words.count("provinces.overlap", several, people=people, rows=rows))
    st.caption(words.say("provinces.reach"))
    st.caption(words.say("provinces.communes"))
    offer_files(visit, "provinces", lambda: table, choices.chosen.codes(), choices)
    draw_pictures(visit, shown[SHOWN[0]], shown[SHOWN[1]])
    draw_pictures(visit, shown[SHOWN[2]], shown[SHOWN[3]])


explore()
