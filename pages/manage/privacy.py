"""Privacy: the register of requests with what is due, and the ways to a person's file, retention and the notice."""

import streamlit as st

from db.queries.privacy_requests import requests, requests_counted
from pages.menu import link
from pages.parts.data import frame_of, fresh
from pages.parts.entry import ways
from pages.parts.lists_taken import requests_taken
from pages.parts.privacy_notice import notice_to_read
from pages.parts.privacy_requests import answered_line, new_request, request_card
from pages.parts.tables import offer_menu
from pages.parts.visit import enter

visit = enter("privacy.write")
words = visit.words
st.title(words.say("menu.manage.privacy"), anchor=False)
counted = frame_of(visit, requests_counted, visit.today, subjects=("privacy",))
with st.grid(3, min_column_width=100, gap="small"):
    for name in ("open", "late", "answered"):
        st.metric(words.say(f"request.count_{name}"), words.number(getattr(counted, name)))
with ways("privacy"):
    link(visit, "manage/person_file.py", words.say("menu.manage.person_file"))
    link(visit, "manage/retention.py", words.say("menu.manage.retention"))
notice_to_read(visit, "privacy")

st.subheader(words.say("request.title"), anchor=False)
new_request(visit)
if not counted.open:
    st.info(words.say("request.none"), icon=":material/lightbulb:")
for row in frame_of(visit, requests, subjects=("privacy", "person")).itertuples():
    request_card(visit, row)
if counted.open or counted.answered:
    offer_menu(visit, "privacy_requests", lambda: requests_taken(visit, fresh(requests), fresh(requests, True)), {})
if counted.answered:
    with st.expander(words.count("request.answered_ones", counted.answered), icon=":material/done_all:"):
        for row in frame_of(visit, requests, True, subjects=("privacy", "person")).itertuples():
            answered_line(visit, row)
