"""What the figures of training are counted from: every living mark, and the counted attendances among them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, extract, func, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from core.filters import Filters
from db.models import (
    Attendance,
    AttendanceStatus,
    Module,
    Organisation,
    Person,
    Province,
    Registration,
    TrainingSession,
)
from db.queries.frames import table

Columns = ReadOnlyColumnCollection[str, Any]


def marks(filters: Filters) -> Subquery:
    """Every living mark of a living registration, as the filters ask; the ground of all figures of training.

    Columns: person_id, identified, sex, birth_year, organisation_id (the living organisation the person came with
    that day, or null), kind (of that organisation), province (code: that organisation's, else the session's; null
    when unknown), group_id, module, phase_id, held_on, month (year times 100 plus month), state, counts, meaning,
    hours (those given, else the status's credit times the session's).
    """
    mark, registration, sitting = table(Attendance), table(Registration), table(TrainingSession)
    status, person, module = table(AttendanceStatus).c, table(Person), table(Module).c
    organisation, province = table(Organisation), table(Province)
    joined = (
        mark.join(registration, registration.c.id == mark.c.registration_id)
        .join(sitting, sitting.c.id == registration.c.session_id)
        .join(table(AttendanceStatus), status.id == mark.c.status_id)
        .join(table(Module), module.id == sitting.c.module_id)
        .join(person, person.c.id == registration.c.person_id)
        .outerjoin(
            organisation,
            and_(organisation.c.id == registration.c.organisation_id, organisation.c.deleted_at.is_(None)),
        )
        .outerjoin(province, province.c.id == func.coalesce(organisation.c.province_id, sitting.c.province_id))
    )
    statement = (
        select(
            person.c.id.label("person_id"),
            *(person.c.identified, person.c.sex, person.c.birth_year),
            organisation.c.id.label("organisation_id"),
            organisation.c.kind,
            province.c.code.label("province"),
            *(sitting.c.group_id, module.code.label("module"), sitting.c.phase_id, sitting.c.held_on),
            (extract("year", sitting.c.held_on) * 100 + extract("month", sitting.c.held_on)).label("month"),
            *(sitting.c.state, sitting.c.counts_as_training.label("counts"), status.meaning),
            func.coalesce(mark.c.hours, status.credit * sitting.c.hours).label("hours"),
        )
        .select_from(joined)
        .where(*(part.c.deleted_at.is_(None) for part in (mark, registration, sitting, person)))
    )
    return _narrowed(statement, filters, sitting.c, organisation.c, province.c).subquery("marks")


def counted(filters: Filters) -> Subquery:
    """The counted attendances: present, at a session that was held and counts as training; columns as `marks`."""
    every = marks(filters)
    return (
        select(*every.c)
        .where(every.c.meaning == "present", every.c.state.in_(("held", "closed")), every.c.counts.is_(True))
        .subquery("counted")
    )


def keys(columns: Columns, by: Sequence[str]) -> list[ColumnElement[Any]]:
    """The columns to group by; KeyError for one that this ground does not know."""
    return [columns[name] for name in by]


def grouped(statement: Select[*tuple[Any, ...]], by: Sequence[ColumnElement[Any]]) -> Select[*tuple[Any, ...]]:
    """The statement with one row a group, in the groups' order and unknown last; without groups, one row."""
    if not by:
        return statement
    order = [part for column in by for part in (column.is_(None), column)]
    return statement.group_by(*by).order_by(*order)


def in_period(filters: Filters) -> Filters:
    """The same period without any other filter."""
    return Filters(phase_id=filters.phase_id, until=filters.until)


def _narrowed(
    statement: Select[*tuple[Any, ...]], filters: Filters, sitting: Columns, organisation: Columns, province: Columns
) -> Select[*tuple[Any, ...]]:
    if filters.phase_id is not None:
        statement = statement.where(sitting.phase_id == filters.phase_id)
    if filters.until is not None:
        statement = statement.where(sitting.held_on <= filters.until)
    if filters.provinces:
        statement = statement.where(province.code.in_(filters.provinces))
    if filters.kinds:
        statement = statement.where(organisation.kind.in_(filters.kinds))
    return statement
