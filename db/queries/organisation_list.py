"""Organisations for whoever reads: searched, narrowed, each with what it declared and whom it sent."""

from dataclasses import asdict
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select, true
from sqlmodel import Session

from core.filters import Filters
from core.names import normalised
from core.records.fields import cleaned
from db.models import Commune, Organisation, OrganisationFigures, Participation, Province, Sector
from db.models.base import table
from db.queries.figures.among import Among, given
from db.queries.figures.base import counted, in_period
from db.queries.frames import framed, types_of
from db.queries.organisations import sounds_like, within_reach

_organisation, _commune, _province = table(Organisation), table(Commune), table(Province)
_sector, _figures, _participation = table(Sector), table(OrganisationFigures), table(Participation)
_CONTACT = ("contact_name", "phone", "mail")


def organisations_matching(session: Session, reach: frozenset[int] | None, filters: Filters, text: str = "") -> int:
    """How many organisations the search and the filters leave, within the reader's provinces (None: all)."""
    statement = select(func.count()).select_from(_joined()).where(*_asked(reach, filters, text))
    return int(session.execute(statement).scalar_one())


def organisation_list(
    session: Session,
    reach: frozenset[int] | None,
    filters: Filters,
    text: str = "",
    limit: int | None = None,
    offset: int = 0,
    contact: bool = False,
) -> pd.DataFrame:
    """Organisations by name, at most `limit` after the first `offset`.

    A phase keeps those that have a part in it and did not withdraw.

    Columns: id, kind, name_ar, name_latin, province (code), province_ar, province_fr, province_en, commune_ar,
    commune_fr, douar, sector_ar, sector_fr, sector_en, branch, court, registration_number, ice, founded_on, members
    and women (as last declared), trained (distinct persons counted in the period), longitude, latitude; and
    contact_name, phone, mail only with `contact`, which needs the right to read persons.
    """
    c = _organisation.c
    asked, order = _asked(reach, filters, text), (c.search, c.id)
    some: dict[str, int] = {}
    if limit is not None:
        # Those shown are picked first, so that only the marks of their people are counted.
        shown = select(c.id).select_from(_joined()).where(*asked).order_by(*order).limit(limit).offset(offset)
        picked = list(session.execute(shown).scalars())
        names = given("organisation", len(picked))
        some = dict(zip(names, picked, strict=True))
        asked = [c.id.in_([bindparam(name, type_=Integer) for name in names])]
        filters = Among(**asdict(in_period(filters)), among="organisation", many=len(picked))
    declared, reached = _last_declared(), _persons_sent(filters)
    statement = (
        select(
            *(c.id, c.kind, c.name_ar, c.name_latin, _province.c.code.label("province")),
            *(_province.c[f"name_{code}"].label(f"province_{code}") for code in ("ar", "fr", "en")),
            *(_commune.c[f"name_{code}"].label(f"commune_{code}") for code in ("ar", "fr")),
            c.douar,
            *(_sector.c[f"label_{code}"].label(f"sector_{code}") for code in ("ar", "fr", "en")),
            *(c.branch, c.court, c.registration_number, c.ice, c.founded_on),
            *(declared.c.members, declared.c.women, func.coalesce(reached.c.trained, 0).label("trained")),
            *(c.longitude, c.latitude),
            *(c[name] for name in _CONTACT if contact),
        )
        .select_from(
            _joined()
            .outerjoin(declared, and_(declared.c.organisation_id == c.id, declared.c.place == 1))
            .outerjoin(reached, reached.c.organisation_id == c.id)
        )
        .where(*asked)
        .order_by(*order)
    )
    return framed(session.execute(statement, some).all(), types_of(statement))


def _joined() -> Any:
    c = _organisation.c
    return (
        _organisation.outerjoin(_commune, _commune.c.id == c.commune_id)
        .outerjoin(_province, _province.c.id == c.province_id)
        .outerjoin(_sector, _sector.c.id == c.sector_id)
    )


def _asked(reach: frozenset[int] | None, filters: Filters, text: str) -> list[ColumnElement[bool]]:
    c, part = _organisation.c, _participation.c
    asked = [within_reach(reach), _found(text)]
    for column, wanted in (
        (_province.c.code, filters.provinces),
        (_commune.c.code, filters.communes),
        (_sector.c.code, filters.sectors),
        (c.kind, filters.kinds),
    ):
        if wanted:
            asked.append(column.in_(wanted))
    if filters.phase_id is not None:
        living = and_(part.deleted_at.is_(None), part.state != "withdrawn", part.phase_id == filters.phase_id)
        asked.append(c.id.in_(select(part.organisation_id).where(living)))
    return asked


def _found(text: str) -> ColumnElement[bool]:
    c = _organisation.c
    typed, words = cleaned(text), normalised(text)
    if not typed:
        return true()
    digits = "".join(letter for letter in words if letter.isdigit())
    matches = [sounds_like(c.search, text)] if words else []
    matches += [c.registration_number == typed, c.ice == digits] if digits else []
    return or_(*matches) if matches else c.id.is_(None)


def _last_declared() -> Any:
    c = _figures.c
    latest = func.row_number().over(partition_by=c.organisation_id, order_by=(c.as_of.desc(), c.id.desc()))
    return (
        select(c.organisation_id, c.members, c.women, latest.label("place"))
        .where(c.deleted_at.is_(None))
        .subquery("declared")
    )


def _persons_sent(filters: Filters) -> Any:
    base = counted(in_period(filters))
    statement: Select[*tuple[Any, ...]] = (
        select(base.c.organisation_id, func.count(base.c.person_id.distinct()).label("trained"))
        .where(base.c.organisation_id.is_not(None))
        .group_by(base.c.organisation_id)
    )
    return statement.subquery("reached")
