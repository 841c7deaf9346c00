"""Persons: registering and changing one, belonging to an organisation, a place in a group and leaving it."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.names import search_key
from core.problems import Problem
from core.records import validated
from core.records.people import CONSENTS, EnrolmentRecord, MembershipRecord, PersonRecord
from db.commands.guards import (
    chosen,
    not_in_future,
    province_of_commune,
    reached,
    reached_persons,
    standing,
    standing_organisation,
)
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import Enrolment, Group, Membership, Organisation, Person
from db.queries.doubles import person_doubles
from db.queries.settings import settings


def person_row(session: Session, actor: Actor, record: PersonRecord) -> Person:
    """A new row of the record with its search key and the notice read, added to the session and with an id."""
    derived = {**_consents(session, record), "objected_on": None, "created_by": actor.account_id}
    derived["search"] = search_key(record.name_ar, record.name_latin)
    person = Person.model_validate(record, update=derived)
    session.add(person)
    session.flush()
    return person


@command("person.write", "person", "group")
def register_person(
    session: Session,
    actor: Actor,
    record: PersonRecord,
    membership: MembershipRecord | None = None,
    enrolment: EnrolmentRecord | None = None,
    doubles_seen: tuple[int, ...] = (),
) -> Done[Person]:
    """A new person, with the organisation and the group of the person where they are given.

    `doubles_seen` are the likely doubles that were shown and said to be others; any further one is a
    Problem("likely_double") that carries the `ids` to be looked at.
    """
    likely = person_doubles(
        session,
        actor.provinces,
        name_ar=record.name_ar,
        name_latin=record.name_latin,
        phone=record.phone,
        organisation_id=membership.organisation_id if membership else None,
        group_id=enrolment.group_id if enrolment else None,
    ).ids
    if not set(likely) <= set(doubles_seen):
        raise Problem("likely_double", ids=likely)
    person = person_row(session, actor, record)
    after = values_of(person)
    if membership is not None:
        after["membership"] = values_of(membership_row(session, actor, person, membership))
    if enrolment is not None:
        after["enrolment"] = values_of(enrolment_row(session, actor, person, enrolment))
    return Done(person, after=after)


@command("person.write", "person")
def change_person(session: Session, actor: Actor, person_id: int, version: int, record: PersonRecord) -> Done[Person]:
    """A person with other values; Problem("conflict") when it was changed since `version` was read.

    An objection is no value of this form: it stays until it is taken back.
    """
    person = reached_person(session, actor, person_id, version)
    before = values_of(person)
    derived = {"search": search_key(record.name_ar, record.name_latin)} | _consents(session, record, person)
    stamped(person, actor, record.model_dump(exclude={"objected_on"}) | derived)
    return Done(person, before=before)


@command("person.write", "person")
def join_organisation(session: Session, actor: Actor, person_id: int, record: MembershipRecord) -> Done[Membership]:
    """A person's place in an organisation."""
    person = reached_person(session, actor, person_id)
    return Done(membership_row(session, actor, person, record))


@command("person.write", "person")
def end_membership(
    session: Session, actor: Actor, membership_id: int, version: int, until: date | None
) -> Done[Membership]:
    """A person who left an organisation on a day; what was attended for it stays with it."""
    membership = living(session, Membership, membership_id, version)
    reached(actor, chosen(session, Organisation, membership.organisation_id, "organisation_id").province_id)
    if until is None:
        raise Problem("required", field="until")
    before = values_of(membership)
    record = validated(MembershipRecord, membership.model_dump() | {"until": until})
    not_in_future(record, "until")
    stamped(membership, actor, {"until": record.until})
    return Done(membership, before=before)


@command("person.write", "person", "group")
def enrol(session: Session, actor: Actor, person_id: int, record: EnrolmentRecord) -> Done[Enrolment]:
    """A person's place in a group; one open place a phase."""
    person = reached_person(session, actor, person_id)
    return Done(enrolment_row(session, actor, person, record))


