"""What the hall of the invented event sent from its phones: obstacles in every state, votes, ratings of the day."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import col, select

from core.records.events import EventRatingRecord, LiveSubmissionRecord
from db.demo.events import HELD_ON
from db.demo.material import SEED, Material, key, rows
from db.models import Event, EventPhone, EventRating, Guest, LiveSubmission, Obstacle, ObstacleCategory, Vote

# Phones were opened at half past nine in Morocco, and closed an hour later.
_OPENED = datetime.combine(HELD_ON, time(8, 30), tzinfo=UTC)
_STEP = timedelta(seconds=47)
# What no moderator would let through, with the reason.
_REJECTED = (
    ("Bonjour à tous les présents !", "no_obstacle"),
    ("طاجين ممتاز عند مدخل القاعة بثمن مناسب", "advertising"),
    ("ششششش ؟؟؟", "unreadable"),
)
# The last ones still wait for a decision.
_WAITING = 6
# How heavy each category weighs in the vote: its turn among fifteen ballots.
_BALLOT = ("marketing", "financing", "sanitary", "marketing", "land", "financing", "marketing", "coordination")
_STARS = (5, 4, 5, 4, 3, 5, 4, 5, 4, 2)


def speak_up(material: Material, event: Event) -> None:
    """Submissions in every state, votes and ratings of the guests who came. No dice."""
    session = material.session
    came = session.exec(
        select(Guest).where(Guest.event_id == event.id, col(Guest.checked_in_at).is_not(None)).order_by(col(Guest.id))
    ).all()
    categories = {row.code: row.id or 0 for row in session.exec(select(ObstacleCategory))}
    speakers = came[::3]
    for number, guest in enumerate(speakers):
        phone = material.row(EventPhone, HELD_ON, {"event_id": key(event), "digest": _digest(number), "sent": 1})
        session.flush()
        guest.phone_id = key(phone)
    _submissions(material, event, speakers, categories)
    for number, guest in enumerate(came):
        if number % 7 != 0:
            _vote(material, event, guest, number, categories)
        if number % 2 == 0:
            own = {"event_id": key(event), "guest_id": key(guest)}
            material.row(EventRating, HELD_ON, {"stars": _STARS[number // 2 % len(_STARS)]}, EventRatingRecord, **own)
    session.flush()


def _submissions(material: Material, event: Event, speakers: Sequence[Guest], categories: dict[str, int]) -> None:
    known = {row["key"]: row for row in rows("obstacles")}
    listed = material.session.exec(select(Obstacle).order_by(col(Obstacle.id))).all()
    obstacles = dict(zip(known, listed, strict=False))
    sentences = rows("sentences")
    first: dict[str, LiveSubmission] = {}
    for number, (sentence, guest) in enumerate(zip(sentences, speakers, strict=False)):
        about = sentence["obstacle"]
        own: dict[str, Any] = {"state": "pending"}
        if number < min(len(sentences), len(speakers)) - _WAITING:
            # Every fourth names what stands in the register; of the rest, what was said again is merged with it.
            if number % 4 == 3:
                own = {"state": "merged", "obstacle_id": key(obstacles[about])}
            elif about in first:
                own = {"state": "merged", "same_as_id": key(first[about])}
            else:
                own = {"state": "shown"}
        made = _sent(material, event, guest, number, sentence["words"], categories[known[about]["category"]], **own)
        material.session.flush()
        if own["state"] == "shown":
            first[about] = made
    for number, (text, reason) in enumerate(_REJECTED):
        own = {"state": "rejected", "reason": reason}
        _sent(material, event, speakers[number], len(sentences) + number, text, categories["marketing"], **own)


def _sent(
    material: Material, event: Event, guest: Guest, number: int, text: str, category_id: int, **own: Any
) -> LiveSubmission:
    values = {"category_id": category_id, "province_id": guest.province_id, "text": text}
    made = material.row(
        LiveSubmission, HELD_ON, values, LiveSubmissionRecord, event_id=key(event), guest_id=key(guest), **own
    )
    made.created_at = made.updated_at = _OPENED + _STEP * number
    if made.state != "pending":
        made.version = 2
        made.moderated_at = made.updated_at = made.created_at + _STEP
    return made


def _vote(material: Material, event: Event, guest: Guest, number: int, categories: dict[str, int]) -> None:
    chosen = dict.fromkeys(_BALLOT[(number * step + step) % len(_BALLOT)] for step in (1, 3, 5))
    for code in chosen:
        vote = Vote(event_id=key(event), guest_id=key(guest), category_id=categories[code])
        vote.at = _OPENED + timedelta(minutes=70, seconds=number)
        material.session.add(vote)


def _digest(number: int) -> str:
    # No cookie has it: these phones are invented.
    return hashlib.sha256(f"{SEED} phone {number}".encode()).hexdigest()
