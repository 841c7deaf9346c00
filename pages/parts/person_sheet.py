"""Correcting one person: the fields, the organisations the person belongs to, the training groups."""

from typing import Any

import streamlit as st

from core.problems import Problem
from core.records import validated
from core.records.people import MEMBER_ROLES, EnrolmentRecord, MembershipRecord, PersonRecord
from db.commands.ledger import perform
from db.commands.people import change_person, end_membership, enrol, join_organisation, withdraw
from db.commands.removals import remove_person
from db.queries.people import enrolments_of, memberships_of, person_values
from pages.menu import link
from pages.parts.choices import group_choice, organisation_choice
from pages.parts.data import fresh
from pages.parts.entry import back, ways
from pages.parts.forms import Form
from pages.parts.person_form import person_fields, person_record_values
from pages.parts.refusals import refusal
from pages.parts.removal import removal_form, removal_part, tell_removed
from pages.parts.visit import Visit


def person_sheet(visit: Visit, person_id: int) -> None:
    """Draws everything that can be corrected of one person."""
    words = visit.words
    back(visit, "entry/participants.py", "person.back")
    removal = removal_form(visit, f"person.{person_id}")
    if tell_removed(visit, removal, "person.removed"):
        return

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(person_values, visit.actor.provinces, person_id)
        return found

    try:
        start = current()
    except Problem as problem:
        st.warning(refusal(words, problem), icon=":material/search_off:")
        return
    st.subheader(words.show("organisation.to_change", name=words.name(start["name_ar"], start["name_latin"])))
    if start["objected_on"] is not None:
        st.warning(words.show("privacy.objected", day=start["objected_on"]), icon=":material/do_not_disturb_on:")
    form = Form(visit, "person", start, person_id, start["version"], current=current)
    person_fields(form)
    form.submit(
        "person.change",
        lambda: perform(
            change_person,
            visit.actor,
            form.key,
            person_id,
            form.version,
            validated(PersonRecord, person_record_values(form.values)),
        ),
    )
    _memberships(visit, person_id)
    _enrolments(visit, person_id)
    removal_part(
        removal,
        "person",
        lambda reason: perform(remove_person, visit.actor, removal.key, person_id, start["version"], reason),
    )
    with ways("next"):
        link(visit, "entry/person.py", words.say("menu.entry.person"), person=person_id)
        link(visit, "manage/person_file.py", words.say("privacy.to_file"), person=person_id)


def _memberships(visit: Visit, person_id: int) -> None:
    words = visit.words
    st.subheader(words.say("membership.title"))
    for row in fresh(memberships_of, person_id).to_dict("records"):
        said = {"name": words.name(row["name_ar"], row["name_latin"]), "role": words.say(f"member_role.{row['role']}")}
        if row["until"] is not None:
            st.markdown(words.show("membership.line_ended", **said, until=row["until"]))
            continue
        st.markdown(words.show("membership.line", **said))
        with st.expander(words.say("membership.end")):
            _end(visit, int(row["id"]), int(row["version"]))
    with st.expander(words.say("membership.save"), icon=":material/add:"):
        form = Form(visit, "membership", {"role": "member"}, person_id)
        organisation_choice(form)
        form.pills("role", MEMBER_ROLES, label=lambda code: words.say(f"member_role.{code}"))
        form.day("since")
        form.submit(
            "membership.save",
            lambda: perform(
                join_organisation, visit.actor, form.key, person_id, validated(MembershipRecord, form.values)
            ),
        )


def _end(visit: Visit, membership_id: int, version: int) -> None:
    form = Form(visit, "membership", {"until": visit.today}, f"{membership_id}.end", version)
    until = form.day("until")
    form.submit(
        "membership.end",
        lambda: perform(end_membership, visit.actor, form.key, membership_id, form.version, until),
        icon=":material/logout:",
    )


def _enrolments(visit: Visit, person_id: int) -> None:
    words = visit.words
    st.subheader(words.say("enrolment.title"))
    for row in fresh(enrolments_of, person_id).to_dict("records"):
        said = {"group": row["label"], "phase": row[f"phase_{visit.language}"]}
        if row["withdrawn_on"] is not None:
            st.markdown(words.show("enrolment.line_ended", **said, until=row["withdrawn_on"]))
            continue
        st.markdown(words.show("enrolment.line", **said))
        with st.expander(words.say("enrolment.withdraw")):
            _withdraw(visit, int(row["id"]), int(row["version"]))
    with st.expander(words.say("enrolment.save"), icon=":material/add:"):
        form = Form(visit, "enrolment", {"enrolled_on": visit.today}, person_id)
        group_choice(form)
        form.day("enrolled_on")
        form.submit(
            "enrolment.save",
            lambda: perform(enrol, visit.actor, form.key, person_id, validated(EnrolmentRecord, form.values)),
        )


def _withdraw(visit: Visit, enrolment_id: int, version: int) -> None:
    form = Form(visit, "enrolment", {"withdrawn_on": visit.today}, f"{enrolment_id}.end", version)
    day, reason = form.day("withdrawn_on"), form.text("reason")
    form.submit(
        "enrolment.withdraw",
        lambda: perform(withdraw, visit.actor, form.key, enrolment_id, form.version, day, reason),
        icon=":material/logout:",
    )
