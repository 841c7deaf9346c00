"""What phones in the hall of an event send: check-ins, obstacles, the vote, and how the day was.

A phone is known by the hash of its cookie, and stands in the database from its first check-in on. The history says
that something was sent and not by whom, nor in which words.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select
from sqlmodel import Session, col

from core.access import Actor
from core.event_codes import is_running
from core.problems import Problem
from core.records.event_phones import (
    CHECK_INS_OF_A_SEAT,
    MOST_CHECK_INS,
    USUAL_SEATS,
    PhoneCheckIn,
    chosen_votes,
    most_submissions,
)
from core.records.events import EventRatingRecord, LiveSubmissionRecord
from db.commands.guards import chosen
from db.commands.guests import came, new_guest, told_of_guest
from db.commands.ledger import Done, command, stamped
from db.models import Event, EventPhone, EventRating, Guest, LiveSubmission, ObstacleCategory, Province, Vote
from db.models.base import now, table

# Asked at every message of everybody: put together once.
_event, _guest, _category_row = table(Event).c, table(Guest).c, table(ObstacleCategory).c
_STANDS = select(*table(Event).c).where(_event.id == bindparam("event"), _event.deleted_at.is_(None))
_PHONE = select(EventPhone).where(
    col(EventPhone.digest) == bindparam("digest"), col(EventPhone.event_id) == bindparam("event")
)
_PHONE = _PHONE.with_for_update().execution_options(populate_existing=True)
_PEOPLE = select(_guest.id).where(_guest.phone_id == bindparam("phone"), _guest.deleted_at.is_(None))
_OWN_VOTES = select(table(Vote).c.category_id).where(table(Vote).c.guest_id == bindparam("guest"))
_VOTED = insert(table(Vote))
_ACTIVE = select(_category_row.id).where(_category_row.deleted_at.is_(None), _category_row.active.is_(True))


@command("event.answer", "guest", "event_phone")
def check_in_by_phone(
    session: Session,
    actor: Actor,
    event_id: int,
    digest: str,
    record: PhoneCheckIn,
    notice_version: str,
    badge: str | None = None,
) -> Done[Guest]:
    """Somebody checks in on a phone and agreed to the notice; with a `badge` it is the guest who was invited.

    Problem("event_check_in_closed"), Problem("phone_full") for more people than one phone may check in,
    Problem("event_full") when far more came than there are seats, Problem("badge_unknown") and
    Problem("badge_elsewhere") for a badge that is none, or that stands on another phone.
    """
    event = _open(session, event_id, "check_in_open", "event_check_in_closed")
    phone = _phone(session, event_id, digest) or EventPhone(event_id=event_id, digest=digest)
    if phone.id is None:
        session.add(phone)
        session.flush()
    if len(_people(session, phone)) >= MOST_CHECK_INS:
        raise Problem("phone_full", limit=MOST_CHECK_INS)
    way = "helper" if record.helped else "phone"
    agreed = {"phone_id": phone.id, "agreed_at": now(), "notice_version": notice_version}
    if badge:
        return _with_badge(session, actor, event_id, phone, badge, way, agreed)
    _room_left(session, event)
    # Whoever was counted at the door is not counted once more.
    arrived = {} if record.at_door else came(actor, way)
    guest = new_guest(session, actor, event, record, invited=False, **agreed, **arrived)
    return Done(guest, after=_told(guest))


@command("event.answer", "submission", "event_phone")
def send_submission(
    session: Session, _actor: Actor, event_id: int, digest: str, guest_id: int, record: LiveSubmissionRecord
) -> Done[LiveSubmission]:
    """An obstacle of somebody who checked in on the phone; moderators see it first.

    Problem("event_submissions_closed"), Problem("phone_sent_enough") after as many as one phone may send.
    """
    _open(session, event_id, "submissions_open", "event_submissions_closed")
    phone, people = _speaking(session, event_id, digest, guest_id)
    if phone.sent >= (limit := most_submissions(people)):
        raise Problem("phone_sent_enough", limit=limit)
    _choosable(session, record.category_id)
    if record.province_id is not None:
        chosen(session, Province, record.province_id, "province_id")
    # Not another version of the phone: whoever bans it must not find that it sent once more meanwhile.
    phone.sent += 1
    row = LiveSubmission.model_validate(record, update={"event_id": event_id, "guest_id": guest_id})
    told = {"event_id": event_id, "category_id": record.category_id, "province_id": record.province_id}
    return Done(row, after=told | {"state": row.state})


@command("event.answer", "vote", "guest")
def vote(
    session: Session, _actor: Actor, event_id: int, digest: str, guest_id: int, categories: Sequence[int]
) -> Done[Guest]:
    """The categories that matter most to somebody, three at most; they stand in the place of those chosen before.

    Problem("event_votes_closed") while votes are closed.
    """
    _open(session, event_id, "votes_open", "event_votes_closed")
    _speaking(session, event_id, digest, guest_id)
    wanted = chosen_votes(categories)
    _choosable(session, *wanted)
    own = set(session.execute(_OWN_VOTES, {"guest": guest_id}).scalars())
    if own - set(wanted):
        session.execute(delete(Vote).where(col(Vote.guest_id) == guest_id, col(Vote.category_id).not_in(wanted)))
    at = now()
    if given := [
        {"event_id": event_id, "guest_id": guest_id, "category_id": category_id, "at": at}
        for category_id in wanted
        if category_id not in own
    ]:
        # A hall votes within a minute: one statement for the three.
        session.execute(_VOTED, given)
    # A vote is nobody else's to read: that somebody voted is told, and not for what.
    return Done(session.get_one(Guest, guest_id), before={"votes": len(own)}, after={"votes": len(wanted)})


@command("event.answer", "rating", "guest")
def rate(
    session: Session, actor: Actor, event_id: int, digest: str, guest_id: int, record: EventRatingRecord
) -> Done[EventRating]:
    """How somebody finds the day, in the place of what the same person said before.

    Problem("event_ratings_closed") while the day is not to be rated.
    """
    _open(session, event_id, "ratings_open", "event_ratings_closed")
    _speaking(session, event_id, digest, guest_id)
    said = select(EventRating).where(col(EventRating.guest_id) == guest_id, col(EventRating.deleted_at).is_(None))
    row = session.execute(said.with_for_update().execution_options(populate_existing=True)).scalars().first()
    told = {"event_id": event_id, "stars": record.stars}
    if row is None:
        made = EventRating.model_validate(record, update={"event_id": event_id, "guest_id": guest_id})
        return Done(made, after=told)
    before = told | {"stars": row.stars}
    stamped(row, actor, record)
    return Done(row, before=before, after=told)


def _open(session: Session, event_id: int, switch: str, closed: str) -> Any:
    event = session.execute(_STANDS, {"event": event_id}).first()
    if event is None or not is_running(event, now()):
        raise Problem("event_over")
    if not getattr(event, switch):
        raise Problem(closed)
    return event


def _phone(session: Session, event_id: int, digest: str) -> EventPhone | None:
    phone = session.execute(_PHONE, {"event": event_id, "digest": digest}).scalars().first()
    if phone is not None and phone.banned_at is not None:
        raise Problem("phone_banned")
    return phone


def _speaking(session: Session, event_id: int, digest: str, guest_id: int) -> tuple[EventPhone, int]:
    """The phone, held, and how many people it speaks for; Problem("event_check_in_first") for anybody else."""
    phone = _phone(session, event_id, digest)
    people = _people(session, phone) if phone is not None else []
    if phone is None or guest_id not in people:
        raise Problem("event_check_in_first")
    return phone, len(people)


def _people(session: Session, phone: EventPhone) -> list[int]:
    return list(session.execute(_PEOPLE, {"phone": phone.id}).scalars())


def _room_left(session: Session, event: Any) -> None:
    asked = select(func.count()).where(
        *(col(Guest.event_id) == event.id, col(Guest.phone_id).is_not(None), col(Guest.deleted_at).is_(None)),
        col(Guest.invited).is_(False),
    )
    if session.execute(asked).scalar_one() >= CHECK_INS_OF_A_SEAT * max(event.seats or USUAL_SEATS, 100):
        raise Problem("event_full")


def _with_badge(
    session: Session, actor: Actor, event_id: int, phone: EventPhone, badge: str, way: str, agreed: Mapping[str, Any]
) -> Done[Guest]:
    asked = select(Guest).where(_guest.event_id == event_id, _guest.badge == badge, _guest.deleted_at.is_(None))
    guest = session.execute(asked.with_for_update().execution_options(populate_existing=True)).scalars().first()
    if guest is None:
        raise Problem("badge_unknown", field="badge")
    if guest.phone_id not in (None, phone.id):
        raise Problem("badge_elsewhere", field="badge")
    before = _told(guest)
    stamped(guest, actor, dict(agreed) | (came(actor, way) if guest.checked_in_at is None else {}))
    return Done(guest, before=before, after=_told(guest))


def _told(guest: Guest) -> dict[str, object]:
    # Which phone it was would tie together what one person sent.
    return {name: value for name, value in told_of_guest(guest).items() if name != "phone_id"}


def _choosable(session: Session, *category_ids: int) -> None:
    active = set(session.execute(_ACTIVE).scalars())
    if gone := [number for number in category_ids if number not in active]:
        raise Problem("unknown_choice", field="category_id", given=str(gone[0]))
