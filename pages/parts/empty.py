"""What an empty page says: what is missing, and where to make it."""

import streamlit as st

from pages.menu import MENU, link, title
from pages.parts.visit import Visit


def nothing_yet(visit: Visit, key: str, page: str | None = None) -> None:
    """Says the sentence of the key, and links the page where the first row is made for whoever may go there."""
    st.info(visit.words.say(key), icon=":material/lightbulb:")
    if page:
        target = next(entry for entry in MENU if entry.file == page)
        link(visit, page, title(visit.words, target))
