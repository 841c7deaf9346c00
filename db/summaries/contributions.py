"""What the rows of single persons, organisations and sessions add to the kept numbers of every level."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from db.summaries.asking import Part, Rows
from db.summaries.crossings import crossed
from db.summaries.keeping import Numbers
from db.summaries.kept import KEPT, question_name

_Group = tuple[str, str]


def difference(before: Mapping[Part, Rows], after: Mapping[Part, Rows]) -> Numbers:
    """What is to be added to the numbers when the rows of some were these and are now those."""
    found: Numbers = {}
    for part in before.keys() | after.keys():
        then, now = _by_one(before.get(part, ())), _by_one(after.get(part, ()))
        # What adds up does so row by row; who is counted once is counted anew with all rows.
        adds = KEPT[part.figure].adds
        for one in then.keys() | now.keys():
            old, new = then[one], now[one]
            if old != new:
                rolled(part, list((old - new if adds else old).elements()), found, -1)
                rolled(part, list((new - old if adds else new).elements()), found)
    return found


def _by_one(rows: Iterable[tuple[Any, ...]]) -> dict[str, Counter[tuple[Any, ...]]]:
    found: dict[str, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    for row in rows:
        found[row[0]][row] += 1
    return found


def rolled(part: Part, rows: Rows, into: Numbers, sign: int = 1) -> None:
    """Adds the rows of some to the numbers of every level, or takes them away; members first, then the columns."""
    kept = KEPT[part.figure]
    width = len(kept.dimensions) + 1
    # A place without a dimension reads the text that is always empty.
    codes = [("", *("" if code is None else code for code in row[1:width])) for row in rows]
    values = [row[width:] for row in rows]
    for question, first, second in _levels(part):
        groups = [(one[first], one[second]) for one in codes]
        told = _sums(groups, values) if kept.adds else _presences(groups, rows, values)
        for group, numbers in told.items():
            place = (question, *group)
            sums = into.setdefault(place, [0.0] * len(numbers))
            if not kept.members:
                numbers[0] = 0.0
            for at, number in enumerate(numbers):
                sums[at] += sign * number
    crossed(part, rows, kept.levels, into, sign)


def _sums(groups: Sequence[_Group], values: Sequence[Sequence[Any]]) -> dict[_Group, list[float]]:
    found: dict[_Group, list[float]] = {}
    for group, own in zip(groups, values, strict=True):
        sums = found.setdefault(group, [0.0] * (len(own) + 1))
        sums[0] += 1
        for at, value in enumerate(own, start=1):
            sums[at] += value or 0.0
    return found


def _presences(groups: Sequence[_Group], rows: Rows, values: Sequence[Sequence[Any]]) -> dict[_Group, list[float]]:
    """How many a group has of those the rows are of, and how many with each value: everybody once in a group."""
    single: dict[tuple[_Group, str], list[bool]] = {}
    for group, row, own in zip(groups, rows, values, strict=True):
        stands = single.setdefault((group, row[0]), [False] * len(own))
        for at, value in enumerate(own):
            stands[at] = stands[at] or bool(value)
    found: dict[_Group, list[float]] = {}
    for (group, _), stands in single.items():
        sums = found.setdefault(group, [0.0] * (len(stands) + 1))
        sums[0] += 1
        for at, value in enumerate(stands, start=1):
            sums[at] += value
    return found


@lru_cache(512)
def _levels(part: Part) -> tuple[tuple[str, int, int], ...]:
    """Each level: its question, and where the two codes of a group stand; 0 is none."""
    kept = KEPT[part.figure]
    found = []
    for level in kept.levels:
        first, second, *_ = (*(kept.dimensions.index(name) + 1 for name in level), 0, 0)
        found.append((question_name(part.figure, part.variant, level), first, second))
    return tuple(found)
