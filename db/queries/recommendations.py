"""Recommendations: the list, one of them, what followed, and the obstacles and commitments that hang on it."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from core.names import normalised
from core.problems import Problem
from core.records.recommendations import RecommendationRecord
from db.models import (
    Account,
    Commitment,
    CommitmentRecommendation,
    Event,
    Institution,
    Obstacle,
    ObstacleCategory,
    Recommendation,
    RecommendationObstacle,
    RecommendationStep,
)
from db.models.base import table
from db.queries.frames import frame
from db.queries.obstacles import obstacles_within_reach

_recommendation, _step, _institution = table(Recommendation), table(RecommendationStep), table(Institution)
_answers, _obstacle, _category = table(RecommendationObstacle), table(Obstacle), table(ObstacleCategory)
_promised, _commitment = table(CommitmentRecommendation), table(Commitment)
_TEXTS = ("text_ar", "text_fr", "text_en")


def recommendations_listed(
    session: Session,
    state: str | None = None,
    level: str | None = None,
    institution_id: int | None = None,
    event_id: int | None = None,
    text: str = "",
    limit: int = 500,
) -> pd.DataFrame:
    """Recommendations, the latest first: id, text_ar, text_fr, text_en, level, state, recommended_on, due_on, given_by
    and taken_on_by_acronym (acronyms), taken_on_by (its words where it is no institution of the list), event_ar,
    event_fr, event_en, obstacles, commitments (how many hang on it), steps, last_step_on.

    `institution_id` keeps those that the institution gave or takes on, `text` those whose text in any language, or
    who takes them on, holds each of its words, script signs and accents aside.
    """
    c = _recommendation.c
    gave, takes, event = _institution.alias("gave"), _institution.alias("takes"), table(Event)
    obstacles = _counted(_answers, _obstacle, _answers.c.obstacle_id == _obstacle.c.id)
    commitments = _counted(_promised, _commitment, _promised.c.commitment_id == _commitment.c.id)
    steps = (
        select(_step.c.recommendation_id, func.count().label("number"), func.max(_step.c.happened_on).label("last_on"))
        .group_by(_step.c.recommendation_id)
        .subquery("steps")
    )
    statement = (
        select(
            *(c[name] for name in ("id", *_TEXTS, "level", "state", "recommended_on", "due_on")),
            *(gave.c.acronym.label("given_by"), takes.c.acronym.label("taken_on_by_acronym"), c.taken_on_by),
            *(event.c[f"name_{language}"].label(f"event_{language}") for language in ("ar", "fr", "en")),
            func.coalesce(obstacles.c.number, 0).label("obstacles"),
            func.coalesce(commitments.c.number, 0).label("commitments"),
            *(func.coalesce(steps.c.number, 0).label("steps"), steps.c.last_on.label("last_step_on")),
        )
        .join_from(_recommendation, gave, gave.c.id == c.given_by_id, isouter=True)
        .join(takes, takes.c.id == c.taken_on_by_id, isouter=True)
        .join(event, event.c.id == c.event_id, isouter=True)
        .join(obstacles, obstacles.c.recommendation_id == c.id, isouter=True)
        .join(commitments, commitments.c.recommendation_id == c.id, isouter=True)
        .join(steps, steps.c.recommendation_id == c.id, isouter=True)
        .where(c.deleted_at.is_(None))
        .order_by(c.recommended_on.desc(), c.id.desc())
    )
    asked = [
        *([] if state is None else [c.state == state]),
        *([] if level is None else [c.level == level]),
        *([] if event_id is None else [c.event_id == event_id]),
        *([] if institution_id is None else [or_(c.given_by_id == institution_id, c.taken_on_by_id == institution_id)]),
    ]
    rows = frame(session, statement.where(*asked))
    wanted = normalised(text).split()
    if wanted:
        said = [
            normalised(" ".join(str(row[name] or "") for name in (*_TEXTS, "taken_on_by")))
            for row in rows.to_dict("records")
        ]
        rows = rows[pd.Series([all(word in one for word in wanted) for one in said], index=rows.index, dtype="bool")]
    return rows.head(limit).reset_index(drop=True)


def recommendations_counted(session: Session) -> int:
    """How many recommendations there are."""
    statement = select(func.count()).select_from(_recommendation).where(_recommendation.c.deleted_at.is_(None))
    return int(session.execute(statement).scalar_one())


def recommendation_values(session: Session, recommendation_id: int) -> dict[str, Any]:
    """The record's fields by name with id and version; Problem("row_gone") where there is none."""
    c = _recommendation.c
    columns = (c[name] for name in ("id", "version", *RecommendationRecord.model_fields))
    found = session.execute(select(*columns).where(c.id == recommendation_id, c.deleted_at.is_(None)))
    values = found.mappings().first()
    if values is None:
        raise Problem("row_gone", row=recommendation_id)
    return dict(values)


