"""Institutions as they are read: one by its names and mission, whatever became of it, and all with what they answer."""

from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.doubles import INSTITUTION
from core.problems import Problem
from db.models import Institution, Merge
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
    """Institutions in their order: id, version, acronym, name_ar, name_fr, name_en, active, categories (ids)."""
    c = _institution.c
    rows = frame(
        session,
        select(c.id, c.version, c.acronym, c.name_ar, c.name_fr, c.name_en, c.active)
        .where(c.deleted_at.is_(None))
        .order_by(c.active.desc(), c.position, c.id),
    )
    links = answering(session).groupby("institution_id")["category_id"].apply(list).to_dict()
    return rows.assign(categories=[links.get(row, []) for row in rows["id"].tolist()])


def institutions_merged_into(session: Session, institution_id: int) -> pd.DataFrame:
    """Merges that stand of which this institution was kept, the latest first: id, version, acronym (of the gone)."""
    merge = table(Merge)
    return frame(
        session,
        select(merge.c.id, merge.c.version, _institution.c.acronym)
        .join_from(merge, _institution, _institution.c.id == merge.c.gone_id)
        .where(merge.c.kind == INSTITUTION, merge.c.kept_id == institution_id, merge.c.undone_at.is_(None))
        .where(merge.c.deleted_at.is_(None))
        .order_by(merge.c.id.desc()),
    )
