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
from pages.parts.privacy_notice import notice_to_read

_MORE = ("birth_year", "identified")


def person_fields(form: Form) -> None:
    """The fields that a new and an existing person share."""
    words = form.visit.words
    form.text("name_ar")
    form.text("name_latin")
    form.pills("sex", SEXES, label=lambda code: words.say(f"sex.{code}"))
    form.text("phone")
    _consents(form)
    with st.expander(words.say("person.more"), expanded=form.refused_in(*_MORE)):
        form.number("birth_year")
        if form.row_id is not None:
            form.tick("identified")


def _consents(form: Form) -> None:
    """Both consents, each with its day and way, under the notice that is read out before; its version adds itself."""
    words = form.visit.words
    notice_to_read(form.visit, str(form.row_id or "new"))
    for given, way in (("consent_data", "consent_way"), ("consent_photo", "consent_photo_way")):
        if form.tick(given):
            form.day(f"{given}_on")
            form.pills(way, CONSENT_WAYS, label=lambda code: words.say(f"consent_way.{code}"))
            version = form.began_with("notice_version" if given == "consent_data" else "photo_notice_version")
            if version and form.began_with(given):
                st.caption(words.show("notice.version", version=version))
    if not form.values["consent_data"]:
        st.caption(words.say("privacy.counted_not_listed"))


def belonging(form: Form) -> None:
    """The organisation and the group that a new person comes with."""
    words = form.visit.words
    if organisation_choice(form):
        form.pills("role", MEMBER_ROLES, label=lambda code: words.say(f"member_role.{code}"))
    if group_choice(form):
        form.day("enrolled_on")


def person_record_values(values: dict[str, Any]) -> dict[str, Any]:
    """What is typed, with a sex that nobody chose as unknown and a way of consent that nobody chose as paper."""
    ways = {way: values.get(way) or "paper" for way in ("consent_way", "consent_photo_way")}
    return values | {"sex": values.get("sex") or "unknown"} | ways


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