@command("person.write", "person", "group")
def withdraw(
    session: Session, actor: Actor, enrolment_id: int, version: int, withdrawn_on: date | None, reason: str | None
) -> Done[Enrolment]:
    """A person who left a group on a day, and why; the place stays in the history."""
    enrolment = living(session, Enrolment, enrolment_id, version)
    group = chosen(session, Group, enrolment.group_id, "group_id")
    reached(actor, province_of_commune(session, group.commune_id))
    if withdrawn_on is None:
        raise Problem("required", field="withdrawn_on")
    if enrolment.withdrawn_on is not None:
        raise Problem("already_withdrawn")
    before = values_of(enrolment)
    left = {"withdrawn_on": withdrawn_on, "reason": reason}
    record = validated(EnrolmentRecord, enrolment.model_dump() | left)
    not_in_future(record, "withdrawn_on")
    stamped(enrolment, actor, {"withdrawn_on": record.withdrawn_on, "reason": record.reason})
    return Done(enrolment, before=before, reason=record.reason)


def membership_row(session: Session, actor: Actor, person: Person, record: MembershipRecord) -> Membership:
    """A new membership of the person, added to the session; Problem when the person is a member there already."""
    organisation = standing_organisation(session, record.organisation_id)
    reached(actor, organisation.province_id, field="organisation_id")
    not_in_future(record, "since", "until")
    there = select(Membership.id).where(
        Membership.person_id == person.id,
        Membership.organisation_id == organisation.id,
        col(Membership.deleted_at).is_(None),
        col(Membership.until).is_(None),
    )
    if session.exec(there).first() is not None:
        raise Problem("already_member", field="organisation_id")
    membership = Membership.model_validate(record, update=_of(person, actor) | {"organisation_id": organisation.id})
    session.add(membership)
    session.flush()
    return membership


def enrolment_row(session: Session, actor: Actor, person: Person, record: EnrolmentRecord) -> Enrolment:
    """A new place of the person in a group, added to the session; Problem when one is open in the same phase."""
    group = chosen(session, Group, record.group_id, "group_id")
    reached(actor, province_of_commune(session, group.commune_id), field="group_id")
    there = (
        select(Group.label)
        .join(Enrolment, col(Enrolment.group_id) == Group.id)
        .where(
            Enrolment.person_id == person.id,
            Enrolment.phase_id == group.phase_id,
            col(Enrolment.withdrawn_on).is_(None),
            col(Enrolment.deleted_at).is_(None),
        )
    )
    if record.withdrawn_on is None and (label := session.exec(there).first()):
        raise Problem("already_enrolled", field="group_id", group=label)
    enrolment = Enrolment.model_validate(record, update=_of(person, actor) | {"phase_id": group.phase_id})
    session.add(enrolment)
    session.flush()
    return enrolment


def reached_person(session: Session, actor: Actor, person_id: int, version: int | None = None) -> Person:
    """The person, held until the transaction ends; Problem when the actor's provinces do not reach the person.

    Whoever was merged is the person who is left, but for a form that shows the values of the one who was.
    """
    if version is None and person_id in (stands := standing(session, Person, [person_id])):
        person_id = stands[person_id].id or 0
    living(session, Person, person_id)
    reached_persons(session, actor, person_id)
    return living(session, Person, person_id, version)


def _consents(session: Session, record: PersonRecord, person: Person | None = None) -> dict[str, Any]:
    """The days of both consents and the notice that was read: the present one for a consent that is newly given."""
    not_in_future(record, "consent_data_on", "consent_photo_on")
    present = settings(session).notice_version
    found: dict[str, Any] = {}
    for given, day, version in CONSENTS:
        if not getattr(record, given):
            found |= {day: None, version: None}
        elif getattr(record, version) is None:
            held = person is not None and getattr(person, given)
            found[version] = getattr(person, version) if held else present
    return found


def _of(person: Person, actor: Actor) -> dict[str, Any]:
    return {"person_id": person.id, "created_by": actor.account_id}
