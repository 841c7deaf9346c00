"""Correcting one organisation: its fields, a new declaration of figures, its part in a phase, taking it away."""

from typing import Any

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from core.records import validated
from core.records.organisations import PARTICIPATION_STATES, FiguresRecord, OrganisationRecord, ParticipationRecord
from db.commands.ledger import Saved, perform
from db.commands.organisations import change_organisation, declare_figures, remove_organisation, set_participation
from db.queries.organisations import figures_of, organisation_values, participations_of
from pages.menu import link
from pages.parts.bin import can_be_back
from pages.parts.data import fresh
from pages.parts.entry import back, ways
from pages.parts.forms import Form
from pages.parts.organisation_form import organisation_fields
from pages.parts.refusals import refusal
from pages.parts.visit import Visit


def organisation_sheet(visit: Visit, organisation_id: int) -> None:
    """Draws everything that can be corrected of one organisation."""
    words = visit.words
    back(visit, "entry/organisations.py", "organisation.back")

    removal = Form(visit, "removal", {}, organisation_id)
    if removal.saved:
        st.info(words.say("organisation.removed", row=str(organisation_id)), icon=":material/delete:")
        can_be_back(visit)
        return

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(organisation_values, visit.actor.provinces, organisation_id)
        return found

    try:
        start = current()
    except Problem as problem:
        st.warning(refusal(words, problem), icon=":material/search_off:")
        return
    name = words.name(start["name_ar"], start["name_latin"])
    st.subheader(words.show("organisation.to_change", name=name))
    form = Form(visit, "organisation", start, organisation_id, start["version"], current=current)
    organisation_fields(form)
    form.submit(
        "organisation.change",
        lambda: perform(
            change_organisation,
            visit.actor,
            form.key,
            organisation_id,
            form.version,
            validated(OrganisationRecord, form.values),
        ),
    )
    _figures(visit, organisation_id)
    _participation(visit, organisation_id)
    _removal(removal, organisation_id, form.version)
    with ways("next"):
        profile = words.show("organisation.to_profile", name=name)
        link(visit, "explore/organisation.py", profile, organisation=organisation_id)
        link(visit, "entry/participants.py", words.say("organisation.next_person"), organisation=organisation_id)
        link(visit, "entry/obstacles.py", words.say("organisation.next_obstacle"), organisation=organisation_id)


def _figures(visit: Visit, organisation_id: int) -> None:
    words = visit.words
    with st.expander(words.say("figures.title"), icon=":material/groups:"):
        declared = fresh(figures_of, organisation_id)
        if len(declared) and declared["members"].notna().iloc[0]:
            day, members = declared["as_of"].iloc[0], int(declared["members"].iloc[0])
            st.caption(words.say("figures.latest", day=day, members=members))
        form = Form(visit, "figures", {"as_of": visit.today}, organisation_id)
        form.day("as_of")
        for field in ("members", "women", "youth", "disabled"):
            form.number(field, min_value=0)
        form.submit(
            "figures.save",
            lambda: perform(
                declare_figures, visit.actor, form.key, organisation_id, validated(FiguresRecord, form.values)
            ),
        )


def _participation(visit: Visit, organisation_id: int) -> None:
    words = visit.words
    with st.expander(words.say("organisation.part"), icon=":material/event_available:"):
        rows = {int(row["phase_id"]): row for row in fresh(participations_of, organisation_id).to_dict("records")}
        if not rows:
            st.caption(words.say("organisation.no_phase"))
            return
        for phase_id, row in rows.items():
            name = row[f"name_{visit.language}"]
            version = None if row["state"] is None else int(row["version"])
            start = {"phase_id": phase_id, "state": row["state"], "since": row["since"], "until": row["until"]}
            st.markdown(f"**{escaped(name)}**")
            form = Form(visit, "participation", start, f"{organisation_id}.{phase_id}", version)
            form.pills("state", PARTICIPATION_STATES, label=lambda code: words.say(f"participation_state.{code}"))
            form.day("since")
            form.day("until")

            def save(form: Form = form, phase_id: int = phase_id) -> Saved:
                """The part in this phase: changed from the version that was shown, or new where there was none."""
                record = validated(ParticipationRecord, form.values | {"phase_id": phase_id})
                seen = form.version or None
                return perform(set_participation, visit.actor, form.key, organisation_id, record, version=seen)

            form.submit("participation.save", save)


def _removal(form: Form, organisation_id: int, version: int) -> None:
    with st.expander(form.visit.words.say("organisation.removing"), icon=":material/delete:"):
        reason = form.text("reason")
        form.submit(
            "organisation.remove",
            lambda: perform(remove_organisation, form.visit.actor, form.key, organisation_id, version, reason),
            icon=":material/delete:",
        )