def steps_of(session: Session, recommendation_id: int) -> pd.DataFrame:
    """What followed a recommendation, the latest first: id, happened_on, text, by (an account's name)."""
    account = table(Account)
    statement = (
        select(_step.c.id, _step.c.happened_on, _step.c.text, account.c.name.label("by"))
        .join_from(_step, account, account.c.id == _step.c.account_id, isouter=True)
        .where(_step.c.recommendation_id == recommendation_id)
        .order_by(_step.c.happened_on.desc(), _step.c.id.desc())
    )
    return frame(session, statement)


def obstacles_answered(session: Session, reach: frozenset[int] | None, recommendation_id: int) -> pd.DataFrame:
    """The obstacles of the reader's provinces that a recommendation answers: link_id, version (of the link), id, title,
    state, category_ar, category_fr, category_en.
    """
    statement = (
        select(
            *(_answers.c.id.label("link_id"), _answers.c.version),
            *(_obstacle.c.id, _obstacle.c.title, _obstacle.c.state),
            *(_category.c[f"label_{language}"].label(f"category_{language}") for language in ("ar", "fr", "en")),
        )
        .join_from(_answers, _obstacle, _obstacle.c.id == _answers.c.obstacle_id)
        .join(_category, _category.c.id == _obstacle.c.category_id)
        .where(
            _answers.c.recommendation_id == recommendation_id,
            _answers.c.deleted_at.is_(None),
            obstacles_within_reach(reach),
        )
        .order_by(_obstacle.c.id)
    )
    return frame(session, statement)


def commitments_answering(session: Session, recommendation_id: int) -> pd.DataFrame:
    """Commitments that answer a recommendation: link_id, version (of the link), id, what, due_on, state, acronym."""
    statement = (
        select(
            *(_promised.c.id.label("link_id"), _promised.c.version),
            *(_commitment.c.id, _commitment.c.what, _commitment.c.due_on, _commitment.c.state, _institution.c.acronym),
        )
        .join_from(_promised, _commitment, _commitment.c.id == _promised.c.commitment_id)
        .join(_institution, _institution.c.id == _commitment.c.institution_id)
        .where(
            _promised.c.recommendation_id == recommendation_id,
            _promised.c.deleted_at.is_(None),
            _commitment.c.deleted_at.is_(None),
        )
        .order_by(_commitment.c.due_on, _commitment.c.id)
    )
    return frame(session, statement)


def commitments_to_choose(session: Session, limit: int = 300) -> pd.DataFrame:
    """Commitments that stand, the latest promised first, to choose one from: id, what, due_on, acronym."""
    statement = (
        select(_commitment.c.id, _commitment.c.what, _commitment.c.due_on, _institution.c.acronym)
        .join_from(_commitment, _institution, _institution.c.id == _commitment.c.institution_id)
        .where(_commitment.c.deleted_at.is_(None), _commitment.c.state != "dropped")
        .order_by(_commitment.c.promised_on.desc(), _commitment.c.id.desc())
        .limit(limit)
    )
    return frame(session, statement)


def events_to_choose(session: Session) -> pd.DataFrame:
    """Events, the latest first: id, name_ar, name_fr, name_en, held_on."""
    c = table(Event).c
    statement = select(c.id, c.name_ar, c.name_fr, c.name_en, c.held_on).where(c.deleted_at.is_(None))
    return frame(session, statement.order_by(c.held_on.desc(), c.id.desc()))


def _counted(links: Any, other: Any, joined: ColumnElement[bool]) -> Any:
    """How many living rows of the other table each recommendation is linked to."""
    living = and_(links.c.deleted_at.is_(None), other.c.deleted_at.is_(None))
    counted = select(links.c.recommendation_id, func.count().label("number")).join_from(links, other, joined)
    return counted.where(living).group_by(links.c.recommendation_id).subquery(f"{other.name}s")
