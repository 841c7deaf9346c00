"""One event: when and where, how many are expected and here, its door, and its parts one at a time."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from db.queries.event_counts import guests_counted
from db.queries.events import event_card
from pages.parts.data import frame_of, fresh
from pages.parts.entry import back
from pages.parts.event_counts import counts_part
from pages.parts.event_guests import guests_part
from pages.parts.event_invitations import invite_part
from pages.parts.event_paper import paper_part
from pages.parts.events import HERE, change_part, details, to_door
from pages.parts.refusals import refusal
from pages.parts.removal import removal_form, tell_removed
from pages.parts.visit import Visit

# What a list of events, and of guests, reads.
SUBJECTS = ("event", "guest", "organisation", "place", "reference", "account")


def event_sheet(visit: Visit, number: int) -> None:
    """Draws the event, and the part of it that is asked for."""
    words = visit.words
    back(visit, HERE, "event.back")
    removal = removal_form(visit, f"event.{number}")
    if tell_removed(visit, removal, "event.removed"):
        return
    try:
        row = fresh(event_card, visit.actor.provinces, number)
    except Problem as problem:
        st.warning(refusal(words, problem), icon=":material/search_off:")
        return
    st.subheader(escaped(words.label(row, "name")), anchor=False)
    st.caption(details(visit, row))
    _numbers(visit, row)
    if row.closed_at is None:
        to_door(visit, number)
    parts: dict[str, Callable[[], None]] = {
        "guests": lambda: guests_part(visit, row),
        "counts": lambda: counts_part(visit, row),
    }
    if visit.actor.may("event.write"):
        parts["invite"] = lambda: invite_part(visit, row)
        parts["paper"] = lambda: paper_part(visit, row)
        parts["change"] = lambda: change_part(visit, removal, number)
    _chosen(visit, parts)


def _chosen(visit: Visit, parts: dict[str, Callable[[], None]]) -> None:
    asked = st.query_params.get("part")
    names = {code: visit.words.say(f"event.part.{code}") for code in parts}
    chosen = st.segmented_control(
        visit.words.say("session.choose_action"),
        list(parts),
        default=asked if asked in parts else "guests",
        format_func=names.__getitem__,
        key="event.part",
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )
    st.query_params["part"] = str(chosen)
    parts[str(chosen)]()


def _numbers(visit: Visit, row: Any) -> None:
    words = visit.words
    invited, came, uninvited = frame_of(visit, guests_counted, int(row.id), subjects=("guest",))
    told = {"number_came": came, "number_invited": invited, "number_uninvited": uninvited}
    told |= {"number_seats": row.seats} if row.seats else {}
    with st.grid(len(told), min_column_width=120, gap="small"):
        for name, value in told.items():
            st.metric(words.say(f"event.{name}"), words.number(value), border=True, height="stretch")
