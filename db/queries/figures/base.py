"""What the figures of training are counted from: every living mark, and the counted attendances among them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Subquery, and_, extract, false, func, select, true
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel

from core.filters import Filters
from core.records.sheets import VERIFIED_STATES
from db.models import (
    Attendance,
    AttendanceStatus,
    Module,
    Organisation,
    Person,
    Province,
    Registration,
    SignInSheet,
    TrainingSession,
)
from db.models.base import table
from db.queries.figures.registry import By
from db.queries.frames import Rows

Columns = ReadOnlyColumnCollection[str, Any]
# The column of the ground behind a dimension, and the table whose codes are its values.
_DIMENSIONS: dict[str, tuple[str, type[SQLModel]]] = {
    "province": ("province_id", Province),
    "module": ("module_id", Module),
}


def marks(filters: Filters) -> CTE:
    """Every living mark of a living registration in the period; the ground of all figures of training.

    Where the filters ask for verified sheets, the marks of other sheets are left out.

    Columns: person_id, organisation_id (the living organisation the person came with that day, or null), kind (of
    that organisation), province_id (that organisation's, else the session's; null when unknown), group_id,
    module_id, held_on, state, meaning, counted (present, at a session that was held and counts as training), hours
    (those given, else the status's credit times the session's).
    """
    # Figures that stand in one statement share the ground only if it is the same object.
    return _marks(in_period(filters))


@lru_cache(256)
def _marks(filters: Filters) -> CTE:
    mark, registration, sitting = table(Attendance), table(Registration), table(TrainingSession)
    status, person, organisation = table(AttendanceStatus), table(Person), table(Organisation)
    came_with = and_(organisation.c.id == registration.c.organisation_id, organisation.c.deleted_at.is_(None))
    held = and_(sitting.c.state.in_(("held", "closed")), sitting.c.counts_as_training.is_(True))
    statement = (
        select(
            registration.c.person_id,
            organisation.c.id.label("organisation_id"),
            organisation.c.kind,
            func.coalesce(organisation.c.province_id, sitting.c.province_id).label("province_id"),
            *(sitting.c.group_id, sitting.c.module_id, sitting.c.held_on, sitting.c.state, status.c.meaning),
            and_(status.c.meaning == "present", held).label("counted"),
            func.coalesce(mark.c.hours, status.c.credit * sitting.c.hours).label("hours"),
        )
        .join_from(mark, registration, registration.c.id == mark.c.registration_id)
        .join(sitting, sitting.c.id == registration.c.session_id)
        .join(status, status.c.id == mark.c.status_id)
        .join(person, person.c.id == registration.c.person_id)
        .outerjoin(organisation, came_with)
        .where(*(part.c.deleted_at.is_(None) for part in (mark, registration, sitting, person)))
    )
    if filters.phase_id is not None:
        statement = statement.where(sitting.c.phase_id == filters.phase_id)
    if filters.until is not None:
        statement = statement.where(sitting.c.held_on <= filters.until)
    if filters.verified:
        statement = statement.where(of_verified_sheet(sitting.c))
    return statement.cte("marks")


def of_verified_sheet(sitting: Columns) -> ColumnElement[bool]:
    """Whether a coordinator has verified the sheet of a session, locked ones too; the one definition of verified."""
    sheet = table(SignInSheet).c
    said = select(sheet.session_id).where(sheet.state.in_(VERIFIED_STATES), sheet.deleted_at.is_(None))
    verified: ColumnElement[bool] = sitting["id"].in_(said)
    return verified


def counted(filters: Filters) -> Subquery:
    """The counted attendances among the marks, as the filters ask, with the columns of `marks`."""
    ground = marks(filters)
    return select(*ground.c).where(ground.c.counted.is_(True), inside(ground.c, filters)).subquery()


def first_years(filters: Filters) -> CTE:
    """The year of each person's first counted attendance of the period, wherever that was: person_id, year."""
    return _first_years(in_period(filters))


@lru_cache(256)
def _first_years(filters: Filters) -> CTE:
    base = counted(filters).c
    year = extract("year", func.min(base.held_on)).label("year")
    return select(base.person_id, year).group_by(base.person_id).cte("first_years")


def inside(ground: Columns, filters: Filters) -> ColumnElement[bool]:
    """Whether a mark is of the provinces and kinds that the filters ask for."""
    conditions: list[ColumnElement[bool]] = [true()]
    if filters.provinces:
        province = table(Province).c
        chosen = select(province.id).where(province.code.in_(filters.provinces))
        conditions.append(func.coalesce(ground["province_id"].in_(chosen), false()))
    if filters.kinds:
        conditions.append(func.coalesce(ground["kind"].in_(filters.kinds), false()))
    return and_(*conditions)


def dimensions(columns: Columns, by: By) -> list[ColumnElement[Any]]:
    """What rows of the ground are grouped by; KeyError for a dimension that it does not have."""
    return [_dimension(columns, name) for name in by]


def codes(groups: Sequence[Any], by: By) -> list[ColumnElement[Any]]:
    """The groups under the names of their dimensions, as codes (a month as year times 100 plus month)."""
    return [_code(group, name) for group, name in zip(groups, by, strict=True)]


def grouped(statement: Rows, by: list[Any]) -> Rows:
    """The statement with one row a group; without groups, one row."""
    return statement.group_by(*by) if by else statement


def month_of(day: ColumnElement[Any]) -> ColumnElement[Any]:
    """The month of a day, as year times 100 plus month."""
    return extract("year", day) * 100 + extract("month", day)


def in_period(filters: Filters) -> Filters:
    """The same period, of the same sheets, without any other filter."""
    return Filters(phase_id=filters.phase_id, until=filters.until, verified=filters.verified)


def _dimension(columns: Columns, name: str) -> Any:
    if name == "month":
        return month_of(columns["held_on"])
    if name == "kind":
        return columns[name]
    return columns[_DIMENSIONS[name][0]]


def _code(group: Any, name: str) -> Any:
    if name not in _DIMENSIONS:
        return group.label(name)
    listed = table(_DIMENSIONS[name][1]).c
    return select(listed.code).where(listed.id == group).scalar_subquery().label(name)
