"""The SELECTs behind the figures of training; each counts one thing, whole or grouped."""

import pandas as pd
from sqlalchemy import case, extract, func, select
from sqlmodel import Session

from core.filters import Filters
from db.queries.figures.base import counted, grouped, in_period, keys, marks
from db.queries.frames import frame
from db.queries.settings import settings


def people(session: Session, filters: Filters, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Distinct persons with a counted attendance, by any of province, month, module, kind (codes).

    Columns: those of `by`, people, unidentified, women, men, sex_unknown, youth, not_youth, age_unknown. Never sum
    the rows: one person may stand in several. Youth is told by the age reached in the year of the person's first
    counted attendance of the period, wherever that was.
    """
    limits = settings(session)
    base = counted(filters)
    group = keys(base.c, by)
    each = select(*group, base.c.person_id, base.c.identified, base.c.sex, base.c.birth_year).distinct().subquery()
    period = counted(in_period(filters))
    first = (
        select(period.c.person_id, extract("year", func.min(period.c.held_on)).label("year"))
        .group_by(period.c.person_id)
        .subquery("first")
    )
    age = first.c.year - each.c.birth_year
    young = age.between(limits.youth_from, limits.youth_to)
    group = keys(each.c, by)
    statement = select(
        *group,
        func.count().label("people"),
        func.count(case((each.c.identified.is_(False), 1))).label("unidentified"),
        func.count(case((each.c.sex == "f", 1))).label("women"),
        func.count(case((each.c.sex == "m", 1))).label("men"),
        func.count(case((each.c.sex.not_in(("f", "m")), 1))).label("sex_unknown"),
        func.count(case((young, 1))).label("youth"),
        func.count(case((~young, 1))).label("not_youth"),
        func.count(case((each.c.birth_year.is_(None), 1))).label("age_unknown"),
    ).join_from(each, first, first.c.person_id == each.c.person_id)
    return frame(session, grouped(statement, group))


def attendances(session: Session, filters: Filters, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Counted attendances and their hours, by any of province, month, module, kind: those of `by`, attendances,
    hours (given, else credit times the session's). Both may be summed.
    """
    base = counted(filters)
    group = keys(base.c, by)
    hours = func.coalesce(func.sum(base.c.hours), 0.0).label("hours")
    return frame(session, grouped(select(*group, func.count(base.c.person_id).label("attendances"), hours), group))


def trained(session: Session, filters: Filters, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Distinct organisations with a counted attendance, by any of province, month, module, kind: those of `by`,
    trained. Never sum the rows over months or modules.
    """
    base = counted(filters)
    group = keys(base.c, by)
    number = func.count(base.c.organisation_id.distinct()).label("trained")
    return frame(session, grouped(select(*group, number), group))


def attended(session: Session, filters: Filters, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Marks of closed rosters, by any of province, month, module, kind: those of `by`, present, absent.

    An excused person is left out, or is absent where the setting says so; a person left out never counts.
    """
    base = marks(filters)
    group = keys(base.c, by)
    absences = ("absent", "excused") if settings(session).excused_counts else ("absent",)
    statement = select(
        *group,
        func.count(case((base.c.meaning == "present", 1))).label("present"),
        func.count(case((base.c.meaning.in_(absences), 1))).label("absent"),
    ).where(base.c.state == "closed")
    return frame(session, grouped(statement, group))
