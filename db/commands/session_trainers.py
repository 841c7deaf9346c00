"""Trainers at a session: chosen for it, taken off again, and the hours each gave."""

from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records.trainers import TrainerHours, TrainerPlace
from db.commands.guards import chosen, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.removals import reason_given
from db.commands.session_clashes import refuse_trainer_clash
from db.models import SessionTrainer, Trainer, TrainingSession
from db.models.base import now


@command("session.write", "session")
def put_trainer(session: Session, actor: Actor, session_id: int, place: TrainerPlace) -> Done[SessionTrainer]:
    """A trainer at a session that was not cancelled; Problem when the trainer is at another one in the same hours."""
    hold_trainers(session, (place.trainer_id,), kept=(), field="trainer_id")
    trainer_stands(session, actor, session_id, place.trainer_id)
    more = {"session_id": session_id, "created_by": actor.account_id}
    return Done(SessionTrainer.model_validate(place.model_dump() | more))


@command("session.write", "session")
def take_trainer_off(
    session: Session, actor: Actor, place_id: int, version: int, reason: str | None
) -> Done[SessionTrainer]:
    """A trainer who was not at the session after all, put in the bin with the hours."""
    place = living(session, SessionTrainer, place_id, version)
    sitting = _standing(session, actor, place.session_id)
    said = reason_given(reason)
    before = values_of(place)
    stamped(sitting, actor)
    stamped(place, actor, {"deleted_at": now()})
    return Done(place, before=before, reason=said)


@command("attendance.write", "session")
def change_trainer_hours(
    session: Session, actor: Actor, place_id: int, version: int, hours: TrainerHours
) -> Done[SessionTrainer]:
    """The hours a trainer gave to a session that was held; whoever marks attendance there may say them."""
    place = living(session, SessionTrainer, place_id)
    sitting = _standing(session, actor, place.session_id)
    if sitting.state == "planned":
        raise Problem("roster_not_open")
    living(session, SessionTrainer, place_id, version)
    before = values_of(place)
    stamped(place, actor, hours)
    return Done(place, before=before)


def trainer_stands(session: Session, actor: Actor, session_id: int, trainer_id: int) -> None:
    """Problem where the trainer cannot come to the session: it was cancelled, or the trainer is there or elsewhere."""
    sitting = _standing(session, actor, session_id)
    if trainer_id in {one.trainer_id for one in places_of(session, session_id)}:
        raise Problem("trainer_there", field="trainer_id")
    refuse_trainer_clash(session, sitting, session_id, (trainer_id,), field="trainer_id")
    # A form of the session that is open elsewhere knows other trainers: it is told.
    stamped(sitting, actor)


def places_of(session: Session, session_id: int) -> list[SessionTrainer]:
    """The living places of a session's trainers, who leads first."""
    found = select(SessionTrainer).where(
        SessionTrainer.session_id == session_id, col(SessionTrainer.deleted_at).is_(None)
    )
    return list(session.exec(found.order_by(col(SessionTrainer.role).desc(), col(SessionTrainer.id))))


def hold_trainers(
    session: Session, trainer_ids: tuple[int, ...], kept: tuple[int, ...], field: str = "trainer_ids"
) -> None:
    """Holds the trainers until the transaction ends, so that two plans at once cannot both take one of them.

    Problem beside the field for one who is gone, or not active and not among those `kept` from before.
    """
    for trainer_id in sorted(set(trainer_ids)):
        session.get(Trainer, trainer_id, with_for_update=True)
        trainer = chosen(session, Trainer, trainer_id, field)
        if not trainer.active and trainer_id not in kept:
            raise Problem("trainer_not_active", field=field, name=trainer.name_ar or trainer.name_latin or "")


def set_trainers(session: Session, actor: Actor, session_id: int, trainer_ids: tuple[int, ...]) -> None:
    """Makes these the session's trainers: the first leads, the others assist; clashes were looked for before.

    Problem("trainer_has_hours") for one to be taken off who has hours: they would be gone with the form's press.
    """
    there = {place.trainer_id: place for place in places_of(session, session_id)}
    for trainer_id, place in there.items():
        if trainer_id in trainer_ids:
            continue
        if any((place.preparation, place.delivery, place.travel)):
            name = session.get_one(Trainer, trainer_id)
            raise Problem("trainer_has_hours", field="trainer_ids", name=name.name_ar or name.name_latin or "")
        stamped(place, actor, {"deleted_at": now()})
    for number, trainer_id in enumerate(dict.fromkeys(trainer_ids)):
        role: dict[str, Any] = {"role": "assistant" if number else "lead"}
        if trainer_id not in there:
            own = {"session_id": session_id, "trainer_id": trainer_id, "created_by": actor.account_id}
            session.add(SessionTrainer.model_validate(own | role))
        elif there[trainer_id].role != role["role"]:
            stamped(there[trainer_id], actor, role)
    session.flush()


def _standing(session: Session, actor: Actor, session_id: int) -> TrainingSession:
    sitting = living(session, TrainingSession, session_id)
    reached(actor, sitting.province_id)
    if sitting.state == "cancelled":
        raise Problem("session_cancelled")
    return sitting
