"""Two rows side by side before they become one: their values, what hangs on each, the rosters both are on."""

from typing import Any

import pandas as pd
from sqlalchemy import and_, func, select
from sqlmodel import Session, SQLModel

from core.doubles import ORGANISATION
from core.problems import Problem
from db.models import (
    TABLES,
    Attendance,
    AttendanceStatus,
    Commune,
    Membership,
    Module,
    Organisation,
    Person,
    Province,
    Registration,
    Sector,
    TrainingSession,
)
from db.models.base import Row, table
from db.queries.frames import frame

TABLE_OF: dict[str, type[Organisation] | type[Person]] = {"organisation": Organisation, "person": Person}
_registration, _sitting, _module = table(Registration), table(TrainingSession), table(Module)
_mark, _status, _organisation = table(Attendance), table(AttendanceStatus), table(Organisation)
_LANGUAGES = ("ar", "fr", "en")
# The steps of one row from state to state are its own: among those of another they would tell a story nobody lived.
_OWN_STORY = frozenset({"obstacle_move"})


def pointers(pointed: type[Row]) -> list[tuple[Any, str]]:
    """Every model and column that points to the table, but the table's own trace of a merge; by name.

    Read from the models, so that a table added later follows a merge by itself.
    """
    target = str(pointed.__tablename__)
    found: list[tuple[type[SQLModel], str]] = [
        (mapper.class_, str(column.name))
        for mapper in TABLES.mappers
        for column in table(mapper.class_).columns
        if table(mapper.class_).name not in _OWN_STORY
        and any(key.column.table.name == target for key in column.foreign_keys)
        and not (mapper.class_ is pointed and column.name == "merged_into_id")
    ]
    return sorted(found, key=lambda pointer: (str(pointer[0].__tablename__), pointer[1]))


def pair_row(session: Session, kind: str, row_id: int) -> dict[str, Any]:
    """Every value of a living row by name, with the names of its place and sector; Problem("row_gone") without it."""
    own = table(TABLE_OF[kind])
    asked = select(*own.c).where(own.c.id == row_id, own.c.deleted_at.is_(None))
    if kind == ORGANISATION:
        commune, province, sector = table(Commune), table(Province), table(Sector)
        asked = (
            asked.add_columns(
                *(commune.c[f"name_{code}"].label(f"commune_{code}") for code in ("ar", "fr")),
                *(province.c[f"name_{code}"].label(f"province_{code}") for code in _LANGUAGES),
                *(sector.c[f"label_{code}"].label(f"sector_{code}") for code in _LANGUAGES),
            )
            .join_from(own, commune, commune.c.id == own.c.commune_id, isouter=True)
            .join(province, province.c.id == own.c.province_id, isouter=True)
            .join(sector, sector.c.id == own.c.sector_id, isouter=True)
        )
    found = session.execute(asked).mappings().first()
    if found is None:
        raise Problem("row_gone", row=row_id)
    return dict(found)


def hanging(session: Session, kind: str, row_id: int) -> dict[str, int]:
    """How many living rows of each table point to the row; for a person the marks too, under `attendance`."""
    counts: dict[str, int] = {}
    for model, column in pointers(TABLE_OF[kind]):
        own = table(model)
        asked = select(func.count()).select_from(own).where(own.c[column] == row_id)
        if "deleted_at" in own.c:
            asked = asked.where(own.c.deleted_at.is_(None))
        counts[own.name] = counts.get(own.name, 0) + session.execute(asked).scalar_one()
    if kind != ORGANISATION:
        marked = (
            select(func.count())
            .join_from(_mark, _registration, _registration.c.id == _mark.c.registration_id)
            .where(_registration.c.person_id == row_id)
            .where(_mark.c.deleted_at.is_(None), _registration.c.deleted_at.is_(None))
        )
        counts["attendance"] = session.execute(marked).scalar_one()
    return counts


