"""Who is expected at a session: people, a whole group, a whole organisation, and those who come unexpected."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records.people import MembershipRecord, PersonRecord
from db.commands.guards import (
    chosen,
    province_of_commune,
    reached,
    reached_persons,
    standing,
    standing_organisation,
)
from db.commands.ledger import Done, command, stamped, values_of
from db.commands.people import register_person
from db.commands.roster_guards import (
    left_of,
    open_to_marks,
    open_to_names,
    session_of,
    standing_people,
    status_meaning,
)
from db.models import (
    Attendance,
    Enrolment,
    Group,
    Membership,
    Organisation,
    Person,
    Registration,
    TrainingSession,
)
from db.models.base import now


@command("attendance.write", "session", "attendance")
def register_people(
    session: Session, actor: Actor, session_id: int, person_ids: tuple[int, ...]
) -> Done[TrainingSession]:
    """People expected at a session, each with the organisation of that day; those already expected stay as they are."""
    sitting = open_to_names(session, actor, session_id)
    person_ids = standing_people(session, person_ids)
    reached_persons(session, actor, *person_ids, field="person_ids")
    return _registered(sitting, put_on_roster(session, actor, sitting, person_ids))


@command("attendance.write", "session", "attendance")
def register_group(session: Session, actor: Actor, session_id: int, group_id: int) -> Done[TrainingSession]:
    """Everybody who is enrolled in the group on the session's day."""
    sitting = open_to_names(session, actor, session_id)
    group = chosen(session, Group, group_id, "group_id")
    reached(actor, province_of_commune(session, group.commune_id), field="group_id")
    people = enrolled_people(session, group_id, sitting.held_on)
    return _registered(sitting, put_on_roster(session, actor, sitting, people))


@command("attendance.write", "session", "attendance")
def register_organisation_members(
    session: Session, actor: Actor, session_id: int, organisation_id: int
) -> Done[TrainingSession]:
    """Everybody who is a member of the organisation on the session's day."""
    sitting = open_to_names(session, actor, session_id)
    organisation = standing_organisation(session, organisation_id)
    reached(actor, organisation.province_id)
    organisation_id = organisation.id or 0
    members = (
        select(Person.id)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.organisation_id == organisation_id, *_member_on(sitting.held_on))
        .where(col(Person.deleted_at).is_(None), col(Person.anonymised_at).is_(None))
        .group_by(col(Person.id), col(Person.search))
        .order_by(col(Person.search), col(Person.id))
    )
    people = [person_id or 0 for person_id in session.exec(members)]
    return _registered(sitting, put_on_roster(session, actor, sitting, people, organisation_id))


@command("attendance.write", "session", "attendance")
def take_off_roster(session: Session, actor: Actor, registration_id: int) -> Done[TrainingSession]:
    """A person put on the roster by mistake is taken off it; Problem when somebody marked the person."""
    sitting = open_to_names(session, actor, session_of(session, registration_id))
    registration = chosen(session, Registration, registration_id, "registration_id")
    marked = select(Attendance.id).where(Attendance.registration_id == registration_id)
    if session.exec(marked.where(col(Attendance.deleted_at).is_(None))).first() is not None:
        raise Problem("registration_marked")
    before = {"registration": values_of(registration)}
    session.add(stamped(registration, actor, {"deleted_at": now()}))
    return Done(sitting, before=before, after={"registration": values_of(registration)})


@command("attendance.write", "session", "attendance")
def add_known_person(
    session: Session, actor: Actor, session_id: int, person_id: int, organisation_id: int | None = None
) -> Done[TrainingSession]:
    """A known person who came without being expected: on the roster and present, in one go."""
    sitting = open_to_marks(session, actor, session_id)
    (person_id,) = standing_people(session, (person_id,))
    reached_persons(session, actor, person_id, field="person_id")
    if organisation_id is not None:
        organisation = standing_organisation(session, organisation_id)
        reached(actor, organisation.province_id, field="organisation_id")
    added = put_on_roster(session, actor, sitting, [person_id], organisation_id)
    if not added:
        raise Problem("already_on_roster", field="person_id")
    mark = _present(session, actor, added[0])
    return Done(sitting, after={"registration": values_of(added[0]), "mark": values_of(mark)})


