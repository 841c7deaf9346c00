"""The lists behind the figures of organisations and places: trained, participating, registered, communes reached."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select, true

from core.filters import Filters
from db.models import Commune, Organisation, Participation, Province, Sector
from db.models.base import table
from db.queries.behind.names import of_list, of_place
from db.queries.behind.people import in_places
from db.queries.behind.registry import BOTH, VALUE, WHOLE, Behind, behind
from db.queries.figures.base import counted, in_period
from db.queries.frames import Rows

_organisation, _participation = table(Organisation), table(Participation)
_province, _commune, _sector = table(Province), table(Commune), table(Sector)


@behind(
    proves={"organisations_trained": VALUE},
    opens="organisation",
    action="organisation.read",
    columns=("organisation", "kind", "province", "people", "attendances", "hours", "first_on"),
    order=("-people",),
)
def organisations_trained(asked: Behind) -> Rows:
    """The organisations with a counted attendance under the filters, and how many of theirs came."""
    base = counted(asked.filters).c
    each = (
        select(
            base.organisation_id,
            func.count(base.person_id.distinct()).label("people"),
            func.count().label("attendances"),
            func.sum(base.hours).label("hours"),
            func.min(base.held_on).label("first_on"),
        )
        .where(base.organisation_id.is_not(None))
        .group_by(base.organisation_id)
        .subquery()
    )
    counts = (each.c.people, each.c.attendances, each.c.hours, each.c.first_on)
    statement = _named(*counts, literal(1).label("counted"), literal(0).label("over"))
    return statement.join(each, each.c.organisation_id == _organisation.c.id)


@behind(
    proves={"coverage": BOTH},
    opens="organisation",
    action="organisation.read",
    columns=("organisation", "kind", "province", "done", "people"),
    order=("counted", "-people"),
    parted=True,
)
def organisations_participating(asked: Behind) -> Rows:
    """The organisations that participate, those first that nobody was trained of."""
    base = counted(in_period(asked.filters)).c
    each = (
        select(base.organisation_id, func.count(base.person_id.distinct()).label("people"))
        .group_by(base.organisation_id)
        .subquery()
    )
    people = func.coalesce(each.c.people, 0)
    covered = case((people > 0, 1), else_=0)
    enrolled = select(_participation.c.organisation_id).where(
        _participation.c.deleted_at.is_(None),
        _participation.c.state == "enrolled",
        true() if asked.filters.phase_id is None else _participation.c.phase_id == asked.filters.phase_id,
    )
    counts = (covered.label("done"), people.label("people"), covered.label("counted"), literal(1).label("over"))
    statement = _named(*counts).join(each, each.c.organisation_id == _organisation.c.id, isouter=True)
    return statement.where(_organisation.c.id.in_(enrolled), *_asked(asked.filters))


@behind(
    proves={"organisations_registered": VALUE},
    opens="organisation",
    action="organisation.read",
    columns=("organisation", "kind", "sector", "commune", "province", "founded_on"),
    order=("search",),
)
def organisations_registered(asked: Behind) -> Rows:
    """The organisations of the register under the filters."""
    c = _organisation.c
    counts = (literal(1).label("counted"), literal(0).label("over"))
    statement = _named(c.founded_on, func.coalesce(c.search, "").label("search"), *counts)
    return statement.where(*_asked(asked.filters))


@behind(
    proves={"communes_reached": BOTH, "reach_per_10000": WHOLE},
    opens="",
    action="organisation.read",
    columns=("commune", "province", "inhabitants", "people", "done"),
    order=("-people", "province_fr", "commune_fr"),
    parted=True,
)
def communes(asked: Behind) -> Rows:
    """The communes of the places asked for, with their inhabitants and how many people were trained in each."""
    filters, base = asked.filters, counted(asked.filters).c
    each = (
        select(base.commune_id, func.count(base.person_id.distinct()).label("people"))
        .where(base.commune_id.is_not(None), in_places(base, filters))
        .group_by(base.commune_id)
        .subquery()
    )
    people = func.coalesce(each.c.people, 0)
    reached, c = case((people > 0, 1), else_=0), _commune.c
    over = c.population if asked.indicator == "reach_per_10000" else literal(1)
    statement = (
        select(
            *(c.id.label("row"), c.id, *of_place(c, "commune"), *of_place(_province.c, "province")),
            *(c.population.label("inhabitants"), people.label("people"), reached.label("done")),
            *(reached.label("counted"), over.label("over")),
        )
        .join_from(_commune, _province, _province.c.id == c.province_id)
        .join(each, each.c.commune_id == c.id, isouter=True)
    )
    if not (filters.provinces or filters.communes):
        statement = statement.where(_province.c.in_programme.is_(True))
    return statement.where(*_places(filters))


def _named(*columns: ColumnElement[Any]) -> Rows:
    c = _organisation.c
    return (
        select(
            *(c.id.label("row"), c.id, c.name_ar, c.name_latin, c.kind),
            *(*of_list(_sector.c, "sector"), *of_place(_commune.c, "commune"), *of_place(_province.c, "province")),
            *columns,
        )
        .join_from(_organisation, _province, _province.c.id == c.province_id, isouter=True)
        .join(_commune, _commune.c.id == c.commune_id, isouter=True)
        .join(_sector, _sector.c.id == c.sector_id, isouter=True)
    )


def _asked(filters: Filters) -> list[ColumnElement[bool]]:
    """Living organisations of their own places, kinds and sectors."""
    conditions = [_organisation.c.deleted_at.is_(None), *_places(filters)]
    if filters.sectors:
        conditions.append(_sector.c.code.in_(filters.sectors))
    if filters.kinds:
        conditions.append(_organisation.c.kind.in_(filters.kinds))
    return conditions


def _places(filters: Filters) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.provinces:
        asked.append(_province.c.code.in_(filters.provinces))
    if filters.communes:
        asked.append(_commune.c.code.in_(filters.communes))
    return asked
