"""The sign-in form of streamlit-authenticator over the product's own accounts, and the forms for a set-up code."""

import uuid
from collections.abc import Callable
from typing import Any

import streamlit as st
import streamlit_authenticator

from core.i18n import LANGUAGES, NATIVE_NAMES, Words
from core.passwords import Hashed, hashed
from core.problems import Problem
from core.records import validated
from core.records.accounts import AccountRecord, accepted_password
from db.commands.accounts import make_first_administrator
from db.commands.attempts import tried
from db.commands.ledger import perform
from db.commands.own_account import keep_language_of_door
from db.commands.setup_codes import SERVER, make_further_administrator
from db.commands.sign_ins import checked_account, open_ticket
from db.engine import transaction
from pages.parts.refusals import refusal

_ENTERED = "entered_account"
_REFUSED = "sign_in_refused"


class _NoCookie:
    """Stands where the form's own cookie would: it is readable by scripts and valid after signing out."""

    def get_cookie(self) -> None:
        """Knows nobody from before."""

    def set_cookie(self) -> None:
        """Keeps nothing."""


class _Accounts:
    """Stands where the form's own list of passwords would: the accounts of the database, slowed down."""

    def login(self, username: str | None = None, password: str | None = None, *_args: Any, **_options: Any) -> bool:
        """Whether name and password are right; the account or the refusal is left for the page."""
        try:
            st.session_state[_ENTERED] = checked_account(username or "", password or "", address())
        except Problem as problem:
            st.session_state[_REFUSED] = problem
            return False
        return True


class _Form(streamlit_authenticator.Authenticate):  # type: ignore[misc]
    """The library's form and nothing else of it; its constructor would draw a cookie component and run twice."""

    def __init__(self) -> None:
        self.attrs = {"login_sleep_time": 0}
        self.path = None
        self.cookie_controller = _NoCookie()
        self.authentication_controller = _Accounts()


def sign_in_form(words: Words, language: str | None) -> str | None:
    """Draws the form; the ticket of whoever gave the right name and password."""
    _Form().login(
        fields={
            "Form name": words.say("sign_in.title"),
            "Username": words.say("account.username"),
            "Password": words.say("account.password"),
            "Login": words.say("sign_in.enter"),
        },
        key="sign_in",
    )
    if problem := st.session_state.pop(_REFUSED, None):
        st.error(refusal(words, problem), icon=":material/error:")
    entered = st.session_state.pop(_ENTERED, None)
    if not entered:
        return None
    if language:
        keep_language_of_door(entered, language)
    return open_ticket(entered)


def first_administrator(words: Words, language: str | None) -> str | None:
    """Draws the form of a first start; the ticket of the administrator it makes."""
    st.subheader(words.say("setup.title"))
    st.markdown(words.say("setup.explained"))

    def make(code: str, record: AccountRecord, secret: Hashed) -> int:
        with transaction() as session:
            return make_first_administrator(session, code, record, secret).id or 0

    return _administrator_form(words, language, make)


def further_administrator(words: Words, language: str | None) -> str | None:
    """Draws the form for the code of a locked-out server, folded; the ticket of the administrator it makes."""
    with st.expander(words.say("setup.further_title"), icon=":material/key:"):
        st.markdown(words.say("setup.further_explained"))
        return _administrator_form(
            words,
            language,
            lambda code, record, secret: (
                perform(make_further_administrator, SERVER, uuid.uuid4().hex, code, record, secret).row_id
            ),
        )


def _administrator_form(
    words: Words, language: str | None, make: Callable[[str, AccountRecord, Hashed], int]
) -> str | None:
    with st.form("setup"):
        code = st.text_input(words.say("setup.code"), autocomplete="off")
        name = st.text_input(words.say("account.name"))
        username = st.text_input(words.say("account.username"), autocomplete="username")
        password = st.text_input(
            words.say("account.password"),
            type="password",
            help=words.say("account.password_rule"),
            autocomplete="new-password",
        )
        chosen = st.selectbox(
            words.say("account.language"),
            LANGUAGES,
            index=LANGUAGES.index(language or words.language),
            format_func=NATIVE_NAMES.__getitem__,
        )
        sent = st.form_submit_button(words.say("setup.make"), type="primary", width="stretch")
    if not sent:
        return None
    values = {"username": username, "name": name, "roles": "administrator", "language": chosen}
    try:
        record = validated(AccountRecord, values)
        accepted = accepted_password(password, record.username)
        # A stranger's guesses are slowed down like those at a password, and before anything is hashed.
        with tried(address(), secret="code", field="code"):
            account_id = make(code, record, hashed(accepted))
    except Problem as problem:
        for part in problem.each():
            st.error(refusal(words, part, label=f"account.{part.field}"), icon=":material/error:")
        return None
    return open_ticket(account_id)


def address() -> str:
    """The address of the visitor's machine, by which wrong attempts are slowed down."""
    known = st.context.ip_address
    # On the server's own machine, and outside of a browser, there is none.
    return known if isinstance(known, str) else "local"
