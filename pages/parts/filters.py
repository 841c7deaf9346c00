"""What a reader narrowed the figures to: codes in the address, what there is to choose, and the filters of both."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd
import streamlit as st

from core.filters import UNKNOWN, Filters
from pages.parts.offers import offered
from pages.parts.visit import Visit

NAMES = (
    *("phase", "province", "commune", "kind", "sector", "sex", "age", "category"),
    *("since", "until", "verified"),
)
# Of these one code is chosen at a time; of the others several add up.
SINGLE = ("phase", "since", "until", "verified")
# What narrows counts of persons to fewer of them; whoever may not see small counts chooses none of these.
NARROWING = frozenset({"province", "commune", "kind", "sector", "sex", "age", "module", "since", "until", "verified"})
# Codes have no comma, so that several stand under one name of the address.
_BETWEEN = ","
# How often the choice changed in this session: a second click on the same mark is told from the first by it.
_TURN = "filter.turn"


@dataclass(frozen=True)
class Choice:
    """The codes chosen, by the name of their filter; `reach` are the provinces the reader is limited to, None for all.

    Whoever may not see small counts (not `whole`) chooses a phase and nothing else that narrows counts of persons:
    every other way to narrow them would be another table to subtract from the ones on the page. `bands` are the
    spans of ages behind the codes.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    phase_id: int | None = None
    reach: tuple[str, ...] | None = None
    whole: bool = True
    bands: tuple[tuple[str, tuple[int, int] | None], ...] = ()

    def several(self, name: str) -> tuple[str, ...]:
        """The codes chosen under a name, none for all."""
        return dict(self.chosen).get(name, ())

    def one(self, name: str) -> str | None:
        """The code chosen under a name of which there is one at a time."""
        return next(iter(self.several(name)), None)

    def filters(self, *without: str) -> Filters:
        """The figures' filters; a chart leaves out what is chosen on itself, so that the rest stays to compare."""
        taken = {name: codes for name, codes in self.chosen if name not in without}
        spans = dict(self.bands)
        filters = Filters(
            phase_id=self.phase_id,
            provinces=taken.get("province", ()),
            communes=taken.get("commune", ()),
            kinds=taken.get("kind", ()),
            sectors=taken.get("sector", ()),
            categories=taken.get("category", ()),
            states=taken.get("state", ()),
            modules=taken.get("module", ()),
            sexes=taken.get("sex", ()),
            ages=tuple(spans[code] for code in taken.get("age", ())),
            since=_first_day(*taken.get("since", ())),
            until=_last_day(*taken.get("until", ())),
            verified=self.sheets == "verified",
        )
        return filters.within(None if self.reach is None else frozenset(self.reach))

    @property
    def sheets(self) -> str:
        """Which sheets are counted, as the words and files that say it are called: `every` or `verified`."""
        return "verified" if self.several("verified") else "every"

    def codes(self, *without: str) -> dict[str, str]:
        """What is chosen as it stands in the address, each under its name."""
        return {name: _BETWEEN.join(codes) for name, codes in self.chosen if name not in without}


@dataclass(frozen=True)
class Choices:
    """What there is to choose: codes and their labels in the reader's words, and the choice that stands.

    `names` are the filters that the page knows; `anything` tells whether there is anything to count at all.
    """

    names: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]
    chosen: Choice
    anything: bool

    def told(self, name: str) -> list[str]:
        """The labels of what is chosen under a name."""
        return [self.labels[name][code] for code in self.chosen.several(name)]


