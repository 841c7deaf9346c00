"""A person who takes part, the organisations a person belongs to, and the group a person is trained in."""

from datetime import date
from typing import Annotated, Self

from pydantic import model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import Day, OptionalDay, OptionalName, Phone, ShortText, Year, choice

SEXES = ("f", "m", "unknown")
MEMBER_ROLES = ("president", "member", "employee", "holder")
CONSENT_WAYS = ("paper", "spoken", "digital")
# Of each consent: whether it was given, the day, and the version of the notice that was read.
CONSENTS = (
    ("consent_data", "consent_data_on", "notice_version"),
    ("consent_photo", "consent_photo_on", "photo_notice_version"),
)
# A way says how a consent was given, and nothing where none was.
WAYS_OF = {"consent_way": "consent_data", "consent_photo_way": "consent_photo"}


def _dated(given: bool, on: date | None, field: str) -> None:
    if given and on is None:
        raise Invalid("consent_undated", field=field)


class PersonRecord(SQLModel):
    """One person; no identity-card number, since keeping it needs a prior authorisation (law 09-08)."""

    name_ar: OptionalName = None
    name_latin: OptionalName = None
    sex: Annotated[str, choice(*SEXES)] = "unknown"
    birth_year: Year = None
    phone: Phone = None
    consent_data: bool = False
    consent_data_on: OptionalDay = None
    consent_photo: bool = False
    consent_photo_on: OptionalDay = None
    consent_way: Annotated[str, choice(*CONSENT_WAYS)] = "paper"
    notice_version: ShortText = None
    consent_photo_way: Annotated[str, choice(*CONSENT_WAYS)] = "paper"
    photo_notice_version: ShortText = None
    objected_on: OptionalDay = None
    identified: bool = True

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.name_ar and not self.name_latin:
            raise Invalid("name_missing", field="name_latin")
        _dated(self.consent_data, self.consent_data_on, "consent_data_on")
        _dated(self.consent_photo, self.consent_photo_on, "consent_photo_on")
        return self


class MembershipRecord(SQLModel):
    """A person's dated place in an organisation."""

    organisation_id: int
    role: Annotated[str, choice(*MEMBER_ROLES)] = "member"
    since: OptionalDay = None
    until: OptionalDay = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise Invalid("ends_before_start", field="until")
        return self


class EnrolmentRecord(SQLModel):
    """A person's place in a group; withdrawing keeps the row and says when and why."""

    group_id: int
    enrolled_on: Day
    withdrawn_on: OptionalDay = None
    reason: ShortText = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.withdrawn_on and self.withdrawn_on < self.enrolled_on:
            raise Invalid("ends_before_start", field="withdrawn_on")
        return self
