"""The own account: another password and ended sign-ins, by nobody but their owner."""

import pytest
from sqlmodel import select

from core.access import ROLES, Actor
from core.passwords import hashed
from core.problems import Problem
from core.records.accounts import accepted_password
from db.commands.accounts import choose_language, set_password
from db.commands.ledger import perform
from db.commands.own_account import change_own_password, end_own_sign_in
from db.commands.password_links import give_password_link
from db.commands.sign_ins import check_own_password, checked_account, open_ticket, redeem_ticket
from db.engine import reading, transaction
from db.models import Change
from db.queries.accounts import reader_of_cookie
from db.queries.sign_ins import open_sign_ins
from tests.pages.conftest import PASSWORD, new_account

NEW = "an entirely new sentence"
# Hashed once: bcrypt is slow on purpose.
NEW_SECRET = hashed(NEW)
pytestmark = pytest.mark.usefixtures("at_the_door")


def account(username: str = "amina") -> Actor:
    with transaction() as session:
        made = new_account(session, username, "presenter", (), "fr")
    return Actor(made, username, frozenset({"presenter"}))


def enter(who: Actor) -> str:
    cookie = redeem_ticket(open_ticket(who.account_id or 0))
    assert cookie
    return cookie


def is_in(cookie: str) -> bool:
    with reading() as session:
        return reader_of_cookie(session, cookie) is not None


@pytest.mark.parametrize(
    "password",
    ["motdepasse2026", "Mot de passe 123", "P@ssw0rd1234", "123456789012", "Azertyuiop12", "كلمة السر 12345"],
)
def test_a_password_that_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(Problem, match="password_common"):
        accepted_password(password, "amina")


def test_a_sentence_with_a_common_word_in_it_is_a_password() -> None:
    assert accepted_password("mon mot de passe est long", "amina") == "mon mot de passe est long"


def test_a_wrong_present_password_is_refused_and_the_ninth_is_slowed_down() -> None:
    me = account()
    for _ in range(8):
        with pytest.raises(Problem, match="present_password_wrong") as refused:
            check_own_password(me.username, "another long sentence", "10.0.0.1")
        assert refused.value.field == "present"
    with pytest.raises(Problem, match="try_later"):
        check_own_password(me.username, PASSWORD, "10.0.0.1")


def test_a_new_password_ends_every_other_sign_in_and_every_open_ticket_and_this_one_goes_on() -> None:
    me, other = account(), account("brahim")
    here, there, elsewhere, ticket = enter(me), enter(me), enter(other), open_ticket(me.account_id or 0)
    check_own_password(me.username, PASSWORD, "10.0.0.1")
    perform(change_own_password, me, "k", here, NEW_SECRET)
    assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, True)
    assert redeem_ticket(ticket) is None
    assert checked_account(me.username, NEW, "10.0.0.1") == me.account_id
    with pytest.raises(Problem, match="sign_in_wrong"):
        checked_account(me.username, PASSWORD, "10.0.0.1")
    with reading() as session:
        change = session.exec(select(Change)).one()
    assert (change.account_id, change.command, change.row_id) == (1, "change_own_password", 1)
    assert "password_hash" not in str(change.after)


@pytest.mark.parametrize("whose", ["nobody's", "another's", "an ended one"])
def test_a_password_is_not_changed_without_a_sign_in_of_the_own_that_is_open(whose: str) -> None:
    me, other = account(), account("brahim")
    cookie = {"nobody's": "forged", "another's": enter(other), "an ended one": enter(me)}[whose]
    with reading() as session:
        mine = int(open_sign_ins(session, 1, cookie)["id"].iloc[0])
    perform(end_own_sign_in, me, "end", mine)
    with pytest.raises(Problem, match="sign_in_over"):
        perform(change_own_password, me, "k", cookie, NEW_SECRET)
    assert checked_account(me.username, PASSWORD, "10.0.0.1") == me.account_id


def test_the_list_of_sign_ins_is_of_the_own_open_ones_and_marks_this_one() -> None:
    me, other = account(), account("brahim")
    here, there = enter(me), enter(me)
    enter(other)
    with reading() as session:
        found = open_sign_ins(session, 1, here)
    assert list(zip(found["id"], found["this_one"], strict=True)) == [(2, False), (1, True)]
    perform(end_own_sign_in, me, "k", 2)
    assert (is_in(here), is_in(there)) == (True, False)
    with reading() as session:
        assert list(open_sign_ins(session, 1, here)["id"]) == [1]


@pytest.mark.parametrize("number", [2, 3, 99])
def test_nobody_ends_the_sign_in_of_another_one_that_is_over_or_one_that_never_was(number: int) -> None:
    me, other = account(), account("brahim")
    cookies = enter(me), enter(me), enter(other)
    perform(end_own_sign_in, me, "k", 2)
    with pytest.raises(Problem, match="row_gone"):
        perform(end_own_sign_in, me, "k2", number)
    assert [is_in(cookie) for cookie in cookies] == [True, False, True]


def test_everybody_with_a_role_has_an_own_account() -> None:
    assert all(Actor(1, "x", frozenset({role})).may(change_own_password.action) for role in ROLES)


@pytest.mark.parametrize("language", ["de", "", "ar'"])
def test_an_account_speaks_none_but_the_three_languages(language: str) -> None:
    with pytest.raises(Problem, match="unknown_choice"):
        perform(choose_language, account(), "k", language)


def test_an_administrator_does_not_get_around_the_own_present_password() -> None:
    with transaction() as session:
        chief = new_account(session, "chief", "administrator", (), "fr")
    me = Actor(chief, "chief", frozenset({"administrator"}))
    with pytest.raises(Problem, match="own_password_elsewhere"):
        perform(set_password, me, "k", chief, 1, NEW_SECRET)
    with pytest.raises(Problem, match="own_password_elsewhere"):
        perform(give_password_link, me, "k", chief, "hash")
    assert checked_account("chief", PASSWORD, "10.0.0.1") == chief
