"""Overlap of some provinces from kept numbers: the people kept there, and those kept in several of them."""

from typing import Any

from sqlalchemy import Integer
from sqlmodel import Session

from core.filters import Filters
from core.records.settings import Settings
from db.models import Province
from db.models.base import table
from db.summaries.answers import answer, in_several
from db.summaries.kept import question

_PEOPLE = {"people": Integer()}
_BY_PROVINCE = {"province": table(Province).c.code.type, **_PEOPLE}


def overlapping(
    session: Session, run: str, by: tuple[str, ...], filters: Filters, limits: Settings
) -> list[tuple[Any, ...]] | None:
    """The row of overlap as its SELECT would give it; None where nothing kept answers it."""
    told = question("people", (), filters, limits)
    alone = question("people", ("province",), filters, limits)
    if by or told is None or alone is None or not filters.provinces:
        return None
    ((people,),) = answer(session, run, told, (), _PEOPLE)
    rows = sum(number for _, number in answer(session, run, alone, ("province",), _BY_PROVINCE))
    return [(in_several(session, run, told), people, rows)]
