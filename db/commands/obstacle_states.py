"""The state of obstacles after something that hangs on them changed, worked out anew from all that hangs on them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from core.access import Actor
from core.answering import state_reached
from db.commands.ledger import stamped
from db.models import Commitment, CommitmentObstacle, Confirmation, Mention, Obstacle, Referral

# The days that organisations have to answer once everything promised is done.
HEARD_WITHIN_DAYS = 30


def restated(session: Session, actor: Actor, obstacle_ids: Iterable[int], today: date) -> list[dict[str, Any]]:
    """Puts each obstacle into the state that its rows say; what was changed, as {id, before, after}, for the history.

    A dropped obstacle stays dropped: picking it up again is a decision of its own.
    """
    changed = []
    for obstacle_id in sorted(set(obstacle_ids)):
        obstacle = session.get(Obstacle, obstacle_id, with_for_update=True)
        if obstacle is None or obstacle.deleted_at is not None or obstacle.merged_into_id is not None:
            continue
        before, after = obstacle.state, _state(session, obstacle, today)
        if before != after:
            stamped(obstacle, actor, {"state": after})
            changed.append({"id": obstacle_id, "before": before, "after": after})
    session.flush()
    return changed


def _state(session: Session, obstacle: Obstacle, today: date) -> str:
    session.flush()
    commitments = session.execute(
        select(col(Commitment.state), col(Commitment.done_on))
        .join(CommitmentObstacle, col(CommitmentObstacle.commitment_id) == Commitment.id)
        .where(
            col(CommitmentObstacle.obstacle_id) == obstacle.id,
            col(CommitmentObstacle.deleted_at).is_(None),
            col(Commitment.deleted_at).is_(None),
        )
    ).all()
    referred = session.execute(
        select(col(Referral.id)).where(col(Referral.obstacle_id) == obstacle.id, col(Referral.deleted_at).is_(None))
    ).first()
    asked = set(
        session.execute(
            select(col(Mention.organisation_id)).where(
                col(Mention.obstacle_id) == obstacle.id,
                col(Mention.organisation_id).is_not(None),
                col(Mention.deleted_at).is_(None),
            )
        ).scalars()
    )
    newest: dict[int, str] = {}
    said = (
        select(col(Confirmation.organisation_id), col(Confirmation.verdict))
        .where(col(Confirmation.obstacle_id) == obstacle.id, col(Confirmation.deleted_at).is_(None))
        .order_by(col(Confirmation.confirmed_on), col(Confirmation.id))
    )
    for organisation_id, verdict in session.execute(said):
        if organisation_id in asked:
            newest[organisation_id] = verdict
    done = [row.done_on for row in commitments if row.done_on is not None]
    over = bool(done) and max(done) + timedelta(days=HEARD_WITHIN_DAYS) < today
    return state_reached(
        referred is not None,
        [row.state for row in commitments],
        newest.values(),
        heard_all=len(newest) == len(asked) or over,
        dropped=obstacle.state == "dropped",
    )
