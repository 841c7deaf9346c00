"""Two obstacles that a person found to be one: everything that hangs on the one follows to the other, and back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from core.access import Actor
from core.doubles import OBSTACLE
from core.i18n import ZONE
from core.problems import Problem
from db.commands.guards import reached
from db.commands.ledger import Done, command, living, plain, stamped, values_of
from db.commands.merging_rows import follow, later_merge, take_back
from db.commands.obstacle_states import restated
from db.commands.removals import reason_given
from db.models import Merge, Obstacle
from db.models.base import now

# Everything that hangs on an obstacle; what is kept of any of it has to be read anew.
_TOUCHES = ("obstacle", "double", "referral", "commitment", "confirmation", "recommendation", "submission")


@command("double.write", *_TOUCHES)
def merge_obstacles(
    session: Session, actor: Actor, kept: tuple[int, int], gone: tuple[int, int], reason: str | None
) -> Done[Obstacle]:
    """One obstacle of two: `kept` and `gone` are the id and the version of each as it was shown.

    Mentions, referrals, commitments, recommendations, confirmations and what phones sent at events follow to the one
    that is kept; where both had the same, one of them counts. Problem("merged_meanwhile") when one was merged since,
    Problem("conflict") when it was changed.
    """
    said = reason_given(reason)
    if kept[0] == gone[0]:
        raise Problem("merge_itself")
    # Held by their numbers, as two people who merge the same two the other way round would else wait for each other.
    rows = {number: living(session, Obstacle, number, version) for number, version in sorted((kept, gone))}
    stays, goes = rows[kept[0]], rows[gone[0]]
    reached(actor, stays.province_id, goes.province_id)
    before = {"kept": values_of(stays), "gone": values_of(goes)}
    stamped(goes, actor, {"deleted_at": now(), "merged_into_id": stays.id})
    # It stood in somebody's way since the first of both days.
    since = {"raised_on": min(stays.raised_on, goes.raised_on)}
    stamped(stays, actor, since)
    session.add_all((stays, goes))
    session.flush()
    moved = follow(session, actor, Obstacle, kept[0], gone[0], ())
    merge = Merge(
        kind=OBSTACLE,
        kept_id=kept[0],
        gone_id=gone[0],
        choices={"from_gone": [], "reason": said, "set": {"raised_on": plain(since["raised_on"])}},
        before=before,
        moved=moved,
        created_by=actor.account_id,
        updated_by=actor.account_id,
    )
    session.add(merge)
    session.flush()
    restated(session, actor, kept[:1], datetime.now(ZONE).date(), said)
    after = values_of(stays) | {"merged_from": gone[0], "merge": merge.id, "rows_moved": len(moved)}
    return Done(stays, before=before["kept"], after=after, reason=said)


@command("double.write", *_TOUCHES)
def undo_obstacle_merge(session: Session, actor: Actor, merge_id: int, version: int) -> Done[Obstacle]:
    """Both obstacles as they were, and everything that hung on the one that went.

    What was added to the kept one after the merge stays there. Problem("merge_undone") when this was done before,
    Problem("merge_later") while a later merge of one of the two stands, Problem("merge_kept_gone") when the kept one is
    gone itself.
    """
    merge = living(session, Merge, merge_id, version)
    if merge.kind != OBSTACLE:
        raise Problem("row_gone", row=merge_id)
    if merge.undone_at is not None:
        raise Problem("merge_undone")
    rows: dict[int, Any] = {
        number: session.get_one(Obstacle, number, with_for_update=True)
        for number in sorted((merge.kept_id, merge.gone_id))
    }
    kept, gone = rows[merge.kept_id], rows[merge.gone_id]
    reached(actor, kept.province_id, gone.province_id)
    if later := later_merge(session, merge):
        raise Problem("merge_later", merge=str(later))
    if kept.deleted_at is not None or gone.merged_into_id != kept.id:
        raise Problem("merge_kept_gone")
    before = values_of(kept)
    stamped(gone, actor, {"deleted_at": None, "merged_into_id": None})
    # A day that somebody changed since is newer, and stays.
    was, put = merge.before["kept"]["raised_on"], merge.choices["set"]["raised_on"]
    back = {"raised_on": date.fromisoformat(was)} if plain(kept.raised_on) == put else {}
    stamped(kept, actor, back)
    session.add_all((kept, gone))
    session.flush()
    try:
        take_back(session, actor, merge.moved)
    except IntegrityError as error:
        raise Problem("merge_meets_newer") from error
    stamped(merge, actor, {"undone_at": now()})
    session.add(merge)
    restated(session, actor, rows, datetime.now(ZONE).date())
    return Done(kept, before=before, after=values_of(kept) | {"given_back": gone.id, "merge": merge.id})
