"""The SELECT behind the sessions: those held, their hours, those still planned and those that were cancelled."""

from sqlalchemy import ColumnElement, and_, case, func, select

from core.filters import Filters
from core.records.settings import Settings
from db.models import TrainingSession
from db.models.base import table
from db.queries.figures.among import of_touched
from db.queries.figures.base import codes, dimensions, grouped, of_sessions, of_verified_sheet
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows
from db.queries.trainers import HELD


@figure
def sittings(filters: Filters, by: By, limits: Settings) -> Rows:
    """Living sessions that count as training, by the session's own province, commune, module or month: those of `by`,
    held (held or closed), hours (of these), planned, cancelled, hours_planned (of those planned). All may be summed.

    Kinds and sectors of organisations, sex and age do not narrow them: a session is held, whoever comes to it. Of
    verified sheets alone, a session is held where its sheet is verified.
    """
    sitting = table(TrainingSession).c
    groups = [sitting.id if name == "session" else dimensions(sitting, (name,), limits)[0] for name in by]
    held: ColumnElement[bool] = sitting.state.in_(HELD)
    if filters.verified:
        held = and_(held, of_verified_sheet(sitting))
    statement = (
        select(
            *codes(groups, by),
            func.count(case((held, 1))).label("held"),
            func.coalesce(func.sum(case((held, sitting.hours), else_=0.0)), 0.0).label("hours"),
            *(func.count(case((sitting.state == state, 1))).label(state) for state in ("planned", "cancelled")),
            func.coalesce(func.sum(case((sitting.state == "planned", sitting.hours), else_=0.0)), 0.0).label(
                "hours_planned"
            ),
        )
        .where(sitting.deleted_at.is_(None), sitting.counts_as_training.is_(True))
        .where(of_sessions(sitting, filters), *of_touched(filters, session=sitting.id))
    )
    return grouped(statement, groups)
