"""What the record of an event tells: what was said and how it weighs, how the day was rated, who promised what."""

from typing import Any

import pandas as pd
from sqlalchemy import Select, func, or_, select
from sqlmodel import Session

from core.hall import grouped
from db.models import (
    Commitment,
    CommitmentObstacle,
    CommitmentRecommendation,
    EventRating,
    Guest,
    Institution,
    LiveSubmission,
    Mention,
    Obstacle,
    Recommendation,
    Vote,
)
from db.models.base import table
from db.queries.frames import frame
from db.queries.settings import settings

# What the record is read of.
SUBJECTS = (
    *("commitment", "event", "guest", "obstacle", "rating"),
    *("recommendation", "reference", "setting", "submission", "vote"),
)
_sent, _guest, _vote = table(LiveSubmission), table(Guest), table(Vote)
_RANKED = ["category_id", "province_id", "obstacle_id", "text", "voices", "submissions", "votes"]


def obstacles_ranked(session: Session, event_id: int) -> pd.DataFrame:
    """What was let through at an event by what it says, what most voices say first.

    Columns: category_id, province_id (null where it is not one province's), obstacle_id (of the register where it was
    merged with one, else null), text (the obstacle's title, else what was said first), voices (distinct organisations
    and guests), submissions, votes (of the hall for its category).
    """
    rows = [dict(row) for row in session.execute(_said(event_id)).mappings()]
    votes = votes_by_category(session, event_id).set_index("category_id")["votes"].to_dict()
    left = _left_of(session, {row["obstacle_id"] for row in rows if row["obstacle_id"] is not None})
    every = {int(row["id"]): row for row in rows}
    told = []
    for group in grouped([row for row in rows if row["state"] in ("shown", "merged")], every, left):
        places = {row["province_id"] for row in group.members}
        obstacle_id = group.first["obstacle_id"]
        obstacle_id = left.get(obstacle_id, obstacle_id)
        known = _known(session, obstacle_id) if obstacle_id is not None else None
        category_id = known.category_id if known else group.first["category_id"]
        text = (known.title or known.words) if known else None
        voices = {
            ("o", row["organisation_id"]) if row["organisation_id"] else ("g", row["guest_id"]) for row in group.members
        }
        place = next(iter(places)) if len(places) == 1 else None
        weight = (len(voices), len(group.members), int(votes.get(category_id, 0)))
        told.append((category_id, place, obstacle_id, text or group.first["text"], *weight))
    told.sort(key=lambda row: (-row[4], -row[5], -row[6]))
    return pd.DataFrame(told, columns=_RANKED).astype({"province_id": "Int64", "obstacle_id": "Int64"})


def votes_by_category(session: Session, event_id: int) -> pd.DataFrame:
    """The votes of an event: category_id, votes, the category that most voted for first."""
    number = func.count().label("votes")
    asked = select(_vote.c.category_id, number).where(_vote.c.event_id == event_id)
    return frame(session, asked.group_by(_vote.c.category_id).order_by(number.desc(), _vote.c.category_id))


def voters_counted(session: Session, event_id: int) -> int:
    """How many guests voted."""
    asked = select(func.count(_vote.c.guest_id.distinct())).where(_vote.c.event_id == event_id)
    return int(session.execute(asked).scalar_one())


def rated(session: Session, event_id: int) -> tuple[int, float | None]:
    """How many rated the day, and their average from 1 to 5; no average of so few that it would tell on one."""
    c = table(EventRating).c
    asked = select(func.count(), func.avg(c.stars)).where(c.event_id == event_id, c.deleted_at.is_(None))
    number, average = session.execute(asked).one()
    return int(number), None if number < settings(session).small_cell else float(average)


def sentences(session: Session, event_id: int) -> pd.DataFrame:
    """What was let through onto the stage, in the words it was said in: category_id, province_id, text."""
    c = _sent.c
    asked = select(c.category_id, c.province_id, c.text).where(c.event_id == event_id, c.deleted_at.is_(None))
    return frame(session, asked.where(c.state == "shown").order_by(c.category_id, c.created_at, c.id))


