"""How a figure is answered from the kept numbers, where they hold and the question is among them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Integer, select
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

from db.models import Summary, SummaryStanding
from db.models.base import table
from db.models.summaries import NUMBERS
from db.summaries.kept import KEPT, Question

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
    statement = select(_summary.first, _summary.second, *_VALUES[: len(names) + 1])
    statement = statement.where(_summary.question == kept_as(run, asked.name))
    if asked.level and asked.level[0] in asked.chosen:
        statement = statement.where(_summary.first == asked.chosen[asked.level[0]])
    members = KEPT[asked.name.partition("|")[0]].members
    rows = []
    for first, second, stand, *numbers in session.execute(statement):
        told = dict(zip(asked.level, (first, second), strict=False))
        if any(told[name] != code for name, code in asked.chosen.items()):
            continue
        if not by or round(stand if members else sum(numbers)) > 0:
            rows.append(_row(told, dict(zip(names, numbers, strict=True)), types))
    # Without groups there is a row whoever is counted.
    return rows if by or rows else [_row({}, dict.fromkeys(names, 0.0), types)]


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
