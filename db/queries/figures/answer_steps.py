"""The SELECT behind answers through time: in which month obstacles were raised, referred, promised, done, confirmed."""

from sqlalchemy import and_, case, func, literal, select, union_all

from core.filters import Filters
from core.records.settings import Settings
from db.models import Commitment, CommitmentObstacle, Confirmation, Obstacle, Referral
from db.models.base import table
from db.queries.figures.answers import STEPS, whenever
from db.queries.figures.base import grouped, in_days, month_of
from db.queries.figures.obstacles import heard
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows


@figure
def steps(filters: Filters, by: By, _limits: Settings) -> Rows:
    """When the obstacles of the filters took each step of STEPS first, by month or at all: those of `by`, and for each
    step the distinct obstacles that took it. Only what a step ended in counts: a promise that was dropped is none, and
    a word that confirms is one of an obstacle that is confirmed.

    The period is that of the step.
    """
    o, r, c, link = table(Obstacle).c, table(Referral).c, table(Commitment).c, table(CommitmentObstacle).c
    said = table(Confirmation).c
    linked = table(CommitmentObstacle).join(table(Commitment), c.id == link.commitment_id)
    standing = and_(link.deleted_at.is_(None), c.deleted_at.is_(None), c.state != "dropped")
    solved = and_(said.verdict == "solved", said.deleted_at.is_(None))
    days = {
        "raised": select(o.id.label("obstacle_id"), o.raised_on.label("on")),
        "addressed": select(r.obstacle_id, func.min(r.referred_on)).where(r.deleted_at.is_(None)),
        "committed": select(link.obstacle_id, func.min(c.promised_on)).select_from(linked).where(standing),
        # An obstacle is done, and confirmed, with the last of what it needs.
        "done": select(link.obstacle_id, func.max(c.done_on)).select_from(linked).where(standing),
        "confirmed": select(said.obstacle_id, func.max(said.confirmed_on)).where(solved),
    }
    reached = {"done": ("done", "confirmed"), "confirmed": ("confirmed",)}
    parts = []
    for step in STEPS:
        each = days[step] if step == "raised" else days[step].group_by(days[step].selected_columns[0])
        found = each.subquery(step)
        number, on = list(found.c)
        told = select(literal(step).label("step"), number.label("obstacle_id"), on.label("on"))
        if step in reached:
            told = told.join(table(Obstacle), and_(o.id == number, o.state.in_(reached[step])))
        parts.append(told)
    taken, base = union_all(*parts).subquery("taken"), heard(whenever(filters), ())
    groups = {"month": month_of(taken.c.on)}
    counted = (func.count(case((taken.c.step == step, taken.c.obstacle_id)).distinct()).label(step) for step in STEPS)
    statement = (
        select(*(groups[name].label(name) for name in by), *counted)
        .where(taken.c.obstacle_id.in_(select(base.c.obstacle_id)))
        .where(taken.c.on.is_not(None), in_days(taken.c.on, filters))
    )
    return grouped(statement, [groups[name] for name in by])
