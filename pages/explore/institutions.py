"""The institutions side by side with what they were asked, promised and kept; and obstacles that nobody answers."""

import streamlit as st

from pages.parts.institutions import late_everywhere, side_by_side, unanswered_by_anybody
from pages.parts.visit import enter

visit = enter("obstacle.read")
st.title(visit.words.say("menu.explore.institutions"), anchor=False)
side_by_side(visit)
late_everywhere(visit)
unanswered_by_anybody(visit)
