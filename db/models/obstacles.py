"""Obstacles, their mentions, and each step of an obstacle from one state to another."""

from datetime import datetime

from sqlmodel import Field

from core.records.obstacles import MentionRecord, ObstacleRecord
from db.models.base import Base, Moment, Row, now


class Obstacle(Row, ObstacleRecord, table=True):
    """What stands in somebody's way."""

    category_id: int = Field(foreign_key="obstacle_category.id", index=True)
    province_id: int | None = Field(default=None, foreign_key="province.id", index=True)
    state: str = Field(default="raised", index=True)
    # The obstacle it was found to repeat.
    merged_into_id: int | None = Field(default=None, foreign_key="obstacle.id", index=True)


class Mention(Row, MentionRecord, table=True):
    """One voice naming an obstacle; its province is the mention's own place."""

    obstacle_id: int = Field(foreign_key="obstacle.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    commune_id: int | None = Field(default=None, foreign_key="commune.id", index=True)
    province_id: int | None = Field(default=None, foreign_key="province.id", index=True)
    # Where it was said: on a visit, or at an event by a guest.
    visit_id: int | None = Field(default=None, foreign_key="organisation_visit.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    guest_id: int | None = Field(default=None, foreign_key="guest.id", index=True)


class ObstacleMove(Base, table=True):
    """An obstacle that came from one state into another, only added to; with a reason where somebody decided it."""

    __tablename__ = "obstacle_move"

    id: int | None = Field(default=None, primary_key=True)
    obstacle_id: int = Field(foreign_key="obstacle.id", index=True)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    before: str
    after: str
    reason: str | None = None