@command("attendance.write", "person", "session", "attendance")
def add_new_person(
    session: Session,
    actor: Actor,
    session_id: int,
    record: PersonRecord,
    organisation_id: int | None = None,
    doubles_seen: tuple[int, ...] = (),
) -> Done[Person]:
    """A person nobody knew who came: the person, the membership, the place on the roster and the mark, in one go.

    Problem("likely_double") with `ids` as long as a likely double was not shown, as when registering a person.
    """
    sitting = open_to_marks(session, actor, session_id)
    membership = None
    if organisation_id is not None:
        membership = MembershipRecord(organisation_id=organisation_id, since=sitting.held_on)
    made = register_person.run(session, actor, record, membership, None, doubles_seen)
    added = put_on_roster(session, actor, sitting, [made.row.id or 0], organisation_id)
    mark = _present(session, actor, added[0])
    return Done(made.row, after=(made.after or {}) | {"registration": values_of(added[0]), "mark": values_of(mark)})


def enrolled_people(session: Session, group_id: int, day: date) -> list[int]:
    """The ids of the people enrolled in the group on the day, in the order of their names."""
    enrolled = (
        select(Person.id)
        .join(Enrolment, col(Enrolment.person_id) == Person.id)
        .where(
            Enrolment.group_id == group_id,
            Enrolment.enrolled_on <= day,
            or_(col(Enrolment.withdrawn_on).is_(None), col(Enrolment.withdrawn_on) > day),
            col(Enrolment.deleted_at).is_(None),
            col(Person.deleted_at).is_(None),
            # Nobody is expected under no name; what the person attended before stays.
            col(Person.anonymised_at).is_(None),
        )
        .group_by(col(Person.id), col(Person.search))
        .order_by(col(Person.search), col(Person.id))
    )
    return [person_id or 0 for person_id in session.exec(enrolled)]


def put_on_roster(
    session: Session,
    actor: Actor,
    sitting: TrainingSession,
    person_ids: Sequence[int],
    organisation_id: int | None = None,
) -> list[Registration]:
    """New rows of the roster for those who are not on it yet, numbered on from its last row.

    Each comes with the organisation given, else with the one the person belonged to on the session's day.
    """
    here = col(Registration.session_id) == sitting.id
    already = set(session.exec(select(Registration.person_id).where(here, col(Registration.deleted_at).is_(None))))
    people = dict.fromkeys(standing_people(session, person_ids))
    fresh = [person_id for person_id in people if person_id not in already]
    last = session.exec(select(func.max(Registration.row_number)).where(here)).one() or 0
    came_with = _organisations_on(session, fresh, sitting.held_on) if organisation_id is None else {}
    named = {*came_with.values()} | (set() if organisation_id is None else {organisation_id})
    stands = standing(session, Organisation, named)
    rows = [
        Registration(
            session_id=sitting.id or 0,
            person_id=person_id,
            organisation_id=left_of(came_with.get(person_id, organisation_id), stands),
            row_number=number,
            created_by=actor.account_id,
        )
        for number, person_id in enumerate(fresh, start=last + 1)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def _registered(sitting: TrainingSession, rows: list[Registration]) -> Done[TrainingSession]:
    if not rows:
        raise Problem("nobody_to_register")
    return Done(sitting, after={"registered": [values_of(row) for row in rows]})


def _member_on(day: date) -> tuple[Any, ...]:
    return (
        col(Membership.deleted_at).is_(None),
        or_(col(Membership.since).is_(None), col(Membership.since) <= day),
        or_(col(Membership.until).is_(None), col(Membership.until) >= day),
    )


def _organisations_on(session: Session, person_ids: Sequence[int], day: date) -> dict[int, int]:
    memberships = (
        select(Membership.person_id, Membership.organisation_id, col(Membership.since))
        .where(col(Membership.person_id).in_(person_ids), *_member_on(day))
        .order_by(col(Membership.id))
    )
    found: dict[int, tuple[date, int]] = {}
    for person_id, organisation_id, since in session.exec(memberships):
        # The latest one counts; of two that began together, the one entered first.
        if person_id not in found or (since or date.min) > found[person_id][0]:
            found[person_id] = (since or date.min, organisation_id)
    return {person_id: organisation_id for person_id, (_, organisation_id) in found.items()}


def _present(session: Session, actor: Actor, registration: Registration) -> Attendance:
    mark = Attendance(
        registration_id=registration.id or 0,
        status_id=status_meaning(session, "present"),
        marked_at=now(),
        created_by=actor.account_id,
        updated_by=actor.account_id,
    )
    session.add(mark)
    session.flush()
    return mark
