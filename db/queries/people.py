"""Persons for whoever enters them: found by name or phone, with their organisations, groups and versions."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select
from sqlmodel import Session

from core.names import normalised
from core.problems import Problem
from core.records.people import PersonRecord
from db.models import Commune, Enrolment, Group, Membership, Organisation, Person, Phase
from db.models.base import table
from db.queries.consent import listed
from db.queries.frames import frame
from db.queries.organisations import sounds_like

_person, _membership, _organisation = table(Person), table(Membership), table(Organisation)
_enrolment, _group, _phase, _commune = table(Enrolment), table(Group), table(Phase), table(Commune)


def persons_within_reach(reach: frozenset[int] | None) -> ColumnElement[bool]:
    """Living persons with an organisation or a group in the reader's provinces (None: all), or with neither.

    A person who was anonymised is nobody any more and within no reach.
    """
    c = _person.c
    here = and_(c.deleted_at.is_(None), c.anonymised_at.is_(None))
    if reach is None:
        return here
    member = (
        select(_organisation.c.province_id)
        .join_from(_membership, _organisation, _membership.c.organisation_id == _organisation.c.id)
        .where(
            *(_membership.c.person_id == c.id, _membership.c.deleted_at.is_(None)),
            _organisation.c.province_id.is_not(None),
        )
    )
    enrolled = (
        select(_commune.c.province_id)
        .join_from(_enrolment, _group, _enrolment.c.group_id == _group.c.id)
        .join(_commune, _group.c.commune_id == _commune.c.id)
        .where(_enrolment.c.person_id == c.id, _enrolment.c.deleted_at.is_(None))
    )
    provinces = sorted(reach)
    return and_(
        here,
        or_(
            exists(member.where(_organisation.c.province_id.in_(provinces))),
            exists(enrolled.where(_commune.c.province_id.in_(provinces))),
            and_(~exists(member), ~exists(enrolled)),
        ),
    )


def persons_found(session: Session, reach: frozenset[int] | None, text: str = "", limit: int = 100) -> pd.DataFrame:
    """Persons by name, at most `limit`: id, name_ar, name_latin, phone, birth_year, consent_data, objected_on,
    organisation_ar, organisation_latin (of one of the organisations the person belongs to).

    `text` is a part of a name in either script, or a phone in any spelling. Without a text it is a list of those who
    may be listed; with one everybody is found, and whoever objected without the phone (see core.privacy).
    """
    c = _person.c
    digits = "".join(letter for letter in normalised(text) if letter.isdigit())
    matches = [sounds_like(c.search, text)] if normalised(text) or not text.strip() else []
    matches += [c.phone.endswith(digits[-9:])] if len(digits) >= 9 else []
    belongs = (
        select(_membership.c.person_id, func.min(_membership.c.organisation_id).label("organisation_id"))
        .where(_membership.c.deleted_at.is_(None), _membership.c.until.is_(None))
        .group_by(_membership.c.person_id)
        .subquery()
    )
    statement = (
        select(
            *(c.id, c.name_ar, c.name_latin, case((c.objected_on.is_(None), c.phone)).label("phone")),
            *(c.birth_year, c.consent_data, c.objected_on),
            _organisation.c.name_ar.label("organisation_ar"),
            _organisation.c.name_latin.label("organisation_latin"),
        )
        .join_from(_person, belongs, belongs.c.person_id == c.id, isouter=True)
        .join(_organisation, _organisation.c.id == belongs.c.organisation_id, isouter=True)
        .where(persons_within_reach(reach), or_(*matches) if matches else c.id.is_(None))
        .order_by(c.search, c.id)
        .limit(limit)
    )
    return frame(session, statement if text.strip() else statement.where(listed()))


def persons_not_listed(session: Session, reach: frozenset[int] | None) -> int:
    """How many persons within reach are counted and not in the open list."""
    within = select(func.count()).select_from(_person).where(persons_within_reach(reach), not_(listed()))
    number: int = session.execute(within).scalar_one()
    return number


def person_values(session: Session, reach: frozenset[int] | None, person_id: int) -> dict[str, Any]:
    """The record's fields of one person by name, with `id` and `version`.

    Problem("row_gone") where there is none within the reader's provinces.
    """
    c = _person.c
    columns = (c[name] for name in ("id", "version", *PersonRecord.model_fields))
    found = session.execute(select(*columns).where(c.id == person_id, persons_within_reach(reach))).mappings().first()
    if found is None:
        raise Problem("row_gone", row=person_id)
    return dict(found)


def memberships_of(session: Session, person_id: int) -> pd.DataFrame:
    """The organisations a person belongs or belonged to, the open ones first: id, version, organisation_id, name_ar,
    name_latin, role, since, until.
    """
    c = _membership.c
    return frame(
        session,
        select(
            *(c.id, c.version, c.organisation_id, _organisation.c.name_ar, _organisation.c.name_latin),
            *(c.role, c.since, c.until),
        )
        .join_from(_membership, _organisation, c.organisation_id == _organisation.c.id)
        .where(c.person_id == person_id, c.deleted_at.is_(None))
        .order_by(c.until.is_not(None), c.id),
    )


def enrolments_of(session: Session, person_id: int) -> pd.DataFrame:
    """The groups a person is or was in, the open ones first: id, version, group_id, label, phase_id, phase_ar,
    phase_fr, phase_en, enrolled_on, withdrawn_on, reason.
    """
    c = _enrolment.c
    return frame(
        session,
        select(
            *(c.id, c.version, c.group_id, _group.c.label, c.phase_id),
            *(_phase.c.name_ar.label("phase_ar"), _phase.c.name_fr.label("phase_fr")),
            *(_phase.c.name_en.label("phase_en"), c.enrolled_on, c.withdrawn_on, c.reason),
        )
        .join_from(_enrolment, _group, c.group_id == _group.c.id)
        .join(_phase, c.phase_id == _phase.c.id)
        .where(c.person_id == person_id, c.deleted_at.is_(None))
        .order_by(c.withdrawn_on.is_not(None), c.id),
    )


def groups_to_enrol_in(session: Session, reach: frozenset[int] | None) -> pd.DataFrame:
    """Groups of the reader's provinces, those of the latest phase first: id, label, phase_id, phase_ar, phase_fr,
    phase_en, commune_ar, commune_fr.
    """
    c = _group.c
    statement = (
        select(
            *(c.id, c.label, c.phase_id, _phase.c.name_ar.label("phase_ar"), _phase.c.name_fr.label("phase_fr")),
            *(_phase.c.name_en.label("phase_en"), _commune.c.name_ar.label("commune_ar")),
            _commune.c.name_fr.label("commune_fr"),
        )
        .join_from(_group, _phase, c.phase_id == _phase.c.id)
        .join(_commune, c.commune_id == _commune.c.id)
        .where(c.deleted_at.is_(None), _phase.c.deleted_at.is_(None))
        .order_by(_phase.c.starts_on.desc(), c.label, c.id)
    )
    return frame(session, statement if reach is None else statement.where(_commune.c.province_id.in_(sorted(reach))))
