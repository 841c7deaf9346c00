"""An organisation of the programme, its dated figures, and its part in a phase."""

from typing import Annotated, Self

from pydantic import model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import (
    Count,
    Day,
    Ice,
    Latitude,
    Longitude,
    Mail,
    OptionalDay,
    OptionalName,
    OptionalText,
    Phone,
    ShortText,
    choice,
)

KINDS = ("cooperative", "union", "association", "gie", "project_group", "individual_project")
PARTICIPATION_STATES = ("invited", "enrolled", "withdrawn")


class OrganisationRecord(SQLModel):
    """One organisation; at least one of its two names is given, and the position is whole or absent."""

    kind: Annotated[str, choice(*KINDS)]
    name_ar: OptionalName = None
    name_latin: OptionalName = None
    court: ShortText = None
    registration_number: ShortText = None
    ice: Ice = None
    sector_id: int | None = None
    branch: ShortText = None
    founded_on: OptionalDay = None
    commune_id: int | None = None
    douar: ShortText = None
    longitude: Longitude = None
    latitude: Latitude = None
    contact_name: OptionalName = None
    phone: Phone = None
    mail: Mail = None
    note: OptionalText = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.name_ar and not self.name_latin:
            raise Invalid("name_missing", field="name_latin")
        if (self.longitude is None) != (self.latitude is None):
            raise Invalid("position_half", field="longitude")
        if self.registration_number and not self.court:
            raise Invalid("court_missing", field="court")
        return self


class FiguresRecord(SQLModel):
    """What an organisation declares of its members on a day; something is declared, parts are at most the whole."""

    as_of: Day
    members: Count = None
    women: Count = None
    youth: Count = None
    disabled: Count = None

    @model_validator(mode="after")
    def _parts(self) -> Self:
        if self.members is None and self.women is None and self.youth is None and self.disabled is None:
            raise Invalid("figures_empty", field="members")
        for part in ("women", "youth", "disabled"):
            value = getattr(self, part)
            if value is not None and self.members is not None and value > self.members:
                raise Invalid("part_over_whole", field=part, whole=self.members)
        return self


class ParticipationRecord(SQLModel):
    """An organisation's part in a phase: the denominator of coverage."""

    phase_id: int
    state: Annotated[str, choice(*PARTICIPATION_STATES)] = "enrolled"
    since: OptionalDay = None
    until: OptionalDay = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise Invalid("ends_before_start", field="until")
        return self
