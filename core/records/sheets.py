"""The sign-in sheet of a session: its states, the three counts that face each other, and what is said of a row."""

from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid, Problem
from core.records.fields import Count, OptionalText, Text

SHEET_STATES = ("draft", "submitted", "has_issues", "verified", "locked")
# The states in which a coordinator has said that the sheet is right.
VERIFIED_STATES = ("verified", "locked")
# The states in which the sheet is in the hands of the field.
FIELD_STATES = ("draft", "has_issues")
MOST_PAGES = 12
MOST_PEOPLE = 2000


def _given(value: int | None) -> int:
    if value is None:
        raise Invalid("required")
    if value > MOST_PEOPLE:
        raise Invalid("too_many_people", limit=MOST_PEOPLE)
    return value


Counted = Annotated[Count, AfterValidator(_given)]


class SheetCounts(SQLModel):
    """What the field counted: heads in the room, signatures on the paper, and why they differ where they do."""

    declared_headcount: Counted = None
    signatures: Counted = None
    difference_reason: OptionalText = None

    @model_validator(mode="after")
    def _both(self) -> Self:
        # A count that is left out never meets the check of its field.
        for field in ("declared_headcount", "signatures"):
            if getattr(self, field) is None:
                raise Invalid("required", field=field)
        return self


class CommentRecord(SQLModel):
    """What a coordinator says of one row of the sheet, or of the whole sheet without one."""

    registration_id: int | None = None
    text: Text


def differ(headcount: int | None, signatures: int | None, names: int) -> bool:
    """Whether the heads declared, the signatures counted and the names entered are not one and the same number."""
    return not headcount == signatures == names


def explain(headcount: int | None, signatures: int | None, names: int, reason: str | None) -> None:
    """Problem("difference_unexplained") where the three counts differ and nobody says why."""
    if differ(headcount, signatures, names) and not reason:
        raise Problem(
            "difference_unexplained",
            field="difference_reason",
            headcount=headcount or 0,
            signatures=signatures or 0,
            names=names,
        )
