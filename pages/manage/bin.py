"""The bin: what was taken away, by whom and why, and bringing it back while its days last."""

import streamlit as st

from db.queries.bin import binned, binned_counted
from db.queries.settings import settings
from pages.parts.bin import PAGE_ROWS, ask, brought_back, show_row, taken
from pages.parts.data import fresh
from pages.parts.tables import offer_menu
from pages.parts.visit import enter

visit = enter("bin.write")
words = visit.words
st.title(words.say("menu.manage.bin"), anchor=False)
st.caption(words.count("bin.explained", fresh(settings).bin_days))
brought_back(visit)
if fresh(binned_counted):
    kind, text = ask(visit)
    number = fresh(binned_counted, kind, text)
    st.subheader(words.count("bin.found", number), anchor=False)
    if not number:
        st.info(words.say("bin.nothing_found"), icon=":material/search_off:")
    else:
        offer_menu(visit, "bin_rows", lambda: taken(visit, kind, text), {"kind": kind} if kind else {})
    pages = -(-number // PAGE_ROWS)
    skipped = (st.pagination(pages, key="bin.page") - 1) * PAGE_ROWS if pages > 1 else 0
    for row in fresh(binned, kind, text, PAGE_ROWS, skipped).to_dict("records"):
        show_row(visit, row)
else:
    st.info(words.say("bin.empty"), icon=":material/lightbulb:")
