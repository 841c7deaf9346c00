"""Parts of a page that are drawn once somebody opens them, so that a page with many of them is there at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

# The parts of pages, by the name under which each is open or not.
FOLDS = (
    *("sheet", "workbook", "walk_in", "pages", "expecting", "mark", "closing"),
    *("satisfaction", "quiz", "trainers", "choosing", "members"),
    # Today.
    "absent",
    # Backstage.
    *("scenes", "links", "decided", "phones", "recommending", "committing"),
    *("confirming", "promising", "taking_back", "dropping", "merging_obstacle"),
)


def fold_key(name: str) -> str:
    """Where the session holds whether the part of this name of FOLDS is open."""
    return f"fold.{name}"


@contextmanager
def fold(name: str, label: str, icon: str) -> Iterator[bool]:
    """A part of FOLDS: its line is always there; what is in it is drawn by the caller where this says that it is open.

    Once it was open it goes on being drawn, so that what was typed there is back when it is opened again.
    """
    part = st.expander(label, icon=icon, key=fold_key(FOLDS[FOLDS.index(name)]), on_change="rerun")
    drawn = f"{fold_key(name)}.drawn"
    st.session_state[drawn] = bool(part.open) or st.session_state.get(drawn, False)
    with part:
        yield st.session_state[drawn]
