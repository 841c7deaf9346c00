"""What a reader narrows the figures to, as codes that fit in an address and in the key of a cache."""

from dataclasses import dataclass, replace
from datetime import date

# No province has this code, so that a reader without any province sees nothing instead of everything.
NOWHERE = "-"


@dataclass(frozen=True)
class Filters:
    """An empty tuple and None mean all.

    `provinces` are HCP codes, `kinds` kinds of organisation, `categories` codes of obstacle categories (training
    figures take no notice of them), and `until` is the last day of the period. `verified` counts the attendance of
    verified sheets alone.
    """

    phase_id: int | None = None
    provinces: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    until: date | None = None
    verified: bool = False

    def within(self, reach: frozenset[str] | None) -> "Filters":
        """The filters narrowed to the provinces a reader may see; None is a reader who may see all of them."""
        if reach is None:
            return self
        seen = sorted(reach & set(self.provinces) if self.provinces else reach)
        return replace(self, provinces=tuple(seen) or (NOWHERE,))
