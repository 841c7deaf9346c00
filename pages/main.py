"""The frame: language, sign-in, menu, and the one page that this reader may see."""

import streamlit as st

from pages.menu import HOME, MENU, title
from pages.parts.frame import door, sidebar
from pages.parts.language import announce_language, words_of_visit
from pages.parts.visit import reader, welcomed

found = reader()
words = words_of_visit(found.language if found else None)
st.set_page_config(page_title=words.say("product.name"), page_icon="/assets/icon.svg")
announce_language(words.language)

# Every page is registered before the door, else the address somebody came for would be lost on the way in.
pages = {
    page.file: st.Page(
        page.file,
        title=title(words, page),
        icon=f":material/{page.icon}:",
        url_path=page.address,
        default=page is HOME,
        visibility="hidden" if page.hidden or not found or not found.actor.may(page.action) else "visible",
    )
    for page in MENU
}
rooms: dict[str, list[st.Page]] = {}
for page in MENU:
    rooms.setdefault(words.say(f"menu.{page.room}"), []).append(pages[page.file])
current = st.navigation(rooms, position="sidebar" if found else "hidden")
narrow = {page.address for page in MENU if not page.wide}
st.set_page_config(layout="wide" if found and current.url_path not in narrow else "centered")

if found is None:
    door(words)
else:
    sidebar(found, words)
    with welcomed(found):
        current.run()
