"""How long answers and promises take: the median of those that came, beside it how many are open and how old."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Times:
    """Days from a question to its answer: their median (None without any), how many were answered and are open, and
    the days since the oldest open question (None where none is open).
    """

    median: float | None
    closed: int
    open: int
    oldest: int | None


def times(spans: Iterable[tuple[date, date | None, int]], today: date) -> Times:
    """Times of spans as (asked on, answered on, how many); an answer noted before its question took no day.

    An open span counts for nothing in the median: it is told beside it, since the slowest would else be left out.
    """
    days: dict[int, int] = {}
    still, oldest = 0, None
    for begun, ended, number in spans:
        if ended is None:
            still += number
            oldest = max(oldest or 0, (today - begun).days)
        else:
            took = max(0, (ended - begun).days)
            days[took] = days.get(took, 0) + number
    closed = sum(days.values())
    return Times(_median(days, closed), closed, still, oldest)


def _median(days: dict[int, int], number: int) -> float | None:
    if not number:
        return None
    # The middle one, or the mean of the two in the middle.
    wanted = ((number - 1) // 2, number // 2)
    found: list[int] = []
    passed = 0
    for took in sorted(days):
        passed += days[took]
        while len(found) < len(wanted) and wanted[len(found)] < passed:
            found.append(took)
    return sum(found) / len(wanted)
