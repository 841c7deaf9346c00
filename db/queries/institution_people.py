"""The people of an institution, and the links that were given to them."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import case, func, select
from sqlmodel import Session

from core.passwords import token_hash
from core.problems import Problem
from core.records.institutions import InstitutionPersonRecord
from db.models import InstitutionLink, InstitutionLinkUse, InstitutionPerson
from db.models.base import table
from db.queries.frames import frame

_person, _link, _use = table(InstitutionPerson), table(InstitutionLink), table(InstitutionLinkUse)
# From so many places within a day on, the page of the institution warns that a link is handed around.
WARNED_FROM = 5
_DAY = timedelta(days=1)


def people_of_institution(session: Session, institution_id: int, active: bool = False) -> pd.DataFrame:
    """The people of an institution by name, those who are active first: id, version, name, office, active."""
    c = _person.c
    asked = select(c.id, c.version, c.name, c.office, c.active).where(
        c.institution_id == institution_id, c.deleted_at.is_(None)
    )
    return frame(
        session, (asked.where(c.active.is_(True)) if active else asked).order_by(c.active.desc(), c.name, c.id)
    )


def institution_person_values(session: Session, person_id: int) -> dict[str, Any]:
    """The record's fields of a person with id and version; Problem("row_gone") where there is none."""
    names = ("id", "version", *InstitutionPersonRecord.model_fields)
    asked = select(*(_person.c[name] for name in names))
    found = session.execute(asked.where(_person.c.id == person_id, _person.c.deleted_at.is_(None))).mappings().first()
    if found is None:
        raise Problem("row_gone", row=person_id)
    return dict(found)


def links_of_institution(session: Session, institution_id: int, at: datetime) -> pd.DataFrame:
    """The links given to people of an institution, the newest first: id, version, person_id, person, office,
    created_at, expires_on, revoked_at, places (addresses it was opened from), lately (of them within a day before
    `at`), last_at.
    """
    places = (
        select(
            _use.c.link_id,
            func.count().label("places"),
            func.sum(case((_use.c.last_at > at - _DAY, 1), else_=0)).label("lately"),
            func.max(_use.c.last_at).label("last_at"),
        )
        .group_by(_use.c.link_id)
        .subquery()
    )
    return frame(
        session,
        select(
            *(_link.c.id, _link.c.version, _person.c.id.label("person_id"), _person.c.name.label("person")),
            *(_person.c.office, _link.c.created_at, _link.c.expires_on, _link.c.revoked_at),
            func.coalesce(places.c.places, 0).label("places"),
            func.coalesce(places.c.lately, 0).label("lately"),
            places.c.last_at,
        )
        .join_from(_link, _person, _person.c.id == _link.c.institution_person_id)
        .join(places, places.c.link_id == _link.c.id, isouter=True)
        .where(_person.c.institution_id == institution_id, _link.c.deleted_at.is_(None))
        .order_by(_link.c.id.desc()),
    )


def link_behind(session: Session, token: str) -> InstitutionLink | None:
    """The link of this secret, whatever became of it; None for what was never given."""
    digest = token_hash(token)
    found = session.execute(select(_link.c.id).where(_link.c.digest == digest, _link.c.deleted_at.is_(None))).scalar()
    return session.get(InstitutionLink, found) if found is not None else None
