"""A sign-in that ends is over at the next run, in every open tab and in a part of a page that runs by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core.access import Actor
from core.passwords import hashed, token_hash
from core.records import validated
from core.records.accounts import AccountRecord
from db.commands.accounts import change_account, close_account, set_password
from db.commands.ledger import perform
from db.commands.own_account import change_own_password, end_own_sign_in
from db.commands.password_links import give_password_link, link_holder, use_password_link
from db.commands.sign_ins import end_sign_in, open_ticket, redeem_ticket
from db.engine import reading, transaction
from db.models import Setting, SignIn
from db.models.base import now
from tests.conftest import actor
from tests.pages.conftest import MAIN, new_account

pytestmark = pytest.mark.usefixtures("database")
CHIEF = actor("administrator")
NEW = hashed("an entirely new sentence")
OWNER = Actor(1, "amina", frozenset({"field_officer"}), frozenset({1}))
PAGE = "entry/organisations.py"
ENDED = "Your sign-in has ended. Reload the page to sign in again."


def record(roles: str = "field_officer", active: bool = True) -> AccountRecord:
    return validated(
        AccountRecord, {"username": "amina", "name": "Amina", "roles": roles, "language": "en", "active": active}
    )


def elsewhere() -> str:
    cookie = redeem_ticket(open_ticket(1))
    assert cookie
    return cookie


def by_link() -> None:
    perform(give_password_link, CHIEF, "k", 1, token_hash("token"))
    with reading() as session:
        holder = link_holder(session, "token")
    perform(use_password_link, holder, "k", "token", NEW)


def aged(**ages: timedelta) -> None:
    with transaction() as session:
        held = session.get_one(SignIn, 1)
        for field, age in ages.items():
            setattr(held, field, now() - age)


def shortened() -> None:
    aged(seen_at=timedelta(minutes=31))
    with transaction() as session:
        session.add(Setting(id=1, values={"field_idle_minutes": 30}))


ENDINGS: dict[str, Callable[[str], object]] = {
    "signing out": end_sign_in,
    "ending it from the list": lambda _: perform(end_own_sign_in, OWNER, "k", 1),
    "a new password chosen elsewhere": lambda _: perform(change_own_password, OWNER, "k", elsewhere(), NEW),
    "a new password given": lambda _: perform(set_password, CHIEF, "k", 1, 1, NEW),
    "a new password by a link": lambda _: by_link(),
    "another role": lambda _: perform(change_account, CHIEF, "k", 1, 1, record("manager"), frozenset({1})),
    "another province": lambda _: perform(change_account, CHIEF, "k", 1, 1, record(), frozenset({2})),
    "one province more": lambda _: perform(change_account, CHIEF, "k", 1, 1, record(), frozenset({1, 2})),
    "closing the account": lambda _: perform(close_account, CHIEF, "k", 1, 1),
    "closing it in its form": lambda _: perform(change_account, CHIEF, "k", 1, 1, record(active=False), frozenset({1})),
    "the idle limit": lambda _: aged(seen_at=timedelta(hours=12)),
    "a shorter idle limit": lambda _: shortened(),
    "the longest time": lambda _: aged(created_at=timedelta(hours=12)),
}


@pytest.fixture
def cookie(monkeypatch: pytest.MonkeyPatch) -> str:
    """A field officer's open sign-in on every connection; a chief stays behind."""
    with transaction() as session:
        new_account(session, "amina", "field_officer", (1,), "en")
        new_account(session, "chief", "administrator", (), "en")
    made = elsewhere()
    monkeypatch.setattr("pages.parts.visit.connection_cookie", lambda: made)
    return made


def tab() -> AppTest:
    """A tab of the browser, at a page with a form."""
    test = AppTest.from_file(str(MAIN), default_timeout=30)
    test.session_state["language"] = "en"
    test.run()
    test.switch_page(PAGE).run()
    assert [t.value for t in test.title] != ["Cooper UP Monitor"]
    return test


def part() -> None:
    """A page's part that runs by itself, outside of the frame."""
    import streamlit as st

    from pages.parts.visit import enter

    @st.fragment
    def beside() -> None:
        visit = enter("organisation.write")
        st.text(f"names for {visit.actor.username}")

    beside()


@pytest.mark.parametrize("ending", ENDINGS)
def test_in_every_open_tab_there_is_the_door_and_nothing_else(cookie: str, ending: str) -> None:
    tabs = [tab(), tab()]
    fragment = AppTest.from_function(part, default_timeout=30)
    fragment.session_state["language"] = "en"
    assert [text.value for text in fragment.run().text] == ["names for amina"]
    ENDINGS[ending](cookie)
    for open_tab in tabs:
        open_tab.run()
        assert [t.value for t in open_tab.title] == ["Cooper UP Monitor"]
        assert [field.label for field in open_tab.text_input] == ["Username", "Password"]
    fragment.run()
    assert [text.value for text in fragment.text] == []
    assert [warning.value for warning in fragment.warning] == [ENDED]


def test_another_s_connection_gets_nothing_of_a_part_that_runs_by_itself(
    cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fragment = AppTest.from_function(part, default_timeout=30)
    fragment.session_state["language"] = "en"
    assert [text.value for text in fragment.run().text] == ["names for amina"]
    chiefs = redeem_ticket(open_ticket(2))
    for presented in (chiefs, None, "forged", token_hash(cookie)):
        monkeypatch.setattr("pages.parts.visit.connection_cookie", lambda shown=presented: shown)
        fragment.run()
        assert [text.value for text in fragment.text] == []
        assert [warning.value for warning in fragment.warning] == [ENDED]


def test_what_ends_one_account_s_sign_ins_leaves_those_of_others(cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chiefs = redeem_ticket(open_ticket(2))
    assert chiefs != cookie
    monkeypatch.setattr("pages.parts.visit.connection_cookie", lambda: chiefs)
    open_tab = tab()
    perform(close_account, CHIEF, "k", 1, 1)
    open_tab.run()
    assert [t.value for t in open_tab.title] != ["Cooper UP Monitor"]
