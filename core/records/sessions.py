"""A training session (one sitting), who is expected at it, and what is marked of each."""

from datetime import time
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import Count, Day, ShortText, choice

SESSION_STATES = ("planned", "held", "closed", "cancelled")
WAYS = ("paper", "tick", "qr", "import")
LONGEST_SITTING = 24.0


def _hours(value: float | None) -> float | None:
    if value is not None and not 0 < value <= LONGEST_SITTING:
        raise Invalid("hours_wrong", limit=int(LONGEST_SITTING))
    return value


Hours = Annotated[float, AfterValidator(_hours)]


class SessionRecord(SQLModel):
    """One sitting: what is taught, to whom, where and when, in local time of the place."""

    phase_id: int
    module_id: int
    group_id: int | None = None
    commune_id: int
    venue: ShortText = None
    held_on: Day
    starts_at: time
    ends_at: time
    zone: str = "Africa/Casablanca"
    hours: Hours
    capacity: Count = None
    counts_as_training: bool = True
    declared_headcount: Count = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise Invalid("ends_before_start", field="ends_at")
        length = self.ends_at.hour + self.ends_at.minute / 60 - self.starts_at.hour - self.starts_at.minute / 60
        if self.hours > length + 1e-9:
            raise Invalid("hours_over_length", field="hours", length=round(length, 2))
        return self


class AttendanceMark(SQLModel):
    """What is marked for one registration; no status takes the mark back to unknown."""

    registration_id: int
    status_id: int | None = None
    hours: Annotated[float | None, AfterValidator(_hours)] = None
    way: Annotated[str, choice(*WAYS)] = "tick"
