"""The record of an event as files to take away, read at the press."""

from importlib import import_module

import streamlit as st

from core.i18n import NATIVE_NAMES
from core.reports.event_told import EDITIONS, FORMS, EventTold
from db.engine import reading
from db.models.base import now
from db.queries.event_told import event_told
from pages.parts.exports import export_button
from pages.parts.visit import Visit


def record_buttons(visit: Visit, event_id: int) -> None:
    """Draws the choice of language and a button for each form of the record."""
    words, reach = visit.words, visit.actor.provinces
    names = {edition: words.listing([NATIVE_NAMES[one] for one in edition.split("-")]) for edition in EDITIONS}
    edition = st.pills(
        words.say("event_record.edition"),
        EDITIONS,
        default=visit.language,
        format_func=names.__getitem__,
        key=f"event_record.{event_id}.edition",
        required=True,
    )

    def told() -> EventTold:
        with reading() as session:
            return event_told(session, reach, event_id, now())

    def button(form: str) -> None:
        export_button(
            visit,
            words.say("event_record.take", form=form.upper()),
            "event_record",
            form,
            told,
            # What sets documents is imported by the first one that is asked for, and not by every look backstage.
            lambda found: import_module("core.reports.event_record").event_record(found, str(edition), form),
            f"event-{event_id}-{edition}.{form}",
            {"event": str(event_id), "edition": str(edition)},
            key=f"event_record.{event_id}.{form}",
        )

    with st.container(horizontal=True):
        for form in FORMS:
            button(form)
