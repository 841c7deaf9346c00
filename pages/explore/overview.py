"""The overview: what changed since the last visit, and how far the programme is, each part narrowing the others."""

import streamlit as st

from pages.parts.charts import draw_pictures, overview_of
from pages.parts.empty import nothing_yet
from pages.parts.figures import draw_figures
from pages.parts.filter_pills import pick, pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.freezing import offer_freezing
from pages.parts.last_visit import say_changes
from pages.parts.province_page import open_chosen
from pages.parts.visit import enter

visit = enter("figures.read")
SHOWN = (
    *("provinces_map", "attendance_by_month", "obstacles_by_category", "obstacles_by_category_and_province"),
    *("people_by_province", "people_by_module"),
)
st.title(visit.words.say("menu.explore.overview"), anchor=False)
every = read_choice(visit, ())
if every.anything:
    say_changes(visit, every.chosen)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("figures.read")
    choices = read_choice(visit)
    if not choices.anything:
        nothing_yet(visit, "explore.overview.empty", "entry/organisations.py")
        return
    pick_all(visit, choices)
    say_choice(visit, choices, offer_freezing)
    open_chosen(visit, choices)
    numbers, shown = overview_of(visit, choices, *SHOWN)
    draw_figures(visit, choices, numbers)
    draw_pictures(visit, shown["provinces_map"], shown["attendance_by_month"])
    pick(visit, choices, "category")
    draw_pictures(visit, shown["obstacles_by_category"], shown["obstacles_by_category_and_province"])
    draw_pictures(visit, shown["people_by_province"], shown["people_by_module"])


explore()
