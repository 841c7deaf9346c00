"""The programme's frame: programmes, phases, groups and targets, in the order in which they are needed."""

import streamlit as st

from pages.parts.set_up import PARTS
from pages.parts.visit import enter

visit = enter("programme.write")
words = visit.words
st.title(words.say("menu.manage.programme"), anchor=False)
names = {code: words.say(f"{code}.title") for code in PARTS}
asked = st.query_params.get("part")
part = st.segmented_control(
    words.say("programme.part"),
    list(PARTS),
    default=asked if asked in PARTS else "programme",
    format_func=names.__getitem__,
    key="programme.part",
    label_visibility="collapsed",
    required=True,
    width="stretch",
)
st.query_params["part"] = str(part)
st.caption(words.say(f"{part}.explained"))
PARTS[str(part)](visit)
