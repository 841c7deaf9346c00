"""Obstacles on their way to an answer: as a board of columns, or as a list that is narrowed by everything."""

import streamlit as st

from db.queries.choices import any_obstacle
from pages.parts.board import draw_board
from pages.parts.board_filters import pick_narrowed
from pages.parts.board_list import draw_list
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.narrowing import pick
from pages.parts.visit import enter

visit = enter("obstacle.read")
words = visit.words
VIEWS = {name: words.say(f"board.view.{name}") for name in ("board", "list")}
st.title(words.say("menu.explore.board"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("obstacle.read")
    (view,) = pick(visit, "board", "view", VIEWS, first="board")
    narrowed = pick_narrowed(visit, whole=view == "list")
    if view == "board":
        draw_board(visit, narrowed)
    else:
        draw_list(visit, narrowed)


if frame_of(visit, any_obstacle, subjects=("obstacle",)):
    explore()
else:
    nothing_yet(visit, "explore.obstacles.empty", "entry/obstacles.py")
