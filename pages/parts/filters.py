"""What a reader narrowed the figures to: kept in the address as codes, shown as pills, said in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.filters import Filters
from core.i18n import Words, escaped, words
from core.records.organisations import KINDS
from db.queries.choices import anything, category_choices, phase_choices, province_choices
from pages.parts.data import fresh, made_of
from pages.parts.visit import Visit

NAMES = ("phase", "province", "kind", "category", "verified")
# The code under which only the attendance of verified sheets is counted.
_VERIFIED = "1"
# How often the choice changed in this session: a second click on the same mark is told from the first by it.
_TURN = "filter.turn"
_SEARCH = "filter.search"
_SUBJECTS = ("obstacle", "organisation", "place", "programme", "reference", "session")


@dataclass(frozen=True)
class Choice:
    """The codes chosen, None for all; `reach` are the provinces the reader is limited to, None for all.

    Whoever may not see small counts (not `whole`) chooses a phase and nothing else that narrows counts of persons:
    every other way to narrow them would be another table to subtract from the ones on the page.
    """

    phase: str | None = None
    province: str | None = None
    kind: str | None = None
    category: str | None = None
    verified: str | None = None
    phase_id: int | None = None
    reach: tuple[str, ...] | None = None
    whole: bool = True

    def filters(self, *without: str) -> Filters:
        """The figures' filters; a chart leaves out what is chosen on itself, so that the rest stays to compare."""
        taken = {name: getattr(self, name) for name in ("province", "kind", "category") if name not in without}
        filters = Filters(
            phase_id=self.phase_id,
            provinces=_one(taken.get("province")),
            kinds=_one(taken.get("kind")),
            categories=_one(taken.get("category")),
            verified=self.verified is not None,
        )
        return filters.within(None if self.reach is None else frozenset(self.reach))

    @property
    def sheets(self) -> str:
        """Which sheets are counted, as the words and files that say it are called: `every` or `verified`."""
        return "every" if self.verified is None else "verified"

    def codes(self, *without: str) -> dict[str, str]:
        """What is chosen, each code under its name."""
        chosen = {name: getattr(self, name) for name in NAMES if name not in without}
        return {name: code for name, code in chosen.items() if code is not None}


@dataclass(frozen=True)
class Choices:
    """What there is to choose: codes and their labels in the reader's words, and the choice that stands.

    `anything` tells whether there is anything to count at all.
    """

    labels: Mapping[str, Mapping[str, str]]
    chosen: Choice
    anything: bool

    def label(self, name: str) -> str | None:
        """The label of what is chosen under a name."""
        code = getattr(self.chosen, name)
        return None if code is None else self.labels[name][code]


def read_choice(visit: Visit) -> Choices:
    """The choice that the address holds; a code that is not there to choose counts as none."""
    reach = visit.actor.provinces
    limit = None if reach is None else tuple(sorted(reach))
    labels, phase_ids, counted = made_of(
        visit, "choices", visit.language, make=lambda: _offered(limit, visit.language), subjects=_SUBJECTS
    )
    whole = visit.actor.may("figures.whole")
    if not whole:
        labels = {**labels, "province": {}, "kind": {}, "verified": {}}
    codes = {name: code for name in NAMES if (code := st.query_params.get(name)) in labels[name]}
    chosen = Choice(
        **codes,
        phase_id=phase_ids.get(codes.get("phase")),
        reach=None if reach is None else tuple(labels["province"]),
        whole=whole,
    )
    return Choices(labels, chosen, counted)


def _offered(reach: tuple[int, ...] | None, language: str) -> tuple[dict[str, dict[str, str]], dict[str, int], bool]:
    said = words(language)
    phases = fresh(phase_choices)
    provinces = fresh(province_choices, None if reach is None else frozenset(reach))
    labels = {
        "phase": _labels(said, phases, "name"),
        "province": _labels(said, provinces, "name"),
        "kind": {kind: said.say(f"kind.{kind}") for kind in KINDS},
        "category": _labels(said, fresh(category_choices), "label"),
        "verified": {_VERIFIED: said.say("explore.verified_only")},
    }
    return labels, {str(row.code): int(row.id) for row in phases.itertuples()}, fresh(anything)


def pick(visit: Visit, choices: Choices, name: str) -> None:
    """Draws the pills of one filter, where there is anything to pick; the chosen one again takes it back."""
    if not choices.labels[name]:
        return
    labels = {code: escaped(label) for code, label in choices.labels[name].items()}
    key = f"filter.{name}"
    # The address decides, whoever wrote it: a pill, a chart or the link somebody sent.
    st.session_state[key] = getattr(choices.chosen, name)
    st.pills(
        visit.words.say(f"explore.filter.{name}"),
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        on_change=_picked,
        args=(name, key),
        wrap=True,
    )


def say_choice(visit: Visit, choices: Choices, names: tuple[str, ...] = NAMES) -> None:
    """Says what the figures are narrowed to, with the way back to all, and which sheets are counted."""
    if "verified" in names:
        say_sheets(visit, choices)
    said = [label for name in names if (label := choices.label(name)) is not None]
    if not said:
        st.caption(visit.words.say("explore.filter.none"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(visit.words.say("explore.filter.some", choice=visit.words.listing([escaped(one) for one in said])))
        st.button(
            visit.words.say("explore.filter.all"),
            icon=":material/close:",
            key="filter.all",
            on_click=_clear,
            args=names,
        )


def say_sheets(visit: Visit, choices: Choices) -> None:
    """Says whether all attendance is counted, or that of verified sheets alone."""
    st.caption(visit.words.say(f"explore.sheets.{choices.chosen.sheets}"))


def search(visit: Visit) -> str:
    """Asks for a text to search by; what was typed is kept in the address too."""
    st.session_state[_SEARCH] = st.query_params.get("search", "")
    return st.text_input(
        visit.words.say("explore.search"), key=_SEARCH, icon=":material/search:", max_chars=200, on_change=_searched
    )


def turn() -> int:
    """How often the choice changed in this session."""
    return int(st.session_state.get(_TURN, 0))


def choose(codes: Mapping[str, str | None]) -> None:
    """Writes codes to the address; None takes one out."""
    for name, code in codes.items():
        if code is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = code
    st.session_state[_TURN] = turn() + 1


def _searched() -> None:
    choose({"search": st.session_state[_SEARCH].strip() or None})


def _picked(name: str, key: str) -> None:
    choose({name: st.session_state[key]})


def _clear(*names: str) -> None:
    choose(dict.fromkeys(names))


def _labels(said: Words, listed: pd.DataFrame, kind: str) -> dict[str, str]:
    return {str(row.code): said.label(row, kind) for row in listed.itertuples()}


def _one(code: str | None) -> tuple[str, ...]:
    return () if code is None else (code,)
