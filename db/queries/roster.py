"""The roster of one session: who is expected, what is marked, and who is expected elsewhere at the same time."""

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd
from sqlalchemy import and_, bindparam, case, func, select
from sqlmodel import Session

from db.models import (
    Account,
    Attendance,
    AttendanceStatus,
    Module,
    Organisation,
    Person,
    Registration,
    TrainingSession,
)
from db.models.base import table
from db.queries.frames import frame

_registration, _mark, _status = table(Registration), table(Attendance), table(AttendanceStatus)
_person, _organisation, _sitting = table(Person), table(Organisation), table(TrainingSession)
_account = table(Account)


class Expected(NamedTuple):
    """A row of a roster: a registration with its person, organisation and mark (None: unknown)."""

    registration_id: int
    row_number: int
    person_id: int
    name_ar: str | None
    name_latin: str | None
    search: str
    organisation_ar: str | None
    organisation_latin: str | None
    status_id: int | None
    meaning: str | None


def roster(session: Session, reach: frozenset[int] | None, session_id: int) -> list[Expected]:
    """The rows of a session's roster by their number; none where the session is out of the reader's provinces.

    A list and no frame: it is read after every tick, where a frame would cost as much as all the rest.
    """
    statement = (
        select(
            *(_registration.c.id, _registration.c.row_number, _registration.c.person_id),
            *(_person.c.name_ar, _person.c.name_latin, _person.c.search),
            *(_organisation.c.name_ar, _organisation.c.name_latin, _mark.c.status_id, _status.c.meaning),
        )
        .join_from(_registration, _person, _person.c.id == _registration.c.person_id)
        .join(_organisation, _organisation.c.id == _registration.c.organisation_id, isouter=True)
        .join(_mark, and_(_mark.c.registration_id == _registration.c.id, _mark.c.deleted_at.is_(None)), isouter=True)
        .join(_status, _status.c.id == _mark.c.status_id, isouter=True)
        .where(_registration.c.session_id == session_id, _registration.c.deleted_at.is_(None))
        .order_by(_registration.c.row_number, _registration.c.id)
    )
    if reach is not None:
        here = select(_sitting.c.id).where(_sitting.c.province_id.in_(sorted(reach)))
        statement = statement.where(_registration.c.session_id.in_(here))
    return [Expected(*row) for row in session.execute(statement)]


class Mark(NamedTuple):
    """What is marked for a registration now: `version` 0 where nothing was ever marked, no status where it was taken
    back, and who wrote it last.
    """

    registration_id: int
    status_id: int | None
    hours: float | None
    version: int
    who: str | None


# Asked after every tick of every phone: put together once.
_MARKS = (
    select(
        _registration.c.id,
        case((_mark.c.deleted_at.is_(None), _mark.c.status_id)),
        case((_mark.c.deleted_at.is_(None), _mark.c.hours)),
        func.coalesce(_mark.c.version, 0),
        _account.c.name,
    )
    .join_from(_registration, _mark, _mark.c.registration_id == _registration.c.id, isouter=True)
    .join(_account, _account.c.id == _mark.c.updated_by, isouter=True)
    .where(_registration.c.session_id == bindparam("session"), _registration.c.deleted_at.is_(None))
    .order_by(_registration.c.row_number, _registration.c.id)
)
_MARKS_OF_SOME = _MARKS.where(_registration.c.id.in_(bindparam("registrations", expanding=True)))


def marks(session: Session, session_id: int, registrations: Collection[int] | None = None) -> list[Mark]:
    """The marks of a session's living registrations, or of some of them, by their number on the roster."""
    if registrations is None:
        rows = session.execute(_MARKS, {"session": session_id})
    else:
        rows = session.execute(_MARKS_OF_SOME, {"session": session_id, "registrations": sorted(registrations)})
    return [Mark(*row) for row in rows]


