"""Rows that may be the one being entered, with what they have in common; a person decides, nothing is merged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import or_, select
from sqlmodel import Session

from core.names import international_phone, normalised, search_key, what_names_share
from core.problems import Invalid
from core.records.fields import cleaned
from db.models import Commune, Enrolment, Group, Membership, Organisation, Person
from db.models.base import table
from db.queries.frames import Rows, frame

# Stands in the list of seen doubles for "there may be one in another province", whose id is not told.
ELSEWHERE = 0

_organisation, _commune, _person = table(Organisation), table(Commune), table(Person)
_membership, _enrolment, _group = table(Membership), table(Enrolment), table(Group)
# The columns that only serve to compare and are not given back.
_COMPARED = ["ice", "court", "registration_number", "search"]


@dataclass(frozen=True)
class Doubles:
    """Likely doubles: `rows` within the reader's provinces with `reasons`, and whether there are some elsewhere."""

    rows: pd.DataFrame
    elsewhere: bool

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the rows, and ELSEWHERE when there is one that may not be shown."""
        return (*(int(i) for i in self.rows["id"]), *((ELSEWHERE,) if self.elsewhere else ()))


def organisation_doubles(
    session: Session,
    reach: frozenset[int] | None,
    name_ar: str | None = None,
    name_latin: str | None = None,
    phone: str | None = None,
    court: str | None = None,
    registration_number: str | None = None,
    ice: str | None = None,
    commune_id: int | None = None,
    own_id: int | None = None,
) -> Doubles:
    """Organisations like the one typed so far: the same ICE, number or phone anywhere, or a near name close by.

    Close by is the same commune; in the rest of the province only the same name counts. Values are as typed; a
    phone that is none is left out. `reach` is the reader's provinces, None for all; `own_id` the row being edited.
    Rows: id, name_ar, name_latin, kind, phone, commune_id, province_id, commune_ar, commune_fr, reasons (a tuple of
    same_ice, same_number, same_phone, same_name, close_name, other_script).
    """
    c = _organisation.c
    names, number, phone = (name_ar or None, name_latin or None), cleaned(registration_number or ""), _phone(phone)
    ice = "".join(cleaned(ice or "").split())
    key = search_key(*names)
    province = session.execute(select(_commune.c.province_id).where(_commune.c.id == commune_id)).scalar()
    alike = [c.phone == phone] if phone else []
    alike += [c.ice == ice] if ice else []
    alike += [c.registration_number == number] if number else []
    alike += [c.search == key] if key else []
    alike += [c.province_id == province] if key and province is not None else []
    if not alike:
        alike = [c.id.is_(None)]
    statement = (
        select(
            *(c.id, c.name_ar, c.name_latin, c.kind, c.phone, c.commune_id, c.province_id),
            *(_commune.c.name_ar.label("commune_ar"), _commune.c.name_fr.label("commune_fr")),
            *(c[name] for name in _COMPARED),
        )
        .join_from(_organisation, _commune, c.commune_id == _commune.c.id, isouter=True)
        .where(c.deleted_at.is_(None), or_(*alike))
        .order_by(c.id)
    )

    def reasons(row: Any) -> tuple[str, ...]:
        found = ["same_ice"] if ice and row.ice == ice else []
        same_court = not court or not row.court or normalised(court) == normalised(row.court)
        found += ["same_number"] if number and row.registration_number == number and same_court else []
        found += ["same_phone"] if phone and row.phone == phone else []
        shared = what_names_share(names, (row.name_ar, row.name_latin))
        near = commune_id is None or pd.isna(row.commune_id) or row.commune_id == commune_id
        within = province is None or pd.isna(row.province_id) or row.province_id == province
        if shared and (near or (within and shared == "same_name")):
            found.append(shared)
        return tuple(found)

    rows = _alike(session, statement, reasons, own_id).drop(columns=_COMPARED)
    if reach is None:
        return Doubles(rows, elsewhere=False)
    inside = rows["province_id"].isna() | rows["province_id"].isin(reach)
    return Doubles(rows[inside].reset_index(drop=True), elsewhere=bool((~inside).any()))


def person_doubles(
    session: Session,
    reach: frozenset[int] | None,
    name_ar: str | None = None,
    name_latin: str | None = None,
    phone: str | None = None,
    organisation_id: int | None = None,
    group_id: int | None = None,
    own_id: int | None = None,
) -> Doubles:
    """Persons like the one typed so far: the same phone anywhere, or a near name close by.

    Close by is the same organisation, another one of its commune, or the same group. Rows: id, name_ar, name_latin,
    phone (not of a person who objected: nobody is to call), birth_year, reasons (a tuple of same_phone, same_name,
    close_name, other_script).
    """
    c, phone, names = _person.c, _phone(phone), (name_ar or None, name_latin or None)
    alike = [c.phone == phone] if phone else []
    if organisation_id is not None:
        alike.append(c.id.in_(_members_close_by(organisation_id)))
    if group_id is not None:
        enrolled = select(_enrolment.c.person_id).where(_enrolment.c.group_id == group_id)
        alike.append(c.id.in_(enrolled.where(_enrolment.c.deleted_at.is_(None))))
    if not alike:
        alike = [c.id.is_(None)]
    statement = (
        select(c.id, c.name_ar, c.name_latin, c.phone, c.birth_year, c.objected_on)
        .where(c.deleted_at.is_(None), c.anonymised_at.is_(None), or_(*alike))
        .order_by(c.id)
    )

    def reasons(row: Any) -> tuple[str, ...]:
        shared = what_names_share(names, (row.name_ar, row.name_latin))
        same_phone = ("same_phone",) if phone and row.phone == phone else ()
        return (*same_phone, shared) if shared else same_phone

    rows = _alike(session, statement, reasons, own_id)
    rows = rows.assign(phone=rows["phone"].where(rows["objected_on"].isna(), None)).drop(columns="objected_on")
    if reach is None:
        return Doubles(rows, elsewhere=False)
    places = provinces_of_persons(session, tuple(int(i) for i in rows["id"]))
    seen = [not places[int(i)] or bool(places[int(i)] & reach) for i in rows["id"]]
    inside = pd.Series(seen, index=rows.index, dtype=bool)
    return Doubles(rows[inside].reset_index(drop=True), elsewhere=not all(seen))


def provinces_of_persons(session: Session, person_ids: tuple[int, ...]) -> dict[int, frozenset[int]]:
    """The provinces each person belongs to by its organisations and its groups; none of them for a new person."""
    by_organisation = (
        select(_membership.c.person_id, _organisation.c.province_id)
        .join_from(_membership, _organisation, _membership.c.organisation_id == _organisation.c.id)
        .where(_membership.c.deleted_at.is_(None), _membership.c.person_id.in_(person_ids))
    )
    by_group = (
        select(_enrolment.c.person_id, _commune.c.province_id)
        .join_from(_enrolment, _group, _enrolment.c.group_id == _group.c.id)
        .join(_commune, _group.c.commune_id == _commune.c.id)
        .where(_enrolment.c.deleted_at.is_(None), _enrolment.c.person_id.in_(person_ids))
    )
    found: dict[int, set[int]] = {person_id: set() for person_id in person_ids}
    for person_id, province_id in session.execute(by_organisation.union(by_group)):
        if province_id is not None:
            found[person_id].add(province_id)
    return {person_id: frozenset(provinces) for person_id, provinces in found.items()}


def _members_close_by(organisation_id: int) -> Any:
    here = select(_organisation.c.commune_id).where(_organisation.c.id == organisation_id).scalar_subquery()
    return (
        select(_membership.c.person_id)
        .join_from(_membership, _organisation, _membership.c.organisation_id == _organisation.c.id)
        .where(
            _membership.c.deleted_at.is_(None),
            or_(_organisation.c.id == organisation_id, _organisation.c.commune_id == here),
        )
    )


def _alike(
    session: Session, statement: Rows, reasons: Callable[[Any], tuple[str, ...]], own_id: int | None
) -> pd.DataFrame:
    rows = frame(session, statement)
    given = [() if row.id == own_id else reasons(row) for row in rows.itertuples()]
    rows = rows.assign(reasons=pd.Series(given, index=rows.index, dtype=object))
    return rows[rows["reasons"].map(bool).astype(bool)].reset_index(drop=True)


def _phone(text: str | None) -> str | None:
    try:
        return international_phone(text) if text and text.strip() else None
    except Invalid:
        return None
