"""Where rows are that may be one: organisations by their own place, persons by all that they take part in."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, or_, select, union
from sqlmodel import Session

from core.doubles import ORGANISATION
from db.models import Commune, Enrolment, Group, Membership, Organisation, Person, Registration, TrainingSession
from db.models.base import table

_organisation, _person, _commune = table(Organisation), table(Person), table(Commune)
_membership, _enrolment, _group = table(Membership), table(Enrolment), table(Group)
_registration, _sitting = table(Registration), table(TrainingSession)


class Placed(NamedTuple):
    """A row with one of its places and its names, normalised; None for no place."""

    province_id: int | None
    commune_id: int | None
    id: int
    search: str


class Places(NamedTuple):
    """All places of a row."""

    communes: frozenset[int]
    provinces: frozenset[int]


def placed_organisations(session: Session, province_id: int | None = None) -> Iterator[Placed]:
    """Living organisations (of a province, with those of none) by province, those of none first."""
    c = _organisation.c
    asked = select(c.province_id, c.commune_id, c.id, c.search).where(c.deleted_at.is_(None))
    if province_id is not None:
        asked = asked.where(or_(c.province_id == province_id, c.province_id.is_(None)))
    asked = asked.order_by(func.coalesce(c.province_id, 0), c.id)
    for row in session.execute(asked).yield_per(5000):
        yield Placed(*row)


def placed_persons(session: Session, province_id: int | None = None) -> Iterator[Placed]:
    """Living persons (of a province, with those of none) by province, once a place, those of none first."""
    c = _person.c
    living = (c.deleted_at.is_(None), c.anonymised_at.is_(None))
    anywhere = [part.correlate(_person) for part in _belonging(c.id)]
    without = select(c.id, c.search).where(*living, *(~exists(part) for part in anywhere)).order_by(c.id)
    for row in session.execute(without).yield_per(5000):
        yield Placed(None, None, *row)
    places = union(*_belonging(None, province_id)).subquery()
    asked = (
        select(_commune.c.province_id, _commune.c.id, c.id, c.search)
        .join_from(places, _person, places.c.person_id == c.id)
        .join(_commune, _commune.c.id == places.c.commune_id)
        .where(*living)
        .order_by(_commune.c.province_id, c.id)
    )
    for row in session.execute(asked).yield_per(5000):
        yield Placed(*row)


def places_of(session: Session, kind: str, ids: list[int]) -> dict[int, Places]:
    """The places of each row, by its id."""
    communes: dict[int, set[int]] = {row_id: set() for row_id in ids}
    provinces: dict[int, set[int]] = {row_id: set() for row_id in ids}
    if kind == ORGANISATION:
        c = _organisation.c
        asked: Any = select(c.id, c.commune_id, c.province_id).where(c.id.in_(ids))
    else:
        places = union(*_belonging(ids)).subquery()
        asked = select(places.c.person_id, _commune.c.id, _commune.c.province_id).join_from(
            places, _commune, _commune.c.id == places.c.commune_id
        )
    for row_id, commune_id, province_id in session.execute(asked):
        if commune_id is not None:
            communes[row_id].add(commune_id)
        if province_id is not None:
            provinces[row_id].add(province_id)
    return {row_id: Places(frozenset(communes[row_id]), frozenset(provinces[row_id])) for row_id in ids}


def _belonging(person_id: Any, province_id: int | None = None) -> list[Select[Any]]:
    """person_id and commune_id of the organisations, groups and sessions that persons belong to: of one person (a
    column of the statement around), of some (a list of ids), or of all; those of a province alone where it is given.
    """
    found = []
    for link, where, by in (
        (_membership, _organisation, "organisation_id"),
        (_enrolment, _group, "group_id"),
        (_registration, _sitting, "session_id"),
    ):
        part = (
            select(link.c.person_id, where.c.commune_id)
            .join_from(link, where, link.c[by] == where.c.id)
            .where(link.c.deleted_at.is_(None), where.c.commune_id.is_not(None))
        )
        if isinstance(person_id, list):
            part = part.where(link.c.person_id.in_(person_id))
        elif person_id is not None:
            part = part.where(link.c.person_id == person_id)
        if province_id is not None:
            here = select(_commune.c.id).where(_commune.c.province_id == province_id)
            part = part.where(where.c.commune_id.in_(here))
        found.append(part)
    return found