def standing_registration(session: Session, registration_id: int) -> int:
    """The living registration that is left of this one since two persons became one; itself where there is none."""
    named, left = _registration.alias("named"), _registration.alias("left")
    same = and_(left.c.session_id == named.c.session_id, left.c.person_id == named.c.person_id)
    statement = (
        select(left.c.id)
        .join_from(named, left, same)
        .where(named.c.id == registration_id, named.c.deleted_at.is_not(None), left.c.deleted_at.is_(None))
    )
    return session.execute(statement).scalar() or registration_id


def marks_now(session: Session, session_id: int, named: Collection[int]) -> dict[int, tuple[int, list[Mark]]]:
    """By the registration that a tick names: the one left of it since a merge, and its mark if it is on the roster."""
    found = {mark.registration_id: mark for mark in marks(session, session_id, named)}
    left = {number: number if number in found else standing_registration(session, number) for number in named}
    if elsewhere := set(left.values()) - set(named):
        found |= {mark.registration_id: mark for mark in marks(session, session_id, elsewhere)}
    return {number: (stands, [found[stands]] if stands in found else []) for number, stands in left.items()}


class Printed(NamedTuple):
    """A row of the paper sheet, with names in both scripts."""

    row_number: int
    name_ar: str | None
    name_latin: str | None
    organisation_ar: str | None
    organisation_latin: str | None
    sex: str


def printed_rows(session: Session, reach: frozenset[int] | None, session_id: int) -> list[Printed]:
    """Who stands on the paper sheet, by row number; before the roster is opened, the people enrolled in the group."""
    names = (_person.c.name_ar, _person.c.name_latin)
    organisation = (
        _organisation.c.name_ar.label("organisation_ar"),
        _organisation.c.name_latin.label("organisation_latin"),
    )
    here = select(_sitting.c.id).where(_sitting.c.id == session_id, _sitting.c.deleted_at.is_(None))
    if reach is not None:
        here = here.where(_sitting.c.province_id.in_(sorted(reach)))
    statement = (
        select(_registration.c.row_number, *names, *organisation, _person.c.sex)
        .join_from(_registration, _person, _person.c.id == _registration.c.person_id)
        .join(_organisation, _organisation.c.id == _registration.c.organisation_id, isouter=True)
        .where(_registration.c.session_id.in_(here), _registration.c.deleted_at.is_(None))
        .order_by(_registration.c.row_number, _registration.c.id)
    )
    return [Printed(*row) for row in session.execute(statement)]


def clashes(session: Session, session_id: int) -> pd.DataFrame:
    """People of the roster who are on another roster at the same time: person_id, name_ar, name_latin, session_id
    (the other one), starts_at, ends_at, module_ar, module_fr, module_en. Cancelled sessions do not count.
    """
    here, there = _registration.alias("here"), _registration.alias("there")
    this, other, module = _sitting.alias("this"), _sitting.alias("other"), table(Module)
    labels = (module.c[f"label_{language}"].label(f"module_{language}") for language in ("ar", "fr", "en"))
    statement = (
        select(
            *(_person.c.id.label("person_id"), _person.c.name_ar, _person.c.name_latin),
            *(other.c.id.label("session_id"), other.c.starts_at, other.c.ends_at, *labels),
        )
        .join_from(here, this, this.c.id == here.c.session_id)
        .join(there, and_(there.c.person_id == here.c.person_id, there.c.session_id != here.c.session_id))
        .join(other, other.c.id == there.c.session_id)
        .join(module, module.c.id == other.c.module_id)
        .join(_person, _person.c.id == here.c.person_id)
        .where(
            this.c.id == session_id,
            *(row.c.deleted_at.is_(None) for row in (here, there, other)),
            this.c.state != "cancelled",
            other.c.state != "cancelled",
            other.c.held_on == this.c.held_on,
            other.c.starts_at < this.c.ends_at,
            other.c.ends_at > this.c.starts_at,
        )
        .order_by(here.c.row_number, other.c.starts_at, other.c.id)
    )
    return frame(session, statement)
