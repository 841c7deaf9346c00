"""The fields of a person, few first and the rest folded, and the records they make."""

from typing import Any

import streamlit as st

from core.records import validated_each
from core.records.people import (
    CONSENT_WAYS,
    MEMBER_ROLES,
    SEXES,
    EnrolmentRecord,
    MembershipRecord,
    PersonRecord,
)
from db.queries.doubles import Doubles, person_doubles
from pages.parts.choices import group_choice, organisation_choice
from pages.parts.data import frame_of
from pages.parts.forms import Form

_MORE = ("birth_year", "consent_photo", "consent_photo_on", "notice_version", "identified")


def person_fields(form: Form) -> None:
    """The fields that a new and an existing person share."""
    words = form.visit.words
    form.text("name_ar")
    form.text("name_latin")
    form.pills("sex", SEXES, label=lambda code: words.say(f"sex.{code}"))
    form.text("phone")
    if form.tick("consent_data"):
        form.day("consent_data_on")
        form.pills("consent_way", CONSENT_WAYS, label=lambda code: words.say(f"consent_way.{code}"))
    with st.expander(words.say("person.more"), expanded=form.refused_in(*_MORE)):
        form.number("birth_year")
        if form.tick("consent_photo"):
            form.day("consent_photo_on")
        form.text("notice_version")
        if form.row_id is not None:
            form.tick("identified")


def belonging(form: Form) -> None:
    """The organisation and the group that a new person comes with."""
    words = form.visit.words
    if organisation_choice(form):
        form.pills("role", MEMBER_ROLES, label=lambda code: words.say(f"member_role.{code}"))
    if group_choice(form):
        form.day("enrolled_on")


def person_record_values(values: dict[str, Any]) -> dict[str, Any]:
    """What is typed, with a sex that nobody chose as unknown and a way of consent that nobody chose as paper."""
    return values | {"sex": values.get("sex") or "unknown", "consent_way": values.get("consent_way") or "paper"}


def new_records(values: dict[str, Any]) -> tuple[Any, ...]:
    """The person, and the membership and enrolment where they were chosen; Problem of them all."""
    membership = MembershipRecord if values.get("organisation_id") else None
    enrolment = EnrolmentRecord if values.get("group_id") else None
    return validated_each(person_record_values(values), PersonRecord, membership, enrolment)


def doubles_of(form: Form) -> Doubles:
    """Persons like the one typed so far."""
    typed = (form.values.get(field) for field in ("name_ar", "name_latin", "phone", "organisation_id", "group_id"))
    reach = form.visit.actor.provinces
    found: Doubles = frame_of(form.visit, person_doubles, reach, *typed, subjects=("person", "organisation", "group"))
    return found
