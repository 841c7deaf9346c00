"""Events whose guests are named for longer than the setting says, each with the way to where they are anonymised."""

from datetime import date
from typing import Any

import streamlit as st

from core.i18n import escaped
from db.queries.privacy_retention import guests_kept_too_long
from pages.menu import link
from pages.parts.data import fresh
from pages.parts.visit import Visit


def guests_named_too_long(visit: Visit, since: date) -> None:
    """Draws a line for each event before the day; nothing where there is none."""
    words = visit.words
    events: list[Any] = list(fresh(guests_kept_too_long, since).itertuples())
    if not events:
        return
    st.subheader(words.count("retention.guests_would_be", sum(int(row.guests) for row in events)), anchor=False)
    for row in events:
        told = f"{words.day(row.held_on)} · {words.number(int(row.guests))}"
        link(visit, "present/events.py", escaped(told), event=int(row.id))
