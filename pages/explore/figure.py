"""One figure: its number, how it is made, over what period and filters, and the rows behind it."""

import streamlit as st

from core.indicators import INDICATORS
from core.indicators.knowledge import NARROWED_BY
from pages.parts.behind import draw_rows
from pages.parts.cross_table import draw_cross_table
from pages.parts.empty import nothing_yet
from pages.parts.entry import back
from pages.parts.figure_page import draw_making, draw_number, standing_of
from pages.parts.filter_pills import pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.freezing import offer_freezing
from pages.parts.targets import draw_targets, targets_of
from pages.parts.visit import enter

visit = enter("figures.read")
words = visit.words
back(visit, "explore/overview.py", "figure.back")
code = st.query_params.get("indicator", "")
if code not in INDICATORS:
    st.title(words.say("menu.explore.figure"), anchor=False)
    st.info(words.say("figure.none"), icon=":material/lightbulb:")
    st.stop()

st.title(words.say(f"indicator.{code}"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("figures.read")
    choices = read_choice(visit, NARROWED_BY[INDICATORS[code].figure])
    if not choices.anything:
        nothing_yet(visit, "explore.overview.empty", "entry/organisations.py")
        return
    pick_all(visit, choices)
    say_choice(visit, choices, offer_freezing)
    stands = standing_of(visit, code, choices)
    left, right = st.columns([1, 2])
    with left:
        draw_number(visit, code, stands)
    with right:
        draw_making(visit, code, choices, stands)
    targets = targets_of(visit, choices, code) if {"phase", "province"} <= set(choices.names) else None
    if targets is not None and len(targets):
        if any(codes and name not in ("phase", "province") for name, codes in choices.chosen.chosen):
            st.caption(words.say("figure.targets_whole"))
        draw_targets(
            visit, choices, targets, ("phase", "province") if targets["phase_id"].nunique() > 1 else ("province",)
        )
    draw_cross_table(visit, code, choices)
    draw_rows(visit, code, choices, stands)


explore()
