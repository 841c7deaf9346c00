"""How a figure is registered and asked: alone, or several in one statement that looks at the ground only once."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import CompoundSelect, Float, Integer, String, cast, literal, null, select, union_all
from sqlmodel import Session

from core.filters import Filters
from core.records.settings import Settings
from db.queries.frames import Rows, Types, framed, types_of
from db.queries.settings import settings
from db.summaries.answers import answer, kept_for
from db.summaries.kept import KEPT, question
from db.summaries.overlapping import overlapping
from db.summaries.reached import reached

By = tuple[str, ...]
# Under which a reading session holds what was counted already.
_COUNTED = "counted"


class Asked(NamedTuple):
    """One question: the figure's name, its dimensions, and the filters."""

    figure: str
    by: By
    filters: Filters


# Building a statement costs as much as running it on a small programme, and the same filters come again.
_KEPT_STATEMENTS = 512


class Figure:
    """A figure: the one SELECT that defines it, grouped by none or some of its dimensions."""

    def __init__(self, definition: Callable[[Filters, By, Settings], Rows]) -> None:
        self.name = definition.__name__
        self.__doc__ = definition.__doc__
        self.select = lru_cache(_KEPT_STATEMENTS)(definition)

    def __call__(self, session: Session, filters: Filters, by: By = ()) -> pd.DataFrame:
        """The counts, in the order of the groups with the unknown one last; one row without groups."""
        if (found := _laid(session).get(Asked(self.name, by, filters))) is not None:
            return found
        asked, limits = Asked(self.name, by, filters), settings(session)
        if (found := _kept(session, (asked,), limits).get(asked)) is not None:
            return found
        statement = self.select(filters, by, limits)
        types = types_of(statement)
        return framed(_ordered(session.execute(statement).all(), types, by), types)


FIGURES: dict[str, Figure] = {}


def figure(definition: Callable[[Filters, By, Settings], Rows]) -> Figure:
    """Registers a SELECT as the figure of its function's name."""
    made = Figure(definition)
    FIGURES[made.name] = made
    return made


def lay(session: Session, found: Mapping[Asked, pd.DataFrame]) -> None:
    """Lays what `counts` found before a session that only reads: there the figures take it instead of asking."""
    session.info[_COUNTED] = dict(found)


def _laid(session: Session) -> dict[Asked, pd.DataFrame]:
    found: dict[Asked, pd.DataFrame] = session.info.get(_COUNTED, {})
    return found


def counts(session: Session, asked: tuple[Asked, ...]) -> dict[Asked, pd.DataFrame]:
    """The frames of several questions.

    They run as the parts of one statement, so that the marks they have in common are joined once.
    """
    laid = _laid(session)
    known = {one: laid[one] for one in asked if one in laid}
    others = tuple(one for one in asked if one not in known)
    if not others:
        return known
    limits = settings(session)
    known |= _kept(session, others, limits)
    return known | _counted(session, tuple(one for one in others if one not in known), limits)


def _kept(session: Session, asked: tuple[Asked, ...], limits: Settings) -> dict[Asked, pd.DataFrame]:
    """What the kept numbers answer, where they are those of the definitions as they are."""
    if (kept := kept_for(session)) is None or kept[0] != definitions(limits):
        return {}
    found = {}
    for one in asked:
        if type(one.filters) is not Filters or one.figure not in KEPT:
            continue
        # Filters narrow the rows of a figure and never its columns.
        types = types_of(FIGURES[one.figure].select(Filters(), one.by, limits))
        if one.figure == "reach":
            rows = reached(session, kept[1], one.by, one.filters, limits)
        elif one.figure == "overlap" and one.filters.provinces:
            rows = overlapping(session, kept[1], one.by, one.filters, limits)
        else:
            told = question(*one, limits)
            rows = None if told is None else answer(session, kept[1], told, one.by, types)
        if rows is not None:
            found[one] = framed(_ordered(rows, types, one.by), types)
    return found


@lru_cache
def definitions(limits: Settings) -> str:
    """A fingerprint of the SELECTs that are kept and of the settings in them: with others, numbers would be others."""
    said = []
    for name, kept in KEPT.items():
        compiled = FIGURES[name].select(Filters(), kept.dimensions, limits).compile()
        said.append([name, kept, kept.levels, kept.crossings, str(compiled), sorted(map(str, compiled.params.items()))])
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _counted(session: Session, asked: tuple[Asked, ...], limits: Settings) -> dict[Asked, pd.DataFrame]:
    if not asked:
        return {}
    statement, layouts = together(asked, limits)
    found = zip(asked, parted(asked, layouts, session.execute(statement)), layouts, strict=True)
    return {one: framed(_ordered(part, types, one.by), types) for one, part, types in found}


def parted(asked: tuple[Asked, ...], layouts: list[Types], found: Iterable[Any]) -> list[list[tuple[Any, ...]]]:
    """The rows of each question out of those of `together`: codes as text, then numbers as floats."""
    rows: list[list[tuple[Any, ...]]] = [[] for _ in asked]
    texts = max(len(one.by) for one in asked)
    for place, *values in found:
        width = len(asked[place].by)
        rows[place].append((*values[:width], *values[texts : texts + len(layouts[place]) - width]))
    return rows


@lru_cache(_KEPT_STATEMENTS)
def together(asked: tuple[Asked, ...], limits: Settings) -> tuple[CompoundSelect[*tuple[object, ...]], list[Types]]:
    """The parts one under the other: which part, then as many texts and numbers as the widest part has."""
    selects = [FIGURES[one.figure].select(one.filters, one.by, limits) for one in asked]
    layouts = [types_of(one) for one in selects]
    texts = max(len(one.by) for one in asked)
    numbers = max(len(types) - len(one.by) for types, one in zip(layouts, asked, strict=True))
    parts = []
    for place, (one, part) in enumerate(zip(asked, selects, strict=True)):
        columns = list(part.subquery(f"part_{place}").c)
        keys = [cast(column, String) for column in columns[: len(one.by)]]
        values = [cast(column, Float) for column in columns[len(one.by) :]]
        keys += [cast(null(), String)] * (texts - len(keys))
        values += [cast(null(), Float)] * (numbers - len(values))
        parts.append(select(literal(place), *keys, *values))
    return union_all(*parts), layouts


def _ordered(rows: Sequence[Any], types: Types, by: By) -> Sequence[Any]:
    """Rows in the order of their groups, which are their first columns; what is not known stands last."""
    if not by or len(rows) < 2:
        return rows
    # Several questions in one statement give every group as text; months are to stand as the numbers that they are.
    numbers = [isinstance(kind, Integer) for kind in list(types.values())[: len(by)]]

    def place(row: Any) -> list[tuple[bool, Any]]:
        codes = zip(row, numbers, strict=False)
        return [(code is None, "" if code is None else int(code) if number else code) for code, number in codes]

    return sorted(rows, key=place)
