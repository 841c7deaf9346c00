"""The overview: how far the programme is, by province, module, month and obstacle, each part narrowing the others."""

import streamlit as st

from db.queries.choices import anything
from db.queries.figures import SUBJECTS
from pages.parts.charts import draw_pictures
from pages.parts.data import frame_of, made_of
from pages.parts.empty import nothing_yet
from pages.parts.figures import draw_figures, figures
from pages.parts.filters import pick, read_choice, say_choice
from pages.parts.visit import enter

visit = enter("figures.read")
st.title(visit.words.say("menu.explore.overview"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("figures.read")
    choices = read_choice(visit)
    with st.container(horizontal=True, gap="medium"):
        for name in ("phase", "province", "kind"):
            pick(visit, choices, name)
    say_choice(visit, choices)
    draw_figures(made_of(visit, figures, choices.chosen.filters(), visit.language, subjects=SUBJECTS))
    draw_pictures(visit, choices, "provinces_map", "attendance_by_month")
    pick(visit, choices, "category")
    draw_pictures(visit, choices, "obstacles_by_category", "obstacles_by_category_and_province")
    draw_pictures(visit, choices, "people_by_province", "people_by_module")


if frame_of(visit, anything, subjects=SUBJECTS):
    explore()
else:
    nothing_yet(visit, "explore.overview.empty", "entry/organisations.py")
