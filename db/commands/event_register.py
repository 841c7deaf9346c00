"""After an event: what was let through becomes mentions and obstacles of the register, and can be taken out again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from core.access import Actor
from core.hall import grouped
from core.i18n import ZONE
from core.names import normalised
from core.problems import Problem
from core.records import validated
from core.records.obstacles import MentionRecord, ObstacleRecord
from db.commands.events import event_reached, told_of
from db.commands.guards import standing
from db.commands.ledger import Done, command, stamped
from db.commands.moderation import standing_obstacle
from db.commands.obstacle_states import restated
from db.models import (
    CommitmentObstacle,
    Confirmation,
    Event,
    Guest,
    LiveSubmission,
    Mention,
    Obstacle,
    Organisation,
    RecommendationObstacle,
    Referral,
)
from db.models.base import now

# What may hang on an obstacle besides its mentions: whoever wrote it counts on the obstacle.
_HANGING: tuple[Any, ...] = (Referral, CommitmentObstacle, RecommendationObstacle, Confirmation)


@command("event.write", "event", "obstacle", "submission")
def register_submissions(session: Session, actor: Actor, event_id: int, version: int) -> Done[Event]:
    """Turns what moderators let through, and is in the register not yet, into mentions.

    What was merged with an obstacle becomes a mention of it; the rest becomes obstacles, one for all that repeat each
    other or say the same words in one category and province. The votes of the hall stay where they are: the weight of
    a category at the event. Problem("nothing_to_register") where nothing is left.
    """
    event = event_reached(session, actor, event_id, version)
    sent = session.exec(
        select(LiveSubmission)
        .where(LiveSubmission.event_id == event_id, col(LiveSubmission.deleted_at).is_(None))
        .order_by(col(LiveSubmission.created_at), col(LiveSubmission.id))
        .with_for_update()
    ).all()
    accepted = [one for one in sent if one.state in ("shown", "merged") and one.mention_id is None]
    if not accepted:
        raise Problem("nothing_to_register")
    before, speakers = told_of(event), _Speakers(session, accepted)
    made, mentions, touched = list[int](), list[int](), list[int]()
    for first, group in _groups(session, sent, accepted):
        obstacle = _obstacle_of(session, first)
        if obstacle is None:
            obstacle = _new_obstacle(session, actor, first, group)
            made.append(obstacle.id or 0)
        touched.append(obstacle.id or 0)
        mentions += [_mentioned(session, actor, obstacle, one, speakers) for one in group]
    states = restated(session, actor, touched, datetime.now(ZONE).date())
    stamped(event, actor, {"registered_at": now()})
    said = {"mentions_made": list(dict.fromkeys(mentions)), "obstacles_made": made}
    return Done(event, before=before, after=told_of(event) | said | ({"restated": states} if states else {}))


@command("event.write", "event", "obstacle", "submission")
def unregister_submissions(session: Session, actor: Actor, event_id: int, version: int) -> Done[Event]:
    """Takes what an event brought into the register out of it again, to moderate further and register anew.

    Obstacles that it made go too; Problem("registered_in_use") where one was referred, answered or confirmed since.
    """
    event = event_reached(session, actor, event_id, version)
    registered = session.exec(
        select(LiveSubmission)
        .where(LiveSubmission.event_id == event_id, col(LiveSubmission.mention_id).is_not(None))
        .order_by(col(LiveSubmission.id))
        .with_for_update()
    ).all()
    if not registered:
        raise Problem("nothing_registered")
    before, gone = told_of(event), {"deleted_at": now()}
    mentions = {
        row.id or 0: row
        for row in session.exec(select(Mention).where(col(Mention.id).in_({one.mention_id for one in registered})))
        if row.deleted_at is None
    }
    left = sorted({row.obstacle_id for row in mentions.values()})
    named = {one.obstacle_id for one in registered if one.obstacle_id is not None}
    emptied = [one for one in left if one not in named and not _heard_elsewhere(session, one, set(mentions))]
    if used := sum(_in_use(session, one) for one in emptied):
        raise Problem("registered_in_use", number=used)
    for one in registered:
        stamped(one, actor, {"mention_id": None})
    for mention in mentions.values():
        stamped(mention, actor, gone)
    for obstacle_id in emptied:
        stamped(session.get_one(Obstacle, obstacle_id, with_for_update=True), actor, gone)
    states = restated(session, actor, set(left) - set(emptied), datetime.now(ZONE).date())
    stamped(event, actor, {"registered_at": None})
    said = {"mentions_gone": sorted(mentions), "obstacles_gone": emptied}
    return Done(event, before=before, after=told_of(event) | said | ({"restated": states} if states else {}))


class _Speakers:
    """The guests behind submissions and the organisations that they speak for, as they stand today."""

    def __init__(self, session: Session, submissions: Sequence[LiveSubmission]) -> None:
        asked = select(Guest).where(col(Guest.id).in_({one.guest_id for one in submissions}))
        self.guests = {guest.id or 0: guest for guest in session.exec(asked)}
        wanted = {guest.organisation_id for guest in self.guests.values() if guest.organisation_id is not None}
        self.organisations: dict[int, Organisation] = standing(session, Organisation, wanted)

    def of(self, submission: LiveSubmission) -> tuple[Guest, Organisation | None]:
        """Who said it, and for which organisation."""
        guest = self.guests[submission.guest_id]
        return guest, self.organisations.get(guest.organisation_id or 0)


def _groups(
    session: Session, sent: Sequence[LiveSubmission], accepted: Sequence[LiveSubmission]
) -> list[tuple[LiveSubmission, list[LiveSubmission]]]:
    """What says one and the same thing, with what was said first of it, in the order in which it came."""
    every = {one.id or 0: one for one in sent}
    named = {one.obstacle_id for one in sent if one.obstacle_id is not None and one.state == "merged"}
    left = {obstacle_id: standing_obstacle(session, obstacle_id).id or 0 for obstacle_id in sorted(named)}
    told = {number: one.model_dump() for number, one in every.items()}
    return [
        (every[group.first["id"]], [every[one["id"]] for one in group.members])
        for group in grouped([told[one.id or 0] for one in accepted], told, left)
    ]


def _obstacle_of(session: Session, first: LiveSubmission) -> Obstacle | None:
    """The obstacle that stands for the group already: the one it was merged with, or that an earlier press made."""
    if first.obstacle_id is not None:
        return standing_obstacle(session, first.obstacle_id)
    mention = session.get(Mention, first.mention_id) if first.mention_id else None
    if mention is None or mention.deleted_at is not None:
        return None
    return standing_obstacle(session, mention.obstacle_id)


def _new_obstacle(session: Session, actor: Actor, first: LiveSubmission, group: Sequence[LiveSubmission]) -> Obstacle:
    """An obstacle of the province that all name, else of the whole country."""
    provinces = {one.province_id for one in group}
    province_id = provinces.pop() if len(provinces) == 1 else None
    said: dict[str, Any] = {"category_id": first.category_id, "province_id": province_id}
    said |= {"scope": "national" if province_id is None else "province", "raised_on": _day(group[0])}
    record = validated(ObstacleRecord, said)
    obstacle = Obstacle.model_validate(record, update={"created_by": actor.account_id})
    session.add(obstacle)
    session.flush()
    return obstacle


def _mentioned(
    session: Session, actor: Actor, obstacle: Obstacle, submission: LiveSubmission, speakers: _Speakers
) -> int:
    """The id of the mention that the submission is: the guest's for their organisation; the same words are one."""
    guest, organisation = speakers.of(submission)
    words = normalised(submission.text)
    there = select(Mention).where(
        Mention.obstacle_id == obstacle.id, Mention.guest_id == guest.id, col(Mention.deleted_at).is_(None)
    )
    mention = next((one for one in session.exec(there) if normalised(one.words) == words), None)
    if mention is None:
        own = None if organisation is None else organisation.province_id
        province_id = submission.province_id or guest.province_id or own
        here = organisation is not None and organisation.province_id == province_id
        said: dict[str, Any] = {"organisation_id": organisation.id if organisation else None, "guest_id": guest.id}
        said |= {"event_id": submission.event_id, "province_id": province_id, "words": submission.text}
        said |= {"commune_id": organisation.commune_id if organisation and here else None}
        record = validated(MentionRecord, said | {"mentioned_on": _day(submission), "source": "event"})
        mention = Mention.model_validate(record, update={"obstacle_id": obstacle.id, "created_by": actor.account_id})
        session.add(mention)
        session.flush()
    stamped(submission, actor, {"mention_id": mention.id})
    return mention.id or 0


def _day(submission: LiveSubmission) -> date:
    return submission.created_at.astimezone(ZONE).date()


def _heard_elsewhere(session: Session, obstacle_id: int, mentions: set[int]) -> bool:
    """Whether anybody names the obstacle besides these mentions."""
    asked = select(Mention.id).where(Mention.obstacle_id == obstacle_id, col(Mention.deleted_at).is_(None))
    return bool({row or 0 for row in session.exec(asked)} - mentions)


def _in_use(session: Session, obstacle_id: int) -> bool:
    tables: Sequence[type[SQLModel]] = _HANGING
    return any(
        session.exec(
            select(table.id).where(table.obstacle_id == obstacle_id, col(table.deleted_at).is_(None))  # type: ignore[attr-defined]
        ).first()
        is not None
        for table in tables
    )
