"""What people thought of a sitting: three questions with a face each, one person's answers, and the count of many.

Nobody's name stands beside an answer, and answers are kept as counts only, so that none can be led back to anybody.
"""

from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import optional_choice

QUESTIONS = ("understood", "useful", "trainer")
FACES = ("good", "fair", "poor")
COUNTS = tuple(f"{question}_{face}" for question in QUESTIONS for face in FACES)
# On paper, counted at a desk; or tapped on a phone, one person after the other.
ANSWER_WAYS = ("paper", "phone")
MOST_ANSWERED = 2000
# Some who were on no list came all the same, and a roster is often completed only later.
_LEAST_MARGIN = 5
_MARGIN = 5


def most_answers(expected: int, headcount: int | None) -> int:
    """How many people may answer after a sitting: those on its roster or the heads declared, and a fifth more."""
    people = max(expected, headcount or 0)
    return people + max(_LEAST_MARGIN, -(-people // _MARGIN))


def _number(value: int) -> int:
    if value < 0:
        raise Invalid("negative")
    if value > MOST_ANSWERED:
        raise Invalid("too_large", limit=MOST_ANSWERED)
    return value


Number = Annotated[int, AfterValidator(_number)]


class Answers(SQLModel):
    """One person's faces; a question may be passed over, but not all three."""

    understood: Annotated[str | None, optional_choice(*FACES)] = None
    useful: Annotated[str | None, optional_choice(*FACES)] = None
    trainer: Annotated[str | None, optional_choice(*FACES)] = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.understood or self.useful or self.trainer):
            raise Invalid("satisfaction_empty")
        return self


class Tally(SQLModel):
    """How many people answered, and how many marked each face of each question."""

    answered: Number
    understood_good: Number = 0
    understood_fair: Number = 0
    understood_poor: Number = 0
    useful_good: Number = 0
    useful_fair: Number = 0
    useful_poor: Number = 0
    trainer_good: Number = 0
    trainer_fair: Number = 0
    trainer_poor: Number = 0

    @model_validator(mode="after")
    def _within(self) -> Self:
        for question in QUESTIONS:
            faces = sum(getattr(self, f"{question}_{face}") for face in FACES)
            if faces > self.answered:
                raise Invalid("satisfaction_more_faces", field=f"{question}_good", faces=faces, answered=self.answered)
        return self
