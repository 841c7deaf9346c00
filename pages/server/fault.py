"""The one boundary for what nobody foresaw: an id for the visitor, the whole story in the log."""

import logging
import secrets

import streamlit as st

from pages.parts.language import words_of_visit

_log = logging.getLogger("cooper")


def on_script_error(error: Exception) -> bool:
    """Logs the fault under an id and shows only the id."""
    fault = secrets.token_hex(4).upper()
    _log.error("fault %s", fault, exc_info=error)
    st.error(words_of_visit().show("problem.fault", id=fault))
    return True
