"""Narrowing a list by codes that stand in the address: as pills, from a long list, as a text or as a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from pages.parts.filters import choose
from pages.parts.visit import Visit

# Where the address holds the page of a list: what narrows it begins at the first again.
PAGE = "page"
_BETWEEN = ","


def asked(name: str, codes: Mapping[str, str]) -> tuple[str, ...]:
    """The codes under a name of the address, in the order of the list; what is not there to choose counts as none."""
    stands = st.query_params.get(name, "").split(_BETWEEN)
    return tuple(code for code in codes if code in stands)


def asked_day(name: str) -> date | None:
    """The day under a name of the address."""
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def pick(
    visit: Visit, place: str, name: str, codes: Mapping[str, str], first: str | None = None, several: bool = False
) -> tuple[str, ...]:
    """Pills of the codes, labelled `place.by_name`; the address decides what is chosen, whoever wrote it.

    With `first` one is always chosen.
    """
    stands, key = asked(name, codes), f"{place}.{name}"
    one = next(iter(stands), first)
    st.session_state[key] = list(stands) if several else one
    options: dict[str, Any] = {"selection_mode": "multi" if several else "single", "required": first is not None}
    label, shown = visit.words.say(f"{place}.by_{name}"), codes.__getitem__
    st.pills(label, list(codes), format_func=shown, key=key, on_change=_picked, args=(name, key), wrap=True, **options)
    return stands if several else tuple(filter(None, (one,)))


def pick_listed(
    visit: Visit, place: str, name: str, codes: Mapping[str, str], several: bool = False
) -> tuple[str, ...]:
    """The same from a list that can be long."""
    stands, key, label = asked(name, codes), f"{place}.{name}", visit.words.say(f"{place}.by_{name}")
    shared: dict[str, Any] = {
        "format_func": codes.__getitem__,
        "placeholder": visit.words.say("explore.filter.any"),
        "key": key,
        "on_change": _picked,
        "args": (name, key),
    }
    if several:
        st.session_state[key] = list(stands)
        st.multiselect(label, list(codes), **shared)
        return stands
    st.session_state[key] = next(iter(stands), None)
    st.selectbox(label, list(codes), index=None, **shared)
    return stands[:1]


def pick_tick(visit: Visit, place: str, name: str) -> bool:
    """A yes that stands as 1 in the address."""
    key = f"{place}.{name}"
    st.session_state[key] = st.query_params.get(name) == "1"
    label = visit.words.say(f"{place}.by_{name}")
    return bool(st.checkbox(label, key=key, on_change=_ticked, args=(name, key)))


def pick_day(visit: Visit, place: str, name: str) -> date | None:
    """A day, written as 2026-03-31 in the address."""
    key, stands = f"{place}.{name}", asked_day(name)
    st.session_state[key] = stands
    label = visit.words.say(f"{place}.by_{name}")
    st.date_input(label, value=None, format="DD/MM/YYYY", key=key, on_change=_dated, args=(name, key))
    return stands


def narrow_to(codes: Mapping[str, str | None]) -> None:
    """Writes codes to the address, None takes one out; a list begins at its first page again."""
    choose({PAGE: None, **codes})


def _picked(name: str, key: str) -> None:
    chosen = st.session_state[key]
    codes = [chosen] if isinstance(chosen, str) else list(chosen or [])
    narrow_to({name: _BETWEEN.join(codes) or None})


def _ticked(name: str, key: str) -> None:
    narrow_to({name: "1" if st.session_state[key] else None})


def _dated(name: str, key: str) -> None:
    day = st.session_state[key]
    narrow_to({name: day.isoformat() if day else None})
