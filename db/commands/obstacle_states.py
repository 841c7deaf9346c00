"""The state of obstacles after something that hangs on them changed, worked out anew from all that hangs on them."""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from core.access import ADMINISTRATOR, Actor
from core.answering import heard_out, state_reached
from core.i18n import ZONE
from core.problems import Problem
from db.commands.ledger import Done, command, perform, stamped
from db.engine import reading
from db.models import (
    Commitment,
    CommitmentObstacle,
    Confirmation,
    Instance,
    Mention,
    Obstacle,
    ObstacleMove,
    Referral,
)
from db.models.base import table
from db.queries.settings import settings
from db.queries.verdicts import newest_words

# What the program does by itself; the history says that nobody with an account did it.
_PROGRAM = Actor(None, "", frozenset({ADMINISTRATOR}))
# A day's answers that run out together are some dozens; more are closed by the next look.
_MOST_AT_ONCE = 500


def restated(
    session: Session, actor: Actor, obstacle_ids: Iterable[int], today: date, reason: str | None = None
) -> list[dict[str, Any]]:
    """Puts each obstacle into the state that its rows say; what was changed, as {id, before, after}, for the history.

    A dropped obstacle stays dropped: picking it up again is a decision of its own. Each change is a row of
    obstacle_move too, with the reason where there is one, so that a command that calls this touches "obstacle".
    """
    changed = []
    for obstacle_id in sorted(set(obstacle_ids)):
        obstacle = session.get(Obstacle, obstacle_id, with_for_update=True)
        if obstacle is None or obstacle.deleted_at is not None or obstacle.state == "dropped":
            continue
        changed += moved(session, actor, obstacle, state_of(session, obstacle, today), reason)
    session.flush()
    return changed


def moved(session: Session, actor: Actor, obstacle: Obstacle, after: str, reason: str | None) -> list[dict[str, Any]]:
    """The obstacle in another state, with the step noted; nothing where it is in that state already."""
    before = obstacle.state
    if before == after:
        return []
    stamped(obstacle, actor, {"state": after})
    about = {"obstacle_id": obstacle.id or 0, "account_id": actor.account_id}
    session.add(ObstacleMove.model_validate({**about, "before": before, "after": after, "reason": reason}))
    return [{"id": obstacle.id, "before": before, "after": after}]


def running_out(session: Session, today: date) -> list[int]:
    """The obstacles whose time for answers is over, with nothing but solved said: they are to be confirmed."""
    over = today - timedelta(days=settings(session).confirmation_days)
    said = select(col(Confirmation.id)).where(
        col(Confirmation.obstacle_id) == col(Obstacle.id), col(Confirmation.deleted_at).is_(None)
    )
    last = (
        select(func.max(col(Commitment.done_on)))
        .join(CommitmentObstacle, col(CommitmentObstacle.commitment_id) == col(Commitment.id))
        .where(
            col(CommitmentObstacle.obstacle_id) == col(Obstacle.id),
            col(CommitmentObstacle.deleted_at).is_(None),
            col(Commitment.deleted_at).is_(None),
        )
        .correlate(Obstacle)
        .scalar_subquery()
    )
    asked = select(col(Obstacle.id)).where(
        # Whoever said anything else keeps it in progress.
        *(col(Obstacle.state) == "done", col(Obstacle.deleted_at).is_(None), said.exists(), last < over),
    )
    return [int(row) for row in session.execute(asked.order_by(col(Obstacle.id)).limit(_MOST_AT_ONCE)).scalars() if row]


@command("obstacle.write", "obstacle")
def close_heard_obstacles(session: Session, actor: Actor) -> Done[Instance]:
    """Confirms the obstacles of `running_out`, as the program does by itself.

    Problem("nothing_runs_out") where there are none, since somebody else's look was faster.
    """
    today = datetime.now(ZONE).date()
    changed = restated(session, actor, running_out(session, today), today)
    if not changed:
        raise Problem("nothing_runs_out")
    return Done(session.get_one(Instance, 1), after={"restated": changed})


def close_what_ran_out() -> None:
    """Confirms what is due now; what cannot be written is left for the next look."""
    with suppress(Problem):
        with reading() as session:
            there = running_out(session, datetime.now(ZONE).date())
        if there:
            perform(close_heard_obstacles, _PROGRAM, uuid.uuid4().hex)


def state_of(session: Session, obstacle: Obstacle, today: date) -> str:
    """The state that the rows which hang on the obstacle say, as if nobody had dropped it."""
    session.flush()
    commitments = session.execute(
        select(col(Commitment.state), col(Commitment.done_on))
        .join(CommitmentObstacle, col(CommitmentObstacle.commitment_id) == col(Commitment.id))
        .where(
            col(CommitmentObstacle.obstacle_id) == obstacle.id,
            col(CommitmentObstacle.deleted_at).is_(None),
            col(Commitment.deleted_at).is_(None),
        )
    ).all()
    referred = session.execute(
        select(col(Referral.id)).where(col(Referral.obstacle_id) == obstacle.id, col(Referral.deleted_at).is_(None))
    ).first()
    newest = newest_words(table(Mention).c.obstacle_id == obstacle.id)
    words = session.execute(select(newest.c.verdict)).scalars().all()
    said = [verdict for verdict in words if verdict is not None]
    promised = [(row.state, row.done_on) for row in commitments]
    return state_reached(
        referred is not None,
        [state for state, _ in promised],
        said,
        heard_all=len(said) == len(words) or heard_out(promised, settings(session).confirmation_days, today),
    )
