"""What an institution answered to an obstacle, as it is told to whoever raised it: a promise, words, or nothing yet."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from core.records.commitments import OPEN_STATES

# How far an answer is, besides the states of a promise: its date is over, it was given in words alone, or it is due.
LATE, ANSWERED, WAITING = "late", "answered", "waiting"


class Answer(BaseModel):
    """One promise for an obstacle, or what came of one referral without any; never who of the institution said it.

    `promise`, `due_on`, `state` and `done_on` are those of the promise; `words` and `answered_on` those of an answer to
    the referral of `asked_on`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    institution: str
    asked_on: date | None = None
    words: str | None = None
    answered_on: date | None = None
    promise: str | None = None
    due_on: date | None = None
    state: str | None = None
    done_on: date | None = None

    def standing(self, on: date) -> str:
        """How far it is on a day: a state of promises, LATE, ANSWERED or WAITING."""
        if self.state is None:
            return WAITING if self.answered_on is None else ANSWERED
        over = self.due_on is not None and self.due_on < on
        return LATE if over and self.state in OPEN_STATES else self.state
