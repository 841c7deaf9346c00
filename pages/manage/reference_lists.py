"""The reference lists: modules, categories of obstacles, institutions, sectors, attendance statuses."""

import streamlit as st

from pages.parts.lists import QUERIES, list_part
from pages.parts.visit import enter

visit = enter("reference.write")
words = visit.words
st.title(words.say("menu.manage.reference_lists"), anchor=False)
st.caption(words.say("list.explained"))
names = {code: words.say(f"{code}.title") for code in QUERIES}
asked = st.query_params.get("list")
name = st.pills(
    words.say("list.choose"),
    list(QUERIES),
    default=asked if asked in QUERIES else "module",
    format_func=names.__getitem__,
    key="list.name",
    label_visibility="collapsed",
    required=True,
)
st.query_params["list"] = str(name)
list_part(visit, str(name))
