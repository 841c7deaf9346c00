"""Recommendations: writing one with the obstacles it answers, changing it, what followed, what hangs on it and not."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records.recommendations import RecommendationRecord, RecommendationStepRecord, recommendation_state
from db.commands.guards import chosen, not_in_future, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import (
    Commitment,
    CommitmentRecommendation,
    Event,
    Institution,
    Obstacle,
    Recommendation,
    RecommendationObstacle,
    RecommendationStep,
)
from db.models.base import now


@command("recommendation.write", "recommendation")
def write_recommendation(
    session: Session, actor: Actor, record: RecommendationRecord, obstacle_ids: Collection[int] = ()
) -> Done[Recommendation]:
    """A new recommendation with the obstacles that it answers.

    Problem beside its field where an institution, the event or an obstacle is not, or no longer, there.
    """
    _looked_at(session, record)
    answered = [_answerable(session, actor, obstacle_id) for obstacle_id in sorted(set(obstacle_ids))]
    made = Recommendation.model_validate(record, update={"created_by": actor.account_id})
    session.add(made)
    session.flush()
    for obstacle in answered:
        session.add(_linked(actor, made.id or 0, obstacle.id or 0))
    told = {"obstacles": [obstacle.id for obstacle in answered]} if answered else {}
    return Done(made, after=values_of(made) | told)


@command("recommendation.write", "recommendation")
def change_recommendation(
    session: Session, actor: Actor, recommendation_id: int, version: int, record: RecommendationRecord
) -> Done[Recommendation]:
    """A recommendation in other words, of another level or state, or taken on by somebody else."""
    recommendation = living(session, Recommendation, recommendation_id, version)
    _looked_at(session, record)
    before = values_of(recommendation)
    stamped(recommendation, actor, record)
    return Done(recommendation, before=before)


@command("recommendation.write", "recommendation")
def follow_recommendation(
    session: Session,
    actor: Actor,
    recommendation_id: int,
    record: RecommendationStepRecord,
    state: str | None = None,
) -> Done[RecommendationStep]:
    """A step that followed, and the state that it leads to; None leaves the state as it is.

    Steps are only added to, so that two who add one at a time both have theirs. Problem("step_before") for one that
    happened before the recommendation was made.
    """
    recommendation = living(session, Recommendation, recommendation_id)
    not_in_future(record, "happened_on")
    if record.happened_on < recommendation.recommended_on:
        raise Problem("step_before", field="happened_on", day=recommendation.recommended_on)
    led_to = recommendation.state if state is None else recommendation_state(state)
    made = {"recommendation_id": recommendation_id, "account_id": actor.account_id}
    step = RecommendationStep.model_validate(record, update=made)
    told: dict[str, Any] = {}
    if led_to != recommendation.state:
        told = {"state": led_to}
        stamped(recommendation, actor, told)
    session.add(step)
    session.flush()
    return Done(step, after=values_of(step) | told)


@command("recommendation.write", "recommendation")
def link_recommendation(
    session: Session, actor: Actor, recommendation_id: int, obstacle_id: int
) -> Done[RecommendationObstacle]:
    """An obstacle that a recommendation answers; Problem("already_linked") where it does already."""
    living(session, Recommendation, recommendation_id)
    _answerable(session, actor, obstacle_id)
    there = select(RecommendationObstacle.id).where(
        RecommendationObstacle.recommendation_id == recommendation_id,
        RecommendationObstacle.obstacle_id == obstacle_id,
        col(RecommendationObstacle.deleted_at).is_(None),
    )
    if session.exec(there).first() is not None:
        raise Problem("already_linked", field="obstacle_id")
    return Done(_linked(actor, recommendation_id, obstacle_id))


@command("recommendation.write", "recommendation")
def unlink_recommendation(session: Session, actor: Actor, link_id: int, version: int) -> Done[RecommendationObstacle]:
    """An obstacle that a recommendation does not answer after all."""
    link = living(session, RecommendationObstacle, link_id, version)
    before = values_of(link)
    stamped(link, actor, {"deleted_at": now()})
    return Done(link, before=before)


@command("recommendation.write", "recommendation", "commitment")
def answer_recommendation(
    session: Session, actor: Actor, recommendation_id: int, commitment_id: int
) -> Done[CommitmentRecommendation]:
    """A commitment of an institution that answers a recommendation; Problem("already_linked") where it does already."""
    living(session, Recommendation, recommendation_id)
    chosen(session, Commitment, commitment_id, "commitment_id")
    living(session, Commitment, commitment_id)
    there = select(CommitmentRecommendation.id).where(
        CommitmentRecommendation.recommendation_id == recommendation_id,
        CommitmentRecommendation.commitment_id == commitment_id,
        col(CommitmentRecommendation.deleted_at).is_(None),
    )
    if session.exec(there).first() is not None:
        raise Problem("already_linked", field="commitment_id")
    made: dict[str, Any] = {"recommendation_id": recommendation_id, "commitment_id": commitment_id}
    return Done(CommitmentRecommendation(**made, created_by=actor.account_id))


@command("recommendation.write", "recommendation", "commitment")
def take_answer_back(session: Session, actor: Actor, link_id: int, version: int) -> Done[CommitmentRecommendation]:
    """A commitment that does not answer the recommendation after all."""
    link = living(session, CommitmentRecommendation, link_id, version)
    before = values_of(link)
    stamped(link, actor, {"deleted_at": now()})
    return Done(link, before=before)


def _looked_at(session: Session, record: RecommendationRecord) -> None:
    for name in ("given_by_id", "taken_on_by_id"):
        if (institution_id := getattr(record, name)) is not None:
            chosen(session, Institution, institution_id, name)
    if record.event_id is not None:
        chosen(session, Event, record.event_id, "event_id")
    not_in_future(record, "recommended_on")
    if record.due_on is not None and record.due_on < record.recommended_on:
        raise Problem("due_before", field="due_on", day=record.recommended_on)


def _answerable(session: Session, actor: Actor, obstacle_id: int) -> Obstacle:
    reached(actor, chosen(session, Obstacle, obstacle_id, "obstacle_id").province_id, field="obstacle_id")
    return living(session, Obstacle, obstacle_id)


def _linked(actor: Actor, recommendation_id: int, obstacle_id: int) -> RecommendationObstacle:
    return RecommendationObstacle(
        recommendation_id=recommendation_id, obstacle_id=obstacle_id, created_by=actor.account_id
    )
