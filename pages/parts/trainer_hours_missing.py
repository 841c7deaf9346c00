"""Sessions whose trainers' hours are missing: by province, each a way to the form where they are said."""

from typing import Any

import streamlit as st

from db.queries.hours_missing import hours_missing, hours_missing_by_province
from pages.menu import link
from pages.parts.data import frame_of, fresh
from pages.parts.filters import choose
from pages.parts.lists_taken import MOST_TAKEN, sessions_taken
from pages.parts.sittings import card
from pages.parts.tables import offer_menu
from pages.parts.visit import Visit

SUBJECTS = ("session", "attendance", "programme", "group", "reference", "place", "trainer")
_MOST = 50
_KEY = "hours_missing.province"


def missing(visit: Visit) -> None:
    """The sessions, narrowed by province; the choice stands in the address."""
    words, reach = visit.words, visit.actor.provinces
    counts = frame_of(visit, hours_missing_by_province, reach, subjects=SUBJECTS)
    if counts.empty:
        st.success(words.say("hours_missing.none"), icon=":material/check_circle:")
        return
    names = {
        str(row.province_id): f"{words.label(row, 'province')} ({words.number(int(row.sessions))})"
        for row in counts.itertuples()
    }
    asked = st.query_params.get("province")
    st.session_state[_KEY] = asked if asked in names else None
    st.pills(
        words.say("hours_missing.province"),
        list(names),
        format_func=names.__getitem__,
        key=_KEY,
        on_change=lambda: choose({"task": "missing", "province": st.session_state[_KEY]}),
    )
    province = st.session_state[_KEY]
    found = frame_of(visit, hours_missing, reach, int(province) if province else None, _MOST, subjects=SUBJECTS)
    st.caption(words.count("hours_missing.oldest" if len(found) == _MOST else "hours_missing.found", len(found)))
    st.caption(words.say("hours_missing.help"))
    every = (reach, int(province) if province else None, MOST_TAKEN)
    filters = {"province": str(province)} if province else {}
    offer_menu(visit, "hours_missing", lambda: sessions_taken(visit, fresh(hours_missing, *every)), filters)
    for row in found.itertuples():
        card(visit, row, about=_about)


def _about(visit: Visit, row: Any) -> None:
    words = visit.words
    told = words.count("hours_missing.silent", int(row.silent)) if row.trainers else words.say("hours_missing.nobody")
    st.markdown(f":material/hourglass_empty: :orange[**{told}**]")
    icon, label = ":material/co_present:", words.say("hours_missing.to_form")
    link(visit, "entry/attendance.py", label, icon=icon, session=int(row.id))
