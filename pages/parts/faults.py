"""A database that fails while a page is read: its sentence in place of the page, which comes back by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.i18n import Words
from core.problems import Problem
from db.faults import FAULTS
from db.health import database_reads
from pages.parts.refusals import refusal

_SECONDS = 3
_FAILED = "database_failed"


@contextmanager
def faults_told(words: Words) -> Iterator[None]:
    """Ends the run with the sentence of a database that fails in it; everything else passes."""
    try:
        yield
    except Problem as problem:
        if problem.code not in FAULTS:
            raise
        tell_fault(words, problem)
        # Streamlit keeps what was typed when a run is stopped.
        st.stop()
    st.session_state.pop(_FAILED, None)


def tell_fault(words: Words, problem: Problem) -> None:
    """Says the refusal and looks every few seconds whether the page can be drawn again."""
    st.session_state[_FAILED] = True
    st.error(refusal(words, problem), icon=":material/database_off:")
    drawn: list[bool] = []

    def look_again() -> None:
        # The first time is in the run that has just failed.
        if drawn and database_reads():
            st.rerun()
        drawn.append(True)

    # It shows nothing, to nobody in particular: without the database nobody is known.
    st.fragment(look_again, run_every=_SECONDS)()


def keep_typed(key: str) -> None:
    """Has the browser show again what was typed in this widget before the page was away.

    The session still knows it, the browser has forgotten it with the fields it no longer showed.
    """
    if st.session_state.get(_FAILED) and key in st.session_state:
        st.session_state[key] = st.session_state[key]
