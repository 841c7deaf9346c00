"""A table of an indicator by several dimensions: its rows and columns in order, with totals that were counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

# The places of a total and of what is not known among the codes of a dimension.
TOTAL, UNKNOWN = "total", "unknown"

Key = tuple[str, ...]
# Value, part and whole of a cell; not a number where there is none.
Parts = tuple[float, float, float]


@dataclass(frozen=True)
class CrossTable:
    """An indicator told by the dimensions `down` (rows) and `across` (columns).

    `cells` are found under the codes of both, one a dimension, TOTAL where a dimension is not told apart. Each total
    was counted by itself: of distinct persons or organisations it is less than the sum of its cells, where some
    stand in several. `hidden` are the keys of cells that may not be told.
    """

    down: tuple[str, ...]
    across: tuple[str, ...]
    cells: Mapping[Key, Parts]
    hidden: frozenset[Key] = frozenset()

    def keys(self, dimensions: Sequence[str], orders: Mapping[str, Sequence[str]]) -> list[Key]:
        """The keys of rows or columns: each combination that has a cell, in the order of the codes, totals last.

        Codes that `orders` do not name come after those it does; without dimensions there is one key, of nothing.
        """
        places = [(*self.down, *self.across).index(name) for name in dimensions]
        met = {tuple(key[place] for place in places) for key in self.cells}
        orders_met = []
        for place, name in enumerate(dimensions):
            others = sorted({key[place] for key in met} - {*orders[name], UNKNOWN, TOTAL})
            orders_met.append([*(code for code in orders[name] if code != UNKNOWN), *others, UNKNOWN, TOTAL])
        return [key for key in product(*orders_met) if key in met]

    def cell(self, row: Key, column: Key) -> Parts | None:
        """The cell of a row and a column; None where nothing was counted."""
        return self.cells.get((*row, *column))
