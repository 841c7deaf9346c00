"""The SELECTs behind the days that answers and solutions take: their median, and beside it what is open and how old."""

from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Select, Subquery, and_, case, cast, exists, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from core.filters import Filters
from core.records.settings import Settings
from db.models import Confirmation, Institution, Obstacle
from db.models.base import table
from db.queries.figures.base import grouped
from db.queries.figures.obstacles import heard
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows
from db.queries.institution_figures import referrals_answered


class days_between(GenericFunction[int]):  # noqa: N801 - a function of SQL is named as SQL names it.
    """The whole days from the first day to the second."""

    type = Integer()
    inherit_cache = True


@compiles(days_between)
def _subtracted(element: Any, compiler: Any, **how: Any) -> str:
    begun, ended = (compiler.process(one, **how) for one in element.clauses)
    return f"({ended} - {begun})"


@compiles(days_between, "sqlite")
def _counted(element: Any, compiler: Any, **how: Any) -> str:
    begun, ended = (compiler.process(one, **how) for one in element.clauses)
    return f"CAST(julianday({ended}) - julianday({begun}) AS INTEGER)"


@figure
def answered(filters: Filters, by: By, _limits: Settings) -> Rows:
    """The days from a referral to the institution's answer or first promise, for the obstacles of the filters, by any
    of institution (acronym) and what obstacles are told by: those of `by`, median (empty where none is answered),
    closed, open, oldest (days since the oldest open referral, empty where none is).
    """
    return grouped(*_median(questions(filters, by), by))


@figure
def resolved(filters: Filters, by: By, _limits: Settings) -> Rows:
    """The days from an obstacle being raised to the word that confirms it, by what obstacles are told by.

    The columns are those of `answered`; a dropped one is neither closed nor open.
    """
    return grouped(*_median(solutions(filters, by), by))


def questions(filters: Filters, by: By = ()) -> Subquery:
    """Each referral of the obstacles of the filters once in each group: those of `by`, number, begun, ended, aged."""
    base, rows, institution = heard(filters, by), referrals_answered().subquery("asked"), table(Institution).c
    groups = {**dict(base.c), "institution": institution.acronym}
    columns = [rows.c.referral_id.label("number"), rows.c.referred_on.label("begun"), rows.c.answered_on.label("ended")]
    statement = (
        select(*(groups[name].label(name) for name in by), *columns)
        .select_from(rows)
        .join(table(Institution), institution.id == rows.c.institution_id)
    )
    return _once(statement, rows.c.obstacle_id, base, any(name in base.c for name in by))


def solutions(filters: Filters, by: By = ()) -> Subquery:
    """Each obstacle of the filters that was not dropped, once in each group: those of `by`, number, begun, ended."""
    base, o, said = heard(filters, by), table(Obstacle).c, table(Confirmation).c
    last = (
        select(func.max(said.confirmed_on))
        .where(said.obstacle_id == o.id, said.verdict == "solved", said.deleted_at.is_(None))
        .scalar_subquery()
    )
    ended = case((o.state == "confirmed", last)).label("ended")
    statement = (
        select(*(base.c[name] for name in by), o.id.label("number"), o.raised_on.label("begun"), ended)
        .select_from(table(Obstacle))
        .where(o.state != "dropped")
    )
    return _once(statement, o.id, base, bool(by))


def _once(statement: Select[Any], number: ColumnElement[Any], base: Subquery, told: bool) -> Subquery:
    """The rows of the obstacles that were heard, each once: with what was heard of them where that is told."""
    if told:
        return statement.join(base, base.c.obstacle_id == number).distinct().subquery("spans")
    return statement.where(exists().where(base.c.obstacle_id == number)).subquery("spans")


def days_taken(spans: Any) -> Any:
    """How many days a closed span took, empty while it is open; an answer noted before its question took none."""
    return case((spans.ended > spans.begun, days_between(spans.begun, spans.ended)), (spans.ended.is_not(None), 0))


def days_open(spans: Any) -> Any:
    """For how many days a span has been open on the database's day; empty where it is closed."""
    # The database's own day: a figure is asked for in SELECTs that are kept from day to day.
    return case((spans.ended.is_(None), days_between(spans.begun, func.current_date())))


def _median(spans: Subquery, by: By) -> tuple[Rows, list[Any]]:
    c = spans.c
    among, took = [*(c[name] for name in by), c.ended.is_(None)], days_taken(c)
    ranked = select(
        *(c[name] for name in by),
        *(c.ended, took.label("took"), days_open(c).label("aged")),
        func.row_number().over(partition_by=among, order_by=took).label("place"),
        func.count().over(partition_by=among).label("number"),
    ).subquery("ranked")
    r = ranked.c
    # The middle one, or the two in the middle.
    middle = and_(r.ended.is_not(None), 2 * r.place >= r.number, 2 * r.place <= r.number + 2)
    group = [r[name] for name in by]
    closed = func.count(r.ended)
    statement = select(
        *group,
        cast(func.avg(case((middle, r.took))), Float).label("median"),
        *(closed.label("closed"), (func.count() - closed).label("open")),
        cast(func.max(r.aged), Float).label("oldest"),
    ).select_from(ranked)
    return statement, group
