"""What the letter to an institution tells: the promises that it still owes, and the obstacles it has not answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Labels = Mapping[str, str]


@dataclass(frozen=True)
class OwedPromise:
    """A promise that is neither done nor dropped, with what it answers by category and place."""

    what: str
    due_on: date | None
    state: str
    answers: tuple[Labels, ...]


@dataclass(frozen=True)
class OpenQuestion:
    """An obstacle put before the institution that it neither answered nor promised anything for."""

    category: Labels
    title: str | None
    province: Labels
    referred_on: date


@dataclass(frozen=True)
class LetterFacts:
    """All of the letter: whose it is, what is owed by its date, and what waits for an answer; it names no person."""

    acronym: str
    names: Labels
    promises: tuple[OwedPromise, ...]
    questions: tuple[OpenQuestion, ...]

    def __len__(self) -> int:
        return len(self.promises) + len(self.questions)
