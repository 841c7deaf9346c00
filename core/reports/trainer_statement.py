"""The yearly statement of trainers' hours, in two languages: each session of each trainer, and what they sum up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.i18n import Words, direction, words
from core.reports.typesetting import pdf

_COLUMNS = ("held_on", "module", "place", "preparation", "delivery", "travel", "total")
_SUMS = ("trainer", "sessions", "preparation", "delivery", "travel", "total")


@dataclass(frozen=True)
class StatedSession:
    """One session of a trainer; module and place by language, hours of the three kinds."""

    held_on: date
    module: dict[str, str]
    place: dict[str, str]
    role: str
    preparation: float
    delivery: float
    travel: float

    @property
    def hours(self) -> tuple[float, float, float, float]:
        """Preparation, delivery, travel, and all of them together."""
        parts = (self.preparation, self.delivery, self.travel)
        return (*parts, sum(parts))


@dataclass(frozen=True)
class StatedTrainer:
    """A trainer with the sessions of the year, in the order of their days."""

    name_ar: str | None
    name_latin: str | None
    side: str
    sessions: tuple[StatedSession, ...]

    @property
    def hours(self) -> tuple[float, ...]:
        """Preparation, delivery, travel and total over the sessions."""
        return summed([session.hours for session in self.sessions])


def summed(rows: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Each of the four kinds of hours over the rows; zeros without any."""
    return tuple(sum(column) for column in zip(*rows, strict=True)) if rows else (0.0,) * 4


def trainer_statement(year: int, trainers: Sequence[StatedTrainer], languages: tuple[str, str], on: date) -> bytes:
    """The statement as PDF bytes (A4, as many pages as it needs), made on a day.

    It runs in the direction of the first of the two languages and says every label in both. Several trainers are
    summed up on the first page, and each has pages of its own after it.
    """
    first, second = languages
    said = words(first)
    every = summed([trainer.hours for trainer in trainers])
    return pdf(
        "trainer_statement",
        {
            "language": first,
            "direction": direction(first),
            "other": {"language": second, "direction": direction(second)},
            "title": [words(language).say("statement.title", year=str(year)) for language in languages],
            "printed": words(first).say("statement.made_on", on=on),
            "columns": [_both(languages, f"statement.{name}") for name in _COLUMNS],
            "sums_columns": [_both(languages, f"statement.{name}") for name in _SUMS],
            "total": _both(languages, "statement.total"),
            "held_only": _both(languages, "statement.held_only"),
            "signatures": [_both(languages, f"statement.{name}") for name in ("signature", "for_programme")],
            "sums": [_sum(one, said) for one in trainers] if len(trainers) > 1 else [],
            "every": [str(sum(len(one.sessions) for one in trainers)), *(said.number(hours, 2) for hours in every)],
            "trainers": [_trainer(one, languages) for one in trainers],
        },
    )


def _both(languages: tuple[str, str], key: str) -> list[str]:
    return [words(language).say(key) for language in languages]


def _hours(said: Words, one: StatedTrainer | StatedSession) -> list[str]:
    return [said.number(hours, 2) for hours in one.hours]


def _sum(one: StatedTrainer, said: Words) -> dict[str, Any]:
    return {
        "name": said.name(one.name_ar, one.name_latin),
        "side": said.say(f"trainer_side.{one.side}"),
        "cells": [str(len(one.sessions)), *_hours(said, one)],
    }


def _trainer(one: StatedTrainer, languages: tuple[str, str]) -> dict[str, Any]:
    first, second = languages
    said = words(first)
    names = [name for name in (one.name_ar, one.name_latin) if name]
    shown = said.name(one.name_ar, one.name_latin)
    return {
        "name": shown,
        "also": next((name for name in names if name != shown), ""),
        "side": _both(languages, f"trainer_side.{one.side}"),
        "total": _hours(said, one),
        "rows": [
            {
                "day": said.day(session.held_on, "medium"),
                "module": [session.module[first], session.module[second]],
                "role": said.say("trainer_role.assistant") if session.role == "assistant" else "",
                "place": session.place[first],
                "hours": _hours(said, session),
            }
            for session in one.sessions
        ],
    }
