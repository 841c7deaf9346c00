"""The SELECT behind the hours that trainers give: the sponsor's own people told apart from all others."""

from sqlalchemy import ColumnElement, case, func, select

from core.filters import Filters
from core.records.settings import Settings
from db.models import SessionTrainer, Trainer, TrainingSession
from db.models.base import table
from db.queries.figures.among import of_touched
from db.queries.figures.base import codes, dimensions, grouped, of_sessions
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows
from db.queries.trainers import HELD, KINDS

_place, _trainer, _sitting = table(SessionTrainer), table(Trainer), table(TrainingSession)


@figure
def volunteer_hours(filters: Filters, by: By, limits: Settings) -> Rows:
    """Hours of preparation, delivery and travel of the trainers of sessions that were held or closed, by the
    session's province, module or month: those of `by`, sponsor_hours, outside_hours. Both may be summed.

    Kinds and sectors of organisations, sex and age do not narrow them: hours are given to a
    session, whoever comes to it.
    """
    groups = [_sitting.c.id if name == "session" else dimensions(_sitting.c, (name,), limits)[0] for name in by]
    statement = (
        select(*codes(groups, by), _hours("sponsor_hours", own=True), _hours("outside_hours", own=False))
        .join_from(_place, _trainer, _trainer.c.id == _place.c.trainer_id)
        .join(_sitting, _sitting.c.id == _place.c.session_id)
        .where(*_counting(filters), *of_touched(filters, session=_place.c.session_id))
    )
    return grouped(statement, groups)


def _hours(name: str, own: bool) -> ColumnElement[float]:
    asked = _trainer.c.side == "sponsor" if own else _trainer.c.side != "sponsor"
    return func.coalesce(func.sum(case((asked, _given()), else_=0.0)), 0.0).label(name)


@figure
def trainer_hours(filters: Filters, by: By, limits: Settings) -> Rows:
    """The same places of trainers at sessions, by whose person the trainer is (side: sponsor, association, external),
    the trainer (id), or the session's province, module or month: those of `by`, trainers (distinct ones), sessions
    (distinct ones), preparation, delivery, travel and hours (of all three). Hours may be summed, trainers and
    sessions may not.
    """
    of_trainer = {"side": _trainer.c.side, "trainer": _trainer.c.id}
    groups = [of_trainer[name] if name in of_trainer else dimensions(_sitting.c, (name,), limits)[0] for name in by]
    named = [
        group.label(name) if name in of_trainer else codes((group,), (name,))[0]
        for name, group in zip(by, groups, strict=True)
    ]
    kinds = [func.coalesce(func.sum(_place.c[kind]), 0.0).label(kind) for kind in KINDS]
    statement = (
        select(
            *named,
            func.count(_trainer.c.id.distinct()).label("trainers"),
            func.count(_sitting.c.id.distinct()).label("sessions"),
            *kinds,
            func.coalesce(func.sum(_given()), 0.0).label("hours"),
        )
        .join_from(_place, _trainer, _trainer.c.id == _place.c.trainer_id)
        .join(_sitting, _sitting.c.id == _place.c.session_id)
        .where(*_counting(filters))
    )
    return grouped(statement, groups)


def _given() -> ColumnElement[float]:
    return sum((func.coalesce(_place.c[kind], 0.0) for kind in KINDS[1:]), func.coalesce(_place.c[KINDS[0]], 0.0))


def _counting(filters: Filters) -> list[ColumnElement[bool]]:
    living = [part.c.deleted_at.is_(None) for part in (_place, _trainer, _sitting)]
    return [_sitting.c.state.in_(HELD), *living, of_sessions(_sitting.c, filters)]
