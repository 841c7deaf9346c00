"""Obstacles and their mentions."""

from sqlmodel import Field

from core.records.obstacles import MentionRecord, ObstacleRecord
from db.models.base import Row


class Obstacle(Row, ObstacleRecord, table=True):
    """What stands in somebody's way."""

    category_id: int = Field(foreign_key="obstacle_category.id", index=True)
    province_id: int | None = Field(default=None, foreign_key="province.id", index=True)
    state: str = "raised"


class Mention(Row, MentionRecord, table=True):
    """One voice naming an obstacle; its province is the mention's own place."""

    obstacle_id: int = Field(foreign_key="obstacle.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    commune_id: int | None = Field(default=None, foreign_key="commune.id", index=True)
    province_id: int | None = Field(default=None, foreign_key="province.id", index=True)
