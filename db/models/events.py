"""An event, its guests, the phones in the hall, what they send and vote, and what stands on the stage."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from core.records.events import (
    EventRatingRecord,
    EventRecord,
    GuestRecord,
    LiveSubmissionRecord,
    SceneRecord,
    StageLookRecord,
)
from db.models.base import Base, Moment, Row, now, unique_among_living


class Event(Row, EventRecord, table=True):
    """An event, the switches of what phones may do, and the secret that its code is made of."""

    phase_id: int | None = Field(default=None, foreign_key="phase.id", index=True)
    commune_id: int | None = Field(default=None, foreign_key="commune.id", index=True)
    secret: str
    check_in_open: bool = False
    submissions_open: bool = False
    votes_open: bool = False
    ratings_open: bool = False
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    # When accepted submissions became mentions of the register.
    registered_at: datetime | None = Field(default=None, sa_type=Moment)


class EventPhone(Row, table=True):
    """A phone in the hall, known by the hash of its cookie; several people may check in on one."""

    __tablename__ = "event_phone"

    event_id: int = Field(foreign_key="event.id", index=True)
    digest: str = Field(unique=True)
    banned_at: datetime | None = Field(default=None, sa_type=Moment)
    sent: int = 0


class Guest(Row, GuestRecord, table=True):
    """A guest of an event, invited or come by themselves; checked in once."""

    event_id: int = Field(foreign_key="event.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    institution_id: int | None = Field(default=None, foreign_key="institution.id", index=True)
    province_id: int | None = Field(default=None, foreign_key="province.id", index=True)
    invited: bool = False
    # What the badge's code says; nobody can guess another's.
    badge: str = Field(unique=True)
    checked_in_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    checked_in_by: int | None = Field(default=None, foreign_key="account.id")
    checked_in_way: str | None = None
    phone_id: int | None = Field(default=None, foreign_key="event_phone.id", index=True)
    # That the notice was read on the phone, and which one.
    agreed_at: datetime | None = Field(default=None, sa_type=Moment)
    notice_version: str | None = None
    # When the names went for good.
    anonymised_at: datetime | None = Field(default=None, sa_type=Moment)


class LiveSubmission(Row, LiveSubmissionRecord, table=True):
    """An obstacle sent from a phone: seen by moderators first, by the stage once it is shown."""

    __tablename__ = "live_submission"

    event_id: int = Field(foreign_key="event.id", index=True)
    guest_id: int = Field(foreign_key="guest.id", index=True)
    category_id: int = Field(foreign_key="obstacle_category.id", index=True)
    province_id: int | None = Field(default=None, foreign_key="province.id", index=True)
    state: str = Field(default="pending", index=True)
    reason: str | None = None
    # The obstacle of the register it names, or another submission it repeats.
    obstacle_id: int | None = Field(default=None, foreign_key="obstacle.id", index=True)
    same_as_id: int | None = Field(default=None, foreign_key="live_submission.id", index=True)
    moderated_at: datetime | None = Field(default=None, sa_type=Moment)
    moderated_by: int | None = Field(default=None, foreign_key="account.id")
    mention_id: int | None = Field(default=None, foreign_key="mention.id", index=True)


class Vote(Base, table=True):
    """A category among the three that matter most to a guest; changed by others as long as votes are open."""

    __table_args__ = (UniqueConstraint("guest_id", "category_id"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    guest_id: int = Field(foreign_key="guest.id", index=True)
    category_id: int = Field(foreign_key="obstacle_category.id", index=True)
    at: datetime = Field(default_factory=now, sa_type=Moment)


class EventRating(Row, EventRatingRecord, table=True):
    """How a guest rates the day."""

    __tablename__ = "event_rating"
    __table_args__ = (unique_among_living("event_rating", "guest_id"),)

    event_id: int = Field(foreign_key="event.id", index=True)
    guest_id: int = Field(foreign_key="guest.id", index=True)


class Scene(Row, SceneRecord, table=True):
    """A scene in the order of an event's stage."""

    event_id: int = Field(foreign_key="event.id", index=True)


class Stage(Row, StageLookRecord, table=True):
    """What is on the stage of an event now: the scene, since when, and whether it is paused, frozen or black.

    `frozen` is the picture's data as it was when it was frozen.
    """

    __table_args__ = (unique_among_living("stage", "event_id"),)

    event_id: int = Field(foreign_key="event.id", index=True)
    scene_id: int | None = Field(default=None, foreign_key="scene.id", index=True)
    moved_at: datetime = Field(default_factory=now, sa_type=Moment)
    paused_at: datetime | None = Field(default=None, sa_type=Moment)
    frozen_at: datetime | None = Field(default=None, sa_type=Moment)
    frozen: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    black: bool = False


class StageLink(Row, table=True):
    """A link that opens the stage and nothing else; only its hash is kept; it expires and can be revoked."""

    __tablename__ = "stage_link"

    event_id: int = Field(foreign_key="event.id", index=True)
    digest: str = Field(unique=True)
    expires_on: date
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
