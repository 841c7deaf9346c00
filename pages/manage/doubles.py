"""Likely doubles: pairs with their reasons, two side by side to be merged, and what was decided with the way back."""

import streamlit as st

from core.doubles import KINDS
from pages.parts.doubles import DECIDED, decided, pairs
from pages.parts.doubles_compare import compare
from pages.parts.entry import id_in_address
from pages.parts.visit import enter

visit = enter("double.write")
words = visit.words
st.title(words.say("menu.manage.doubles"), anchor=False)
asked = st.query_params.get("part")
one, other = id_in_address("first"), id_in_address("second")
if asked in KINDS and one and other:
    compare(visit, asked, one, other)
    st.stop()
st.caption(words.say("doubles.explained"))
names = {part: words.say(f"doubles.part.{part}") for part in (*KINDS, DECIDED)}
part = st.segmented_control(
    words.say("doubles.part"),
    list(names),
    default=asked if asked in names else KINDS[0],
    format_func=names.__getitem__,
    key="doubles.part",
    label_visibility="collapsed",
    required=True,
    width="stretch",
)
st.query_params["part"] = str(part)
if part == DECIDED:
    decided(visit)
else:
    pairs(visit, str(part))
