"""A recommendation of an event: its text in languages, who takes it on, its level, state and what followed."""

from typing import Annotated, Self

from pydantic import model_validator
from sqlmodel import SQLModel

from core.problems import Invalid, Problem
from core.records.fields import CODE_LENGTH, Day, OptionalDay, OptionalText, ShortText, Text, choice

LEVELS = ("programme", "province", "region", "national")
RECOMMENDATION_STATES = ("proposed", "taken_on", "in_progress", "done", "dropped")


class RecommendationRecord(SQLModel):
    """A recommendation in one language at least; an institution may have given it and another may take it on."""

    event_id: int | None = None
    given_by_id: int | None = None
    taken_on_by_id: int | None = None
    # Who takes it on where that is no institution of the list.
    taken_on_by: ShortText = None
    text_ar: OptionalText = None
    text_fr: OptionalText = None
    text_en: OptionalText = None
    level: Annotated[str, choice(*LEVELS)] = "programme"
    state: Annotated[str, choice(*RECOMMENDATION_STATES)] = "proposed"
    recommended_on: Day
    due_on: OptionalDay = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        if not (self.text_ar or self.text_fr or self.text_en):
            raise Invalid("required", field="text_ar")
        return self


class RecommendationStepRecord(SQLModel):
    """What followed a recommendation on a day, in words."""

    happened_on: Day
    text: Text


def recommendation_state(code: str) -> str:
    """The state of this code; Problem("unknown_choice") beside the field where there is none."""
    if code not in RECOMMENDATION_STATES:
        raise Problem("unknown_choice", field="state", given=code[:CODE_LENGTH])
    return code
