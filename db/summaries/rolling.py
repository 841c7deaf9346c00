"""What the rows of very many persons, organisations or sessions add to the kept numbers, by whole columns at once."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from db.summaries.asking import Part, Rows
from db.summaries.crossings import crossed
from db.summaries.keeping import Numbers
from db.summaries.kept import KEPT, Level, question_name

Whole = np.ndarray[Any, np.dtype[np.int64]]
Values = np.ndarray[Any, np.dtype[np.float64]]


def rolled_up(part: Part, rows: Rows, into: Numbers) -> None:
    """Adds the rows of one cut of the dimensions to the numbers of the levels that are told by it."""
    if not rows:
        return
    kept, columns = KEPT[part.figure], list(zip(*rows, strict=True))
    start = int(kept.members)
    width = start + len(part.by)
    codes = {name: _coded(column) for name, column in zip(part.by, columns[start:width], strict=True)}
    alone = _coded(columns[0])[0]
    values = np.nan_to_num(np.array(columns[width:], dtype="float64"))
    for level in _levels(part):
        name = question_name(part.figure, part.variant, level)
        group, listed = _grouped([codes[one] for one in level], len(rows))
        for place, numbers in _summed(group, values) if kept.adds else _present(group, alone, values):
            if not kept.members:
                numbers[0] = 0.0
            key = (name, *listed(place))
            if (sums := into.get(key)) is None:
                into[key] = numbers.tolist()
            else:
                into[key] = [one + other for one, other in zip(sums, numbers.tolist(), strict=True)]
    if kept.crossings:
        provinces, listed = codes["province"]
        crossed(part, [rows[place] for place in _several(alone, provinces, len(listed))], _levels(part), into)


def _several(alone: Whole, provinces: Whole, many: int) -> list[int]:
    """The places of the rows of whoever has rows in several provinces."""
    stands = np.unique(alone * many + provinces) // many
    times = np.bincount(stands, minlength=int(alone.max()) + 1)
    places: list[int] = np.flatnonzero(times[alone] > 1).tolist()
    return places


def _levels(part: Part) -> Iterator[Level]:
    """Each level is told by the first cut that has its dimensions."""
    kept = KEPT[part.figure]
    for level in kept.levels:
        if next(cut for cut in kept.cuts if set(level) <= set(cut)) == part.by:
            yield level


def _coded(column: tuple[Any, ...]) -> tuple[Whole, list[str]]:
    places, listed = pd.factorize(np.array(["" if one is None else one for one in column], dtype=object))
    return places.astype("int64"), [str(one) for one in listed]


def _grouped(codes: list[tuple[Whole, list[str]]], length: int) -> Any:
    """The group of each row as a number, and the two codes of a group."""
    if not codes:
        return np.zeros(length, dtype="int64"), lambda _: ("", "")
    if len(codes) == 1:
        ((places, listed),) = codes
        return places, lambda place: (listed[place], "")
    (first, firsts), (second, seconds) = codes
    return first * len(seconds) + second, lambda place: (firsts[place // len(seconds)], seconds[place % len(seconds)])


def _starts(numbers: Whole) -> Whole:
    return np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))


def _summed(group: Whole, values: Values) -> Iterator[tuple[int, Values]]:
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    starts = _starts(ordered)
    members = np.diff(np.append(starts, len(ordered)))
    sums = np.add.reduceat(values[:, order], starts, axis=1)
    told = np.vstack([members, sums])
    yield from zip(ordered[starts].tolist(), told.T, strict=True)


def _present(group: Whole, alone: Whole, values: Values) -> Iterator[tuple[int, Values]]:
    """Everybody once in a group, with each value that any of the rows there has."""
    single = group * (alone.max() + 1) + alone
    order = np.argsort(single, kind="stable")
    starts = _starts(single[order])
    stands = np.maximum.reduceat(values[:, order], starts, axis=1) > 0
    yield from _summed(group[order][starts], stands.astype("float64"))
