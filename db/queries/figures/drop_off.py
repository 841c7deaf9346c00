"""The SELECT behind the drop-off of groups: of those enrolled at the first sitting, who is there at each one."""

from sqlalchemy import ColumnElement, Integer, Subquery, and_, case, extract, func, or_, select

from core.filters import Filters
from core.records.settings import Settings
from db.models import (
    Attendance,
    AttendanceStatus,
    Commune,
    Enrolment,
    Group,
    Module,
    Person,
    Province,
    Registration,
    TrainingSession,
)
from db.models.base import table
from db.queries.figures.base import first_years, grouped, of_ages, of_verified_sheet
from db.queries.figures.completion import member_of
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows
from db.queries.trainers import HELD

_enrolment, _group, _person = table(Enrolment), table(Group), table(Person)
_registration, _mark, _status = table(Registration), table(Attendance), table(AttendanceStatus)


@figure
def drop_off(filters: Filters, by: By, limits: Settings) -> Rows:
    """Sittings of groups with a closed roster, by group (its id) or sitting (1 for the first), or both: those of
    `by`, groups, expected and present, who are persons as often as they were expected: never sum them over sittings
    to count people.

    Expected at each sitting is who was enrolled when the group first sat and had not withdrawn before, withdrawn or
    not since; whoever was left out of a sitting is not expected there, nor who was excused, unless the setting says
    that they count. Sittings are numbered by day among those that took place and count as training. Places are the
    group's, kinds and sectors those of organisations the person is a member of. The first day of a period narrows
    nothing, since a course is told as a whole; modules and verified sheets narrow which sittings are told.
    """
    sittings = _numbered(filters)
    groups: dict[str, ColumnElement[object]] = {"group": _group.c.id, "sitting": sittings.c.sitting}
    left_out = ("left_out",) if limits.excused_counts else ("left_out", "excused")
    expected = or_(_status.c.meaning.is_(None), _status.c.meaning.not_in(left_out))
    statement = (
        select(
            *(groups[name].label(name) for name in by),
            func.count(sittings.c.group_id.distinct()).label("groups"),
            func.count(case((expected, 1))).label("expected"),
            func.count(case((_status.c.meaning == "present", 1))).label("present"),
        )
        .join_from(sittings, _group, _group.c.id == sittings.c.group_id)
        .join(_enrolment, _enrolment.c.group_id == _group.c.id)
        .join(_person, _person.c.id == _enrolment.c.person_id)
        .join(
            _registration,
            and_(
                _registration.c.session_id == sittings.c.id,
                _registration.c.person_id == _enrolment.c.person_id,
                _registration.c.deleted_at.is_(None),
            ),
            isouter=True,
        )
        .join(_mark, and_(_mark.c.registration_id == _registration.c.id, _mark.c.deleted_at.is_(None)), isouter=True)
        .join(_status, _status.c.id == _mark.c.status_id, isouter=True)
        .where(*(part.c.deleted_at.is_(None) for part in (_group, _enrolment, _person)))
        .where(
            sittings.c.told.is_(True),
            _enrolment.c.enrolled_on <= sittings.c.first,
            or_(_enrolment.c.withdrawn_on.is_(None), _enrolment.c.withdrawn_on >= sittings.c.first),
        )
    )
    return grouped(_narrowed(statement, filters), [groups[name] for name in by])


def _narrowed(statement: Rows, filters: Filters) -> Rows:
    commune, province = table(Commune), table(Province)
    statement = statement.join(commune, commune.c.id == _group.c.commune_id)
    statement = statement.join(province, province.c.id == commune.c.province_id)
    for column, wanted in (
        (province.c.code, filters.provinces),
        (commune.c.code, filters.communes),
        (_person.c.sex, filters.sexes),
    ):
        if wanted:
            statement = statement.where(column.in_(wanted))
    if filters.kinds or filters.sectors:
        statement = statement.where(member_of(filters))
    if filters.ages:
        first = first_years(filters)
        age = func.coalesce(first.c.year, extract("year", _enrolment.c.enrolled_on)) - _person.c.birth_year
        statement = statement.outerjoin(first, first.c.person_id == _person.c.id).where(of_ages(age, filters.ages))
    return statement


def _numbered(filters: Filters) -> Subquery:
    """Sittings of groups that took place: id, group_id, sitting (its number), first (the group's first day), told
    (closed, and of the sheets and modules asked for).
    """
    c, module = table(TrainingSession).c, table(Module).c
    told: ColumnElement[bool] = c.state == "closed"
    if filters.verified:
        told = and_(told, of_verified_sheet(c))
    if filters.modules:
        told = and_(told, c.module_id.in_(select(module.id).where(module.code.in_(filters.modules))))
    order = (c.held_on, c.starts_at, c.id)
    statement = select(
        *(c.id, c.group_id),
        func.row_number(type_=Integer()).over(partition_by=c.group_id, order_by=order).label("sitting"),
        func.min(c.held_on).over(partition_by=c.group_id).label("first"),
        case((told, True), else_=False).label("told"),
    ).where(c.deleted_at.is_(None), c.group_id.is_not(None), c.counts_as_training.is_(True), c.state.in_(HELD))
    if filters.phase_id is not None:
        statement = statement.where(c.phase_id == filters.phase_id)
    if filters.until is not None:
        statement = statement.where(c.held_on <= filters.until)
    return statement.subquery()
