"""Two people changed one row: both sides, field by field, and the choice between them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import streamlit as st

from core.i18n import escaped
from pages.parts.visit import Visit


def conflict(
    visit: Visit, name: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], prefix: str
) -> Literal["mine", "theirs"] | None:
    """Draws what differs and returns the side chosen, or None while nobody chose."""
    words = visit.words
    st.warning(words.say("form.conflict"), icon=":material/compare_arrows:")
    for field, value in mine.items():
        if field in theirs and (value or None) != (theirs[field] or None) and words.has(f"{name}.{field}"):
            with st.container(border=True):
                st.markdown(f"**{words.say(f'{name}.{field}')}**")
                st.markdown(f"{words.say('form.conflict_mine')} : {_shown(visit, value)}")
                st.markdown(f"{words.say('form.conflict_theirs')} : {_shown(visit, theirs[field])}")
    if st.button(words.say("form.keep_mine"), key=f"{prefix}.mine", width="stretch"):
        return "mine"
    if st.button(words.say("form.keep_theirs"), key=f"{prefix}.theirs", width="stretch"):
        return "theirs"
    return None


def _shown(visit: Visit, value: Any) -> str:
    words = visit.words
    if value is None or value == "":
        return words.say("form.empty_value")
    if isinstance(value, bool):
        return words.say("form.yes" if value else "form.no")
    if isinstance(value, date):
        return words.day(value)
    return escaped(str(value))
