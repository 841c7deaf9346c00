"""What a promise may be made for: obstacles, those the institution was asked about first, and recommendations."""

import pandas as pd
from sqlalchemy import case, or_, select
from sqlmodel import Session

from db.models import Mention, Obstacle, ObstacleCategory, Province, Recommendation, Referral
from db.models.base import table
from db.queries.frames import frame
from db.queries.obstacles import obstacles_within_reach

_obstacle, _referral, _recommendation = table(Obstacle), table(Referral), table(Recommendation)
_LANGUAGES = ("ar", "fr", "en")
# More are not looked through; one that is not among them is promised for from its own page.
_MOST = 200


def obstacles_to_answer(
    session: Session, reach: frozenset[int] | None, institution_id: int | None, kept: tuple[int, ...] = ()
) -> pd.DataFrame:
    """Obstacles to choose from, those `kept` from before and those the institution was asked about first, then the
    latest: id, title, words (of the first mention), category_ar, category_fr, category_en, province_ar, province_fr,
    province_en.
    """
    o, category, province, mention = _obstacle.c, table(ObstacleCategory), table(Province), table(Mention)
    asked = o.id.in_(
        select(_referral.c.obstacle_id).where(
            _referral.c.institution_id == institution_id, _referral.c.deleted_at.is_(None)
        )
    )
    said = (
        select(mention.c.words)
        .where(mention.c.obstacle_id == o.id, mention.c.deleted_at.is_(None))
        .order_by(mention.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return frame(
        session,
        select(
            *(o.id, o.title, said.label("words")),
            *(category.c[f"label_{code}"].label(f"category_{code}") for code in _LANGUAGES),
            *(province.c[f"name_{code}"].label(f"province_{code}") for code in _LANGUAGES),
        )
        .join_from(_obstacle, category, category.c.id == o.category_id)
        .join(province, province.c.id == o.province_id, isouter=True)
        .where(or_(o.id.in_(kept), obstacles_within_reach(reach)), o.deleted_at.is_(None))
        .order_by(case((o.id.in_(kept), 0), (asked, 1), else_=2), o.raised_on.desc(), o.id.desc())
        .limit(_MOST + len(kept)),
    )


def recommendations_to_answer(session: Session, kept: tuple[int, ...] = ()) -> pd.DataFrame:
    """Recommendations to choose from, the latest first: id, text_ar, text_fr, text_en."""
    c = _recommendation.c
    asked = select(c.id, *(c[f"text_{code}"] for code in _LANGUAGES)).where(c.deleted_at.is_(None))
    return frame(session, asked.order_by(case((c.id.in_(kept), 0), else_=1), c.id.desc()).limit(_MOST))
