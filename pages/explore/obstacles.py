"""Obstacles: which weigh most, where, for whom and since when; and from any cell the obstacles behind it."""

import streamlit as st

from core.filters import UNKNOWN
from db.queries.choices import any_obstacle
from db.queries.crossings import without_code
from db.queries.figures import OBSTACLES, Asked, obstacle_list
from pages.parts.charts import beside, draw_picture, drawn_of
from pages.parts.data import frame_of, fresh, records_of, rows_of, worked_out
from pages.parts.empty import nothing_yet
from pages.parts.figure_link import figure_link
from pages.parts.figures import counted
from pages.parts.filter_pills import pick, pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.obstacles import crossed_by, draw_list, heading, listed, pick_crossing
from pages.parts.tables import choose_page, offer_files
from pages.parts.visit import enter

visit = enter("obstacle.read")
# With more cards the page is longer than what the compression remembers, and would be sent whole at each click.
CARDS = 16
# No sheet has to do with an obstacle, nor has the sex or the age of anybody.
NAMES = ("phase", "province", "commune", "kind", "sector", "category", "state", "since", "until")
st.title(visit.words.say("menu.explore.obstacles"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit, by = enter("obstacle.read"), crossed_by()
    choices = read_choice(visit, NAMES, unknown=frame_of(visit, without_code, subjects=OBSTACLES))
    pick_all(visit, choices, without=(by,))
    say_choice(visit, choices)
    bars, cells = drawn_of(visit, choices, "obstacles_by_category", f"obstacles_by_category_and_{by}").values()
    with beside():
        with st.container():
            pick(visit, choices, "category")
            draw_picture(visit, bars)
        with st.container():
            pick_crossing(visit, choices)
            draw_picture(visit, cells)
    filters = choices.chosen.filters()
    asked = Asked("obstacles", (), filters)
    told = counted(visit, (asked,))[asked]
    st.subheader(visit.words.say("explore.obstacles.list"), anchor=False)
    st.markdown(heading(visit, told))
    # The page of a figure knows nothing of what has no code.
    if not any(UNKNOWN in codes for _, codes in choices.chosen.chosen):
        figure_link(visit, "voices", choices.chosen)
    st.caption(visit.words.say("explore.obstacles.hint"))
    if number := int(told["obstacles"].iloc[0]):
        before = choose_page(number, key="obstacles.page", rows=CARDS)
        page = frame_of(visit, obstacle_list, filters, before, CARDS, subjects=OBSTACLES)
        table = worked_out(page, f"told.{visit.language}", lambda: listed(visit, choices, page))
        draw_list(visit, records_of(table), rows_of(page))
        offer_files(
            visit,
            "obstacles",
            lambda: listed(visit, choices, fresh(obstacle_list, filters)),
            choices.chosen.codes(),
            choices,
        )


if frame_of(visit, any_obstacle, subjects=("obstacle",)):
    explore()
else:
    nothing_yet(visit, "explore.obstacles.empty", "entry/obstacles.py")
