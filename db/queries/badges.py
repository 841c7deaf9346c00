"""Badges: who gets one of a group or of a session, and which rosters the badge of a person opens."""

from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import Session

from db.models import Commune, Enrolment, Group, Membership, Organisation, Person, Registration, TrainingSession
from db.models.base import table
from db.queries.consent import listed
from db.queries.frames import Rows
from db.queries.sessions import by_ids

_person, _organisation, _membership = table(Person), table(Organisation), table(Membership)
_group, _commune, _enrolment = table(Group), table(Commune), table(Enrolment)
_sitting, _registration = table(TrainingSession), table(Registration)


class BadgePerson(NamedTuple):
    """Who wears a badge, of which organisation, in which group (None: a session open to all)."""

    person_id: int
    name_ar: str | None
    name_latin: str | None
    organisation_ar: str | None
    organisation_latin: str | None
    group: str | None


class Wearers(NamedTuple):
    """Those who get a badge, by name, and how many are left out: without consent, or because they object."""

    people: list[BadgePerson]
    left_out: int


def wearers_of_group(session: Session, reach: frozenset[int] | None, group_id: int) -> Wearers:
    """Everybody with an open place in a group of the reader's provinces, with one of the person's organisations."""
    belongs = (
        select(_membership.c.person_id, func.min(_membership.c.organisation_id).label("organisation_id"))
        .where(_membership.c.deleted_at.is_(None), _membership.c.until.is_(None))
        .group_by(_membership.c.person_id)
        .subquery()
    )
    statement = (
        select(_enrolment.c.person_id, belongs.c.organisation_id, _group.c.label)
        .join_from(_enrolment, _group, _group.c.id == _enrolment.c.group_id)
        .join(_commune, _commune.c.id == _group.c.commune_id)
        .join(belongs, belongs.c.person_id == _enrolment.c.person_id, isouter=True)
        .where(_group.c.id == group_id, _group.c.deleted_at.is_(None), *_in_a_group())
    )
    if reach is not None:
        statement = statement.where(_commune.c.province_id.in_(sorted(reach)))
    return _wearers(session, statement)


def wearers_of_session(session: Session, reach: frozenset[int] | None, session_id: int) -> Wearers:
    """Everybody on the list of a session of the reader's provinces, with the organisation of that day."""
    statement = (
        select(_registration.c.person_id, _registration.c.organisation_id, _group.c.label)
        .join_from(_registration, _sitting, _sitting.c.id == _registration.c.session_id)
        .join(_group, _group.c.id == _sitting.c.group_id, isouter=True)
        .where(_sitting.c.id == session_id, _sitting.c.deleted_at.is_(None), _registration.c.deleted_at.is_(None))
    )
    if reach is not None:
        statement = statement.where(_sitting.c.province_id.in_(sorted(reach)))
    return _wearers(session, statement)


def _wearers(session: Session, of_list: Rows) -> Wearers:
    each, c = of_list.subquery("each"), _person.c
    rows = session.execute(
        select(
            *(listed(), c.id, c.name_ar, c.name_latin),
            *(_organisation.c.name_ar, _organisation.c.name_latin, each.c.label),
        )
        .join_from(each, _person, c.id == each.c.person_id)
        .join(_organisation, _organisation.c.id == each.c.organisation_id, isouter=True)
        .where(c.deleted_at.is_(None))
        .order_by(c.search, c.id)
    ).all()
    people = [BadgePerson(*found) for may, *found in rows if may]
    return Wearers(people, len(rows) - len(people))


def rosters_of_person(session: Session, reach: frozenset[int] | None, person_id: int, day: date) -> pd.DataFrame:
    """The sessions of the reader's provinces that a person's badge may mean, the oldest first: those of the day that
    are not cancelled, and rosters left open before, of the person's groups or with the person on the list.

    Columns as `db.queries.sessions.sessions_listed`; empty for a person that nobody knows.
    """
    c = _sitting.c
    on_list = exists().where(
        *(_registration.c.session_id == c.id, _registration.c.person_id == person_id),
        _registration.c.deleted_at.is_(None),
    )
    in_group = exists().where(
        *(_enrolment.c.group_id == c.group_id, _enrolment.c.person_id == person_id), *_in_a_group()
    )
    when = or_(and_(c.held_on == day, c.state != "cancelled"), and_(c.held_on < day, c.state == "held"))
    return by_ids(session, reach, select(c.id).where(when, or_(on_list, in_group)))


def _in_a_group() -> tuple[ColumnElement[bool], ...]:
    return (_enrolment.c.deleted_at.is_(None), _enrolment.c.withdrawn_on.is_(None))
