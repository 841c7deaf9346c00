"""The frame: language, sign-in, menu, and the one page that this reader may see."""

import streamlit as st

from core.problems import Problem
from pages.menu import MENU, registered
from pages.parts.faults import faults_told
from pages.parts.frame import door, say_where_lost, sidebar, whether_lost
from pages.parts.language import announce_language, words_of_visit
from pages.parts.visit import PAGE, reader, welcomed

try:
    found, fault = reader(), None
except Problem as problem:
    # Whoever it may be: without the database nobody is known.
    found, fault = None, problem
words = words_of_visit(found.language if found else None)
st.set_page_config(page_title=words.say("product.name"), page_icon="/assets/icon.svg")
announce_language(words.language)
whether_lost()

# Every page is registered before the door, else the address somebody came for would be lost on the way in.
rooms = registered(words, found.actor if found else None)
# Folded, a long menu would end in a word of Streamlit's own, in English.
current = st.navigation(rooms, position="sidebar" if found else "hidden", expanded=True)
st.session_state[PAGE] = current.url_path
narrow = {page.address for page in MENU if not page.wide}
st.set_page_config(layout="wide" if found and current.url_path not in narrow else "centered")

with faults_told(words):
    if fault:
        raise fault
    if found is None:
        say_where_lost(words)
        door(words)
    else:
        sidebar(found, words)
        if current.url_path:
            # The first address of all only leads on.
            say_where_lost(words)
        with welcomed(found):
            current.run()
