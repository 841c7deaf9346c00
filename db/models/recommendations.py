"""Recommendations, the obstacles they answer, and what followed."""

from datetime import datetime

from sqlmodel import Field

from core.records.recommendations import RecommendationRecord, RecommendationStepRecord
from db.models.base import Base, Moment, Row, now, unique_among_living


class Recommendation(Row, RecommendationRecord, table=True):
    """A recommendation."""

    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    given_by_id: int | None = Field(default=None, foreign_key="institution.id", index=True)
    taken_on_by_id: int | None = Field(default=None, foreign_key="institution.id", index=True)


class RecommendationObstacle(Row, table=True):
    """An obstacle that a recommendation answers."""

    __tablename__ = "recommendation_obstacle"
    __table_args__ = (unique_among_living("recommendation_obstacle", "recommendation_id", "obstacle_id"),)

    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)
    obstacle_id: int = Field(foreign_key="obstacle.id", index=True)


class RecommendationStep(Base, RecommendationStepRecord, table=True):
    """What followed a recommendation, only added to."""

    __tablename__ = "recommendation_step"

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    account_id: int | None = Field(default=None, foreign_key="account.id")
