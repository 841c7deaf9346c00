"""What moderators decide on what phones send: shown on the stage, the same as something else, or not let through."""

from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records.events import REJECT_REASONS
from db.commands.events import event_reached, still_open
from db.commands.guards import chosen, province_of_commune, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import Account, Event, EventPhone, LiveSubmission, Obstacle
from db.models.base import now

# Nobody reads further than this back along a chain of what repeats what.
_LONGEST_CHAIN = 100


@command("moderation.write", "submission")
def show_submission(session: Session, actor: Actor, submission_id: int, version: int) -> Done[LiveSubmission]:
    """Lets a submission onto the stage, as it was said."""
    submission = _held(session, actor, submission_id, version)
    _not_yet(session, submission, "shown")
    return _decided(actor, submission, state="shown")


@command("moderation.write", "submission")
def merge_submission(
    session: Session,
    actor: Actor,
    submission_id: int,
    version: int,
    obstacle_id: int | None = None,
    same_as_id: int | None = None,
) -> Done[LiveSubmission]:
    """Takes a submission as one more voice for an obstacle of the register, or for another submission of the event.

    Exactly one of the two is given. The other submission has to be let through itself; Problem where it is not, where
    it is of another event, or where it repeats this one.
    """
    submission = _held(session, actor, submission_id, version)
    if (obstacle_id is None) == (same_as_id is None):
        raise Problem("merge_with_one", field="same_as_id")
    if obstacle_id is not None:
        obstacle = standing_obstacle(session, obstacle_id)
        reached(actor, obstacle.province_id, field="obstacle_id")
        return _decided(actor, submission, state="merged", obstacle_id=obstacle.id)
    other = chosen(session, LiveSubmission, same_as_id or 0, "same_as_id")
    first = first_of(session, other)
    if first.event_id != submission.event_id:
        raise Problem("unknown_choice", field="same_as_id", given=str(same_as_id))
    if first.id == submission.id:
        raise Problem("merge_with_itself", field="same_as_id")
    if first.state not in ("shown", "merged"):
        raise Problem("merge_with_shown_only", field="same_as_id")
    return _decided(actor, submission, state="merged", same_as_id=first.id)


@command("moderation.write", "submission")
def reject_submission(
    session: Session, actor: Actor, submission_id: int, version: int, reason: str
) -> Done[LiveSubmission]:
    """Does not let a submission through; what was found to repeat it comes back into the queue."""
    submission = _held(session, actor, submission_id, version)
    if reason not in REJECT_REASONS:
        raise Problem("unknown_choice" if reason else "required", field="reason", given=str(reason)[:40])
    _not_yet(session, submission, "rejected")
    back = _repeating_back(session, actor, submission)
    return _decided(actor, submission, back, state="rejected", reason=reason)


@command("moderation.write", "submission")
def take_submission_back(session: Session, actor: Actor, submission_id: int, version: int) -> Done[LiveSubmission]:
    """Takes a decision back: the submission waits again, off the stage, and what was found to repeat it too."""
    submission = _held(session, actor, submission_id, version)
    _not_yet(session, submission, "pending")
    back = _repeating_back(session, actor, submission)
    return _decided(actor, submission, back, state="pending")


@command("moderation.write", "event_phone")
def ban_phone(session: Session, actor: Actor, phone_id: int, version: int) -> Done[EventPhone]:
    """Takes nothing more from a phone; what it sent and nobody let through waits apart from the rest."""
    phone = living(session, EventPhone, phone_id)
    reached(actor, _province_of_event(session, phone.event_id))
    if phone.banned_at is not None:
        raise Problem("phone_banned_meanwhile")
    return _phone(actor, living(session, EventPhone, phone_id, version), banned=True)


@command("moderation.write", "event_phone")
def bring_phone_back(session: Session, actor: Actor, phone_id: int, version: int) -> Done[EventPhone]:
    """Takes from a phone again."""
    phone = living(session, EventPhone, phone_id)
    reached(actor, _province_of_event(session, phone.event_id))
    if phone.banned_at is None:
        raise Problem("phone_back_meanwhile")
    return _phone(actor, living(session, EventPhone, phone_id, version), banned=False)