def read_choice(
    visit: Visit,
    names: tuple[str, ...] = NAMES,
    address: Mapping[str, str] | None = None,
    unknown: Collection[str] = (),
) -> Choices:
    """The choice that the address (the page's own, or the codes of another) holds under the names that a page knows.

    A code that is not there to choose counts as none, as does what stands under any other name. Of the filters
    `unknown` what has no code can be chosen too, by whoever is not limited to some provinces.
    """
    reach = visit.actor.provinces
    offer = offered(visit)
    whole = visit.actor.may("figures.whole")
    labels = offer.labels if whole else offer.labels | {name: {} for name in NARROWING}
    for name in () if reach is not None else unknown:
        labels = labels | {name: labels[name] | {UNKNOWN: visit.words.say(f"explore.unknown.{name}")}}
    stands = st.query_params if address is None else address
    asked = {name: _asked(stands.get(name, ""), name, labels[name]) for name in names}
    if asked.get("province") and "commune" in names:
        # Communes of a province that is not looked at would leave nothing to see.
        labels = labels | {
            "commune": {
                code: label for code, label in labels["commune"].items() if offer.provinces[code] in asked["province"]
            }
        }
        asked["commune"] = tuple(code for code in asked["commune"] if code in labels["commune"])
    chosen = Choice(
        chosen=tuple((name, codes) for name, codes in asked.items() if codes),
        phase_id=offer.phase_ids.get(next(iter(asked.get("phase", ())), "")),
        reach=None if reach is None else tuple(offer.labels["province"]),
        whole=whole,
        bands=offer.bands,
    )
    return Choices(names, labels, chosen, offer.anything)


def _asked(codes: str, name: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    asked = codes.split(_BETWEEN)
    # In the order of the list, so that the same choice is the same key of every cache.
    found = tuple(code for code in labels if code in asked)
    return found[:1] if name in SINGLE else found


def turn() -> int:
    """How often the choice changed in this session."""
    return int(st.session_state.get(_TURN, 0))


def choose(codes: Mapping[str, str | None]) -> None:
    """Writes codes to the address as they are; None takes one out."""
    for name, code in codes.items():
        if code is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = code
    st.session_state[_TURN] = turn() + 1


def choose_several(codes: Mapping[str, tuple[str, ...]]) -> None:
    """Writes the codes chosen under each name to the address; none takes the name out."""
    choose({name: _written(chosen) for name, chosen in codes.items()})


def toggle(codes: Mapping[str, str]) -> None:
    """Adds a code to what is chosen under each name; where all of them are chosen already, takes them back."""
    choose_several(_toggled(codes, taken_back=_chosen(codes)))


def toggle_month(month: str, codes: Mapping[str, str] = MappingProxyType({})) -> None:
    """Narrows the period to a month such as 2025-03, and adds codes as `toggle` does.

    A month outside of the period widens it as far as there, and one within a longer period is chosen alone. Where the
    month is the whole period already and the codes are chosen, both are taken back.
    """
    since, until = st.query_params.get("since"), st.query_params.get("until")
    taken_back = since == until == month and _chosen(codes)
    period: dict[str, str | None] = dict.fromkeys(("since", "until"), None if taken_back else month)
    if since and until and not since <= month <= until:
        period = {"since": min(since, month), "until": max(until, month)}
    choose(period | {name: _written(chosen) for name, chosen in _toggled(codes, taken_back).items()})


def _standing(name: str) -> tuple[str, ...]:
    return tuple(filter(None, st.query_params.get(name, "").split(_BETWEEN)))


def _chosen(codes: Mapping[str, str]) -> bool:
    return all(code in _standing(name) for name, code in codes.items())


def _toggled(codes: Mapping[str, str], taken_back: bool) -> dict[str, tuple[str, ...]]:
    return {
        name: (*(one for one in _standing(name) if one != code), *(() if taken_back else (code,)))
        for name, code in codes.items()
    }


def _written(codes: tuple[str, ...]) -> str | None:
    return _BETWEEN.join(codes) or None


def _first_day(month: str | None = None) -> date | None:
    return None if month is None else date.fromisoformat(f"{month}-01")


def _last_day(month: str | None = None) -> date | None:
    return None if month is None else (pd.Timestamp(f"{month}-01") + pd.offsets.MonthEnd()).date()
