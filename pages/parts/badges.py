"""Badges of a group or of a session's list, given as a PDF to whoever may read the names on them."""

import uuid
from typing import Any, Literal

import pandas as pd
import streamlit as st

from core.access import Actor
from core.records import validated
from core.records.exports import ExportRecord
from core.reports.badges import Badge, badges
from db.commands.exports import enter_export
from db.commands.ledger import perform
from db.engine import reading
from db.queries.badges import wearers_of_group, wearers_of_session
from pages.parts.exports import file_button
from pages.parts.paper_sheet import own_address
from pages.parts.visit import Visit
from pages.public.addresses import badge_address

_WEARERS = {"group": wearers_of_group, "session": wearers_of_session}


def session_badges(visit: Visit, row: Any) -> None:
    """The badges of a session's list; before anybody stands on it, those of the group it is planned for."""
    if row.expected:
        _draw(visit, "session", int(row.id), visit.words.say("badge.download"))
    elif row.group_label:
        _draw(visit, "group", int(row.group_id), visit.words.say("badge.download"))


def group_badges(visit: Visit, groups: pd.DataFrame) -> None:
    """The badges of one of the groups that have people, chosen by name."""
    words = visit.words
    peopled = groups[groups["enrolled"] > 0]
    names: dict[int, str] = dict(zip(peopled["id"].tolist(), peopled["label"].tolist(), strict=True))
    if not names:
        return
    with st.expander(words.say("badge.section"), icon=":material/badge:"):
        chosen = st.selectbox(
            words.say("certificate.choose"), list(names), format_func=names.__getitem__, key="badges.group"
        )
        _draw(visit, "group", chosen, words.show("badge.download_of", group=names[chosen]))


def _draw(visit: Visit, kind: Literal["group", "session"], number: int, label: str) -> None:
    # Asked while the page runs: the file is made outside of it.
    own = own_address()

    def give(actor: Actor) -> bytes:
        with reading() as session:
            found = _WEARERS[kind](session, actor.provinces, number)
        said = {"what": "badges", "form": "pdf", "rows": len(found.people), "filters": {kind: str(number)}}
        perform(enter_export, actor, uuid.uuid4().hex, validated(ExportRecord, said))
        people = [Badge(f"{own}{badge_address(one.person_id)}", *one[1:]) for one in found.people]
        return badges(people, found.left_out)

    if visit.actor.may("person.read"):
        st.caption(visit.words.say("badge.download_help"))
        key = f"badges.{kind}.{number}"
        file_button(visit, label, "person.read", give, f"badges-{kind}-{number}.pdf", "application/pdf", key=key)
