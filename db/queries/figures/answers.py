"""The SELECTs behind the figures of answers: how far obstacles came, what institutions were asked, what was kept."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from core.filters import Filters
from core.records.settings import Settings
from db.models import Commitment, CommitmentObstacle, Institution, Referral
from db.models.base import table
from db.queries.figures.base import grouped, in_days, month_of
from db.queries.figures.obstacles import heard
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows

# How far an obstacle came; whoever came to one of these came past all before it.
STEPS = ("raised", "addressed", "committed", "done", "confirmed")
_referral, _commitment, _link = table(Referral), table(Commitment), table(CommitmentObstacle)
_institution = table(Institution)


@figure
def answers(filters: Filters, by: By, _limits: Settings) -> Rows:
    """How far obstacles came, by any of province, commune, kind, sector, category, state, month (of the mention): those
    of `by`, then distinct obstacles: raised, addressed, committed, done, confirmed (each of them came at least so far),
    referred, promised (of those referred, the ones with a promise that was not dropped).
    """
    ground = heard(filters, by).c
    # Each obstacle once in each group, however often it was mentioned there.
    told = dict.fromkeys(("obstacle_id", "state", *by))
    base = select(*(ground[name] for name in told)).distinct().subquery("raised")
    group = [base.c[name] for name in by]
    number, state = base.c.obstacle_id, base.c.state
    referred = number.in_(select(_referral.c.obstacle_id).where(_referral.c.deleted_at.is_(None)))
    promised = number.in_(obstacles_promised())
    confirmed = state == "confirmed"
    done = or_(confirmed, state == "done")
    committed = or_(done, promised)
    reached = {"raised": None, "addressed": or_(committed, referred), "committed": committed}
    reached |= {"done": done, "confirmed": confirmed, "referred": referred, "promised": and_(referred, promised)}
    return grouped(select(*group, *(_distinct(number, one).label(name) for name, one in reached.items())), group)


@figure
def asked(filters: Filters, by: By, _limits: Settings) -> Rows:
    """What institutions were asked about the obstacles of the filters, by institution (acronym), category, or month (of
    the referral): those of `by`, referrals, referred (distinct obstacles), promised (those of them with a promise of
    the institution that was asked, which was not dropped).

    The period is that of the referral.
    """
    c = _referral.c
    base = _of_obstacles(filters, select(c.obstacle_id).where(c.deleted_at.is_(None)), by)
    groups = {**dict(base.c), "institution": _institution.c.acronym, "month": month_of(c.referred_on)}
    group = [groups[name].label(name) for name in by]
    own = exists(
        select(1)
        .select_from(_link.join(_commitment, _commitment.c.id == _link.c.commitment_id))
        .where(_link.c.obstacle_id == c.obstacle_id, _link.c.deleted_at.is_(None), _standing())
        .where(_commitment.c.institution_id == c.institution_id)
    )
    statement = (
        select(
            *group,
            func.count(c.id.distinct()).label("referrals"),
            _distinct(c.obstacle_id, None).label("referred"),
            _distinct(c.obstacle_id, own).label("promised"),
        )
        .join_from(_referral, base, base.c.obstacle_id == c.obstacle_id)
        .join(_institution, _institution.c.id == c.institution_id)
        .where(c.deleted_at.is_(None), in_days(c.referred_on, filters))
    )
    return grouped(statement, [groups[name] for name in by])


@figure
def kept(filters: Filters, by: By, _limits: Settings) -> Rows:
    """What became of promises for the obstacles of the filters, by any of institution (acronym), province, commune,
    kind, sector, category, state: those of `by`, due (their date is over, or they are done), kept (done by their date).

    The period is that of the promise's date.
    """
    c = _commitment.c
    base = _of_obstacles(filters, select(_link.c.obstacle_id).where(_link.c.deleted_at.is_(None)), by)
    groups = {**dict(base.c), "institution": _institution.c.acronym}
    group = [groups[name].label(name) for name in by]
    due, on_time = promises_judged()
    statement = (
        select(*group, _distinct(c.id, due).label("due"), _distinct(c.id, on_time).label("kept"))
        .join_from(_commitment, _link, and_(_link.c.commitment_id == c.id, _link.c.deleted_at.is_(None)))
        .join(base, base.c.obstacle_id == _link.c.obstacle_id)
        .join(_institution, _institution.c.id == c.institution_id)
        .where(promises_dated(filters))
    )
    return grouped(statement, [groups[name] for name in by])


def promises_judged() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Of a promise: whether it is due (its date is over, or it is done), and whether it was done by its date."""
    c, done = _commitment.c, _commitment.c.state == "done"
    # The database's own day: a figure is asked for in SELECTs that are kept from day to day.
    return or_(done, c.due_on < func.current_date()), and_(done, c.done_on <= c.due_on)


def promises_dated(filters: Filters) -> ColumnElement[bool]:
    """Whether a living promise has a date, and that is in the period."""
    c = _commitment.c
    return and_(c.deleted_at.is_(None), c.due_on.is_not(None), in_days(c.due_on, filters))


def whenever(filters: Filters) -> Filters:
    """The same filters for obstacles whenever they were mentioned, where the period is that of something else."""
    return replace(filters, since=None, until=None)


def _of_obstacles(filters: Filters, among: Any, by: By) -> Any:
    """Those `among` the obstacles of the filters, whenever they were mentioned: obstacle_id and those of `by`."""
    base = heard(whenever(filters), by)
    told = (base.c[name] for name in by if name in base.c)
    return select(base.c.obstacle_id, *told).where(base.c.obstacle_id.in_(among)).distinct().subquery()


def obstacles_promised() -> Any:
    """The ids of the obstacles with a promise that stands."""
    return (
        select(_link.c.obstacle_id)
        .join_from(_link, _commitment, _commitment.c.id == _link.c.commitment_id)
        .where(_link.c.deleted_at.is_(None), _standing())
    )


def _standing() -> ColumnElement[bool]:
    return and_(_commitment.c.deleted_at.is_(None), _commitment.c.state != "dropped")


def _distinct(number: ColumnElement[Any], condition: ColumnElement[bool] | None) -> ColumnElement[int]:
    return func.count((number if condition is None else case((condition, number))).distinct())
