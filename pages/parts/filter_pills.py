"""The filters as a reader meets them: pills, a drawer for the finer ones, and the choice said in a sentence."""

from collections.abc import Callable, Collection

import streamlit as st

from core.i18n import escaped
from pages.parts.filter_sentence import sentence
from pages.parts.filters import SINGLE, Choices, choose, choose_several
from pages.parts.views import offer_views
from pages.parts.visit import Visit

_SEARCH = "filter.search"
# Where the session holds whether the drawer of the finer filters is open.
DRAWER = "filter.more"
_FIRST = ("phase", "province", "verified")
_FINER = ("commune", "kind", "sector", "sex", "age", "state", "since", "until")
# Filters of the drawer that are chosen from a long list.
_LISTED = ("commune", "sector", "since", "until")


def pick(visit: Visit, choices: Choices, name: str, one: bool = False) -> None:
    """Draws the pills of one filter, where there is anything to pick; a chosen one again takes it back.

    `one` is for a page on which of this filter one code is chosen at a time.
    """
    if not choices.labels[name]:
        return
    # The address decides, whoever wrote it: a pill, a chart or the link somebody sent.
    key = f"filter.{name}"
    single = one or name in SINGLE
    st.session_state[key] = choices.chosen.one(name) if single else list(choices.chosen.several(name))
    st.pills(
        visit.words.say(f"explore.filter.{name}"),
        list(choices.labels[name]),
        selection_mode="single" if single else "multi",
        format_func=_labelled(choices, name),
        key=key,
        on_change=_picked,
        args=(name, key),
        wrap=True,
    )


def pick_month(visit: Visit, choices: Choices, months: Collection[str]) -> None:
    """Draws months as pills, of which the chosen one is the whole period; the same one again takes it back."""
    key, since = "filter.month", choices.chosen.one("since")
    st.session_state[key] = since if since == choices.chosen.one("until") else None
    st.pills(
        visit.words.say("explore.filter.month"),
        [month for month in choices.labels["since"] if month in months][::-1],
        format_func=_labelled(choices, "since"),
        key=key,
        on_change=lambda: choose(dict.fromkeys(("since", "until"), st.session_state[key])),
        wrap=True,
    )


def pick_all(visit: Visit, choices: Choices, without: Collection[str] = ()) -> None:
    """Draws the filters of the page: those everybody asks for as pills in a row, the finer ones in a drawer.

    Those `without` stand elsewhere on the page.
    """
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for name in _FIRST:
            if name in choices.names:
                pick(visit, choices, name)
        _more(visit, choices, without)


def _more(visit: Visit, choices: Choices, without: Collection[str]) -> None:
    """The finer filters in a drawer, drawn once it is opened; nothing where there are none.

    What is chosen in it is said in the sentence under the filters: a label that told it would close the drawer.
    """
    offered = tuple(name for name in choices.names if name in _FINER and name not in without and choices.labels[name])
    if not offered:
        return
    label = visit.words.say("explore.filter.more")
    drawer = st.popover(label, icon=":material/tune:", key=DRAWER, on_change="rerun")
    if not drawer.open:
        return
    with drawer:
        for name in offered:
            if name in _LISTED:
                _list(visit, choices, name)
            else:
                pick(visit, choices, name)


def _list(visit: Visit, choices: Choices, name: str) -> None:
    key, said = f"filter.{name}", visit.words.say(f"explore.filter.{name}")
    codes = list(choices.labels[name])
    if name in SINGLE:
        st.session_state[key] = choices.chosen.one(name)
        st.selectbox(
            said,
            codes,
            index=None,
            format_func=_labelled(choices, name),
            placeholder=visit.words.say("explore.filter.any"),
            key=key,
            on_change=_picked,
            args=(name, key),
        )
        return
    st.session_state[key] = list(choices.chosen.several(name))
    st.multiselect(
        said,
        codes,
        format_func=_labelled(choices, name),
        placeholder=visit.words.say("explore.filter.any"),
        key=key,
        on_change=_picked,
        args=(name, key),
    )


def say_choice(visit: Visit, choices: Choices, *beside: Callable[[Visit, Choices], None]) -> None:
    """Says what the figures are narrowed to and which sheets are counted; with the way back and the kept views.

    What else belongs there is drawn by `beside`.
    """
    if "verified" in choices.names:
        say_sheets(visit, choices)
    said = sentence(visit, choices)
    with st.container(horizontal=True, vertical_alignment="center"):
        if said is None:
            st.caption(visit.words.say("explore.filter.none"), width="content")
        else:
            st.markdown(visit.words.say("explore.filter.some", choice=escaped(said)), width="content")
            st.button(
                visit.words.say("explore.filter.all"),
                icon=":material/close:",
                key="filter.all",
                on_click=_clear,
                args=choices.names,
            )
        for offer in (offer_views, *beside):
            offer(visit, choices)
    if {"sex", "age"} & {name for name, _ in choices.chosen.chosen}:
        st.caption(visit.words.say("explore.filter.persons_only"))


def say_sheets(visit: Visit, choices: Choices) -> None:
    """Says whether all attendance is counted, or that of verified sheets alone."""
    st.caption(visit.words.say(f"explore.sheets.{choices.chosen.sheets}"))


def search(visit: Visit) -> str:
    """Asks for a text to search by; what was typed is kept in the address too."""
    st.session_state[_SEARCH] = st.query_params.get("search", "")
    return st.text_input(
        visit.words.say("explore.search"), key=_SEARCH, icon=":material/search:", max_chars=200, on_change=_searched
    )


def _labelled(choices: Choices, name: str) -> Callable[[str], str]:
    labels = {code: escaped(label) for code, label in choices.labels[name].items()}
    return labels.__getitem__


def _searched() -> None:
    choose({"search": st.session_state[_SEARCH].strip() or None})


def _picked(name: str, key: str) -> None:
    picked = st.session_state[key]
    choose_several({name: tuple(picked) if isinstance(picked, list) else tuple(filter(None, (picked,)))})


def _clear(*names: str) -> None:
    choose(dict.fromkeys(names))
