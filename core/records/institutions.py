"""The people of an institution, and an obstacle that is put before it."""

from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import Day, Mail, Name, OptionalDay, OptionalText, Phone, ShortText, Text

# So many institutions are asked with one form at most.
MOST_ASKED = 20


def _somebody(value: list[int]) -> list[int]:
    asked = sorted(set(value))
    if not asked:
        raise Invalid("required")
    if len(asked) > MOST_ASKED:
        raise Invalid("too_large", limit=MOST_ASKED)
    return asked


class InstitutionPersonRecord(SQLModel):
    """A person of an institution who promises and answers for it; the contacts are never shown outside the desk."""

    institution_id: int
    name: Name
    office: ShortText = None
    phone: Phone = None
    mail: Mail = None
    active: bool = True


class ReferralRecord(SQLModel):
    """An obstacle put before an institution on a day, and its answer in words where it gave one."""

    obstacle_id: int
    institution_id: int
    referred_on: Day
    note: OptionalText = None
    answer: OptionalText = None
    answered_on: OptionalDay = None


class ReferringRecord(SQLModel):
    """An obstacle put before one or several institutions on the same day; they are ids, each once and in order."""

    institutions: Annotated[list[int], AfterValidator(_somebody)]
    referred_on: Day
    note: OptionalText = None


class ReferralChange(SQLModel):
    """What is corrected of a referral: its day and its note."""

    referred_on: Day
    note: OptionalText = None


class AnswerRecord(SQLModel):
    """What the institution answered to a referral in words, and on which day."""

    answer: Text
    answered_on: Day


class LinkRecord(SQLModel):
    """A link for a person of an institution: the last day on which it opens."""

    expires_on: Day
