"""What an institution promises, the steps towards it, and what a cooperative says of it in the end."""

from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import CODE_LENGTH, Day, OptionalDay, OptionalText, ShortText, Text, choice, optional_choice

COMMITMENT_STATES = ("promised", "in_progress", "done", "dropped")
VERDICTS = ("solved", "partly", "no")
CONFIRMATION_WAYS = ("visit", "phone", "link")
# What is still owed: neither done nor dropped.
OPEN_STATES = ("promised", "in_progress")
# What an institution says by its own link; that a promise is dropped is told to a person.
STATES_BY_LINK = ("in_progress", "done")
# A step towards the promise, a question asked back, and the programme's answer to one.
UPDATE_KINDS = ("step", "question", "answer")


_LONGEST_ADDRESS = 500


def _web_address(value: Any) -> str | None:
    text = "".join(str(value or "").split())
    if not text:
        return None
    if len(text) > _LONGEST_ADDRESS:
        raise Invalid("too_long", limit=_LONGEST_ADDRESS)
    whole = text if "://" in text or (text.split(":")[0].isalpha() and ":" in text) else f"https://{text}"
    parts = urlsplit(whole)
    # Anything but a page of the web could run in the browser of whoever opens it.
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or "@" in parts.netloc:
        raise Invalid("address_wrong", given=text[:CODE_LENGTH])
    return whole


WebAddress = Annotated[str | None, BeforeValidator(_web_address)]


class CommitmentRecord(SQLModel):
    """What is promised, by whom of the institution, by when and to whom."""

    institution_id: int
    institution_person_id: int | None = None
    what: Text
    to_whom: ShortText = None
    promised_on: Day
    due_on: OptionalDay = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.due_on is not None and self.due_on < self.promised_on:
            raise Invalid("due_before_promised", field="due_on")
        return self


class UpdateRecord(SQLModel):
    """A step of a commitment: its day, text, the state it leads to, and a link as proof."""

    kind: Annotated[str, choice(*UPDATE_KINDS)] = "step"
    happened_on: Day
    text: Text
    state: Annotated[str | None, optional_choice(*COMMITMENT_STATES)] = None
    proof_address: WebAddress = None


class ConfirmationRecord(SQLModel):
    """What an organisation that mentioned an obstacle says: solved, partly or no, in its own words."""

    obstacle_id: int
    organisation_id: int
    verdict: Annotated[str, choice(*VERDICTS)]
    words: OptionalText = None
    confirmed_on: Day
    way: Annotated[str, choice(*CONFIRMATION_WAYS)] = "visit"


class OrganisationVisitRecord(SQLModel):
    """A visit to an organisation: its day, what was seen and said, and the next step with its day."""

    organisation_id: int
    visited_on: Day
    words: Text
    next_step: OptionalText = None
    next_on: OptionalDay = None
