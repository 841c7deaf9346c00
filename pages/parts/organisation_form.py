"""The fields of an organisation, few first and the rest folded, and the records they make."""

from typing import Any

import streamlit as st

from core.records import validated_each
from core.records.organisations import (
    KINDS,
    PARTICIPATION_STATES,
    FiguresRecord,
    OrganisationRecord,
    ParticipationRecord,
)
from db.queries.doubles import Doubles, organisation_doubles
from db.queries.reference import phases, sectors
from pages.parts.data import frame_of
from pages.parts.forms import Form
from pages.parts.visit import Visit

_COUNTS = ("members", "women", "youth", "disabled")
_MORE = ("sector_id", "branch", "founded_on", "douar", "longitude", "latitude", "contact_name", "mail", "note")


def organisation_fields(form: Form) -> None:
    """The fields that a new and an existing organisation share."""
    words = form.visit.words
    form.pills("kind", KINDS, label=lambda kind: words.say(f"kind.{kind}"), default=KINDS[0])
    form.text("name_ar")
    form.text("name_latin")
    form.place("commune_id")
    form.text("phone")
    identity = ("court", "registration_number", "ice")
    with st.expander(words.say("organisation.identity"), expanded=form.refused_in(*identity)):
        form.text("court")
        form.text("registration_number")
        form.text("ice", help_key="organisation.ice_help")
    with st.expander(words.say("organisation.more"), expanded=form.refused_in(*_MORE)):
        rows = frame_of(form.visit, sectors, True, subjects=("reference",))
        names = {int(row.id): words.label(row) for row in rows.itertuples()}
        form.choice("sector_id", list(names), label=names.__getitem__)
        form.text("branch")
        form.day("founded_on")
        form.text("douar")
        form.text("contact_name")
        form.text("mail")
        for field in ("latitude", "longitude"):
            form.number(field, whole=False, help_key=f"organisation.{field}_help", format="%.5f", step=0.001)
        form.area("note")


def first_declaration(form: Form) -> None:
    """The figures and the phase that a new organisation may come with."""
    words, visit = form.visit.words, form.visit
    with st.expander(words.say("organisation.people"), expanded=form.refused_in(*_COUNTS, "as_of")):
        for field in _COUNTS:
            form.number(field, min_value=0)
        form.day("as_of")
    with st.expander(words.say("organisation.part"), expanded=form.refused_in("phase_id", "state")):
        names = phase_names(visit)
        if not names:
            st.caption(words.say("organisation.no_phase"))
            return
        form.choice("phase_id", list(names), label=names.__getitem__)
        form.pills("state", PARTICIPATION_STATES, label=lambda code: words.say(f"participation_state.{code}"))


def start_of_new(visit: Visit) -> dict[str, Any]:
    """What a new organisation's form begins with: today's figures, and the phase that runs today."""
    rows = frame_of(visit, phases, subjects=("programme",))
    running = [int(row.id) for row in rows.itertuples() if row.starts_on <= visit.today <= row.ends_on]
    return {"as_of": visit.today, "phase_id": running[0] if running else None, "state": "enrolled"}


def new_records(values: dict[str, Any]) -> tuple[Any, ...]:
    """The organisation, and its figures and participation where something of them was typed; Problem of them all."""
    figures = FiguresRecord if any(values.get(field) is not None for field in _COUNTS) else None
    participation = ParticipationRecord if values.get("phase_id") and values.get("state") else None
    return validated_each(values, OrganisationRecord, figures, participation)


def doubles_of(form: Form) -> Doubles:
    """Organisations like the one typed so far."""
    typed = form.values
    wanted = ("name_ar", "name_latin", "phone", "court", "registration_number", "ice", "commune_id")
    reach = form.visit.actor.provinces
    found: Doubles = frame_of(
        form.visit, organisation_doubles, reach, *(typed[field] for field in wanted), subjects=("organisation",)
    )
    return found


def phase_names(visit: Visit) -> dict[int, str]:
    """The phases there are, by id, in the reader's words."""
    rows = frame_of(visit, phases, subjects=("programme",))
    return {int(row.id): visit.words.label(row, "name") for row in rows.itertuples()}
