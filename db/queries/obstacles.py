"""Obstacles for whoever enters them: those like the one being raised, and the values a form starts from."""

from typing import Any

import pandas as pd
from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, and_, distinct, func, or_, select, true
from sqlmodel import Session

from core.names import consonant_skeleton, is_arabic, normalised
from core.problems import Problem
from core.records.obstacles import ObstacleRecord
from db.models import Commune, Mention, Obstacle, ObstacleCategory, Organisation
from db.models.base import table
from db.queries.frames import frame

_obstacle, _mention, _category = table(Obstacle), table(Mention), table(ObstacleCategory)
_organisation, _commune = table(Organisation), table(Commune)
# Of one category in one province, the latest say enough of what is going on.
_MOST_COMPARED = 300
_MOST_SEARCHED = 2000


def obstacles_within_reach(reach: frozenset[int] | None) -> ColumnElement[bool]:
    """Living obstacles of the reader's provinces (None: all of them), and those of the whole country."""
    c = _obstacle.c
    if reach is None:
        return c.deleted_at.is_(None)
    return and_(c.deleted_at.is_(None), or_(c.province_id.is_(None), c.province_id.in_(sorted(reach))))


def obstacles_found(
    session: Session,
    reach: frozenset[int] | None,
    category_id: int | None = None,
    limit: int = 100,
    text: str = "",
) -> pd.DataFrame:
    """Obstacles, the latest first, at most `limit`: id, category_id, title, words (of its first mention), severity,
    scope, state, province_id, raised_on, paper, mentions, organisations (distinct ones that mention it).

    `text` keeps those whose title and mentions hold each of its words, script signs and accents aside.
    """
    wanted = normalised(text).split()
    statement = _listed(reach).limit(_MOST_SEARCHED if wanted else limit)
    rows = frame(session, statement if category_id is None else statement.where(_obstacle.c.category_id == category_id))
    if not wanted:
        return rows if not text.strip() else rows.head(0)
    voices = _voices(session, reach, [int(row) for row in rows["id"]])
    said = [normalised(" ".join([row["title"] or "", *voices.get(row["id"], [])])) for row in rows.to_dict("records")]
    held = [all(word in one for word in wanted) for one in said]
    return rows[pd.Series(held, index=rows.index, dtype="bool")].head(limit).reset_index(drop=True)


def similar_obstacles(
    session: Session,
    reach: frozenset[int] | None,
    category_id: int,
    province_id: int | None,
    words: str = "",
    limit: int = 5,
) -> pd.DataFrame:
    """Obstacles of the same category in the same place or the whole country, those in the nearest words first.

    The columns of `obstacles_found`, and `closeness` (0 to 1): how much the words have in common with the title or
    with any mention of it, in one script, or by their consonants across the two.
    """
    c = _obstacle.c
    here = or_(c.province_id.is_(None), c.province_id == province_id) if province_id is not None else true()
    rows = frame(session, _listed(reach).where(c.category_id == category_id, here).limit(_MOST_COMPARED))
    voices = _voices(session, reach, [int(row) for row in rows["id"]])
    closeness = [
        max((in_common(words, other) for other in [row["title"], *voices.get(row["id"], [])] if other), default=0.0)
        for row in rows.to_dict("records")
    ]
    rows = rows.assign(closeness=pd.Series(closeness, index=rows.index, dtype="float64"))
    return rows.sort_values("closeness", ascending=False, kind="stable").head(limit).reset_index(drop=True)


def obstacle_values(session: Session, reach: frozenset[int] | None, obstacle_id: int) -> dict[str, Any]:
    """The record's fields of one obstacle by name, with `id`, `version` and `state`.

    Problem("row_gone") where there is none within the reader's provinces.
    """
    c = _obstacle.c
    columns = (c[name] for name in ("id", "version", "state", *ObstacleRecord.model_fields))
    within = obstacles_within_reach(reach)
    found = session.execute(select(*columns).where(c.id == obstacle_id, within)).mappings().first()
    if found is None:
        raise Problem("row_gone", row=obstacle_id)
    return dict(found)


def mentions_of(session: Session, reach: frozenset[int] | None, obstacle_id: int) -> pd.DataFrame:
    """The mentions of an obstacle in the reader's provinces, the earliest first: id, version, words, mentioned_on,
    source, organisation_id, organisation_ar, organisation_latin, guest_name, guest_id (of an event), commune_ar,
    commune_fr.
    """
    c = _mention.c
    statement = (
        select(
            *(c.id, c.version, c.words, c.mentioned_on, c.source, c.organisation_id),
            _organisation.c.name_ar.label("organisation_ar"),
            _organisation.c.name_latin.label("organisation_latin"),
            *(c.guest_name, c.guest_id, _commune.c.name_ar.label("commune_ar"), _commune.c.name_fr.label("commune_fr")),
        )
        .join_from(_mention, _organisation, c.organisation_id == _organisation.c.id, isouter=True)
        .join(_commune, c.commune_id == _commune.c.id, isouter=True)
        .where(c.obstacle_id == obstacle_id, c.deleted_at.is_(None), heard_within(reach))
        .order_by(c.mentioned_on, c.id)
    )
    return frame(session, statement)


def _voices(session: Session, reach: frozenset[int] | None, obstacle_ids: list[int]) -> dict[int, list[str]]:
    """What is said of each of these obstacles, the earliest mention first."""
    c = _mention.c
    statement = select(c.obstacle_id, c.words).where(c.deleted_at.is_(None), heard_within(reach)).order_by(c.id)
    said = frame(session, statement.where(c.obstacle_id.in_(obstacle_ids)))
    voices: dict[int, list[str]] = {}
    for row in said.to_dict("records"):
        voices.setdefault(int(row["obstacle_id"]), []).append(str(row["words"]))
    return voices


def heard_within(reach: frozenset[int] | None) -> ColumnElement[bool]:
    """Mentions of the reader's provinces (None: all of them), and those that name no place."""
    place = _mention.c.province_id
    return true() if reach is None else or_(place.is_(None), place.in_(sorted(reach)))


def _listed(reach: frozenset[int] | None) -> Any:
    c, mention = _obstacle.c, _mention.c
    heard = (
        select(
            mention.obstacle_id,
            func.count().label("mentions"),
            func.count(distinct(mention.organisation_id)).label("organisations"),
            func.min(mention.id).label("first_id"),
        )
        .where(mention.deleted_at.is_(None), heard_within(reach))
        .group_by(mention.obstacle_id)
        .subquery()
    )
    first = _mention.alias("first")
    return (
        select(
            *(c.id, c.category_id, c.title, first.c.words, c.severity, c.scope, c.state, c.province_id, c.raised_on),
            c.paper,
            func.coalesce(heard.c.mentions, 0).label("mentions"),
            func.coalesce(heard.c.organisations, 0).label("organisations"),
        )
        .join_from(_obstacle, heard, heard.c.obstacle_id == c.id, isouter=True)
        .join(first, first.c.id == heard.c.first_id, isouter=True)
        .where(obstacles_within_reach(reach))
        .order_by(c.raised_on.desc(), c.id.desc())
    )


def in_common(a: str, b: str) -> float:
    """How much two texts have in common, 0 to 1: by their words in one script, by their consonants across the two."""
    if is_arabic(a) == is_arabic(b):
        return float(fuzz.token_set_ratio(normalised(a), normalised(b))) / 100
    return float(fuzz.token_set_ratio(consonant_skeleton(a), consonant_skeleton(b))) / 100
