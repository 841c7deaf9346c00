"""Small cells: which counts of persons are hidden, and which others so that totals do not give them away."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import TypeVar

# Why a cell is hidden: it is under the limit, or it would give away one that is. A total is always hidden as BESIDE,
# also where it is small: that it is would tell that each of several cells is 1.
FEW, BESIDE = "few", "beside"
# The row or column of the totals in what `two_ways` takes and gives.
TOTAL = "total"

Key = TypeVar("Key", bound=Hashable)
Node = Hashable


@dataclass(frozen=True)
class _Count:
    """A count that a reader may see, as an arc of a network: what flows into a node flows out of it.

    Each line of a table (its cells, and their total) is a node, and each count lies on two lines at most.
    """

    value: int
    start: Node
    end: Node
    total: bool = False

    def bounds(self, why: str, limit: int) -> tuple[int, float]:
        """The least and the most that the count may be, to a reader who knows the rules and why it is hidden."""
        if why == FEW:
            return 1, limit - 1
        return (1 if self.total else limit), float("inf")


def one_way(
    counts: Mapping[Key, int], limit: int, total: int | None = None, hidden: Collection[Key | str] = ()
) -> dict[Key | str, str]:
    """What is hidden of a line of counts and of its total (TOTAL), each with the reason.

    Cells from 1 to `limit` - 1 are hidden, and then the smallest others, until none can be worked out. A zero stays:
    it is a count of nobody, and hiding it would empty most of a table; so a reader knows that a hidden cell is at
    least 1. `hidden` are cells that have to be hidden beside those.

    Persons who stand in two cells make the true `total` smaller than the sum. A reader may know that there are none,
    so that nothing is counted on it: what is shown is tested as if the sum were the total.
    """
    arcs: dict[Key | str, _Count] = {key: _Count(value, "line", "outside") for key, value in counts.items()}
    arcs[TOTAL] = _Count(sum(counts.values()), "outside", "line", total=True)
    small_total = {TOTAL} if total is not None and small(total, limit) else set()
    return _protected(arcs, limit, {*hidden, *small_total})


def two_ways(
    counts: Mapping[tuple[Key, Key], int], limit: int, hidden: Collection[tuple[Key | str, Key | str]] = ()
) -> dict[tuple[Key | str, Key | str], str]:
    """What is hidden of a table of counts, under the keys of its cells; (row, TOTAL), (TOTAL, column) and
    (TOTAL, TOTAL) are its totals. The rules are those of `one_way`.
    """
    rows, columns = _sums(counts, 0), _sums(counts, 1)
    arcs: dict[tuple[Key | str, Key | str], _Count] = {
        (row, column): _Count(value, ("row", row), ("column", column)) for (row, column), value in counts.items()
    }
    arcs |= {(row, TOTAL): _Count(value, "row of totals", ("row", row), total=True) for row, value in rows.items()}
    arcs |= {
        (TOTAL, column): _Count(value, ("column", column), "totals", total=True) for column, value in columns.items()
    }
    arcs[TOTAL, TOTAL] = _Count(sum(rows.values()), "totals", "row of totals", total=True)
    return _protected(arcs, limit, hidden)


def small(value: float, limit: int) -> bool:
    """Whether a single count of persons is one that is not told."""
    return 0 < value < limit


def _sums(counts: Mapping[tuple[Key, Key], int], side: int) -> dict[Key, int]:
    sums: dict[Key, int] = {}
    for key, value in counts.items():
        sums[key[side]] = sums.get(key[side], 0) + value
    return sums


def _protected(arcs: Mapping[Key, _Count], limit: int, hidden: Collection[Key]) -> dict[Key, str]:
    """The hidden counts with their reasons, and beside them the least that keeps each from being worked out.

    A count can have another value exactly if a change of it can go round the network through hidden counts only, each
    staying within its bounds (the residual network of a feasible flow; Ahuja, Magnanti, Orlin, Network Flows, 1993,
    section 2.4). Where no such way is hidden yet, the cheapest one is.
    """
    found = {key: BESIDE if arc.total else FEW for key, arc in arcs.items() if small(arc.value, limit)}
    found |= {key: BESIDE for key in hidden if key in arcs and key not in found and arcs[key].value}
    # Hiding one makes a way for others: each is looked at until nothing is added any more.
    waiting = sorted(found, key=lambda key: (arcs[key].value, str(key)))
    while waiting:
        key = waiting.pop(0)
        added = [other for other in _way_round(arcs, found, limit, key) if other not in found]
        found |= dict.fromkeys(added, BESIDE)
        waiting += added
    return found


def _way_round(arcs: Mapping[Key, _Count], found: Mapping[Key, str], limit: int, key: Key) -> list[Key]:
    """The counts on the cheapest way round for a change of this one, up or down; empty where there is none."""
    whole = sum(arc.value for arc in arcs.values())
    onward: dict[Node, list[tuple[int, Node, Key]]] = {}
    ways = []
    for other, arc in arcs.items():
        least, most = arc.bounds(found.get(other, BESIDE), limit)
        # What is hidden costs nothing more; a total is the last thing to hide.
        cost = 0 if other in found else arc.value + (whole if arc.total else 0)
        if arc.value < least:
            continue
        for start, end, open_ in ((arc.start, arc.end, arc.value < most), (arc.end, arc.start, arc.value > least)):
            if open_ and other == key:
                ways.append((end, start))
            elif open_:
                onward.setdefault(start, []).append((cost, end, other))
    found_ways = [way for start, goal in ways if (way := _cheapest(onward, start, goal)) is not None]
    return min(found_ways, default=(0, []), key=lambda way: way[0])[1]


def _cheapest(
    onward: Mapping[Node, list[tuple[int, Node, Key]]], start: Node, goal: Node
) -> tuple[int, list[Key]] | None:
    # The number keeps the heap from comparing nodes.
    turns = count()
    heap: list[tuple[int, int, Node, list[Key]]] = [(0, next(turns), start, [])]
    seen: set[Node] = set()
    while heap:
        cost, _, node, way = heappop(heap)
        if node == goal:
            return cost, way
        if node in seen:
            continue
        seen.add(node)
        for more, end, key in onward.get(node, ()):
            heappush(heap, (cost + more, next(turns), end, [*way, key]))
    return None
