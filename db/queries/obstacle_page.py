"""One obstacle for its page: what it is and how far it is, who mentions it and what each of them says of it."""

from typing import Any

import pandas as pd
from sqlalchemy import and_, func, select
from sqlmodel import Session

from core.problems import Problem
from core.records.obstacles import ObstacleRecord
from db.models import Commune, Mention, Obstacle, ObstacleCategory, Organisation, Province
from db.models.base import table
from db.queries.frames import frame
from db.queries.obstacles import heard_within, obstacles_within_reach
from db.queries.verdicts import newest_words, verdicts_counted

_obstacle, _mention, _category = table(Obstacle), table(Mention), table(ObstacleCategory)
_organisation, _province, _commune = table(Organisation), table(Province), table(Commune)
_LANGUAGES = ("ar", "fr", "en")


def obstacle_card(session: Session, reach: frozenset[int] | None, obstacle_id: int) -> dict[str, Any]:
    """The record's fields, id, version, state, the names of category and province in each language, `said` (the words
    of its first mention), mentions, guests (mentions by no organisation), and of the organisations that mention it:
    asked, heard, solved, partly, no.

    Problem("row_gone") where there is none within the reader's provinces.
    """
    c = _obstacle.c
    counts = verdicts_counted(_mention.c.obstacle_id == obstacle_id)
    spoken = _mention.c.obstacle_id == obstacle_id, _mention.c.deleted_at.is_(None)
    said = select(_mention.c.words).where(*spoken, heard_within(reach)).order_by(_mention.c.id).limit(1)
    statement = (
        select(
            *(c[name] for name in ("id", "version", "state", *ObstacleRecord.model_fields)),
            *(_category.c[f"label_{code}"].label(f"category_{code}") for code in _LANGUAGES),
            *(_province.c[f"name_{code}"].label(f"province_{code}") for code in _LANGUAGES),
            said.scalar_subquery().label("said"),
            select(func.count()).where(*spoken).scalar_subquery().label("mentions"),
            select(func.count()).where(*spoken, _mention.c.organisation_id.is_(None)).scalar_subquery().label("guests"),
            *(func.coalesce(counts.c[name], 0).label(name) for name in ("asked", "heard", "solved", "partly", "no")),
        )
        .join_from(_obstacle, _category, _category.c.id == c.category_id)
        .join(_province, _province.c.id == c.province_id, isouter=True)
        .join(counts, counts.c.obstacle_id == c.id, isouter=True)
        .where(c.id == obstacle_id, obstacles_within_reach(reach))
    )
    found = session.execute(statement).mappings().first()
    if found is None:
        raise Problem("row_gone", row=obstacle_id)
    return dict(found)


def organisations_heard(session: Session, reach: frozenset[int] | None, obstacle_id: int) -> pd.DataFrame:
    """The organisations of the reader's provinces that mention an obstacle, those not heard yet first, then by name.

    Columns: organisation_id, organisation_ar, organisation_latin, commune_ar, commune_fr, mentioned_on (first),
    confirmation_id, version, verdict, confirmed_on, words (of the newest confirmation), way.
    """
    newest, c = newest_words(_mention.c.obstacle_id == obstacle_id), _organisation.c
    first = (
        select(_mention.c.organisation_id, func.min(_mention.c.mentioned_on).label("mentioned_on"))
        .where(_mention.c.obstacle_id == obstacle_id, _mention.c.deleted_at.is_(None), heard_within(reach))
        .group_by(_mention.c.organisation_id)
        .subquery("first")
    )
    names = ("confirmation_id", "version", "verdict", "confirmed_on", "words", "way")
    statement = (
        select(
            *(newest.c.organisation_id, c.name_ar.label("organisation_ar"), c.name_latin.label("organisation_latin")),
            *(_commune.c.name_ar.label("commune_ar"), _commune.c.name_fr.label("commune_fr"), first.c.mentioned_on),
            *(newest.c[name] for name in names),
        )
        .join_from(newest, _organisation, and_(c.id == newest.c.organisation_id))
        .join(first, first.c.organisation_id == newest.c.organisation_id)
        .join(_commune, _commune.c.id == c.commune_id, isouter=True)
        .order_by(newest.c.verdict.is_not(None), c.search, c.id)
    )
    return frame(session, statement)
