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
        .where(_sitting.c.state.in_(HELD), *(part.c.deleted_at.is_(None) for part in (_place, _trainer, _sitting)))
        .where(of_sessions(_sitting.c, filters), *of_touched(filters, session=_place.c.session_id))
    )
    return grouped(statement, groups)


def _hours(name: str, own: bool) -> ColumnElement[float]:
    given = sum((func.coalesce(_place.c[kind], 0.0) for kind in KINDS[1:]), func.coalesce(_place.c[KINDS[0]], 0.0))
    asked = _trainer.c.side == "sponsor" if own else _trainer.c.side != "sponsor"
    return func.coalesce(func.sum(case((asked, given), else_=0.0)), 0.0).label(name)
