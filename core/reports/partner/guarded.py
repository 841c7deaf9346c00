"""What a report that goes outside hides: small counts of persons, and those that would give them away."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from core.records.snapshot import Persons, Place, Snapshot, Value
from core.small_cells import BESIDE, FEW, TOTAL, small, two_ways

# The shares of persons: their part and the rest of their whole are counts of persons.
SHARES = ("women_share", "youth_share", "completion", "completion_so_far")
# What is hidden wherever the persons are.
_COUNTS = ("people_trained", "reach_per_10000", "attendances", "person_hours")
Hidden: TypeAlias = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Guard:
    """What is hidden of a snapshot; provinces by their code, the unknown one as no text, all of them as TOTAL."""

    snapshot: Snapshot

    @property
    def limit(self) -> int:
        """From how many persons on a count is told."""
        return int(self.snapshot.settings["small_cell"])

    @cached_property
    def tables(self) -> dict[tuple[str, str], Hidden]:
        """What is hidden of each table of persons, by its dimensions: (row, column), totals as TOTAL, and why."""
        return {table.by: two_ways(_counts(table), self.limit) for table in self.snapshot.persons}

    @cached_property
    def shares(self) -> dict[str, Hidden]:
        """What is hidden of the counts behind each share, by province and part."""
        found = {}
        for code in SHARES:
            counts: dict[tuple[str, str], int] = {}
            for place in self.snapshot.provinces:
                counts |= {(place.code or "", name): number for name, number in _parts(place, code).items()}
            found[code] = two_ways(counts, self.limit)
        return found

    def hides(self, indicator: str, place: str) -> bool:
        """Whether the value of an indicator in a province, or in all of them (TOTAL), is hidden."""
        if indicator in SHARES:
            hidden = self.shares[indicator]
            whole = self.snapshot.figure(indicator) if place == TOTAL else Value()
            few = small(whole.part or 0, self.limit) or small((whole.whole or 0) - (whole.part or 0), self.limit)
            return few or any((place, name) in hidden for name in ("part", "rest"))
        if indicator not in _COUNTS:
            return False
        tables = [hidden for by, hidden in self.tables.items() if by[0] == "province"]
        of_shares = [self.shares[code] for code in SHARES[:2]]
        return any((place, TOTAL) in hidden for hidden in (*tables, *of_shares))

    def tells(self, people: int | float | None) -> bool:
        """Whether a single count of persons may be told."""
        return people is not None and not small(people, self.limit)


def _counts(table: Persons) -> dict[tuple[str, str], int]:
    return {(cell.codes[0] or "", cell.codes[1] or ""): cell.people for cell in table.cells}


def _parts(place: Place, code: str) -> Mapping[str, int]:
    """The persons behind a share, as parts that sum up to those of the province."""
    value = place.figures.get(code, Value())
    part, whole = int(value.part or 0), int(value.whole or 0)
    parts = {"part": part, "rest": whole - part}
    if code in SHARES[:2]:
        people = place.figures.get("people_trained", Value())
        parts["unknown"] = max(0, int(people.value or 0) - whole)
    return parts


__all__ = ["BESIDE", "FEW", "SHARES", "TOTAL", "Guard"]