@command("moderation.write", "event")
def set_switch(session: Session, actor: Actor, event_id: int, switch: str, opened: bool) -> Done[Event]:
    """Opens or closes one thing that phones may do: check in, send obstacles, vote, rate.

    It carries no version: two who turn different switches do not disturb each other, and who turns one says how it
    shall stand. Nothing of an event that is over is opened again.
    """
    event = event_reached(session, actor, event_id)
    if switch not in SWITCHES:
        raise Problem("unknown_choice", field="switch", given=switch[:40])
    if opened:
        still_open(event)
    before = {switch: getattr(event, switch)}
    if before[switch] != opened:
        stamped(event, actor, {switch: opened})
    return Done(event, before=before, after={switch: opened})


SWITCHES = ("check_in_open", "submissions_open", "votes_open", "ratings_open")


def first_of(session: Session, submission: LiveSubmission) -> LiveSubmission:
    """The submission that this one repeats in the end; itself where it repeats none."""
    for _ in range(_LONGEST_CHAIN):
        if submission.same_as_id is None:
            break
        submission = session.get_one(LiveSubmission, submission.same_as_id)
    return submission


def standing_obstacle(session: Session, obstacle_id: int) -> Obstacle:
    """The obstacle, or the one it was merged into, held; Problem where it is gone."""
    obstacle = session.get(Obstacle, obstacle_id, with_for_update=True)
    for _ in range(_LONGEST_CHAIN):
        if obstacle is None or obstacle.merged_into_id is None:
            break
        obstacle = session.get(Obstacle, obstacle.merged_into_id, with_for_update=True)
    if obstacle is None or obstacle.deleted_at is not None:
        raise Problem("unknown_choice", field="obstacle_id", given=str(obstacle_id))
    return obstacle


def _held(session: Session, actor: Actor, submission_id: int, version: int) -> LiveSubmission:
    submission = living(session, LiveSubmission, submission_id)
    reached(actor, _province_of_event(session, submission.event_id))
    if submission.version != version:
        raise _meanwhile(session, submission)
    if submission.mention_id is not None:
        raise Problem("submission_registered")
    return submission


def _province_of_event(session: Session, event_id: int) -> int | None:
    return province_of_commune(session, session.get_one(Event, event_id).commune_id)


def _not_yet(session: Session, submission: LiveSubmission, state: str) -> None:
    if submission.state == state:
        raise _meanwhile(session, submission)


def _meanwhile(session: Session, submission: LiveSubmission) -> Problem:
    """What another moderator did, and who: there is a sentence for each state."""
    account = session.get(Account, submission.moderated_by) if submission.moderated_by else None
    return Problem(f"submission_{submission.state}_meanwhile", who=account.name if account else "—")


def _decided(actor: Actor, submission: LiveSubmission, back: list[int] | None = None, **values: Any) -> Done[Any]:
    before = values_of(submission)
    emptied: dict[str, Any] = {"reason": None, "obstacle_id": None, "same_as_id": None}
    stamp = {"moderated_at": now(), "moderated_by": actor.account_id}
    stamped(submission, actor, emptied | values | stamp)
    after = values_of(submission)
    return Done(submission, before=before, after=after | {"waiting_again": back} if back else after)


def _repeating_back(session: Session, actor: Actor, submission: LiveSubmission) -> list[int]:
    """Those that were let through as repeating this one wait again, since what they repeat is no longer let through."""
    repeating = select(LiveSubmission).where(
        LiveSubmission.same_as_id == submission.id, col(LiveSubmission.deleted_at).is_(None)
    )
    back = []
    for one in session.exec(repeating.order_by(col(LiveSubmission.id)).with_for_update()):
        if one.mention_id is not None:
            raise Problem("submission_registered")
        _decided(actor, one, state="pending")
        back.append(one.id or 0)
    return back


def _phone(actor: Actor, phone: EventPhone, banned: bool) -> Done[EventPhone]:
    # Its cookie's hash is nobody's to read, not even in the history.
    before = {"banned_at": phone.banned_at.isoformat() if phone.banned_at else None}
    stamped(phone, actor, {"banned_at": now() if banned else None})
    return Done(phone, before=before, after={"banned_at": phone.banned_at.isoformat() if phone.banned_at else None})
