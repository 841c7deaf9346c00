"""Institutions as they are read: one by its names and mission, whatever became of it, and all with what they answer."""

from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.problems import Problem
from db.models import Institution
from db.models.base import table
from db.queries.frames import frame
from db.queries.reference import answering

_institution = table(Institution)
_NAMES = tuple(f"{part}_{code}" for part in ("name", "mission") for code in ("ar", "fr", "en"))


def institution_named(session: Session, institution_id: int) -> dict[str, Any]:
    """One institution: id, acronym, names, missions, contact, active; of one that was merged the one that is left.

    Problem("row_gone") where there is none.
    """
    c = _institution.c
    while into := session.execute(select(c.merged_into_id).where(c.id == institution_id)).scalar():
        institution_id = int(into)
    asked = select(c.id, c.version, c.acronym, *(c[name] for name in _NAMES), c.contact, c.active)
    found = session.execute(asked.where(c.id == institution_id, c.deleted_at.is_(None))).mappings().first()
    if found is None:
        raise Problem("row_gone", row=institution_id)
    return dict(found)


def institutions_with_categories(session: Session) -> pd.DataFrame:
    """Institutions in their order: id, acronym, name_ar, name_fr, name_en, active, categories (ids it answers)."""
    c = _institution.c
    rows = frame(
        session,
        select(c.id, c.acronym, c.name_ar, c.name_fr, c.name_en, c.active)
        .where(c.deleted_at.is_(None))
        .order_by(c.active.desc(), c.position, c.id),
    )
    links = answering(session).groupby("institution_id")["category_id"].apply(list).to_dict()
    return rows.assign(categories=[links.get(row, []) for row in rows["id"].tolist()])
