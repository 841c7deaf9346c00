"""What stands around every page: the door for strangers, the side bar for those signed in."""

import json
import uuid

import streamlit as st

from core.i18n import Words, escaped
from db.commands.accounts import choose_language
from db.commands.ledger import perform
from db.queries.accounts import Reader, account_exists, is_demonstration, setup_code_is_open
from pages.parts.data import fresh
from pages.parts.language import chosen_at_the_door, language_choice, switch_language
from pages.parts.password_link import holder_of_address, link_of_somebody_signed_in, new_password_form
from pages.parts.sign_in import first_administrator, further_administrator, sign_in_form
from pages.public.addresses import asked_for
from pages.server.gate import LOST
from pages.server.warm import warm_charts

_TICKET = "ticket"
_LEAVING = "leaving"
# In seconds, far beyond the longest sign-in.
_NEVER = 20 * 86_400


def door(words: Words) -> None:
    """The page of whoever is not signed in: language, then the form, or the making of the first administrator."""
    if ticket := st.session_state.pop(_TICKET, None):
        _hand_over("/account/enter", ticket, asked_for(st.query_params.get("to")))
        st.info(words.say("sign_in.entering"), icon=":material/login:")
        return
    if picked := language_choice(words.language, "door"):
        switch_language(picked)
        st.rerun()
    st.title(words.say("product.name"), anchor=False)
    st.caption(words.say("product.purpose"))
    if fresh(is_demonstration):
        _demonstration(words)
    if ticket := _asked(words, chosen_at_the_door()):
        # The browser loads the page anew now, which leaves just the time for it.
        warm_charts(words.language)
        st.session_state[_TICKET] = ticket
        st.rerun()


def _asked(words: Words, language: str | None) -> str | None:
    if not fresh(account_exists):
        return first_administrator(words, language)
    if found := holder_of_address(words):
        return new_password_form(words, *found)
    ticket = sign_in_form(words, language)
    if not ticket and fresh(setup_code_is_open):
        ticket = further_administrator(words, language)
    return ticket


def sidebar(reader: Reader, words: Words) -> None:
    """Who is signed in, the language, the way out."""
    if st.session_state.pop(_LEAVING, False):
        _hand_over("/account/leave", "")
        st.stop()
    if reader.demonstration:
        _demonstration(words)
    with st.sidebar:
        if picked := language_choice(words.language, "menu", "sidebar"):
            perform(choose_language, reader.actor, uuid.uuid4().hex, picked)
            switch_language(picked)
            st.rerun()
        _heard_again()
        st.caption(escaped(reader.name))
        leaving = st.button(words.say("sign_in.leave"), icon=":material/logout:", width="stretch", key="leave")
    if leaving or link_of_somebody_signed_in(words, reader.name):
        st.session_state[_LEAVING] = True
        st.rerun()


def whether_lost() -> None:
    """Notes that the reader came from an address that is no page, and takes the note out of the address."""
    if LOST in st.query_params:
        del st.query_params[LOST]
        st.session_state[LOST] = True


def say_where_lost(words: Words) -> None:
    """Says so once, on the page that is shown instead."""
    if st.session_state.pop(LOST, False):
        st.info(words.say("frame.lost"), icon=":material/explore_off:")


def _heard_again() -> None:
    """Has the browser ask for the page anew whenever its connection is back.

    A browser does so by itself only where something on the page refreshes by itself. To a server that was started
    anew meanwhile it would else show the old page, and the first press on it would be lost.
    """
    st.fragment(lambda: None, run_every=_NEVER)()


def _demonstration(words: Words) -> None:
    st.warning(words.say("product.demonstration"), icon=":material/science:")


def _hand_over(address: str, body: str, then: str | None = None) -> None:
    # Only a route can set a cookie no script can read, and only a page loaded anew makes the server see it.
    onward = f"location.replace({json.dumps(then)})" if then else "location.reload()"
    st.html(
        f"<script>fetch({json.dumps(address)}, {{method: 'POST', body: {json.dumps(body)}}})"
        f".then(() => window.{onward});</script>",
        unsafe_allow_javascript=True,
    )
