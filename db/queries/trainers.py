"""Those who train: the list, one of them, who may be chosen, and who stands at a session."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from core.problems import Problem
from core.records.trainers import TrainerRecord
from db.models import SessionTrainer, Trainer, TrainingSession
from db.models.base import table
from db.queries.frames import frame
from db.queries.organisations import sounds_like

_trainer, _place, _sitting = table(Trainer), table(SessionTrainer), table(TrainingSession)
# Hours count once the session was held; one that is only planned, or was cancelled, gave none.
HELD = ("held", "closed")
KINDS = ("preparation", "delivery", "travel")


def hours_of(kind: str) -> ColumnElement[Any]:
    """The hours of one kind summed over places at sessions; hours nobody has said yet are none."""
    return func.coalesce(func.sum(_place.c[kind]), 0.0).label(kind)


def trainers_listed(session: Session, text: str = "", side: str | None = None) -> pd.DataFrame:
    """Trainers by name, those who are active first, with their sessions that were held and the hours of all years.

    Columns: id, version, name_ar, name_latin, side, phone, active, sessions, preparation, delivery, travel.
    """
    c = _trainer.c
    held = and_(_sitting.c.id == _place.c.session_id, _sitting.c.state.in_(HELD), _sitting.c.deleted_at.is_(None))
    sums = (
        select(_place.c.trainer_id, func.count().label("sessions"), *(hours_of(kind) for kind in KINDS))
        .join_from(_place, _sitting, held)
        .where(_place.c.deleted_at.is_(None))
        .group_by(_place.c.trainer_id)
        .subquery("sums")
    )
    statement = (
        select(
            *(c.id, c.version, c.name_ar, c.name_latin, c.side, c.phone, c.active),
            func.coalesce(sums.c.sessions, 0).label("sessions"),
            *(func.coalesce(sums.c[kind], 0.0).label(kind) for kind in KINDS),
        )
        .join_from(_trainer, sums, sums.c.trainer_id == c.id, isouter=True)
        .where(c.deleted_at.is_(None))
        .order_by(c.active.desc(), c.search, c.id)
    )
    if side is not None:
        statement = statement.where(c.side == side)
    if text.strip():
        statement = statement.where(sounds_like(c.search, text))
    return frame(session, statement)


def trainers_counted(session: Session) -> int:
    """How many trainers there are."""
    return int(session.execute(select(func.count()).where(_trainer.c.deleted_at.is_(None))).scalar_one())


def trainers_to_choose(session: Session, kept: tuple[int, ...] = ()) -> pd.DataFrame:
    """Trainers who are active, and those `kept` from before: id, name_ar, name_latin, side."""
    c = _trainer.c
    offered = or_(c.active.is_(True), c.id.in_(kept))
    statement = select(c.id, c.name_ar, c.name_latin, c.side).where(c.deleted_at.is_(None), offered)
    return frame(session, statement.order_by(c.search, c.id))


def trainer_values(session: Session, trainer_id: int) -> dict[str, Any]:
    """The record's fields by name with id and version; Problem("row_gone") where there is none."""
    names = ("id", "version", *TrainerRecord.model_fields)
    asked = select(*(_trainer.c[name] for name in names))
    found = session.execute(asked.where(_trainer.c.id == trainer_id, _trainer.c.deleted_at.is_(None)))
    values = found.mappings().first()
    if values is None:
        raise Problem("row_gone", row=trainer_id)
    return dict(values)


def trainers_of_session(session: Session, session_id: int) -> pd.DataFrame:
    """Who trains at a session, who leads first.

    Columns: id (of the place), version, trainer_id, name_ar, name_latin, side, role, preparation, delivery, travel.
    """
    c = _place.c
    statement = (
        select(
            *(c.id, c.version, c.trainer_id, _trainer.c.name_ar, _trainer.c.name_latin, _trainer.c.side),
            *(c.role, *(c[kind] for kind in KINDS)),
        )
        .join_from(_place, _trainer, _trainer.c.id == c.trainer_id)
        .where(c.session_id == session_id, c.deleted_at.is_(None))
        .order_by(c.role.desc(), c.id)
    )
    return frame(session, statement)
