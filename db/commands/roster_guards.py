"""What every command at a roster looks at first: its session, who is meant by an id, and who is left of whom."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from db.commands.guards import reached, standing
from db.commands.ledger import living
from db.commands.sessions import changeable
from db.models import AttendanceStatus, Organisation, Person, Registration, TrainingSession
from db.models.base import table

# Asked at every tick of everybody: put together once, and columns instead of a row of the mapper.
_registration = table(Registration).c
_NAMED = select(_registration.session_id, _registration.person_id, _registration.deleted_at).where(
    _registration.id == bindparam("id")
)


def session_of(session: Session, registration_id: int) -> int:
    """The id of the session a registration belongs to, be it still on the roster or not; Problem without one."""
    found = session.execute(_NAMED, {"id": registration_id}).first()
    if found is None:
        raise Problem("unknown_choice", field="registration_id", given=str(registration_id))
    session_id: int = found.session_id
    return session_id


def open_to_names(session: Session, actor: Actor, session_id: int) -> TrainingSession:
    """The session, held until the transaction ends, when its place and its state let names be put on its roster."""
    sitting = living(session, TrainingSession, session_id)
    reached(actor, sitting.province_id)
    changeable(sitting)
    return sitting


def open_to_marks(session: Session, actor: Actor, session_id: int) -> TrainingSession:
    """The same when its roster is open, so that somebody may be marked."""
    sitting = open_to_names(session, actor, session_id)
    if sitting.state == "planned":
        raise Problem("roster_not_open")
    return sitting


def expected_registration(session: Session, registration_id: int) -> int:
    """The registration a tick is meant for: the one named, or the one left of it since two persons became one.

    Problem("taken_off_roster") when the person is no longer on the roster.
    """
    named = session.execute(_NAMED, {"id": registration_id}).first()
    if named is not None and named.deleted_at is None:
        return registration_id
    if named is None:
        raise Problem("unknown_choice", field="registration_id", given=str(registration_id))
    left = select(Registration.id).where(
        Registration.session_id == named.session_id,
        Registration.person_id == named.person_id,
        col(Registration.deleted_at).is_(None),
    )
    found = session.exec(left).first()
    if found is None:
        raise Problem("taken_off_roster", field="registration_id")
    return found


def standing_people(session: Session, person_ids: Sequence[int]) -> tuple[int, ...]:
    """The same ids, with that of the person left in place of one who was merged; held against a merge meanwhile."""
    stands = standing(session, Person, person_ids)
    return tuple((stands[number].id or 0) if number in stands else number for number in person_ids)


def left_of(organisation_id: int | None, stands: Mapping[int, Organisation]) -> int | None:
    """The organisation itself, or the one it was merged into where `stands` knows it."""
    if organisation_id is None or organisation_id not in stands:
        return organisation_id
    return stands[organisation_id].id


def status_meaning(session: Session, meaning: str) -> int:
    """The first status in use that means this; the lists keep at least one for present and for absent."""
    first = (
        select(AttendanceStatus.id)
        .where(AttendanceStatus.meaning == meaning)
        .where(col(AttendanceStatus.active).is_(True), col(AttendanceStatus.deleted_at).is_(None))
        .order_by(col(AttendanceStatus.position), col(AttendanceStatus.id))
    )
    found = session.exec(first).first()
    if found is None:
        raise Problem("last_status")
    return found
