"""Inviting guests of an event: one by one, from a list in a file, from organisations or from institutions."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.records.organisations import KINDS
from db.queries.guest_invitations import WHO, invitations_of_institutions, invitations_of_organisations
from db.queries.guest_sources import organisations_of_phase
from db.queries.places import provinces
from db.queries.reference import institutions
from pages.parts.data import frame_of, fresh
from pages.parts.event_guests import add_form
from pages.parts.event_list_file import from_file
from pages.parts.event_proposal import propose, told
from pages.parts.visit import Visit


def invite_part(visit: Visit, row: Any) -> None:
    """The four ways to invite; what was invited last is told on top."""
    words, number = visit.words, int(row.id)
    if row.closed_at is not None:
        st.info(words.say("problem.event_closed"), icon=":material/lock:")
        return
    if invited := st.session_state.pop(told(number), None):
        st.success(words.count("event.invited_now", invited), icon=":material/check_circle:")
    ways: dict[str, Callable[[Visit, Any], None]] = {
        "file": from_file,
        "organisations": _from_organisations,
        "institutions": _from_institutions,
        "one": lambda visit, row: add_form(visit, int(row.id)),
    }
    names = {code: words.say(f"event.invite_{code}") for code in ways}
    chosen = st.pills(
        words.say("session.choose_action"),
        list(ways),
        default="file",
        format_func=names.__getitem__,
        key="event.invite",
        label_visibility="collapsed",
        required=True,
    )
    ways[str(chosen)](visit, row)


def _from_organisations(visit: Visit, row: Any) -> None:
    words, number = visit.words, int(row.id)
    own = frame_of(visit, provinces, True, subjects=("place",))
    places = {int(one.id): words.label(one, "name") for one in own.itertuples()}
    kinds = {kind: words.say(f"kind.{kind}") for kind in KINDS}
    left, right = st.columns(2)
    with left:
        some = st.multiselect(
            words.say("form.province"), list(places), format_func=places.__getitem__, key="invite.provinces"
        )
    with right:
        kind = st.multiselect(words.say("organisation.kind"), KINDS, format_func=kinds.__getitem__, key="invite.kinds")
    found = frame_of(
        visit,
        organisations_of_phase,
        row.phase_id,
        tuple(sorted(some)),
        tuple(sorted(kind)),
        subjects=("organisation", "place"),
    )
    names = {int(one.id): words.name(one.name_ar, one.name_latin) for one in found.itertuples()}
    st.caption(words.count("event.organisations_found", len(names)))
    every = st.checkbox(words.say("event.all_of_them"), key="invite.all")
    ids = (
        list(names)
        if every
        else st.multiselect(
            words.say("event.choose_organisations"),
            list(names),
            format_func=names.__getitem__,
            key="invite.organisations",
        )
    )
    who = {code: words.say(f"event.who_{code}") for code in WHO}
    chosen = st.pills(
        words.say("event.who"), WHO, default="president", format_func=who.__getitem__, key="invite.who", required=True
    )
    if ids:
        lines = fresh(invitations_of_organisations, number, tuple(ids), str(chosen))
        propose(visit, number, lines, f"event.{number}.organisations")


def _from_institutions(visit: Visit, row: Any) -> None:
    words, number = visit.words, int(row.id)
    rows = frame_of(visit, institutions, True, subjects=("reference",))
    names = {int(one.id): f"{one.acronym} · {words.label(one, 'name')}" for one in rows.itertuples()}
    ids = st.multiselect(
        words.say("event.choose_institutions"), list(names), format_func=names.__getitem__, key="invite.institutions"
    )
    if ids:
        propose(visit, number, fresh(invitations_of_institutions, number, tuple(ids)), f"event.{number}.institutions")
