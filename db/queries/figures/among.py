"""A figure asked of single persons, organisations or sessions: the same SELECT, kept to those given when it is run."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam

from core.filters import Filters


@dataclass(frozen=True)
class Among(Filters):
    """Filters that ask of some persons, organisations or sessions alone: of those given when the SELECT is run.

    `among` is person, organisation or session; `many` how many of them are given, under the names of `given`, or
    none for all from one number to another, under those of `between`.
    """

    among: str = ""
    many: int = 0


def given(among: str, many: int) -> tuple[str, ...]:
    """The names under which so many are given."""
    return tuple(f"{among}_{place}" for place in range(many))


def between(among: str) -> tuple[str, str]:
    """The names of the first and the last number."""
    return f"{among}_first", f"{among}_last"


def of_touched(filters: Filters, **columns: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """The condition that keeps a SELECT to those it asks of, by the column that names them; none for all."""
    if not isinstance(filters, Among) or filters.among not in columns:
        return []
    column = columns[filters.among]
    if filters.many == 0:
        first, last = (bindparam(name, 0, type_=Integer) for name in between(filters.among))
        return [column.between(first, last)]
    return [column.in_([bindparam(name, 0, type_=Integer) for name in given(filters.among, filters.many)])]
