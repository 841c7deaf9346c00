"""What the figures of training are counted from: every living mark, and the counted attendances among them."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Subquery, and_, case, exists, extract, false, func, or_, select, true
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel

from core.filters import Ages, Filters, age_bands
from core.records.settings import Settings
from core.records.sheets import VERIFIED_STATES
from db.models import (
    Attendance,
    AttendanceStatus,
    Commune,
    Module,
    Organisation,
    Person,
    Province,
    Registration,
    Sector,
    SignInSheet,
    TrainingSession,
)
from db.models.base import table
from db.queries.figures.among import of_touched
from db.queries.figures.registry import By
from db.queries.frames import Rows

Columns = ReadOnlyColumnCollection[str, Any]
# The column of the ground behind a dimension, and the table whose codes are its values.
_DIMENSIONS: dict[str, tuple[str, type[SQLModel]]] = {
    "province": ("province_id", Province),
    "commune": ("commune_id", Commune),
    "module": ("module_id", Module),
    "sector": ("sector_id", Sector),
}
# The dimensions that the ground has under their own name.
_PLAIN = ("kind", "sex")
# Without any filter but the period's.
_ANY: dict[str, Any] = {
    one.name: one.default for one in fields(Filters) if one.name not in ("phase_id", "since", "until", "verified")
}
# The single ones that the summaries ask by.
_SINGLE = {"person": "person_id", "organisation": "organisation_id", "session": "session_id"}


def marks(filters: Filters) -> CTE:
    """Every living mark of a living registration in the period; the ground of all figures of training.

    Where the filters ask for verified sheets, the marks of other sheets are left out.

    Columns: person_id, organisation_id (the living organisation the person came with that day, or null), kind (of
    that organisation), sector_id (likewise), province_id and commune_id (that organisation's where its province is
    known, else the session's; null when unknown), sex and birth_year (of the person), session_id, group_id, module_id,
    held_on, state, meaning, counted (present, at a session that was held and counts as training), hours (those given,
    else the status's credit times the session's).
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
            *(organisation.c.kind, organisation.c.sector_id, person.c.sex, person.c.birth_year),
            func.coalesce(organisation.c.province_id, sitting.c.province_id).label("province_id"),
            commune_of(organisation.c, sitting.c).label("commune_id"),
            *(sitting.c.id.label("session_id"), sitting.c.group_id, sitting.c.module_id, sitting.c.held_on),
            *(sitting.c.state, status.c.meaning),
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
    touched = of_touched(filters, person=registration.c.person_id, organisation=registration.c.organisation_id)
    if filters.phase_id is not None:
        # Few are found sooner by themselves than by the index of a phase, which holds most of all sessions.
        phase = sitting.c.phase_id + 0 if touched else sitting.c.phase_id
        statement = statement.where(phase == filters.phase_id)
    statement = statement.where(in_days(sitting.c.held_on, filters))
    if filters.verified:
        statement = statement.where(of_verified_sheet(sitting.c))
    statement = statement.where(*touched)
    # Without a name of its own, since one statement may hold the marks of two periods.
    return statement.cte()


def commune_of(organisation: Columns, sitting: Columns) -> ColumnElement[Any]:
    """The commune of a mark: the organisation's where its province is known, else the session's."""
    # A commune of one province beside another province would be neither's.
    return case((organisation["province_id"].is_(None), sitting["commune_id"]), else_=organisation["commune_id"])


def in_days(day: ColumnElement[Any], filters: Filters) -> ColumnElement[bool]:
    """Whether a day lies between the first and the last day that the filters ask for."""
    conditions: list[ColumnElement[bool]] = [true()]
    if filters.since is not None:
        conditions.append(day >= filters.since)
    if filters.until is not None:
        conditions.append(day <= filters.until)
    return and_(*conditions)


def of_sessions(sitting: Columns, filters: Filters) -> ColumnElement[bool]:
    """Whether a session is of the phase, days, places and modules that the filters ask for, whoever came to it."""
    conditions = [in_days(sitting["held_on"], filters)]
    if filters.phase_id is not None:
        conditions.append(sitting["phase_id"] == filters.phase_id)
    lists: tuple[tuple[str, type[SQLModel], tuple[str, ...]], ...] = (
        ("province_id", Province, filters.provinces),
        ("commune_id", Commune, filters.communes),
        ("module_id", Module, filters.modules),
    )
    for column, model, wanted in lists:
        if wanted:
            listed = table(model).c
            conditions.append(sitting[column].in_(select(listed.id).where(listed.code.in_(wanted))))
    return and_(*conditions)


def of_verified_sheet(sitting: Columns) -> ColumnElement[bool]:
    """Whether a coordinator has verified the sheet of a session, locked ones too; the one definition of verified."""
    sheet = table(SignInSheet).c
    return exists().where(
        sheet.session_id == sitting["id"], sheet.state.in_(VERIFIED_STATES), sheet.deleted_at.is_(None)
    )


def asked(filters: Filters, by: By = ()) -> Subquery:
    """The marks that the filters ask for, with the columns of `marks`.

    Beside them `age` where it is asked: what the person is in the year of the first counted attendance of the
    period, or of the mark for one who has none; null where the year of birth is not known.
    """
    ground = marks(filters)
    statement = select(*ground.c).where(inside(ground.c, filters))
    if not filters.ages and "age" not in by:
        return statement.subquery()
    first = first_years(filters)
    age = func.coalesce(first.c.year, extract("year", ground.c.held_on)) - ground.c.birth_year
    joined = statement.add_columns(age.label("age")).outerjoin(first, first.c.person_id == ground.c.person_id)
    return (joined.where(of_ages(age, filters.ages)) if filters.ages else joined).subquery()


def counted(filters: Filters, by: By = ()) -> Subquery:
    """The counted attendances among the marks, as the filters ask, with the columns of `asked`."""
    base = asked(filters, by)
    return select(*base.c).where(base.c.counted.is_(True)).subquery()


def first_years(filters: Filters) -> CTE:
    """The year of each person's first counted attendance of the period, wherever that was: person_id, year."""
    return _first_years(in_period(filters))


@lru_cache(256)
def _first_years(filters: Filters) -> CTE:
    base = counted(filters).c
    year = extract("year", func.min(base.held_on)).label("year")
    return select(base.person_id, year).group_by(base.person_id).cte()


def inside(ground: Columns, filters: Filters) -> ColumnElement[bool]:
    """Whether a mark is of the places, kinds, sectors, modules and sexes that the filters ask for."""
    conditions: list[ColumnElement[bool]] = [true()]
    for name, wanted in (
        ("province", filters.provinces),
        ("commune", filters.communes),
        ("sector", filters.sectors),
        ("module", filters.modules),
    ):
        if wanted:
            column, model = _DIMENSIONS[name]
            listed = table(model).c
            chosen = select(listed.id).where(listed.code.in_(wanted))
            conditions.append(func.coalesce(ground[column].in_(chosen), false()))
    if filters.kinds:
        conditions.append(func.coalesce(ground["kind"].in_(filters.kinds), false()))
    if filters.sexes:
        conditions.append(ground["sex"].in_(filters.sexes))
    return and_(*conditions)


def of_ages(age: ColumnElement[Any], spans: Sequence[Ages]) -> ColumnElement[bool]:
    """Whether an age lies in one of the spans; None among them is an age that is not known."""
    return or_(*(age.is_(None) if span is None else age.between(*span) for span in spans))


def band_of(age: ColumnElement[Any], limits: Settings) -> ColumnElement[Any]:
    """The code of the band that an age lies in."""
    bands = age_bands(limits.youth_from, limits.youth_to)
    return case(*((of_ages(age, (span,)), code) for code, span in bands.items()))


def dimensions(columns: Columns, by: By, limits: Settings) -> list[ColumnElement[Any]]:
    """What rows of the ground are grouped by; KeyError for a dimension that it does not have."""
    return [_dimension(columns, name, limits) for name in by]


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
    return replace(filters, **_ANY)


def _dimension(columns: Columns, name: str, limits: Settings) -> Any:
    if name == "month":
        return month_of(columns["held_on"])
    if name == "age":
        return band_of(columns[name], limits)
    if name in _PLAIN or name in _SINGLE:
        return columns[_SINGLE.get(name, name)]
    return columns[_DIMENSIONS[name][0]]


def _code(group: Any, name: str) -> Any:
    if name not in _DIMENSIONS:
        return group.label(name)
    listed = table(_DIMENSIONS[name][1]).c
    return select(listed.code).where(listed.id == group).scalar_subquery().label(name)
