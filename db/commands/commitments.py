"""What institutions promise: making a promise for obstacles and recommendations, changing one, taking it away."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.commitments import CommitmentRecord
from db.commands.guards import chosen, not_in_future, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.obstacle_states import restated
from db.commands.referrals import active_institution
from db.commands.removals import reason_given
from db.models import (
    Commitment,
    CommitmentObstacle,
    CommitmentRecommendation,
    CommitmentUpdate,
    InstitutionPerson,
    Obstacle,
    Recommendation,
)
from db.models.base import now

_LINKS: tuple[tuple[Any, str], ...] = (
    (CommitmentObstacle, "obstacle_id"),
    (CommitmentRecommendation, "recommendation_id"),
)


@command("commitment.make", "commitment", "obstacle")
def make_commitment(
    session: Session,
    actor: Actor,
    record: CommitmentRecord,
    obstacles: tuple[int, ...],
    recommendations: tuple[int, ...] = (),
) -> Done[Commitment]:
    """A promise of an institution for obstacles and recommendations, one at least: Problem("commitment_for_nothing").

    Problem("person_of_other_institution") where the person is not, or no longer, of the institution.
    """
    _looked_at(session, actor, record, obstacles, recommendations)
    made = Commitment.model_validate(record, update={"created_by": actor.account_id})
    session.add(made)
    session.flush()
    _linked(session, actor, made, obstacles, recommendations)
    return Done(made, after=said_of(session, made) | states_of(session, actor, obstacles))


@command("commitment.write", "commitment", "obstacle")
def change_commitment(
    session: Session,
    actor: Actor,
    commitment_id: int,
    version: int,
    record: CommitmentRecord,
    obstacles: tuple[int, ...],
    recommendations: tuple[int, ...] = (),
) -> Done[Commitment]:
    """A promise in other words, with another date or person, or for other obstacles; its steps stay.

    Problem("promised_after_step") for a day of the promise after the first step towards it. Whose promise it is stays:
    Problem("never_changes").
    """
    commitment = living(session, Commitment, commitment_id, version)
    if record.institution_id != commitment.institution_id:
        raise Problem("never_changes", field="institution_id")
    _looked_at(session, actor, record, obstacles, recommendations, commitment)
    first = select(col(CommitmentUpdate.happened_on)).where(CommitmentUpdate.commitment_id == commitment_id)
    if (stepped := session.exec(first.order_by(col(CommitmentUpdate.happened_on))).first()) is not None:
        _not_after_step(record, stepped)
    before = said_of(session, commitment)
    stamped(commitment, actor, record)
    session.flush()
    _linked(session, actor, commitment, obstacles, recommendations)
    touched = {*obstacles, *before["obstacles"]}
    return Done(commitment, before=before, after=said_of(session, commitment) | states_of(session, actor, touched))


@command("commitment.write", "commitment", "obstacle")
def remove_commitment(
    session: Session, actor: Actor, commitment_id: int, version: int, reason: str | None
) -> Done[Commitment]:
    """A promise that was entered by mistake is taken away; one that is given up is dropped by a step instead."""
    commitment = living(session, Commitment, commitment_id, version)
    said = reason_given(reason)
    before = said_of(session, commitment)
    gone = {"deleted_at": now()}
    for model, _ in _LINKS:
        for link in _links(session, model, commitment):
            stamped(link, actor, gone)
    stamped(commitment, actor, gone)
    session.flush()
    after = values_of(commitment) | states_of(session, actor, before["obstacles"])
    return Done(commitment, before=before, after=after, reason=said)


def said_of(session: Session, commitment: Commitment) -> dict[str, Any]:
    """The promise's values as the history keeps them, with the obstacles and recommendations it answers."""
    said = values_of(commitment)
    for name, (model, column) in zip(("obstacles", "recommendations"), _LINKS, strict=True):
        said[name] = sorted(getattr(link, column) for link in _links(session, model, commitment))
    return said


def states_of(session: Session, actor: Actor, obstacles: Collection[int]) -> dict[str, Any]:
    """The obstacles whose state became another one, for the history; nothing where all stay as they were."""
    changed = restated(session, actor, obstacles, datetime.now(ZONE).date())
    return {"restated": changed} if changed else {}


def _looked_at(
    session: Session,
    actor: Actor,
    record: CommitmentRecord,
    obstacles: tuple[int, ...],
    recommendations: tuple[int, ...],
    before: Commitment | None = None,
) -> None:
    if before is None:
        active_institution(session, record.institution_id, "institution_id")
    if not obstacles and not recommendations:
        raise Problem("commitment_for_nothing", field="obstacles")
    not_in_future(record, "promised_on")
    if record.institution_person_id is not None:
        person = chosen(session, InstitutionPerson, record.institution_person_id, "institution_person_id")
        named_before = before is not None and before.institution_person_id == person.id
        if person.institution_id != record.institution_id or not (person.active or named_before):
            raise Problem("person_of_other_institution", field="institution_person_id")
    for number in sorted(set(obstacles)):
        obstacle = living(session, Obstacle, number)
        reached(actor, obstacle.province_id, field="obstacles")
    for number in sorted(set(recommendations)):
        chosen(session, Recommendation, number, "recommendations")


def _not_after_step(record: CommitmentRecord, stepped: date) -> None:
    if record.promised_on > stepped:
        raise Problem("promised_after_step", field="promised_on", step=stepped)


def _linked(
    session: Session,
    actor: Actor,
    commitment: Commitment,
    obstacles: tuple[int, ...],
    recommendations: tuple[int, ...],
) -> None:
    """The promise answers these from now on, and nothing else."""
    for (model, column), wanted in zip(_LINKS, (set(obstacles), set(recommendations)), strict=True):
        there = {getattr(link, column): link for link in _links(session, model, commitment)}
        for number in sorted(there.keys() - wanted):
            stamped(there[number], actor, {"deleted_at": now()})
        for number in sorted(wanted - there.keys()):
            values = {"commitment_id": commitment.id, column: number, "created_by": actor.account_id}
            session.add(model.model_validate(values))
    session.flush()


def _links(session: Session, model: Any, commitment: Commitment) -> list[Any]:
    living_links = select(model).where(model.commitment_id == commitment.id, col(model.deleted_at).is_(None))
    return list(session.exec(living_links.order_by(model.id)).all())
