"""Obstacles: which weigh most, where, and the list of them in the words of those who raised them."""

import streamlit as st

from db.queries.choices import any_obstacle
from db.queries.figures import OBSTACLES, obstacle_list
from pages.parts.charts import draw_pictures, drawn_of
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.filter_pills import pick, pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.obstacles import draw_list, listed
from pages.parts.tables import PAGE_ROWS, choose_page, offer_files
from pages.parts.visit import enter

visit = enter("obstacle.read")
# No sheet has to do with an obstacle, nor has the sex or the age of anybody.
NAMES = ("phase", "province", "commune", "kind", "sector", "category", "since", "until")
st.title(visit.words.say("menu.explore.obstacles"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("obstacle.read")
    choices = read_choice(visit, NAMES)
    pick_all(visit, choices)
    pick(visit, choices, "category")
    say_choice(visit, choices)
    shown = drawn_of(visit, choices, "obstacles_by_category", "obstacles_by_category_and_province")
    draw_pictures(visit, *shown.values())
    rows = frame_of(visit, obstacle_list, choices.chosen.filters(), subjects=OBSTACLES)
    st.subheader(visit.words.say("explore.obstacles.list"), anchor=False)
    st.caption(visit.words.count("explore.obstacles.found", len(rows)))
    if len(rows):
        table = listed(visit, choices, rows)
        before = choose_page(len(table), key="obstacles.page")
        draw_list(visit, table.iloc[before : before + PAGE_ROWS])
        offer_files(visit, "obstacles", lambda: table, choices.chosen.codes(), choices)


if frame_of(visit, any_obstacle, subjects=("obstacle",)):
    explore()
else:
    nothing_yet(visit, "explore.obstacles.empty", "entry/obstacles.py")
