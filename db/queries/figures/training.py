"""The SELECTs behind the figures of training; each counts one thing, whole or by province, month, module or kind."""

from sqlalchemy import case, func, select

from core.filters import Filters
from core.records.settings import Settings
from db.models import Person
from db.models.base import table
from db.queries.figures.base import asked, codes, counted, dimensions, first_years, grouped, month_of
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows


@figure
def people(filters: Filters, by: By, limits: Settings) -> Rows:
    """Distinct persons with a counted attendance: those of `by`, people, unidentified, women, men, sex_unknown,
    youth, not_youth, age_unknown.

    Never sum the rows: one person may stand in several. Youth is told by the age reached in the year of the
    person's first counted attendance of the period, wherever that was.
    """
    base, person, first = counted(filters, by).c, table(Person), first_years(filters)
    names = [f"group_{place}" for place, _ in enumerate(by)]
    groups = [group.label(name) for group, name in zip(dimensions(base, by, limits), names, strict=True)]
    each = select(*groups, base.person_id).distinct().subquery()
    young = (first.c.year - person.c.birth_year).between(limits.youth_from, limits.youth_to)
    kept = [each.c[name] for name in names]
    statement = (
        select(
            *codes(kept, by),
            func.count().label("people"),
            func.count(case((person.c.identified.is_(False), 1))).label("unidentified"),
            func.count(case((person.c.sex == "f", 1))).label("women"),
            func.count(case((person.c.sex == "m", 1))).label("men"),
            func.count(case((person.c.sex.not_in(("f", "m")), 1))).label("sex_unknown"),
            func.count(case((young, 1))).label("youth"),
            func.count(case((~young, 1))).label("not_youth"),
            func.count(case((person.c.birth_year.is_(None), 1))).label("age_unknown"),
        )
        .join_from(each, first, first.c.person_id == each.c.person_id)
        .join(person, person.c.id == each.c.person_id)
    )
    return grouped(statement, kept)


@figure
def attendances(filters: Filters, by: By, limits: Settings) -> Rows:
    """Counted attendances and their hours: those of `by`, attendances, hours (given, else credit times the
    session's). Both may be summed.
    """
    ground, names = counted(filters, by).c, [f"group_{place}" for place, _ in enumerate(by)]
    # By day first: the month of a day is worked out once a day and not once an attendance.
    plain = [
        ground.held_on if name == "month" else group
        for name, group in zip(by, dimensions(ground, by, limits), strict=True)
    ]
    alike = [column.label(name) for column, name in zip(plain, names, strict=True)]
    number, hours = func.count(ground.person_id).label("attendances"), func.sum(ground.hours).label("hours")
    base = grouped(select(*alike, number, hours), plain).subquery()
    groups = [month_of(base.c[at]) if name == "month" else base.c[at] for name, at in zip(by, names, strict=True)]
    sums = (
        func.coalesce(func.sum(base.c[name]), none).label(name) for name, none in (("attendances", 0), ("hours", 0.0))
    )
    return grouped(select(*codes(groups, by), *sums), groups)


@figure
def trained(filters: Filters, by: By, limits: Settings) -> Rows:
    """Distinct organisations with a counted attendance: those of `by`, trained.

    People who came with none have no row of their own. Never sum the rows over months or modules.
    """
    base = counted(filters, by)
    groups = dimensions(base.c, by, limits)
    number = func.count(base.c.organisation_id.distinct()).label("trained")
    return grouped(select(*codes(groups, by), number).where(base.c.organisation_id.is_not(None)), groups)


@figure
def attended(filters: Filters, by: By, limits: Settings) -> Rows:
    """Marks of closed rosters: those of `by`, present, absent.

    An excused person is left out, or is absent where the setting says so; a person left out never counts. Where
    nobody counts there is no row.
    """
    base = asked(filters, by)
    groups = dimensions(base.c, by, limits)
    absences = ("absent", "excused") if limits.excused_counts else ("absent",)
    statement = select(
        *codes(groups, by),
        func.count(case((base.c.meaning == "present", 1))).label("present"),
        func.count(case((base.c.meaning.in_(absences), 1))).label("absent"),
    ).where(base.c.state == "closed", base.c.meaning.in_(("present", *absences)))
    return grouped(statement, groups)
