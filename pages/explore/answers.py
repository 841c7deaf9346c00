"""Answers: how far obstacles come and where they stop, what institutions promise and keep, and how long it takes."""

import streamlit as st

from db.queries.choices import any_obstacle
from db.queries.figures import OBSTACLES
from pages.parts.answers_page import answered, figures_of_answers
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.filter_pills import pick, pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.visit import enter

visit = enter("figures.whole")
NAMES = ("phase", "province", "commune", "kind", "sector", "category", "since", "until")
st.title(visit.words.say("menu.explore.answers"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("figures.whole")
    choices = read_choice(visit, NAMES)
    pick_all(visit, choices)
    pick(visit, choices, "category")
    say_choice(visit, choices)
    figures_of_answers(visit, choices)
    answered(visit, choices)


if frame_of(visit, any_obstacle, subjects=OBSTACLES):
    explore()
else:
    nothing_yet(visit, "explore.obstacles.empty", "entry/obstacles.py")
