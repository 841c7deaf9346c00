"""Persons who have been kept long enough: the last trace of each is older than the day everything is kept from."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Date, func, select, union_all
from sqlmodel import Session

from db.models import Enrolment, Event, Guest, Membership, Person, Phase, PrivacyRequest, Registration, TrainingSession
from db.models.base import table
from db.queries.frames import Rows, frame

_person, _membership, _enrolment = table(Person), table(Membership), table(Enrolment)
_phase, _registration, _sitting = table(Phase), table(Registration), table(TrainingSession)


def kept_too_long(session: Session, kept_from: date, today: date, person_id: int | None = None) -> pd.DataFrame:
    """Persons whose last trace lies before the day: id, version, name_ar, name_latin, last_trace (a date), the oldest
    first; of one person alone where `person_id` is given.

    A trace is the day the person was entered or consented, a session the person was expected at, the day the person
    left a group (or its phase ended) or an organisation; a membership that is still open, the day it began. Never
    part of it: persons of a phase that is not over, persons with an open request, and who is anonymised already.
    """
    last = _last_traces().subquery()
    request = table(PrivacyRequest).c
    asking = select(request.person_id).where(request.answered_on.is_(None), request.deleted_at.is_(None))
    enrolled = select(_enrolment.c.person_id).join_from(_enrolment, _phase, _phase.c.id == _enrolment.c.phase_id)
    expected = (
        select(_registration.c.person_id)
        .join_from(_registration, _sitting, _sitting.c.id == _registration.c.session_id)
        .join(_phase, _phase.c.id == _sitting.c.phase_id)
    )
    c = _person.c
    asked = (
        select(c.id, c.version, c.name_ar, c.name_latin, last.c.day.label("last_trace"))
        .join_from(_person, last, last.c.person_id == c.id)
        .where(
            *(last.c.day < kept_from, c.anonymised_at.is_(None), c.merged_into_id.is_(None)),
            *(c.id.not_in(rows.where(_phase.c.ends_on >= today)) for rows in (enrolled, expected)),
            c.id.not_in(asking),
        )
        .order_by(last.c.day, c.id)
    )
    return frame(session, asked if person_id is None else asked.where(c.id == person_id))


def guests_kept_too_long(session: Session, kept_from: date) -> pd.DataFrame:
    """Events before the day whose guests are still named: id, held_on, guests (how many), the oldest first."""
    event, guest = table(Event).c, table(Guest).c
    asked = (
        select(event.id, event.held_on, func.count().label("guests"))
        .join_from(table(Event), table(Guest), guest.event_id == event.id)
        .where(event.held_on < kept_from, guest.anonymised_at.is_(None))
        .group_by(event.id, event.held_on)
        .order_by(event.held_on, event.id)
    )
    return frame(session, asked)


def _last_traces() -> Rows:
    c, member, place = _person.c, _membership.c, _enrolment.c
    traces = union_all(
        select(c.id.label("person_id"), _day(c.created_at).label("day")),
        select(c.id, c.consent_data_on).where(c.consent_data_on.is_not(None)),
        select(member.person_id, func.coalesce(member.until, member.since, _day(member.created_at), type_=Date)),
        select(place.person_id, func.coalesce(place.withdrawn_on, _phase.c.ends_on)).join_from(
            _enrolment, _phase, _phase.c.id == place.phase_id
        ),
        select(_registration.c.person_id, _sitting.c.held_on).join_from(
            _registration, _sitting, _sitting.c.id == _registration.c.session_id
        ),
    ).subquery()
    return select(traces.c.person_id, func.max(traces.c.day, type_=Date).label("day")).group_by(traces.c.person_id)


def _day(moment: Any) -> Any:
    return func.date(moment, type_=Date)
