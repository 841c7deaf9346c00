"""What a planned session would meet at its hours: its group, its people, its hall or its trainers elsewhere."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session

from core.names import normalised
from core.records.sessions import SessionRecord
from db.models import Enrolment, Module, Person, Registration, SessionTrainer, Trainer, TrainingSession
from db.models.base import table

_sitting, _module, _person = table(TrainingSession), table(Module), table(Person)
_registration, _enrolment = table(Registration), table(Enrolment)


class Met(NamedTuple):
    """Another session in the same hours; labels in three languages."""

    session_id: int
    group_id: int | None
    venue: str | None
    commune_id: int
    starts_at: Any
    ends_at: Any
    label_ar: str
    label_fr: str
    label_en: str


def sessions_met(session: Session, record: SessionRecord, own_id: int | None) -> list[Met]:
    """Sessions that are not cancelled and overlap the record's hours on its day, `own_id` left out."""
    c = _sitting.c
    statement = (
        select(
            *(c.id, c.group_id, c.venue, c.commune_id, c.starts_at, c.ends_at),
            *(_module.c.label_ar, _module.c.label_fr, _module.c.label_en),
        )
        .join_from(_sitting, _module, _module.c.id == c.module_id)
        .where(
            *(c.deleted_at.is_(None), c.state != "cancelled", c.held_on == record.held_on),
            *(c.starts_at < record.ends_at, c.ends_at > record.starts_at),
        )
        .order_by(c.starts_at, c.id)
    )
    if own_id is not None:
        statement = statement.where(c.id != own_id)
    return [Met(*row) for row in session.execute(statement)]


def trainer_met(
    session: Session, trainer_ids: tuple[int, ...], met: list[Met]
) -> tuple[str | None, str | None, Met] | None:
    """The first of the trainers who stands at one of these sessions: both names, and that session."""
    place, trainer = table(SessionTrainer), table(Trainer)
    statement = (
        select(place.c.session_id, trainer.c.name_ar, trainer.c.name_latin)
        .join_from(place, trainer, trainer.c.id == place.c.trainer_id)
        .where(
            *(place.c.deleted_at.is_(None), place.c.trainer_id.in_(trainer_ids)),
            place.c.session_id.in_([other.session_id for other in met]),
        )
        .order_by(trainer.c.search, trainer.c.id, place.c.session_id)
        .limit(1)
    )
    found = session.execute(statement).first() if trainer_ids and met else None
    if found is None:
        return None
    return found.name_ar, found.name_latin, next(other for other in met if other.session_id == found.session_id)


def same_hall(record: SessionRecord, met: Met) -> bool:
    """Whether both take place in one hall: the same commune and the same name of it, however it is spelt."""
    if not record.venue or not met.venue or record.commune_id != met.commune_id:
        return False
    return normalised(record.venue) == normalised(met.venue)


def people_in_both(
    session: Session, record: SessionRecord, own_id: int | None, met: list[Met]
) -> list[tuple[int, str | None, str | None]]:
    """The people who would be expected at the record's session and at one of those it meets: id and names.

    Expected is who stands on the roster, or is enrolled in the session's group on that day.
    """
    here = _expected(record.held_on, [own_id] if own_id else [], [record.group_id] if record.group_id else [])
    there = _expected(record.held_on, [m.session_id for m in met], [m.group_id for m in met if m.group_id])
    if here is None or there is None:
        return []
    statement = (
        select(_person.c.id, _person.c.name_ar, _person.c.name_latin)
        .where(_person.c.deleted_at.is_(None), _person.c.id.in_(here), _person.c.id.in_(there))
        .order_by(_person.c.search, _person.c.id)
    )
    return [(row.id, row.name_ar, row.name_latin) for row in session.execute(statement)]


def _expected(day: Any, sessions: list[int], groups: list[int]) -> Any:
    parts: list[Any] = []
    if sessions:
        on_roster = select(_registration.c.person_id).where(_registration.c.session_id.in_(sessions))
        parts.append(on_roster.where(_registration.c.deleted_at.is_(None)))
    if groups:
        c = _enrolment.c
        still: ColumnElement[bool] = or_(c.withdrawn_on.is_(None), c.withdrawn_on > day)
        enrolled = select(c.person_id).where(c.group_id.in_(groups))
        parts.append(enrolled.where(and_(c.deleted_at.is_(None), c.enrolled_on <= day, still)))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else parts[0].union(*parts[1:])
