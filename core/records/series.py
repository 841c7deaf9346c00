"""A series of sessions: modules in their order, given to one group or several, week after week."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import Count, Day, ShortText
from core.records.sessions import Hours

MOST_WEEKS = 8


def _some(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        raise Invalid("required")
    return value


def _weeks(value: int) -> int:
    if not 1 <= value <= MOST_WEEKS:
        raise Invalid("out_of_limits", least=1, most=MOST_WEEKS)
    return value


class SeriesRecord(SQLModel):
    """Each module is given to each group in the order chosen, one module a turn, a turn every `weeks` weeks.

    `groups` pairs a group with the commune it meets in. The groups of one turn sit at the same hour, each in its
    own commune, or `one_after_another` on the same day.
    """

    phase_id: int
    module_ids: Annotated[tuple[int, ...], AfterValidator(_some)]
    groups: Annotated[tuple[tuple[int, int], ...], AfterValidator(_some)]
    venue: ShortText = None
    first_day: Day
    weeks: Annotated[int, AfterValidator(_weeks)] = 1
    starts_at: time
    ends_at: time
    hours: Hours
    one_after_another: bool = False
    capacity: Count = None

    @model_validator(mode="after")
    def _within_the_day(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise Invalid("ends_before_start", field="ends_at")
        turns = len(self.groups) if self.one_after_another else 1
        if self._minutes(self.starts_at) + turns * self._length > 24 * 60:
            raise Invalid("series_past_midnight", field="one_after_another")
        return self

    @property
    def _length(self) -> int:
        return self._minutes(self.ends_at) - self._minutes(self.starts_at)

    @staticmethod
    def _minutes(at: time) -> int:
        return at.hour * 60 + at.minute

    def sessions(self) -> list[dict[str, Any]]:
        """The values of each session in the order of their days and hours, as SessionRecord takes them."""
        made = []
        for turn, module in enumerate(self.module_ids):
            day = self.first_day + timedelta(weeks=turn * self.weeks)
            for place, (group, commune) in enumerate(self.groups):
                late = place * self._length if self.one_after_another else 0
                made.append(
                    {
                        "phase_id": self.phase_id,
                        "module_id": module,
                        "group_id": group,
                        "commune_id": commune,
                        "venue": self.venue,
                        "held_on": day,
                        "starts_at": _later(day, self.starts_at, late),
                        "ends_at": _later(day, self.ends_at, late),
                        "hours": self.hours,
                        "capacity": self.capacity,
                    }
                )
        return made


def _later(day: date, at: time, minutes: int) -> time:
    return (datetime.combine(day, at) + timedelta(minutes=minutes)).time()
