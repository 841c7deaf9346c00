"""The language of a visit, on every run the same decision: this session's choice, the account's, the browser's."""

import json

import streamlit as st

from core.i18n import LANGUAGES, NATIVE_NAMES, Words, direction, preferred_language, words
from pages.server.cookies import LANGUAGE

_CHOSEN = "language"
_ANNOUNCED = "language_announced"
_ACCOUNT = "account_language"


def language_of_visit(account: str | None = None) -> str:
    """The code of the language to speak."""
    if account:
        # A fault is told without asking the database again who reads.
        st.session_state[_ACCOUNT] = account
    chosen = st.session_state.get(_CHOSEN)
    last = st.session_state.get(_ACCOUNT)
    cookie = st.context.cookies.get(LANGUAGE)
    header = st.context.headers.get("accept-language")
    # Outside a browser these two are no text.
    wishes = (w if isinstance(w, str) else None for w in (chosen, last, cookie, header))
    return preferred_language(*wishes)


def words_of_visit(account: str | None = None) -> Words:
    """The words to speak with."""
    return words(language_of_visit(account))


def chosen_at_the_door() -> str | None:
    """The language somebody picked in this session, or None when it was only guessed."""
    chosen = st.session_state.get(_CHOSEN)
    return chosen if isinstance(chosen, str) else None


def language_choice(current: str, key: str, place: str = "main") -> str | None:
    """Draws the three languages by their own names; the code of a newly chosen one, else None."""
    label = words(current).say("language.label")
    picked = st.segmented_control(
        label,
        LANGUAGES,
        default=current,
        format_func=NATIVE_NAMES.__getitem__,
        key=f"{key}.{place}.{current}",
        label_visibility="collapsed",
        required=True,
    )
    return picked if picked != current else None


def switch_language(code: str) -> None:
    """Speaks another language from the next run on; what was typed stays."""
    st.session_state[_CHOSEN] = code
    st.session_state[_ANNOUNCED] = False


def announce_language(code: str) -> None:
    """Turns the open document to a newly chosen language and has the browser remember it."""
    if st.session_state.get(_ANNOUNCED, True):
        return
    st.session_state[_ANNOUNCED] = True
    turn = json.dumps({"lang": code, "dir": direction(code)})
    st.html(
        f"<script>Object.assign(document.documentElement, {turn});"
        f"fetch('/account/language', {{method: 'POST', body: {json.dumps(code)}}});</script>",
        unsafe_allow_javascript=True,
    )
