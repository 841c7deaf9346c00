"""The SELECT behind completion: who attended enough of the hours offered to the group, each person and counted."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, extract, func, or_, select

from core.filters import Filters
from core.records.settings import Settings
from db.models import Commune, Enrolment, Group, Membership, Organisation, Person, Province, Sector, TrainingSession
from db.models.base import table
from db.queries.figures.among import of_touched
from db.queries.figures.base import (
    band_of,
    counted,
    first_years,
    grouped,
    in_period,
    month_of,
    of_ages,
    of_verified_sheet,
)
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows

# Sums of hours are floating-point numbers: 0.8 times 3.5 is a little more than 2.8.
_ROUNDING = 1e-9


@figure
def completion(filters: Filters, by: By, limits: Settings) -> Rows:
    """Distinct enrolled persons and those who completed, by province or commune (of the group's place), sex, age,
    kind, sector or month (of the group's last sitting so far), or whole.

    Columns: those of `by`, enrolled and completed (groups that are finished), enrolled_running and completed_so_far
    (groups with a session still planned or a roster still open, over the hours offered so far). A person who
    withdrew before the group's first sitting is not counted; a group without any sitting yet is left out. Kind and
    sector are those of the organisations the person is a member of: whoever is in two stands in both rows. The age
    is that of the year of the first counted attendance, else of enrolment. Of verified sheets alone, the hours
    offered are those of verified sheets, and a group is running until the last of its sheets is verified. The first
    day of a period narrows nothing here, since a course is completed as a whole.
    """
    filters = replace(filters, since=None)
    each = enrolled_with_hours(filters, limits, by=by).subquery()
    groups = [_group(each, name, limits) for name in by]
    return grouped(_counts(each, groups), groups)


def enrolled_with_hours(filters: Filters, limits: Settings, group_id: int | None = None, by: By = ()) -> Rows:
    """The rule of completion for each enrolled person, of all groups or of one.

    Columns: person_id, group_id, province and commune (codes), sex, offered (hours of the group's own sittings so
    far), attended (of them), finished (no session is planned and no roster open), done (the share of the hours is
    reached). Who counts is told by `completion`; with `filters.kinds` or `filters.sectors`, members of such
    organisations alone. Beside them age, kind and sector (code), and for the month the day of the group's last sitting,
    where `by` names them; kind and sector give a row an organisation.
    """
    sittings = _sittings(filters, group_id)
    hours = _hours_attended(filters, group_id)
    touched = of_touched(filters, person=table(Enrolment).c.person_id)
    enrolment, group, person = table(Enrolment), table(Group), table(Person)
    commune, province = table(Commune), table(Province)
    attended = func.coalesce(hours.c.hours, 0.0)
    statement = (
        select(
            *(enrolment.c.person_id, enrolment.c.group_id, province.c.code.label("province")),
            *(commune.c.code.label("commune"), person.c.sex),
            *(sittings.c.hours.label("offered"), attended.label("attended")),
            (sittings.c.open == 0).label("finished"),
            (attended + _ROUNDING >= limits.completion_share * sittings.c.hours).label("done"),
        )
        .join_from(enrolment, group, group.c.id == enrolment.c.group_id)
        .join(person, person.c.id == enrolment.c.person_id)
        .join(sittings, sittings.c.group_id == group.c.id)
        .join(commune, commune.c.id == group.c.commune_id)
        .join(province, province.c.id == commune.c.province_id)
        .outerjoin(hours, and_(hours.c.group_id == group.c.id, hours.c.person_id == enrolment.c.person_id))
        .where(*(part.c.deleted_at.is_(None) for part in (enrolment, group, person)))
        .where(*touched)
        .where(or_(enrolment.c.withdrawn_on.is_(None), enrolment.c.withdrawn_on >= sittings.c.first))
    )
    if group_id is not None:
        statement = statement.where(enrolment.c.group_id == group_id)
    if filters.until is not None:
        statement = statement.where(enrolment.c.enrolled_on <= filters.until)
    for column, wanted in (
        (province.c.code, filters.provinces),
        (commune.c.code, filters.communes),
        (person.c.sex, filters.sexes),
    ):
        if wanted:
            statement = statement.where(column.in_(wanted))
    if filters.kinds or filters.sectors:
        statement = statement.where(member_of(filters))
    if "month" in by:
        statement = statement.add_columns(sittings.c.last)
    if filters.ages or "age" in by:
        statement = _with_ages(statement, filters)
    return _with_organisations(statement, filters) if {"kind", "sector"} & set(by) else statement


def _with_ages(statement: Rows, filters: Filters) -> Rows:
    first, enrolment, person = first_years(filters), table(Enrolment).c, table(Person).c
    age = func.coalesce(first.c.year, extract("year", enrolment.enrolled_on)) - person.birth_year
    joined = statement.add_columns(age.label("age")).outerjoin(first, first.c.person_id == enrolment.person_id)
    return joined.where(of_ages(age, filters.ages)) if filters.ages else joined


def _with_organisations(statement: Rows, filters: Filters) -> Rows:
    """A row an organisation that the filters leave, or one without for whoever is a member of none."""
    membership, organisation, sector = table(Membership), table(Organisation), table(Sector)
    living = and_(
        organisation.c.id == membership.c.organisation_id, organisation.c.deleted_at.is_(None), *_narrowed(filters)
    )
    belongs = (
        select(membership.c.person_id, organisation.c.kind, sector.c.code.label("sector"))
        .join_from(membership, organisation, living)
        .outerjoin(sector, sector.c.id == organisation.c.sector_id)
        .where(membership.c.deleted_at.is_(None), *of_touched(filters, person=membership.c.person_id))
        .subquery()
    )
    return statement.add_columns(belongs.c.kind, belongs.c.sector).outerjoin(
        belongs, belongs.c.person_id == table(Enrolment).c.person_id
    )


def _group(each: Subquery, name: str, limits: Settings) -> Any:
    if name == "age":
        return band_of(each.c.age, limits).label(name)
    if name == "month":
        return month_of(each.c.last).label(name)
    return each.c.person_id.label(name) if name == "person" else each.c[name]


def _counts(each: Subquery, by: list[Any]) -> Rows:
    def persons(*conditions: Any) -> Any:
        return func.count(case((and_(*conditions), each.c.person_id)).distinct())

    finished, done = each.c.finished.is_(True), each.c.done.is_(True)
    running = each.c.finished.is_(False)
    return select(
        *by,
        persons(finished).label("enrolled"),
        persons(finished, done).label("completed"),
        persons(running).label("enrolled_running"),
        persons(running, done).label("completed_so_far"),
    )


def _sittings(filters: Filters, group_id: int | None) -> Subquery:
    """For each group with a sitting so far: group_id, hours offered, first and last day, open (sessions to close)."""
    sitting = table(TrainingSession).c
    over: ColumnElement[bool] = sitting.state.in_(("held", "closed"))
    still_open: ColumnElement[bool] = sitting.state.in_(("planned", "held"))
    if filters.until is not None:
        over = and_(over, sitting.held_on <= filters.until)
        still_open = or_(still_open, sitting.held_on > filters.until)
    told: ColumnElement[bool] = over
    if filters.verified:
        told = and_(over, of_verified_sheet(sitting))
        still_open = or_(still_open, ~of_verified_sheet(sitting))
    statement = select(
        sitting.group_id,
        func.sum(case((told, sitting.hours))).label("hours"),
        func.min(case((over, sitting.held_on))).label("first"),
        func.max(case((over, sitting.held_on))).label("last"),
        func.count(case((still_open, 1))).label("open"),
    ).where(
        sitting.deleted_at.is_(None),
        sitting.group_id.is_not(None),
        sitting.counts_as_training.is_(True),
        sitting.state != "cancelled",
    )
    touched = of_touched(filters, person=table(Enrolment).c.person_id)
    if filters.phase_id is not None:
        # Of few groups the sessions are found by the group: SQLite would look through all of the phase.
        phase = sitting.phase_id + 0 if touched else sitting.phase_id
        statement = statement.where(phase == filters.phase_id)
    if group_id is not None:
        statement = statement.where(sitting.group_id == group_id)
    if touched:
        statement = statement.where(sitting.group_id.in_(select(table(Enrolment).c.group_id).where(*touched)))
    return statement.group_by(sitting.group_id).having(func.count(case((told, 1))) > 0).subquery()


def _hours_attended(filters: Filters, group_id: int | None) -> Subquery:
    """For each group and person: group_id, person_id, hours of counted attendance at the group's own sittings."""
    base = counted(in_period(filters))
    return (
        select(base.c.group_id, base.c.person_id, func.sum(base.c.hours).label("hours"))
        .where(base.c.group_id.is_not(None) if group_id is None else base.c.group_id == group_id)
        .group_by(base.c.group_id, base.c.person_id)
        .subquery()
    )


def member_of(filters: Filters) -> Any:
    """Whether the person of an enrolment is a member of an organisation of the kinds and sectors asked for."""
    membership, organisation = table(Membership).c, table(Organisation).c
    return exists().where(
        membership.person_id == table(Enrolment).c.person_id,
        membership.organisation_id == organisation.id,
        membership.deleted_at.is_(None),
        organisation.deleted_at.is_(None),
        *_narrowed(filters),
    )


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    """What is asked of an organisation."""
    organisation, sector = table(Organisation).c, table(Sector).c
    asked: list[ColumnElement[bool]] = [organisation.kind.in_(filters.kinds)] if filters.kinds else []
    if filters.sectors:
        asked.append(organisation.sector_id.in_(select(sector.id).where(sector.code.in_(filters.sectors))))
    return asked
