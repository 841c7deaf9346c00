"""What a person may ask about the data kept on the person, and what came of it."""

from typing import Annotated, Self

from pydantic import model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import Day, OptionalDay, OptionalText, choice, optional_choice

REQUEST_KINDS = ("access", "correction", "objection", "erasure")
REQUEST_OUTCOMES = ("done", "partly", "refused")


class RequestRecord(SQLModel):
    """A request with the day it came and the day it is due; an answered one says what came of it."""

    person_id: int
    kind: Annotated[str, choice(*REQUEST_KINDS)]
    received_on: Day
    due_on: Day
    answered_on: OptionalDay = None
    outcome: Annotated[str | None, optional_choice(*REQUEST_OUTCOMES)] = None
    note: OptionalText = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.due_on < self.received_on:
            raise Invalid("ends_before_start", field="due_on")
        if self.answered_on and self.answered_on < self.received_on:
            raise Invalid("ends_before_start", field="answered_on")
        if bool(self.answered_on) != bool(self.outcome):
            raise Invalid("required", field="outcome" if self.answered_on else "answered_on")
        return self
