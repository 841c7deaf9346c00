"""Organisations for whoever enters them: found by name or number, with the values a form starts from."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlmodel import Session

from core.names import normalised
from core.problems import Problem
from core.records.fields import cleaned
from core.records.organisations import OrganisationRecord
from db.models import Commune, Organisation, OrganisationFigures, Participation, Phase
from db.models.base import table
from db.queries.frames import frame

_organisation, _commune = table(Organisation), table(Commune)
_figures, _participation, _phase = table(OrganisationFigures), table(Participation), table(Phase)


def within_reach(reach: frozenset[int] | None) -> ColumnElement[bool]:
    """Living organisations of the reader's provinces (None: all of them), and those without a place."""
    c = _organisation.c
    if reach is None:
        return c.deleted_at.is_(None)
    return and_(c.deleted_at.is_(None), or_(c.province_id.is_(None), c.province_id.in_(sorted(reach))))


def sounds_like(search: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Rows whose search key holds every word of the text, in whatever order, script signs and accents aside."""
    return and_(true(), *(search.contains(word, autoescape=True) for word in normalised(text).split()))


def organisations_counted(session: Session, reach: frozenset[int] | None) -> int:
    """How many organisations the reader's provinces hold."""
    return int(session.execute(select(func.count()).select_from(_organisation).where(within_reach(reach))).scalar_one())


def organisations_found(
    session: Session, reach: frozenset[int] | None, text: str = "", limit: int = 200
) -> pd.DataFrame:
    """Organisations by name, at most `limit`: id, kind, name_ar, name_latin, province_id, commune_ar, commune_fr.

    `text` is a part of a name in either script, or a whole registration number, ICE or phone.
    """
    c = _organisation.c
    typed = cleaned(text)
    digits = "".join(letter for letter in normalised(text) if letter.isdigit())
    matches = [sounds_like(c.search, text)] if normalised(text) or not typed else []
    matches += [c.registration_number == typed, c.ice == digits] if digits else []
    # Nine digits are the same in every spelling of a Moroccan number.
    matches += [c.phone.endswith(digits[-9:])] if len(digits) >= 9 else []
    statement = (
        select(
            *(c.id, c.kind, c.name_ar, c.name_latin, c.province_id),
            *(_commune.c.name_ar.label("commune_ar"), _commune.c.name_fr.label("commune_fr")),
        )
        .join_from(_organisation, _commune, c.commune_id == _commune.c.id, isouter=True)
        .where(within_reach(reach), or_(*matches) if matches else c.id.is_(None))
        .order_by(c.search, c.id)
        .limit(limit)
    )
    return frame(session, statement)


def organisation_values(session: Session, reach: frozenset[int] | None, organisation_id: int) -> dict[str, Any]:
    """The record's fields of one organisation by name, with `id`, `version` and `province_id`.

    Problem("row_gone") where there is none within the reader's provinces: of others not even that much is told.
    """
    c = _organisation.c
    columns = (c[name] for name in ("id", "version", "province_id", *OrganisationRecord.model_fields))
    found = session.execute(select(*columns).where(c.id == organisation_id, within_reach(reach))).mappings().first()
    if found is None:
        raise Problem("row_gone", row=organisation_id)
    return dict(found)


def figures_of(session: Session, organisation_id: int) -> pd.DataFrame:
    """What an organisation declared, the latest first: id, as_of, members, women, youth, disabled."""
    c = _figures.c
    return frame(
        session,
        select(c.id, c.as_of, c.members, c.women, c.youth, c.disabled)
        .where(c.organisation_id == organisation_id, c.deleted_at.is_(None))
        .order_by(c.as_of.desc(), c.id.desc()),
    )


def participations_of(session: Session, organisation_id: int) -> pd.DataFrame:
    """An organisation's part in each phase there is: phase_id, name_ar, name_fr, name_en, state, since, until, version.

    State and version are missing for a phase it has no part in.
    """
    c, part = _phase.c, _participation.c
    here = and_(part.phase_id == c.id, part.organisation_id == organisation_id, part.deleted_at.is_(None))
    return frame(
        session,
        select(
            *(c.id.label("phase_id"), c.name_ar, c.name_fr, c.name_en),
            *(part.state, part.since, part.until, part.version),
        )
        .join_from(_phase, _participation, here, isouter=True)
        .where(c.deleted_at.is_(None))
        .order_by(c.starts_on, c.id),
    )