def recommendations_of(session: Session, event_id: int) -> pd.DataFrame:
    """The recommendations of an event in the order in which they were written: id, text_ar, text_fr, text_en, level,
    state, due_on, taken_on_by (in words), and by_ar, by_fr, by_en (the institution that takes it on).
    """
    c, by = table(Recommendation).c, table(Institution).alias("by")
    asked = (
        select(c.id, c.text_ar, c.text_fr, c.text_en, c.level, c.state, c.due_on, c.taken_on_by)
        .add_columns(*(by.c[f"name_{language}"].label(f"by_{language}") for language in ("ar", "fr", "en")))
        .join_from(table(Recommendation), by, by.c.id == c.taken_on_by_id, isouter=True)
        .where(c.event_id == event_id, c.deleted_at.is_(None))
        .order_by(c.id)
    )
    return frame(session, asked)


def commitments_of(session: Session, event_id: int) -> pd.DataFrame:
    """What institutions promised for what an event brought up: id, what, due_on, state, institution_ar,
    institution_fr, institution_en.

    Those that answer an obstacle that the event names, or a recommendation of it, and were made on its day or after.
    """
    c, institution = table(Commitment).c, table(Institution).c
    obstacle, recommendation = table(CommitmentObstacle).c, table(CommitmentRecommendation).c
    mention, given = table(Mention).c, table(Recommendation).c
    named = (
        select(obstacle.commitment_id)
        .join_from(table(CommitmentObstacle), table(Mention), mention.obstacle_id == obstacle.obstacle_id)
        .where(mention.event_id == event_id, mention.deleted_at.is_(None), obstacle.deleted_at.is_(None))
    )
    answered = (
        select(recommendation.commitment_id)
        .join_from(table(CommitmentRecommendation), table(Recommendation), given.id == recommendation.recommendation_id)
        .where(given.event_id == event_id, given.deleted_at.is_(None), recommendation.deleted_at.is_(None))
    )
    merged = (
        select(obstacle.commitment_id)
        .join_from(table(CommitmentObstacle), _sent, _sent.c.obstacle_id == obstacle.obstacle_id)
        .where(_sent.c.event_id == event_id, _sent.c.state == "merged", obstacle.deleted_at.is_(None))
    )
    asked = (
        select(c.id, c.what, c.due_on, c.state)
        .add_columns(*(institution[f"name_{name}"].label(f"institution_{name}") for name in ("ar", "fr", "en")))
        .join_from(table(Commitment), table(Institution), institution.id == c.institution_id)
        .where(c.deleted_at.is_(None), or_(c.id.in_(named), c.id.in_(answered), c.id.in_(merged)))
        .order_by(institution.id, c.due_on.is_(None), c.due_on, c.id)
    )
    return frame(session, asked)


def _said(event_id: int) -> Select[Any]:
    c = _sent.c
    return (
        select(c.id, c.category_id, c.province_id, c.text, c.state, c.obstacle_id, c.same_as_id, c.guest_id)
        .add_columns(_guest.c.organisation_id)
        .join_from(_sent, _guest, _guest.c.id == c.guest_id)
        .where(c.event_id == event_id, c.deleted_at.is_(None))
        .order_by(c.created_at, c.id)
    )


def _left_of(session: Session, obstacle_ids: set[int]) -> dict[int, int]:
    """For each of these obstacles that was merged into another: the one that is left."""
    c, left = table(Obstacle).c, dict[int, int]()
    asked = set(obstacle_ids)
    while asked:
        found = session.execute(select(c.id, c.merged_into_id).where(c.id.in_(asked), c.merged_into_id.is_not(None)))
        step = {int(one): int(other) for one, other in found}
        left = {one: step.get(other, other) for one, other in left.items()} | {
            one: other for one, other in step.items() if one in obstacle_ids
        }
        asked = set(step.values()) - set(left)
    return left


def _known(session: Session, obstacle_id: int) -> Any:
    """The category, title and first words of an obstacle of the register."""
    obstacle, mention = table(Obstacle).c, table(Mention).c
    first = (
        select(mention.words)
        .where(mention.obstacle_id == obstacle_id, mention.deleted_at.is_(None))
        .order_by(mention.id)
        .limit(1)
        .scalar_subquery()
    )
    asked = select(obstacle.category_id, obstacle.title, first.label("words")).where(obstacle.id == obstacle_id)
    return session.execute(asked).one()
