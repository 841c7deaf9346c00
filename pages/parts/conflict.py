"""Two people changed one row: both sides, field by field, and the choice between them."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Literal

import streamlit as st

from core.i18n import escaped, isolated
from pages.parts.visit import Visit


def conflict(
    visit: Visit,
    name: str,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    prefix: str,
    in_words: Callable[[str, Any], str],
) -> Literal["mine", "theirs"] | None:
    """Draws what differs and returns the side chosen, or None while nobody chose.

    `in_words` says a field's value as its choice is called.
    """
    words = visit.words
    st.warning(words.say("form.conflict"), icon=":material/compare_arrows:")
    for field, value in mine.items():
        if field in theirs and (value or None) != (theirs[field] or None) and words.has(f"{name}.{field}"):
            with st.container(border=True):
                st.markdown(f"**{words.say(f'{name}.{field}')}**")
                for side, said in (("mine", value), ("theirs", theirs[field])):
                    whose = words.say("problem.of_field", field=words.say(f"form.conflict_{side}"))
                    st.markdown(f"{whose} {_shown(visit, said, partial(in_words, field))}")
    if st.button(words.say("form.keep_mine"), key=f"{prefix}.mine", width="stretch"):
        return "mine"
    if st.button(words.say("form.keep_theirs"), key=f"{prefix}.theirs", width="stretch"):
        return "theirs"
    return None


def _shown(visit: Visit, value: Any, in_words: Callable[[Any], str]) -> str:
    words = visit.words
    if value is None or value in ("", []):
        return words.say("form.empty_value")
    if isinstance(value, bool):
        return words.say("form.yes" if value else "form.no")
    if isinstance(value, date):
        return words.day(value)
    # A phone keeps its plus in front, whatever the direction of the line.
    return escaped(isolated(in_words(value)))
