"""The SELECT behind the seats of sessions: how many there are where it is known, and who was expected and came."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, select

from core.filters import Filters
from core.records.settings import Settings
from db.models import Attendance, AttendanceStatus, Organisation, Person, Registration, Sector, TrainingSession
from db.models.base import table
from db.queries.figures.base import (
    codes,
    dimensions,
    first_years,
    grouped,
    of_ages,
    of_sessions,
    of_verified_sheet,
)
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows
from db.queries.trainers import HELD

_sitting, _registration, _person = table(TrainingSession), table(Registration), table(Person)
_mark, _status, _organisation = table(Attendance), table(AttendanceStatus), table(Organisation)


@figure
def seats(filters: Filters, by: By, limits: Settings) -> Rows:
    """Sessions that took place and count as training, by their own province, commune, module or month: those of `by`,
    sessions, known (whose capacity is known), seats (at these), registered and present (at these). All may be summed.

    Kinds and sectors of organisations, sex and age narrow who sits, never the seats.
    """
    c, people = _sitting.c, _seated(filters).subquery()
    groups = dimensions(c, by, limits)
    known = c.capacity.is_not(None)

    def at_known(number: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.coalesce(func.sum(case((known, number), else_=0)), 0)

    statement = (
        select(
            *codes(groups, by),
            func.count().label("sessions"),
            func.count(case((known, 1))).label("known"),
            at_known(c.capacity).label("seats"),
            *(at_known(func.coalesce(people.c[name], 0)).label(name) for name in ("registered", "present")),
        )
        .join_from(_sitting, people, people.c.session_id == c.id, isouter=True)
        .where(*_held(filters))
    )
    return grouped(statement, groups)


def _held(filters: Filters) -> list[ColumnElement[bool]]:
    c = _sitting.c
    held = [c.deleted_at.is_(None), c.counts_as_training.is_(True), c.state.in_(HELD), of_sessions(c, filters)]
    return [*held, of_verified_sheet(c)] if filters.verified else held


def _seated(filters: Filters) -> Rows:
    """Who is on the lists of sessions with a capacity: session_id, registered, present."""
    statement = (
        select(
            _registration.c.session_id,
            func.count().label("registered"),
            func.count(case((_status.c.meaning == "present", 1))).label("present"),
        )
        .join_from(_registration, _sitting, _sitting.c.id == _registration.c.session_id)
        .join(_person, _person.c.id == _registration.c.person_id)
        .join(_mark, and_(_mark.c.registration_id == _registration.c.id, _mark.c.deleted_at.is_(None)), isouter=True)
        .join(_status, _status.c.id == _mark.c.status_id, isouter=True)
        .where(_registration.c.deleted_at.is_(None), _person.c.deleted_at.is_(None), _sitting.c.capacity.is_not(None))
        .where(*_held(filters))
        .group_by(_registration.c.session_id)
    )
    if filters.sexes:
        statement = statement.where(_person.c.sex.in_(filters.sexes))
    if filters.kinds or filters.sectors:
        statement = statement.where(_registration.c.organisation_id.in_(_organisations(filters)))
    if filters.ages:
        first = first_years(filters)
        age = func.coalesce(first.c.year, extract("year", _sitting.c.held_on)) - _person.c.birth_year
        statement = statement.outerjoin(first, first.c.person_id == _person.c.id).where(of_ages(age, filters.ages))
    return statement


def _organisations(filters: Filters) -> Rows:
    c, sector = _organisation.c, table(Sector).c
    living = select(c.id).where(c.deleted_at.is_(None))
    if filters.kinds:
        living = living.where(c.kind.in_(filters.kinds))
    if filters.sectors:
        living = living.where(c.sector_id.in_(select(sector.id).where(sector.code.in_(filters.sectors))))
    return living
