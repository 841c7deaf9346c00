"""What a reader narrows the figures to, as codes that fit in an address and in the key of a cache."""

from dataclasses import dataclass, replace
from datetime import date

from core.i18n import Words

# No province has this code, so that a reader without any province sees nothing instead of everything.
NOWHERE = "-"
# Among the provinces, kinds or sectors asked of obstacles, the mentions that have none.
UNKNOWN = "unknown"
# From this age on a person is counted among the elders.
_ELDER, _OLDEST = 60, 150
# A span of ages in whole years, both ends within it; None is an age that is not known.
Ages = tuple[int, int] | None


@dataclass(frozen=True)
class Filters:
    """An empty tuple and None mean all.

    `provinces` and `communes` are HCP codes, `kinds` kinds of organisation, `sectors` codes of sectors, `sexes` f, m
    or unknown, `ages` spans as `age_bands` gives them, `modules` codes of what is taught, and `categories` and `states`
    those of obstacles (training figures take no notice of them, as those of organisations and obstacles take none of
    sex, age and module). `since` and `until` are the first and the last day of the period. `verified` counts the
    attendance of verified sheets alone. For obstacles UNKNOWN among provinces, kinds or sectors asks for the mentions
    without one.
    """

    phase_id: int | None = None
    provinces: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    until: date | None = None
    verified: bool = False
    since: date | None = None
    communes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    ages: tuple[Ages, ...] = ()
    states: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    def within(self, reach: frozenset[str] | None) -> "Filters":
        """The filters narrowed to the provinces a reader may see; None is a reader who may see all of them."""
        if reach is None:
            return self
        seen = sorted(reach & set(self.provinces) if self.provinces else reach)
        return replace(self, provinces=tuple(seen) or (NOWHERE,))


def age_bands(youth_from: int, youth_to: int) -> dict[str, Ages]:
    """The spans of ages that figures are told by, around the programme's own span of youth; empty ones are left out.

    The codes are under, youth, adult, elder and unknown.
    """
    spans: dict[str, Ages] = {
        "under": (0, youth_from - 1),
        "youth": (youth_from, youth_to),
        "adult": (youth_to + 1, _ELDER - 1),
        "elder": (max(_ELDER, youth_to + 1), _OLDEST),
    }
    return {code: span for code, span in spans.items() if span and span[0] <= span[1]} | {"unknown": None}


def age_label(said: Words, code: str, span: Ages) -> str:
    """The words of a band of ages: its code where it has no ages, else both its ends."""
    if span is None:
        return said.say("explore.age.unknown")
    return said.say(f"explore.age.{code}", first=span[0], last=span[1], after=span[1] + 1)
