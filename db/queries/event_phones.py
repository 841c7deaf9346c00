"""What a phone in the hall is shown: the event it is at, who checked in on it, what it sent, and what may be chosen.

Nothing here reads a name of a person: whoever checked in is told by a number, a kind and a province.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from core.i18n import ZONE
from core.names import normalised
from db.models import (
    Event,
    EventPhone,
    EventRating,
    Guest,
    Institution,
    LiveSubmission,
    ObstacleCategory,
    Organisation,
    Province,
    Vote,
)
from db.models.base import table
from db.queries.organisations import sounds_like

_event, _phone, _guest = table(Event), table(EventPhone), table(Guest)
_submission, _vote, _rating = table(LiveSubmission), table(Vote), table(EventRating)
_organisation, _institution, _province = table(Organisation), table(Institution), table(Province)
_category = table(ObstacleCategory)
# Groups and single holders of a project are often named after a person.
_NAMED_KINDS = ("cooperative", "union", "association", "gie")
MOST_FOUND = 6


@dataclass(frozen=True)
class HallEvent:
    """An event as its phones know it: the secret that codes and cookies are made of, its time, seats and switches."""

    id: int
    name_ar: str | None
    name_fr: str | None
    name_en: str | None
    venue: str | None
    held_on: date
    starts_at: time
    ends_at: time
    seats: int | None
    secret: str
    check_in_open: bool
    submissions_open: bool
    votes_open: bool
    ratings_open: bool
    closed_at: datetime | None


@dataclass(frozen=True)
class PhoneGuest:
    """Somebody who checked in on the phone: a number on this phone from 1, the kind, the province, what was sent."""

    id: int
    number: int
    kind: str
    province_id: int | None
    province_ar: str | None
    province_fr: str | None
    votes: int
    stars: int | None


@dataclass(frozen=True)
class HallPhone:
    """A phone: whether nothing more is taken from it, and who checked in on it, in the order they did."""

    banned: bool
    guests: tuple[PhoneGuest, ...]


# Asked by every phone of a hall at once: put together one time for all.
_COLUMNS = tuple(_event.c[name] for name in HallEvent.__dataclass_fields__)
_HALL = select(*_COLUMNS).where(_event.c.deleted_at.is_(None))
_ONE_HALL = _HALL.where(_event.c.id == bindparam("event"))
_AROUND = _HALL.where(_event.c.held_on.between(bindparam("first"), bindparam("last"))).order_by(_event.c.id)
_VOTED = select(func.count()).where(_vote.c.guest_id == _guest.c.id).scalar_subquery()
_PHONE = (
    select(
        *(_phone.c.banned_at, _guest.c.id, _guest.c.kind, _guest.c.province_id, _VOTED.label("votes")),
        *(_province.c.name_ar, _province.c.name_fr, _rating.c.stars),
    )
    .join_from(_phone, _guest, (_guest.c.phone_id == _phone.c.id) & _guest.c.deleted_at.is_(None), isouter=True)
    .join(_province, _guest.c.province_id == _province.c.id, isouter=True)
    .join(_rating, (_rating.c.guest_id == _guest.c.id) & _rating.c.deleted_at.is_(None), isouter=True)
    .where(_phone.c.digest == bindparam("digest"), _phone.c.event_id == bindparam("event"))
    # An invited guest is older than the phone that the badge was shown to.
    .order_by(_guest.c.agreed_at, _guest.c.id)
)
_SENT = (
    select(_submission.c.text, _submission.c.category_id, _submission.c.state, _submission.c.created_at)
    .where(_submission.c.guest_id == bindparam("guest"), _submission.c.deleted_at.is_(None))
    .order_by(_submission.c.created_at.desc(), _submission.c.id.desc())
)
_VOTES = select(_vote.c.category_id).where(_vote.c.guest_id == bindparam("guest"))
_RATED = select(_rating.c.stars, _rating.c.text).where(
    _rating.c.guest_id == bindparam("guest"), _rating.c.deleted_at.is_(None)
)


def hall_event(session: Session, event_id: int) -> HallEvent | None:
    """The event, whether it is running or not; None where there is none, or none any more."""
    row = session.execute(_ONE_HALL, {"event": event_id}).first()
    return None if row is None else HallEvent(*row)


def events_around(session: Session, at: datetime) -> list[HallEvent]:
    """The events of the day before, of this day and of the next one, in Morocco: those that a code may be of."""
    today = at.astimezone(ZONE).date()
    near = {"first": today - timedelta(days=1), "last": today + timedelta(days=1)}
    return [HallEvent(*row) for row in session.execute(_AROUND, near)]


def hall_phone(session: Session, event_id: int, digest: str) -> HallPhone:
    """The phone behind the hash of its cookie; one that nobody checked in on yet is there without anybody."""
    rows = session.execute(_PHONE, {"event": event_id, "digest": digest}).all()
    guests = [
        PhoneGuest(row.id, number, row.kind, row.province_id, row.name_ar, row.name_fr, row.votes, row.stars)
        for number, row in enumerate((one for one in rows if one.id is not None), start=1)
    ]
    return HallPhone(bool(rows) and rows[0].banned_at is not None, tuple(guests))


def sent_of(session: Session, guest_id: int) -> list[Any]:
    """What somebody sent, the latest first: text, category_id, state, created_at, and no reason of a moderator."""
    return list(session.execute(_SENT, {"guest": guest_id}).all())


def votes_of(session: Session, guest_id: int) -> frozenset[int]:
    """The ids of the categories that somebody voted for."""
    return frozenset(session.execute(_VOTES, {"guest": guest_id}).scalars())


def rating_of(session: Session, guest_id: int) -> tuple[int, str | None] | None:
    """The stars and the sentence that somebody gave the day; None without any."""
    row = session.execute(_RATED, {"guest": guest_id}).first()
    return None if row is None else (row.stars, row.text)


def hall_provinces(session: Session) -> list[Any]:
    """Provinces to choose from: id, name_ar, name_fr, name_en, in_programme; those of the programme first."""
    c = _province.c
    asked = select(c.id, c.name_ar, c.name_fr, c.name_en, c.in_programme)
    return list(session.execute(asked.order_by(c.in_programme.desc(), c.name_fr)).all())


def hall_categories(session: Session) -> list[Any]:
    """The categories that may be chosen, in their order: id, code, label_ar, label_fr, label_en."""
    c = _category.c
    asked = select(c.id, c.code, c.label_ar, c.label_fr, c.label_en).where(c.deleted_at.is_(None), c.active.is_(True))
    return list(session.execute(asked.order_by(c.position, c.id)).all())


def bodies_named(session: Session, kind: str, text: str) -> list[tuple[int, str | None, str | None]]:
    """Organisations, or institutions for that kind of guest, that sound like what was typed: id, name_ar, name_latin.

    Organisations that may bear the name of a person are left out; MOST_FOUND at most.
    """
    if len(normalised(text)) < 2:
        return []
    if kind == "institution":
        c = _institution.c
        rows = session.execute(
            select(c.id, c.acronym, c.name_ar, c.name_fr)
            .where(c.deleted_at.is_(None), c.active.is_(True))
            .order_by(c.position, c.id)
        ).all()
        wanted = normalised(text)
        near = [row for row in rows if _near(wanted, row.acronym, row.name_ar, row.name_fr)]
        return [(row.id, row.name_ar, row.name_fr) for row in near[:MOST_FOUND]]
    c = _organisation.c
    asked = (
        select(c.id, c.name_ar, c.name_latin)
        .where(c.deleted_at.is_(None), c.merged_into_id.is_(None), c.kind.in_(_NAMED_KINDS))
        .where(sounds_like(c.search, text))
        .order_by(c.search, c.id)
        .limit(MOST_FOUND)
    )
    return [(row.id, row.name_ar, row.name_latin) for row in session.execute(asked)]


def body_named(session: Session, kind: str, body_id: int) -> tuple[str | None, str | None] | None:
    """The names (Arabic, Latin) of one that `bodies_named` may give; None for any other."""
    if kind == "institution":
        c = _institution.c
        asked = select(c.name_ar, c.name_fr).where(c.id == body_id, c.deleted_at.is_(None), c.active.is_(True))
    else:
        o = _organisation.c
        asked = select(o.name_ar, o.name_latin).where(
            *(o.id == body_id, o.deleted_at.is_(None), o.merged_into_id.is_(None), o.kind.in_(_NAMED_KINDS))
        )
    row = session.execute(asked).first()
    return None if row is None else (row[0], row[1])


def _near(wanted: str, *names: str | None) -> bool:
    return any(wanted in known or known in wanted for known in (normalised(name or "") for name in names) if known)
