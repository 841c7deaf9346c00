"""The institutions side by side with what they were asked, promised and kept; and obstacles that nobody answers."""

import streamlit as st

from db.queries.choices import any_obstacle
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.institutions import late_everywhere, side_by_side, unanswered_by_anybody
from pages.parts.visit import enter

visit = enter("obstacle.read")
st.title(visit.words.say("menu.explore.institutions"), anchor=False)
if not frame_of(visit, any_obstacle, subjects=("obstacle",)):
    nothing_yet(visit, "explore.obstacles.empty", "entry/obstacles.py")
side_by_side(visit)
late_everywhere(visit)
unanswered_by_anybody(visit)