def meeting(session: Session, first_id: int, second_id: int) -> pd.DataFrame:
    """The registrations of two persons at the sessions that both are on the roster of, by day, then by person.

    Columns: session_id, held_on, starts_at, state, module_ar, module_fr, module_en, registration_id, person_id,
    hours, status_ar, status_fr, status_en (None: not marked), organisation_ar, organisation_latin.
    """
    both = (first_id, second_id)
    shared = (
        select(_registration.c.session_id)
        .where(_registration.c.person_id.in_(both), _registration.c.deleted_at.is_(None))
        .group_by(_registration.c.session_id)
        .having(func.count() > 1)
    )
    return frame(
        session,
        select(
            *(_sitting.c.id.label("session_id"), _sitting.c.held_on, _sitting.c.starts_at, _sitting.c.state),
            *(_module.c[f"label_{code}"].label(f"module_{code}") for code in _LANGUAGES),
            *(_registration.c.id.label("registration_id"), _registration.c.person_id, _mark.c.hours),
            *(_status.c[f"label_{code}"].label(f"status_{code}") for code in _LANGUAGES),
            _organisation.c.name_ar.label("organisation_ar"),
            _organisation.c.name_latin.label("organisation_latin"),
        )
        .join_from(_registration, _sitting, _sitting.c.id == _registration.c.session_id)
        .join(_module, _module.c.id == _sitting.c.module_id)
        .join(_mark, and_(_mark.c.registration_id == _registration.c.id, _mark.c.deleted_at.is_(None)), isouter=True)
        .join(_status, _status.c.id == _mark.c.status_id, isouter=True)
        .join(_organisation, _organisation.c.id == _registration.c.organisation_id, isouter=True)
        .where(
            _registration.c.person_id.in_(both),
            _registration.c.deleted_at.is_(None),
            _registration.c.session_id.in_(shared),
        )
        .order_by(_sitting.c.held_on, _sitting.c.starts_at, _sitting.c.id, _registration.c.person_id),
    )


def clashing(session: Session, first_id: int, second_id: int) -> pd.DataFrame:
    """Sessions at one time, one with the first person on the roster and one with the second, which one person cannot
    both have attended: held_on, starts_at, module_ar, module_fr, module_en and, but the day, the same of the other with
    `other_` before.
    """
    one, other = _registration.alias("one"), _registration.alias("other")
    this, that = _sitting.alias("this"), _sitting.alias("that")
    first, second = _module.alias("first"), _module.alias("second")
    return frame(
        session,
        select(
            *(this.c.held_on, this.c.starts_at, that.c.starts_at.label("other_starts_at")),
            *(first.c[f"label_{code}"].label(f"module_{code}") for code in _LANGUAGES),
            *(second.c[f"label_{code}"].label(f"other_module_{code}") for code in _LANGUAGES),
        )
        .join_from(one, this, this.c.id == one.c.session_id)
        .join(that, and_(that.c.held_on == this.c.held_on, that.c.id != this.c.id))
        .join(other, other.c.session_id == that.c.id)
        .join(first, first.c.id == this.c.module_id)
        .join(second, second.c.id == that.c.module_id)
        .where(
            one.c.person_id == first_id,
            other.c.person_id == second_id,
            that.c.starts_at < this.c.ends_at,
            that.c.ends_at > this.c.starts_at,
            *(part.c.deleted_at.is_(None) for part in (one, other, this, that)),
            *(part.c.state != "cancelled" for part in (this, that)),
        )
        .order_by(this.c.held_on, this.c.id, that.c.id),
    )


def pair_cards(session: Session, kind: str, ids: tuple[int, ...]) -> dict[int, dict[str, Any]]:
    """What a list of pairs says of each row, by id: names, phone, and of an organisation kind, number and place, of a
    person year of birth and one of the organisations.
    """
    own = table(TABLE_OF[kind])
    c = own.c
    columns: list[Any] = [c.id, c.name_ar, c.name_latin, c.phone]
    if kind == ORGANISATION:
        commune = table(Commune)
        columns += [c.kind, c.registration_number, c.court, c.ice]
        columns += [commune.c[f"name_{code}"].label(f"commune_{code}") for code in ("ar", "fr")]
        asked = select(*columns).join_from(own, commune, commune.c.id == c.commune_id, isouter=True)
    else:
        member = table(Membership)
        belongs = (
            select(member.c.person_id, func.min(member.c.organisation_id).label("organisation_id"))
            .where(member.c.deleted_at.is_(None), member.c.person_id.in_(ids))
            .group_by(member.c.person_id)
            .subquery()
        )
        columns += [c.birth_year, _organisation.c.name_ar.label("organisation_ar")]
        columns += [_organisation.c.name_latin.label("organisation_latin")]
        asked = (
            select(*columns)
            .join_from(own, belongs, belongs.c.person_id == c.id, isouter=True)
            .join(_organisation, _organisation.c.id == belongs.c.organisation_id, isouter=True)
        )
    return {int(row["id"]): dict(row) for row in session.execute(asked.where(c.id.in_(ids))).mappings()}
