"""The history: who did what and when, from what to what; narrowed, taken away as a file, and verified."""

from functools import partial

import streamlit as st

from db.queries.history import history, history_counted
from pages.parts.data import fresh
from pages.parts.exports import export_button
from pages.parts.history import (
    MOST_EXPORTED,
    PAGE_ENTRIES,
    ask,
    asked_in_address,
    chain,
    exported,
    narrowed,
    row_head,
    show_entries,
    since_head,
)
from pages.parts.visit import enter

visit = enter("history.read")
words = visit.words
st.title(words.say("menu.manage.history"), anchor=False)
asked = asked_in_address()
ask(visit, asked)
row_head(visit, asked)
since_head(visit, asked)
number = fresh(history_counted, asked)
st.subheader(words.count("history.found", number), anchor=False)
if number:
    pages = -(-number // PAGE_ENTRIES)
    skipped = (st.pagination(pages, key="history.page") - 1) * PAGE_ENTRIES if pages > 1 else 0
    show_entries(visit, fresh(history, asked, PAGE_ENTRIES, skipped))
    if number > MOST_EXPORTED:
        st.caption(words.say("history.newest_only", number=MOST_EXPORTED))
    with st.container(horizontal=True):
        for form in ("csv", "xlsx"):
            export_button(
                visit,
                words.say(f"explore.take_{form}"),
                "history",
                form,
                partial(fresh, history, asked, MOST_EXPORTED),
                partial(exported, visit, form),
                f"history.{form}",
                narrowed(asked),
                key=f"history.{form}",
            )
else:
    st.info(words.say("history.empty"), icon=":material/lightbulb:")
chain(visit)
