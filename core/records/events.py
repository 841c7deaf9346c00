"""An event, its guests, and what they send from their phones."""

from datetime import time
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import (
    Count,
    Day,
    OptionalName,
    OptionalText,
    Phone,
    ShortText,
    choice,
    cleaned,
)

GUEST_KINDS = ("cooperative", "association", "institution", "other")
# What a guest of an organisation is counted as, by the organisation's kind.
_KINDS_OF = {"cooperative": "cooperative", "union": "cooperative", "association": "association"}
CHECK_IN_WAYS = ("door", "code", "walk_in", "phone", "helper")
SUBMISSION_STATES = ("pending", "shown", "merged", "rejected")
# Why a moderator does not let a submission through, in the order in which the reasons are offered.
REJECT_REASONS = ("no_obstacle", "names_somebody", "offensive", "advertising", "unreadable")
STAGE_LANGUAGES = ("ar", "fr", "both")
# The languages an event may speak, in the order in which they are offered; Arabic comes first.
EVENT_LANGUAGES = ("ar", "fr", "en")
STAGE_LOOKS = ("dark", "light")
SCENES = ("welcome", "arrivals", "programme", "map", "obstacles", "vote", "institutions", "next_phase", "thanks")
SUBMISSION_LENGTH = 250
VOTES = 3


def kind_of_guest(organisation_kind: str) -> str:
    """What kind of guest somebody of such an organisation is."""
    return _KINDS_OF.get(organisation_kind, "other")


def _submission(value: Any) -> str:
    text = cleaned(str(value or ""), keep_lines=False)
    if not any(c.isalnum() for c in text):
        raise Invalid("required")
    if len(text) > SUBMISSION_LENGTH:
        raise Invalid("too_long", limit=SUBMISSION_LENGTH)
    return text


def _languages(value: Any) -> str:
    given = value.split() if isinstance(value, str) else [str(one) for one in value or ()]
    if wrong := [one for one in given if one not in EVENT_LANGUAGES]:
        raise Invalid("unknown_choice", given=wrong[0][:40])
    if not given:
        raise Invalid("required")
    return " ".join(one for one in EVENT_LANGUAGES if one in given)


def _stars(value: int) -> int:
    if not 1 <= value <= 5:
        raise Invalid("unknown_choice", given=str(value))
    return value


class EventRecord(SQLModel):
    """An event: its name in languages, its place and time, the seats and the order of the day."""

    phase_id: int | None = None
    name_ar: OptionalName = None
    name_fr: OptionalName = None
    name_en: OptionalName = None
    held_on: Day
    starts_at: time
    ends_at: time
    commune_id: int | None = None
    venue: ShortText = None
    seats: Count = None
    programme_ar: OptionalText = None
    programme_fr: OptionalText = None
    programme_en: OptionalText = None
    # Codes with a blank between them.
    languages: Annotated[str, BeforeValidator(_languages)] = "ar fr"

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not (self.name_ar or self.name_fr or self.name_en):
            raise Invalid("required", field="name_ar")
        if self.ends_at <= self.starts_at:
            raise Invalid("event_ends_before", field="ends_at")
        return self


class GuestRecord(SQLModel):
    """A guest: no trainee. The name may be missing, and is never shown on the stage or a phone."""

    kind: Annotated[str, choice(*GUEST_KINDS)]
    name_ar: OptionalName = None
    name_latin: OptionalName = None
    organisation_id: int | None = None
    institution_id: int | None = None
    # Where the guest comes from when that is in no list.
    comes_from: ShortText = None
    province_id: int | None = None
    phone: Phone = None


class LiveSubmissionRecord(SQLModel):
    """An obstacle as it is sent from a phone in the hall: a category, a province, at most 250 characters."""

    category_id: int
    province_id: int | None = None
    text: Annotated[str, BeforeValidator(_submission)]


class EventRatingRecord(SQLModel):
    """How somebody rates the day, from 1 to 5, and one sentence."""

    stars: Annotated[int, AfterValidator(_stars)]
    text: Annotated[str | None, BeforeValidator(lambda value: _submission(value) if value else None)] = None


class SceneRecord(SQLModel):
    """A scene of the stage: what it shows, for how many seconds, and whether it is in the order."""

    kind: Annotated[str, choice(*SCENES)]
    position: int
    seconds: int = 20
    shown: bool = True


class StageLookRecord(SQLModel):
    """How the stage looks: its language and its colours."""

    language: Annotated[str, choice(*STAGE_LANGUAGES)] = "both"
    look: Annotated[str, choice(*STAGE_LOOKS)] = "dark"
