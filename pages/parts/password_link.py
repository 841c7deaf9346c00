"""A link for a new password: given on the page of accounts, opened at the door."""

import uuid
from urllib.parse import urlencode, urlsplit

import streamlit as st

from core.access import Actor
from core.i18n import Words
from core.passwords import hashed, new_token, token_hash
from core.problems import Problem
from core.records.accounts import accepted_password
from db.commands.ledger import perform
from db.commands.password_links import LINK_LIFE, give_password_link, link_holder, use_password_link
from db.commands.sign_ins import open_ticket
from pages.parts.data import fresh
from pages.parts.forms import act
from pages.parts.refusals import refusal
from pages.parts.visit import Visit

_PARAMETER = "new_password"


def give_link(visit: Visit, account_id: int) -> None:
    """Draws the button that makes a link for this account; the link is shown in this run and never again."""
    words = visit.words
    if not st.button(words.say("link.give"), icon=":material/link:", width="stretch", key=f"link.{account_id}"):
        return
    token = new_token()
    if act(visit, "link.give", give_password_link, account_id, token_hash(token)):
        here = urlsplit(st.context.url or "")
        st.info(words.show("link.given", hours=int(LINK_LIFE.total_seconds() // 3600)), icon=":material/link:")
        st.code(f"{here.scheme}://{here.netloc}/?{urlencode({_PARAMETER: token})}", language=None, wrap_lines=True)


def holder_of_address(words: Words) -> tuple[str, Actor] | None:
    """The link in the address and whose it is; None without one, and with a sentence for one that is worthless."""
    token = st.query_params.get(_PARAMETER)
    if not token:
        return None
    try:
        return token, fresh(link_holder, token)
    except Problem as problem:
        st.error(refusal(words, problem), icon=":material/error:")
        return None


def new_password_form(words: Words, token: str, holder: Actor) -> str | None:
    """Draws the form for whoever opened the link; the ticket of the account with its new password."""
    st.subheader(words.say("link.title"))
    st.markdown(words.show("link.explained", username=holder.username))
    with st.form("link"):
        password = st.text_input(
            words.say("own.password"),
            type="password",
            help=words.say("account.password_rule"),
            autocomplete="new-password",
        )
        sent = st.form_submit_button(words.say("link.save"), type="primary", width="stretch")
    if not sent:
        return None
    try:
        secret = hashed(accepted_password(password, holder.username))
        # A link is good once by itself; a key that is the same for two passwords would answer for the first.
        saved = perform(use_password_link, holder, uuid.uuid4().hex, token, secret)
    except Problem as problem:
        st.error(refusal(words, problem), icon=":material/error:")
        return None
    del st.query_params[_PARAMETER]
    return open_ticket(saved.row_id)
