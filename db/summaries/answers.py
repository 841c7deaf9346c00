"""How a figure is answered from the kept numbers, where they hold and the question is among them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, select
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

from db.models import Summary, SummaryStanding
from db.models.base import table
from db.models.summaries import NUMBERS
from db.summaries.kept import KEPT, Question, too_often

_summary, _standing = table(Summary).c, table(SummaryStanding).c
STANDING = select(_standing.made_for, _standing.run, _standing.counting).where(_standing.id == 1)
# Under which a session that writes says so: its own changes are not yet among the numbers.
WRITES = "summaries_written"
_VALUES = (_summary.members, *(_summary[f"number_{place}"] for place in range(1, NUMBERS + 1)))


def kept_for(session: Session) -> tuple[str, str] | None:
    """The definitions that the kept numbers were counted by, and the run they are of; None where none are kept or
    this session changes them.
    """
    if WRITES in session.info:
        return None
    found = session.execute(STANDING).first()
    return (found.made_for, found.run) if found and found.made_for else None


def answer(
    session: Session, run: str, asked: Question, by: tuple[str, ...], types: Mapping[str, TypeEngine[Any]]
) -> list[tuple[Any, ...]]:
    """The rows of the figure as its SELECT would give them, from the kept numbers."""
    names = [name for name in types if name not in by]
    sums: dict[tuple[str, ...], list[float]] = {}
    for told, numbers in _groups(session, run, asked.name, asked, len(names)):
        if all(told[name] in codes for name, codes in asked.chosen.items()):
            _take(sums, told, by, numbers, 1)
    for times, told, numbers in _crossing(session, run, asked, len(names)):
        _take(sums, told, by, numbers, -times)
    members = KEPT[asked.name.partition("|")[0]].members
    rows = [
        _row(dict(zip(by, codes, strict=True)), dict(zip(names, numbers, strict=True)), types)
        for codes, (stand, *numbers) in sums.items()
        if not by or round(stand if members else sum(numbers)) > 0
    ]
    # Without groups there is a row whoever is counted.
    return rows if by or rows else [_row({}, dict.fromkeys(names, 0.0), types)]


def in_several(session: Session, run: str, asked: Question) -> int:
    """How many of those a question asks of have its first number in several of the chosen provinces."""
    return round(sum(numbers[1] for _, _, numbers in _crossing(session, run, asked, 1)))


def _crossing(
    session: Session, run: str, asked: Question, columns: int
) -> Iterator[tuple[int, dict[str, str], Sequence[float]]]:
    """Those who stand in several of the chosen provinces: how often too often, and their groups as of `_groups`."""
    if not asked.crossing:
        return
    for told, numbers in _groups(session, run, asked.crossing, asked, columns):
        times = too_often(told["province"], asked.chosen["province"])
        if times and all(told[name] in codes for name, codes in asked.chosen.items() if name != "province"):
            yield times, told, numbers


def _groups(
    session: Session, run: str, name: str, asked: Question, columns: int
) -> Iterator[tuple[dict[str, str], Sequence[float]]]:
    """The groups of a kept question: their codes by dimension, then how many stand there and the numbers."""
    statement = select(_summary.first, _summary.second, *_VALUES[: columns + 1])
    statement = statement.where(_summary.question == kept_as(run, name))
    if name == asked.name and asked.level and asked.level[0] in asked.chosen:
        statement = statement.where(_summary.first.in_(sorted(asked.chosen[asked.level[0]])))
    for first, second, *numbers in session.execute(statement):
        yield dict(zip(asked.level, (first, second), strict=False)), numbers


def _take(
    sums: dict[tuple[str, ...], list[float]],
    told: Mapping[str, str],
    by: tuple[str, ...],
    numbers: Sequence[float],
    times: int,
) -> None:
    held = sums.setdefault(tuple(told[name] for name in by), [0.0] * len(numbers))
    for at, number in enumerate(numbers):
        held[at] += times * number


def kept_as(run: str, question: str) -> str:
    """Under which name the numbers of a question of a recount are kept."""
    return f"{run}|{question}"


def _row(
    told: Mapping[str, str], numbers: Mapping[str, float], types: Mapping[str, TypeEngine[Any]]
) -> tuple[Any, ...]:
    row: list[Any] = []
    for name, kind in types.items():
        if name in numbers:
            # A sum that numbers were added to and taken from is rounded to what was meant.
            number = round(numbers[name], 6)
            row.append(int(number) if isinstance(kind, Integer) else number)
        else:
            code = told[name] or None
            row.append(int(float(code)) if code is not None and isinstance(kind, Integer) else code)
    return tuple(row)
