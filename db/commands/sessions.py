"""Training sessions: planning one, changing what was planned, and cancelling it."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records.sessions import SessionRecord
from db.commands.guards import chosen, not_in_future, province_of_commune, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.session_clashes import refuse_clashes, refuse_trainer_clash
from db.commands.session_trainers import hold_trainers, places_of, set_trainers
from db.models import Attendance, Group, Module, Phase, Registration, TrainingSession

# A year of weekly sessions of three groups.
LONGEST_SERIES = 160
# What decides whom and what a session meets.
_MEETING = ("held_on", "starts_at", "ends_at", "group_id", "commune_id", "venue")


@command("session.write", "session")
def plan_session(
    session: Session, actor: Actor, record: SessionRecord, trainer_ids: tuple[int, ...] = ()
) -> Done[TrainingSession]:
    """A new planned session; nobody is on its roster until it is opened or people are registered.

    The first of the trainers leads it.
    """
    made = _planned(session, actor, record, trainer_ids)
    return Done(made, after=_told(made, trainer_ids))


@command("session.write", "session")
def plan_series(
    session: Session, actor: Actor, records: tuple[SessionRecord, ...], trainer_ids: tuple[int, ...] = ()
) -> Done[TrainingSession]:
    """Planned sessions in one go, all of them or none; each is held against those already there and each other.

    All of them have the same trainers.

    The first that is refused is named by its `number` in the series, its day and its hours.
    """
    if not records:
        raise Problem("series_empty")
    if len(records) > LONGEST_SERIES:
        raise Problem("series_too_long", most=LONGEST_SERIES)
    made = []
    for number, record in enumerate(records, start=1):
        try:
            made.append(_planned(session, actor, record, trainer_ids))
        except Problem as problem:
            raise Problem("series_refused", parts=_of_series(problem, number, record)) from problem
    return Done(made[0], after={"planned": [_told(sitting, trainer_ids) for sitting in made]})


@command("session.write", "session")
def change_session(
    session: Session,
    actor: Actor,
    session_id: int,
    version: int,
    record: SessionRecord,
    trainer_ids: tuple[int, ...] | None = None,
) -> Done[TrainingSession]:
    """A session with another time, place, subject or trainers (None: they stay); Problem once closed or cancelled.

    Trainers who stay and those who come are held against the other sessions of its hours.
    """
    sitting = living(session, TrainingSession, session_id, version)
    reached(actor, sitting.province_id)
    changeable(sitting)
    if record.group_id != sitting.group_id and sitting.state == "held":
        raise Problem("group_fixed_when_held", field="group_id")
    if sitting.state == "held":
        not_in_future(record, "held_on")
        if (given := _most_hours(session, session_id)) > record.hours:
            raise Problem("hours_under_marks", field="hours", given=given)
    moved = {name: getattr(record, name) for name in _MEETING} != {name: getattr(sitting, name) for name in _MEETING}
    there = tuple(place.trainer_id for place in places_of(session, session_id))
    wanted = there if trainer_ids is None else trainer_ids
    hold_trainers(session, wanted, kept=there)
    if moved:
        refuse_clashes(session, record, session_id, wanted)
    elif wanted != there:
        refuse_trainer_clash(session, record, session_id, tuple(one for one in wanted if one not in there))
    before = _told(sitting, there)
    stamped(sitting, actor, record.model_dump() | _derived(session, actor, record, kept_module=sitting.module_id))
    if wanted != there:
        set_trainers(session, actor, session_id, wanted)
    return Done(sitting, before=before, after=_told(sitting, wanted))


@command("session.write", "session")
def cancel_session(
    session: Session, actor: Actor, session_id: int, version: int, reason: str | None
) -> Done[TrainingSession]:
    """A session that did not take place, and why; Problem when somebody is already marked at it."""
    sitting = living(session, TrainingSession, session_id, version)
    reached(actor, sitting.province_id)
    changeable(sitting)
    if reason is None or not reason.strip():
        raise Problem("required", field="reason")
    if marked := marks(session, session_id):
        raise Problem("session_has_marks", number=marked)
    before = values_of(sitting)
    stamped(sitting, actor, {"state": "cancelled"})
    return Done(sitting, before=before, reason=reason.strip()[:2000])


def _planned(session: Session, actor: Actor, record: SessionRecord, trainer_ids: tuple[int, ...]) -> TrainingSession:
    derived = _derived(session, actor, record, kept_module=None)
    hold_trainers(session, trainer_ids, kept=())
    refuse_clashes(session, record, None, trainer_ids)
    made = TrainingSession.model_validate(record, update=derived | {"created_by": actor.account_id})
    session.add(made)
    session.flush()
    set_trainers(session, actor, made.id or 0, trainer_ids)
    return made


def _told(sitting: TrainingSession, trainer_ids: tuple[int, ...]) -> dict[str, Any]:
    """The session as the history keeps it; a session nobody was chosen for says nothing of trainers."""
    return values_of(sitting) | ({"trainers": list(trainer_ids)} if trainer_ids else {})


def _of_series(problem: Problem, number: int, record: SessionRecord) -> tuple[Problem, ...]:
    which = Problem("series_session", place=number, day=record.held_on)
    return (which, *(Problem(p.code, **p.details) for p in problem.each()))


def marks(session: Session, session_id: int) -> int:
    """How many registrations of the session carry a mark."""
    counted = (
        select(func.count())
        .select_from(Attendance)
        .join(Registration, col(Registration.id) == Attendance.registration_id)
        .where(*_living_marks(session_id))
    )
    return session.exec(counted).one()


def _most_hours(session: Session, session_id: int) -> float:
    """The most hours that were written down for one person at the session."""
    given = select(func.max(Attendance.hours)).where(*_living_marks(session_id))
    joined = given.join(Registration, col(Registration.id) == Attendance.registration_id)
    return session.exec(joined).one() or 0.0


def _living_marks(session_id: int) -> tuple[Any, ...]:
    return (
        Registration.session_id == session_id,
        col(Registration.deleted_at).is_(None),
        col(Attendance.deleted_at).is_(None),
    )


def changeable(sitting: TrainingSession) -> None:
    """Problem once the session's roster is closed or the session was cancelled."""
    if sitting.state == "closed":
        raise Problem("roster_closed")
    if sitting.state == "cancelled":
        raise Problem("session_cancelled")


def _derived(session: Session, actor: Actor, record: SessionRecord, kept_module: int | None) -> dict[str, Any]:
    phase = chosen(session, Phase, record.phase_id, "phase_id")
    if not phase.starts_on <= record.held_on <= phase.ends_on:
        raise Problem("outside_phase", field="held_on", start=phase.starts_on, end=phase.ends_on)
    module = chosen(session, Module, record.module_id, "module_id")
    if not module.active and module.id != kept_module:
        raise Problem("unknown_choice", field="module_id", given=module.code)
    if record.group_id is not None and chosen(session, Group, record.group_id, "group_id").phase_id != phase.id:
        raise Problem("group_of_other_phase", field="group_id")
    province = province_of_commune(session, record.commune_id)
    reached(actor, province, field="commune_id")
    return {"province_id": province}
