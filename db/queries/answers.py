"""What institutions answered to obstacles, for pages that are handed on: promises, and referrals without one."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.records.answers import Answer
from db.models import Commitment, CommitmentObstacle, Institution, Referral
from db.models.base import table

# A statement carries so many ids at most.
_MOST_IDS = 5000


def answers_to(session: Session, obstacles: Collection[int]) -> dict[int, tuple[Answer, ...]]:
    """By the id of an obstacle, the promises for it by their day of being due, those without one last, and then the
    referrals of institutions that promised nothing for it, the earliest first. No person of an institution is named.
    """
    ids = sorted(set(obstacles))[:_MOST_IDS]
    found: dict[int, list[Answer]] = {}
    asked = {(row.obstacle_id, row.institution_id): row for row in _referrals(session, ids)}
    promised = set()
    for row in _promises(session, ids):
        promised.add((row.obstacle_id, row.institution_id))
        referral = asked.get((row.obstacle_id, row.institution_id))
        found.setdefault(row.obstacle_id, []).append(
            Answer(
                institution=row.acronym,
                asked_on=None if referral is None else referral.referred_on,
                promise=row.what,
                due_on=row.due_on,
                state=row.state,
                done_on=row.done_on,
            )
        )
    for key, row in asked.items():
        if key not in promised:
            found.setdefault(row.obstacle_id, []).append(
                Answer(institution=row.acronym, asked_on=row.referred_on, words=row.answer, answered_on=row.answered_on)
            )
    return {number: tuple(answers) for number, answers in found.items()}


def _promises(session: Session, ids: list[int]) -> list[Any]:
    c, link, institution = table(Commitment).c, table(CommitmentObstacle).c, table(Institution).c
    statement = (
        select(link.obstacle_id, c.institution_id, institution.acronym, c.what, c.due_on, c.state, c.done_on)
        .join_from(table(CommitmentObstacle), table(Commitment), c.id == link.commitment_id)
        .join(table(Institution), institution.id == c.institution_id)
        .where(link.obstacle_id.in_(ids), link.deleted_at.is_(None), c.deleted_at.is_(None))
        # Neither database sorts empty dates as the other does.
        .order_by(c.due_on.is_(None), c.due_on, c.id)
    )
    return list(session.execute(statement))


def _referrals(session: Session, ids: list[int]) -> list[Any]:
    c, institution = table(Referral).c, table(Institution).c
    statement = (
        select(c.obstacle_id, c.institution_id, institution.acronym, c.referred_on, c.answer, c.answered_on)
        .join_from(table(Referral), table(Institution), institution.id == c.institution_id)
        .where(c.obstacle_id.in_(ids), c.deleted_at.is_(None))
        .order_by(c.referred_on, c.id)
    )
    return list(session.execute(statement))
