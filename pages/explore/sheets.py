"""Sign-in sheets by province: missing, sent back, waiting, verified; and for whoever works at them, which ones."""

from datetime import datetime

import streamlit as st

from core.i18n import ZONE
from db.queries.sheets import STANDINGS, sessions_standing, sheets_by_province
from pages.parts.data import frame_of, fresh
from pages.parts.empty import nothing_yet
from pages.parts.filters import choose
from pages.parts.lists_taken import MOST_TAKEN, sessions_taken
from pages.parts.sittings import card
from pages.parts.tables import choose_page, offer_files, offer_menu, show_table
from pages.parts.visit import enter

visit = enter("sheet.read")
SUBJECTS = ("session", "attendance", "programme", "group", "reference", "place")
# With more cards the page is longer than what the compression remembers, and would be sent whole at each click.
CARDS = 16
words, reach, today = visit.words, visit.actor.provinces, visit.today
st.title(words.say("menu.explore.sheets"), anchor=False)
counts = frame_of(visit, sheets_by_province, reach, today, subjects=SUBJECTS)
if counts.empty:
    nothing_yet(visit, "sheets_page.empty", "entry/sessions.py")
    st.stop()

st.caption(words.show("sheets_page.as_of", at=datetime.now(ZONE)))
with st.container(horizontal=True, gap="small"):
    for name in STANDINGS:
        st.metric(words.say(f"sheet_standing.{name}"), words.number(int(counts[name].sum())), border=True)
rows = counts.assign(province=[words.label(row, "province") for row in counts.itertuples()])
shown = rows[["province", *STANDINGS]]
show_table(visit, shown)
offer_files(visit, "sheets_by_province", lambda: shown, {})
st.caption(words.say("sheets_page.explained"))

if visit.actor.may("session.read"):
    labels = {name: words.say(f"sheet_standing.{name}") for name in STANDINGS}
    asked = st.query_params.get("standing")
    key = "sheets_page.standing"
    st.session_state[key] = asked if asked in labels else ("waiting" if visit.actor.may("session.write") else "missing")
    st.pills(
        words.say("sheets_page.which"),
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        required=True,
        on_change=lambda: choose({"standing": st.session_state[key]}),
    )
    standing = st.session_state[key]
    number = int(counts[standing].sum())
    st.caption(words.count("sheets_page.found", number))
    if number:
        before = choose_page(number, key=f"sheets_page.page.{standing}", rows=CARDS)
        every = (reach, standing, today, None, MOST_TAKEN)
        taken = {"standing": standing}
        offer_menu(visit, "sheet_sessions", lambda: sessions_taken(visit, fresh(sessions_standing, *every)), taken)
        asked_for = (reach, standing, today, None, CARDS, before)
        for row in frame_of(visit, sessions_standing, *asked_for, subjects=SUBJECTS).itertuples():
            card(visit, row)
