"""Another one's new password: set on the page of accounts, or by a link that is given there and opened at the door."""

import uuid
from urllib.parse import urlencode, urlsplit

import streamlit as st

from core.access import Actor
from core.i18n import Words
from core.passwords import hashed, new_token, token_hash
from core.problems import Problem
from core.records.accounts import accepted_password
from db.commands.accounts import set_password
from db.commands.attempts import tried
from db.commands.ledger import Saved, perform
from db.commands.password_links import LINK_LIFE, give_password_link, link_holder, use_password_link
from db.commands.sign_ins import open_ticket
from pages.parts.data import fresh
from pages.parts.forms import Form, act
from pages.parts.refusals import refusal
from pages.parts.sign_in import address
from pages.parts.visit import Visit

_PARAMETER = "new_password"
_WORTHLESS = "worthless_link"


def new_secret(visit: Visit, account_id: int, version: int, username: str) -> None:
    """Draws the field and the button that give somebody else's account another password."""
    form = Form(visit, "account.secret", {}, account_id, version)
    # Sent while it is typed: the tab key goes on to the eye beside it, and what was typed would stay in the browser.
    form.text("password", type="password", live=True, help_key="account.password_rule", required=True)

    def give() -> Saved:
        """The new password, accepted and hashed before the transaction begins."""
        given = hashed(accepted_password(form.values["password"], username))
        return perform(set_password, visit.actor, form.key, account_id, form.version, given)

    form.submit("account.set_password", give, icon=":material/password:")


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
    """The link in the address and whose it is; None without one, and with a sentence for one that is worthless.

    Looking a link up is a try, and slowed down like one; a worthless one is looked up once a session.
    """
    token = st.query_params.get(_PARAMETER)
    if not token:
        return None
    known, code = st.session_state.get(_WORTHLESS, ("", ""))
    try:
        if known == token:
            raise Problem(code)
        with tried(address(), secret="link"):
            return token, fresh(link_holder, token)
    except Problem as problem:
        if problem.code.startswith("link_"):
            st.session_state[_WORTHLESS] = token, problem.code
        st.error(refusal(words, problem), icon=":material/error:")
        return None


def link_of_somebody_signed_in(words: Words, name: str) -> bool:
    """Says whose link was opened by somebody who is signed in, and what to do; whether to sign out and use it."""
    if _PARAMETER not in st.query_params:
        return False
    found = holder_of_address(words)
    if found:
        st.warning(words.show("link.signed_in", name=name, username=found[1].username), icon=":material/link:")
    used = bool(found) and st.button(words.say("link.leave_and_use"), icon=":material/logout:", width="stretch")
    if not used and st.button(words.say("link.stay"), icon=":material/close:", width="stretch"):
        del st.query_params[_PARAMETER]
        st.rerun()
    if not used:
        st.stop()
    return used


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
