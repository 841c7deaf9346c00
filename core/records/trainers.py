"""A person who trains, and what a trainer gives to one session: a role, and the hours before, in and around it."""

from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import OptionalName, Phone, choice

# Whose own person a trainer is: only the sponsor's count as its volunteers.
SIDES = ("sponsor", "association", "external")
ROLES = ("lead", "assistant")
MOST_HOURS = 24.0


def _quarters(value: float | None) -> float | None:
    if value is None:
        return None
    if not 0 <= value <= MOST_HOURS:
        raise Invalid("trainer_hours_wrong", limit=int(MOST_HOURS))
    if (value * 4) % 1:
        raise Invalid("trainer_hours_quarters")
    return value


Quarters = Annotated[float | None, AfterValidator(_quarters)]


class TrainerRecord(SQLModel):
    """One person who trains; `active` is whether the person may still be chosen for a session."""

    name_ar: OptionalName = None
    name_latin: OptionalName = None
    side: Annotated[str, choice(*SIDES)]
    phone: Phone = None
    active: bool = True

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.name_ar and not self.name_latin:
            raise Invalid("name_missing", field="name_latin")
        return self


class TrainerPlace(SQLModel):
    """A trainer's place at a session."""

    trainer_id: int
    role: Annotated[str, choice(*ROLES)] = "lead"


class TrainerHours(SQLModel):
    """Hours given to one session, in quarters; None as long as nobody has said."""

    preparation: Quarters = None
    delivery: Quarters = None
    travel: Quarters = None
