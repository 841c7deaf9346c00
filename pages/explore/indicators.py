"""The catalogue of indicators: what each one means, its value now, and how far every target is reached."""

import streamlit as st

from pages.parts.catalogue import draw_catalogue, standings_of
from pages.parts.empty import nothing_yet
from pages.parts.filter_pills import pick_all, say_choice
from pages.parts.filters import read_choice
from pages.parts.targets import draw_table, draw_targets, foremost_targets, targets_of
from pages.parts.visit import enter

visit = enter("figures.read")
# Targets are set for a phase and a province; what narrows further would be held against no target.
NAMES = ("phase", "province")
st.title(visit.words.say("menu.explore.indicators"), anchor=False)


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("figures.read")
    words, choices = visit.words, read_choice(visit, NAMES)
    if not choices.anything:
        nothing_yet(visit, "explore.overview.empty", "entry/organisations.py")
        return
    pick_all(visit, choices)
    say_choice(visit, choices)
    st.caption(words.say("catalogue.told_apart"))
    targets = targets_of(visit, choices)
    shown, by = foremost_targets(targets)
    if len(shown):
        draw_targets(visit, choices, shown, by)
    else:
        st.info(words.say("catalogue.no_targets"), icon=":material/flag:")
    draw_catalogue(visit, choices, standings_of(visit, choices), shown)
    if len(targets):
        st.subheader(words.say("catalogue.targets"), anchor=False)
        draw_table(visit, choices, targets)


explore()
