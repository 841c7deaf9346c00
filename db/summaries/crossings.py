"""Who stands in several provinces: what a sum over some provinces has too much, so that everybody counts once in it.

For each number, everybody who has it in two or more provinces is kept under the set of just these provinces.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from db.summaries.asking import Part
from db.summaries.keeping import Numbers
from db.summaries.kept import BETWEEN, KEPT, Level, crossing_name


def crossed(part: Part, rows: Iterable[tuple[Any, ...]], levels: Iterable[Level], into: Numbers, sign: int = 1) -> None:
    """Adds those the rows are of to the sets of provinces at these levels, or takes them away.

    A row is of whom, the codes of `part.by` in their order, then the numbers.
    """
    asked = [level for level in levels if level in KEPT[part.figure].crossings]
    if not asked:
        return
    width, province = len(part.by) + 1, part.by.index("province") + 1
    held = [row for row in rows if row[province]]
    if len({row[province] for row in held}) < 2:
        return
    for level in asked:
        question = crossing_name(part.figure, part.variant, level)
        second = part.by.index(level[1]) + 1 if len(level) > 1 else None
        stood: dict[tuple[Any, str], dict[str, list[bool]]] = {}
        for row in held:
            whom = (row[0], "" if second is None or row[second] is None else row[second])
            there = stood.setdefault(whom, {}).setdefault(row[province], [False] * (len(row) - width))
            for at, value in enumerate(row[width:]):
                there[at] = there[at] or bool(value)
        for (_, code), places in stood.items():
            for several, at in _sets(places):
                numbers = into.setdefault((question, several, code), [0.0] * (len(next(iter(places.values()))) + 1))
                numbers[at] += sign


def _sets(places: Mapping[str, Sequence[bool]]) -> Iterator[tuple[str, int]]:
    """For standing there at all (0) and for each number: the provinces where it holds, if they are several."""
    if len(places) < 2:
        return
    yield BETWEEN.join(sorted(places)), 0
    for at in range(len(next(iter(places.values())))):
        holds = sorted(code for code, own in places.items() if own[at])
        if len(holds) > 1:
            yield BETWEEN.join(holds), at + 1
