"""Obstacles put before institutions: who may be asked, who was, and which obstacles have nobody to ask."""

from typing import Any

import pandas as pd
from sqlalchemy import Select, and_, exists, func, or_, select
from sqlmodel import Session

from db.models import (
    CategoryInstitution,
    Commitment,
    CommitmentObstacle,
    Institution,
    Mention,
    Obstacle,
    ObstacleCategory,
    Province,
    Referral,
)
from db.models.base import table
from db.queries.frames import frame
from db.queries.obstacles import obstacles_within_reach

_referral, _obstacle, _institution = table(Referral), table(Obstacle), table(Institution)
_category, _answers, _province = table(ObstacleCategory), table(CategoryInstitution), table(Province)
_commitment, _link = table(Commitment), table(CommitmentObstacle)
_LANGUAGES = ("ar", "fr", "en")
# Nothing is asked of anybody for these any more.
_CLOSED = ("confirmed", "dropped")


def institutions_to_ask(session: Session, category_id: int | None = None) -> pd.DataFrame:
    """Institutions in use, those that answer the category first: id, acronym, name_ar, name_fr, name_en, proposed."""
    c = _institution.c
    answering = select(_answers.c.institution_id).where(_answers.c.category_id == category_id)
    proposed = c.id.in_(answering) if category_id is not None else c.id.is_(None)
    return frame(
        session,
        select(c.id, c.acronym, *(c[f"name_{code}"] for code in _LANGUAGES), proposed.label("proposed"))
        .where(c.deleted_at.is_(None), c.active.is_(True))
        .order_by(proposed.desc(), c.position, c.id),
    )


def referrals_of(session: Session, obstacle_id: int) -> pd.DataFrame:
    """Whom an obstacle was put before, the earliest first: id, version, institution_id, acronym, name_ar, name_fr,
    name_en, referred_on, note, answer, answered_on, commitments (living ones of the institution for this obstacle).
    """
    c, i = _referral.c, _institution.c
    return frame(
        session,
        select(
            *(c.id, c.version, c.institution_id, i.acronym, *(i[f"name_{code}"] for code in _LANGUAGES)),
            *(c.referred_on, c.note, c.answer, c.answered_on, _promises().label("commitments")),
        )
        .join_from(_referral, _institution, i.id == c.institution_id)
        .where(c.obstacle_id == obstacle_id, c.deleted_at.is_(None))
        .order_by(c.referred_on, c.id),
    )


def asked_of_institution(session: Session, reach: frozenset[int] | None, institution_id: int) -> pd.DataFrame:
    """What an institution was asked, the unanswered first and the oldest of them: id, version, obstacle_id, title,
    words (of the first mention), state, category_ar, category_fr, category_en, province_ar, province_fr, province_en,
    referred_on, note, answer, answered_on, commitments.
    """
    c = _referral.c
    answered = or_(c.answered_on.is_not(None), _promises() > 0)
    return frame(
        session,
        _of_obstacles(*(c.id, c.version, c.obstacle_id), *(c.referred_on, c.note, c.answer, c.answered_on))
        .add_columns(_promises().label("commitments"))
        .join(_referral, and_(c.obstacle_id == _obstacle.c.id, c.deleted_at.is_(None)))
        .where(c.institution_id == institution_id, obstacles_within_reach(reach))
        .order_by(answered, c.referred_on, c.id),
    )


def obstacles_without_institution(session: Session, reach: frozenset[int] | None) -> pd.DataFrame:
    """Open obstacles that nobody was asked about and whose category no institution in use answers, the oldest first.

    Columns: obstacle_id, title, words (of the first mention), state, category_ar, category_fr, category_en,
    province_ar, province_fr, province_en, severity, raised_on.
    """
    o = _obstacle.c
    answered = exists(
        select(1)
        .join_from(_answers, _institution, _institution.c.id == _answers.c.institution_id)
        .where(_answers.c.category_id == o.category_id)
        .where(_institution.c.deleted_at.is_(None), _institution.c.active.is_(True))
    )
    asked = exists(select(1).where(_referral.c.obstacle_id == o.id, _referral.c.deleted_at.is_(None)))
    return frame(
        session,
        _of_obstacles(o.id.label("obstacle_id"), o.severity, o.raised_on)
        .where(obstacles_within_reach(reach), o.state.not_in(_CLOSED), ~answered, ~asked)
        .order_by(o.raised_on, o.id),
    )


def _of_obstacles(*columns: Any) -> Select[Any]:
    o, mention = _obstacle.c, table(Mention)
    earliest = (
        select(mention.c.words)
        .where(mention.c.obstacle_id == o.id, mention.c.deleted_at.is_(None))
        .order_by(mention.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            *columns,
            *(o.title, earliest.label("words"), o.state),
            *(_category.c[f"label_{code}"].label(f"category_{code}") for code in _LANGUAGES),
            *(_province.c[f"name_{code}"].label(f"province_{code}") for code in _LANGUAGES),
        )
        .join_from(_obstacle, _category, _category.c.id == o.category_id)
        .join(_province, _province.c.id == o.province_id, isouter=True)
    )


def _promises() -> Any:
    """How many living promises the institution of a referral made for its obstacle."""
    return (
        select(func.count())
        .select_from(_link.join(_commitment, _commitment.c.id == _link.c.commitment_id))
        .where(_link.c.obstacle_id == _referral.c.obstacle_id, _link.c.deleted_at.is_(None))
        .where(_commitment.c.institution_id == _referral.c.institution_id, _commitment.c.deleted_at.is_(None))
        .scalar_subquery()
    )
