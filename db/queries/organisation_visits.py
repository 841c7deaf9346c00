"""Visits to organisations: those of one organisation, one of them for its form, and what may be confirmed on one."""

from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from core.problems import Problem
from core.records.commitments import OrganisationVisitRecord
from db.models import Account, Confirmation, Mention, Obstacle, ObstacleCategory, OrganisationVisit
from db.models.base import table
from db.queries.frames import frame
from db.queries.verdicts import newest_words

_visit, _mention, _said = table(OrganisationVisit), table(Mention), table(Confirmation)
_LANGUAGES = ("ar", "fr", "en")


def visits_of(session: Session, organisation_id: int) -> pd.DataFrame:
    """The visits to an organisation, the latest first: id, version, visited_on, words, next_step, next_on, by (name of
    the account), raised (mentions made there), confirmed (words noted there).
    """
    c, account = _visit.c, table(Account)

    def counted(own: Any) -> Any:
        living = own.c.visit_id == c.id, own.c.deleted_at.is_(None)
        return select(func.count()).select_from(own).where(*living).scalar_subquery()

    return frame(
        session,
        select(
            *(c.id, c.version, c.visited_on, c.words, c.next_step, c.next_on, account.c.name.label("by")),
            *(counted(_mention).label("raised"), counted(_said).label("confirmed")),
        )
        .join_from(_visit, account, account.c.id == c.created_by, isouter=True)
        .where(c.organisation_id == organisation_id, c.deleted_at.is_(None))
        .order_by(c.visited_on.desc(), c.id.desc()),
    )


def visit_values(session: Session, organisation_id: int, visit_id: int) -> dict[str, Any]:
    """The record's fields of a visit by name, with id and version; Problem("row_gone") without it."""
    c = _visit.c
    columns = (c[name] for name in ("id", "version", *OrganisationVisitRecord.model_fields))
    asked = select(*columns).where(c.id == visit_id, c.organisation_id == organisation_id, c.deleted_at.is_(None))
    found = session.execute(asked).mappings().first()
    if found is None:
        raise Problem("row_gone", row=visit_id)
    return dict(found)


def obstacles_to_ask(session: Session, reach: frozenset[int] | None, organisation_id: int) -> pd.DataFrame:
    """The obstacles an organisation mentions that an officer of these provinces may ask it about, open ones first.

    Columns: id, title, words (its own, the first), state, verdict (its newest word), category_ar, category_fr,
    category_en.
    """
    obstacle, category = table(Obstacle), table(ObstacleCategory)
    c, own = obstacle.c, _mention.c.organisation_id == organisation_id
    newest = newest_words(own)
    words = (
        select(_mention.c.words)
        .where(_mention.c.obstacle_id == c.id, own, _mention.c.deleted_at.is_(None))
        .order_by(_mention.c.id)
        .limit(1)
    )
    reached = [] if reach is None else [c.province_id.is_(None) | c.province_id.in_(sorted(reach))]
    return frame(
        session,
        select(
            *(c.id, c.title, words.scalar_subquery().label("words"), c.state, newest.c.verdict),
            *(category.c[f"label_{code}"].label(f"category_{code}") for code in _LANGUAGES),
        )
        .join_from(newest, obstacle, c.id == newest.c.obstacle_id)
        .join(category, category.c.id == c.category_id)
        .where(newest.c.organisation_id == organisation_id, c.deleted_at.is_(None), c.state != "dropped", *reached)
        .order_by(c.state == "confirmed", c.raised_on.desc(), c.id.desc()),
    )
