"""What a person decided of likely doubles: merged into one, with what it takes to undo it, or two different ones."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from db.models.base import Moment, Row, unique_among_living


class Merge(Row, table=True):
    """Two rows of one kind made one: `kept_id` stays, `gone_id` leads to it from then on.

    `before` holds both rows' values as they were, `moved` every pointer that was changed and every row that fell
    together with another, in the order they were done.
    """

    kind: str = Field(index=True)
    kept_id: int
    gone_id: int
    choices: dict[str, Any] = Field(sa_type=JSON)
    before: dict[str, Any] = Field(sa_type=JSON)
    moved: list[dict[str, Any]] = Field(sa_type=JSON)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)


class Apart(Row, table=True):
    """Two rows of one kind that somebody looked at and found to be different; the lower id comes first."""

    __table_args__ = (unique_among_living("apart", "kind", "first_id", "second_id"),)

    kind: str
    first_id: int
    second_id: int
