"""An obstacle, and each mention of it by an organisation or a guest."""

from typing import Annotated, Self

from pydantic import model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import Day, OptionalName, ShortText, Text, choice, optional_choice

SCOPES = ("organisation", "province", "national")
SEVERITIES = ("low", "medium", "high")
OBSTACLE_STATES = ("raised", "addressed", "committed", "in_progress", "done", "confirmed", "dropped")
# The two papers that are taken for one another where a category asks which: of a place, or of a person.
PAPERS = ("establishment", "worker")
SOURCES = ("field", "event", "diagnosis", "visit", "import")


class ObstacleRecord(SQLModel):
    """What stands in somebody's way, in one category; several mentions make it heavier, not more."""

    category_id: int
    scope: Annotated[str, choice(*SCOPES)] = "organisation"
    severity: Annotated[str, choice(*SEVERITIES)] = "medium"
    title: ShortText = None
    paper: Annotated[str | None, optional_choice(*PAPERS)] = None
    province_id: int | None = None
    raised_on: Day


class MentionRecord(SQLModel):
    """One voice naming an obstacle: an organisation, a named guest or a guest of an event, a place, the words as said.

    A guest of an event speaks under a number, and needs no name.
    """

    organisation_id: int | None = None
    guest_name: OptionalName = None
    commune_id: int | None = None
    province_id: int | None = None
    words: Text
    mentioned_on: Day
    source: Annotated[str, choice(*SOURCES)] = "field"
    event_id: int | None = None
    guest_id: int | None = None

    @model_validator(mode="after")
    def _someone(self) -> Self:
        if self.organisation_id is None and self.guest_name is None and self.guest_id is None:
            raise Invalid("nobody_mentions", field="organisation_id")
        return self
