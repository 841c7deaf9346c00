"""The notice to read out before consent is asked for, on a page of its own that can be printed."""

import streamlit as st

from pages.menu import link
from pages.parts.privacy_notice import notice_in_a_language, present_settings
from pages.parts.visit import enter

visit = enter("person.write")
words = visit.words
st.title(words.say("menu.entry.notice"), anchor=False)
st.caption(words.say("notice.how"))
if not present_settings(visit).controller:
    st.info(words.say("notice.no_controller"), icon=":material/lightbulb:")
    link(visit, "manage/settings.py", words.say("notice.to_settings"))
with st.container(border=True):
    notice_in_a_language(visit, "page")
