"""The door: set-up code, passwords, tickets and sign-ins, on both databases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.passwords import hashed, token_hash
from core.problems import Problem
from core.records import validated
from core.records.accounts import AccountRecord, accepted_password
from db.commands.accounts import change_account, close_account, make_account, make_first_administrator, set_password
from db.commands.ledger import perform
from db.commands.sign_ins import (
    checked_account,
    end_sign_in,
    open_ticket,
    print_setup_code,
    redeem_ticket,
)
from db.engine import reading, transaction
from db.models import Account, SetupCode, SignIn, Ticket
from db.models.base import now
from db.queries.accounts import Reader, reader_of_cookie
from tests.conftest import actor
from tests.pages.conftest import new_account

PASSWORD = "une phrase assez longue"
# Hashed once: bcrypt is slow on purpose.
SECRET, NEW_SECRET = hashed(PASSWORD), hashed("an entirely new sentence")
pytestmark = pytest.mark.usefixtures("at_the_door")


@pytest.fixture
def administrator_id(at_the_door: Engine) -> int:
    """The id of an administrator made with the printed code."""
    assert at_the_door
    code = print_setup_code()
    assert code
    with transaction() as session:
        made = make_first_administrator(session, code, record("amina", "administrator"), SECRET)
        return made.id or 0


def record(username: str, roles: str) -> AccountRecord:
    return validated(AccountRecord, {"username": username, "name": "Amina", "roles": roles})


def who(cookie: str | None) -> Reader | None:
    with reading() as session:
        return reader_of_cookie(session, cookie or "")


def signed_in(account_id: int) -> str:
    cookie = redeem_ticket(open_ticket(account_id))
    assert cookie
    return cookie


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("court", "password_short"),
        ("a" * 73, "password_long"),
        ("ا" * 37, "password_long"),
        ("abababababab", "password_weak"),
        ("amina-2026-oui", "password_weak"),
    ],
)
def test_a_password_that_is_short_long_or_easy_is_refused(password: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        accepted_password(password, "amina")
    assert refused.value.code == code


def test_thirty_six_arabic_letters_are_a_password() -> None:
    text = "جملة سرية طويلة لا يعرفها أحد غيري1"
    assert accepted_password(text, "amina") == text


def test_an_unknown_account_and_a_wrong_password_are_answered_alike(administrator_id: int) -> None:
    assert administrator_id == 1
    answers = []
    for username in ("amina", "nobody"):
        with pytest.raises(Problem) as refused:
            checked_account(username, "another long sentence", "10.0.0.1")
        answers.append((refused.value.code, refused.value.details))
    assert answers == [("sign_in_wrong", {})] * 2


def test_the_ninth_wrong_try_of_an_account_is_slowed_down_before_any_hashing(administrator_id: int) -> None:
    for _ in range(8):
        with pytest.raises(Problem, match="sign_in_wrong"):
            checked_account("amina", "another long sentence", "10.0.0.1")
    with pytest.raises(Problem, match="try_later"):
        checked_account("amina", PASSWORD, "10.0.0.2")
    assert administrator_id == 1


def test_the_right_password_opens_the_account_in_any_case_of_its_name(administrator_id: int) -> None:
    assert checked_account(" AMINA ", PASSWORD, "10.0.0.1") == administrator_id


def test_the_set_up_code_is_good_once_and_only_its_hash_is_kept(administrator_id: int) -> None:
    assert administrator_id == 1
    assert print_setup_code() is None
    with reading() as session, pytest.raises(Problem, match="setup_code_wrong"):
        make_first_administrator(session, "AAA-AAA-AAA-AAA", record("second", "administrator"), SECRET)


def test_a_new_start_makes_the_earlier_code_worthless() -> None:
    first, second = print_setup_code(), print_setup_code()
    assert first
    assert second
    with reading() as session:
        assert session.exec(select(SetupCode.code_hash)).one() == token_hash(second)
    with transaction() as session, pytest.raises(Problem, match="setup_code_wrong"):
        make_first_administrator(session, first, record("amina", "administrator"), SECRET)


def test_a_ticket_is_good_once(administrator_id: int) -> None:
    ticket = open_ticket(administrator_id)
    assert redeem_ticket(ticket) is not None
    assert redeem_ticket(ticket) is None
    assert redeem_ticket("forged") is None


def test_a_ticket_of_a_minute_ago_is_worth_nothing(administrator_id: int) -> None:
    ticket = open_ticket(administrator_id)
    with transaction() as session:
        held = session.exec(select(Ticket)).one()
        held.expires_at = now() - timedelta(seconds=1)
    assert redeem_ticket(ticket) is None


def test_a_forged_cookie_is_nobody() -> None:
    assert who("forged") is None


def test_a_cookie_says_who_reads_with_which_roles(administrator_id: int) -> None:
    reader = who(signed_in(administrator_id))
    assert reader
    assert (reader.actor.username, reader.actor.roles, reader.actor.provinces, reader.language) == (
        "amina",
        frozenset({"administrator"}),
        None,
        "fr",
    )


def test_signing_out_ends_this_sign_in_and_no_other(administrator_id: int) -> None:
    here, there = signed_in(administrator_id), signed_in(administrator_id)
    end_sign_in(here)
    assert who(here) is None
    assert who(there) is not None


def test_half_a_day_after_it_began_a_sign_in_is_over(administrator_id: int) -> None:
    cookie = signed_in(administrator_id)
    with transaction() as session:
        held = session.exec(select(SignIn)).one()
        held.created_at = now() - timedelta(hours=12)
    assert who(cookie) is None


def test_the_last_administrator_cannot_be_closed_or_lose_the_role(administrator_id: int) -> None:
    me = actor("administrator")
    with pytest.raises(Problem, match="last_administrator"):
        perform(close_account, me, "k", administrator_id, 1)
    with pytest.raises(Problem, match="last_administrator"):
        perform(change_account, me, "k", administrator_id, 1, record("amina", "manager"), frozenset())
    with reading() as session:
        account = session.get(Account, administrator_id)
        assert account
        assert (account.active, account.roles, account.version) == (True, "administrator", 1)


def test_a_taken_username_is_refused(administrator_id: int) -> None:
    with pytest.raises(Problem, match="username_taken"):
        perform(make_account, actor("administrator"), "k", record("Amina", "manager"), frozenset(), SECRET)
    assert administrator_id == 1


@pytest.mark.parametrize("ending", ["role", "province", "closed", "password"])
def test_a_changed_account_ends_its_sign_ins(administrator_id: int, ending: str) -> None:
    me = actor("administrator")
    assert administrator_id == 1
    made = perform(make_account, me, "k", record("officer", "field_officer"), frozenset({1}), SECRET).row_id
    cookie = signed_in(made)
    reader = who(cookie)
    assert reader
    assert reader.actor.provinces == frozenset({1})
    if ending == "role":
        perform(change_account, me, "k2", made, 1, record("officer", "manager"), frozenset({1}))
    elif ending == "province":
        perform(change_account, me, "k2", made, 1, record("officer", "field_officer"), frozenset({2}))
    elif ending == "closed":
        perform(close_account, me, "k2", made, 1)
    else:
        perform(set_password, me, "k2", made, 1, NEW_SECRET)
    assert who(cookie) is None


def test_of_two_administrators_who_close_each_other_at_one_moment_one_stays(administrator_id: int) -> None:
    with transaction() as session:
        other = new_account(session, "brahim", "administrator", (), "fr")
    both, codes = threading.Barrier(2), []

    def close(account_id: int) -> None:
        both.wait(10)
        try:
            perform(close_account, actor("administrator"), f"close {account_id}", account_id, 1)
        except Problem as problem:
            codes.append(problem.code)

    threads = [threading.Thread(target=close, args=(account_id,)) for account_id in (administrator_id, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert codes == ["last_administrator"]
    with reading() as session:
        assert sorted(session.exec(select(Account.active))) == [False, True]
