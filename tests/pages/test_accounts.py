"""The page of accounts and the door, driven as a person drives them."""

import re

import pytest
from sqlmodel import Session, col, select
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from db.commands.sign_ins import print_setup_code
from db.engine import engine, transaction
from db.models import Account, Change
from tests.pages.conftest import PASSWORD, Visitor, new_account

ACCOUNTS = "manage/accounts.py"


def accounts() -> list[Account]:
    with Session(engine()) as session:
        return list(session.exec(select(Account).order_by(col(Account.id))))


@pytest.mark.parametrize("role", ["coordinator", "field_officer", "manager", "presenter"])
def test_nobody_but_an_administrator_sees_the_accounts(signed_in: Visitor, role: str) -> None:
    page = signed_in(ACCOUNTS, role, provinces=(1,))
    assert [w.value for w in page.warning] == [
        "Your account does not allow this. Ask the coordinator or the administrator."
    ]
    assert len(page.dataframe) == 0


def test_without_a_sign_in_every_address_shows_the_door(signed_in: Visitor) -> None:
    page = signed_in(ACCOUNTS)
    assert [field.label for field in page.text_input] == ["Set-up code", "Full name", "Username", "Password"]


def test_a_wrong_set_up_code_makes_nobody(signed_in: Visitor) -> None:
    print_setup_code()
    page = signed_in(ACCOUNTS)
    fill_set_up(page, "AAA-AAA-AAA-AAA")
    assert [e.value for e in page.error] == ["Wrong set-up code. Only the last code the server printed is valid."]
    assert accounts() == []


def test_the_printed_code_makes_the_administrator_once(signed_in: Visitor) -> None:
    code = print_setup_code()
    assert code
    page = signed_in(ACCOUNTS)
    fill_set_up(page, code)
    assert [(a.username, a.roles, a.language) for a in accounts()] == [("aicha", "administrator", "en")]
    assert print_setup_code() is None


def fill_set_up(page: AppTest, code: str) -> None:
    for label, value in (
        ("Set-up code", code),
        ("Full name", "Aïcha"),
        ("Username", "Aicha"),
        ("Password", "a long sentence to enter"),
    ):
        next(f for f in page.text_input if f.label == label).set_value(value)
    page.button[0].click().run()


def test_an_account_with_several_faults_says_each_beside_its_field_and_keeps_what_was_typed(signed_in: Visitor) -> None:
    page = signed_in(ACCOUNTS, "administrator")
    field(page, "Username").set_value("x")
    press(page, "Make the account")
    assert [e.value for e in page.error] == [
        "This field is needed.",
        "3 to 60 characters: letters, digits, dot, dash, @.",
    ] or len(page.error) >= 2
    assert field(page, "Username").value == "x"
    assert len(accounts()) == 1


def test_a_field_officer_without_a_province_is_refused(signed_in: Visitor) -> None:
    page = signed_in(ACCOUNTS, "administrator")
    fill_account(page, "officer", ["field_officer"], [])
    assert [e.value for e in page.error] == ["Choose at least one province for a field officer."]
    assert len(accounts()) == 1


def test_an_account_is_made_once_with_one_line_in_the_history(signed_in: Visitor) -> None:
    page = signed_in(ACCOUNTS, "administrator")
    fill_account(page, "manager1", ["manager"], [])
    assert [a.username for a in accounts()] == ["visitor1", "manager1"]
    assert re.match(r"Saved as no. \S+", page.success[0].value)
    assert field(page, "Username").value == ""
    with Session(engine()) as session:
        assert [(c.command, c.row_id) for c in session.exec(select(Change))] == [("make_account", 2)]
        assert "password_hash" not in str(session.exec(select(Change.after)).one())


def field(page: AppTest, label: str) -> TextInput:
    return next(f for f in page.text_input if f.label.removesuffix(" \\*") == label)


def press(page: AppTest, label: str) -> None:
    next(b for b in page.button if b.label == label).click().run()


def fill_account(page: AppTest, username: str, roles: list[str], provinces: list[int]) -> None:
    field(page, "Full name").set_value("Some name")
    field(page, "Username").set_value(username)
    field(page, "Password").set_value("a long sentence to enter")
    page.multiselect[0].set_value(roles)
    page.multiselect[1].set_value(provinces)
    press(page, "Make the account")


def test_an_account_is_closed_with_one_button_but_never_the_last_administrator(signed_in: Visitor) -> None:
    page = signed_in(ACCOUNTS, "administrator")
    fill_account(page, "manager1", ["manager"], [])
    told = {}
    for account in (1, 2):
        next(s for s in page.selectbox if s.label == "Choose an account").select(account).run()
        press(page, "Close the account")
        told[account] = [e.value for e in page.error]
    assert told == {1: ["At least one administrator must remain."], 2: []}
    assert [a.active for a in accounts()] == [True, False]


def test_an_administrator_changes_the_own_password_on_the_own_page_alone(signed_in: Visitor) -> None:
    page = signed_in(ACCOUNTS, "administrator")
    fill_account(page, "manager1", ["manager"], [])
    offered = {}
    for account in (1, 2):
        next(s for s in page.selectbox if s.label == "Choose an account").select(account).run()
        labels = {b.label for b in page.button}
        ours = {"Set a new password", "Give a link for a new password", "Close the account"}
        offered[account] = sorted(labels & ours)
        told = "This is your own account" in " ".join(c.value for c in page.caption)
        assert told is (account == 1)
    assert offered[1] == ["Close the account"]
    assert len(offered[2]) == 3


def test_the_language_picked_at_the_door_becomes_the_account_s_in_the_history(signed_in: Visitor) -> None:
    with transaction() as session:
        new_account(session, "amina", "manager", (), "ar")
    for times in (1, 2):
        page = signed_in("manage/my_account.py")
        page.text_input[0].set_value("amina")
        page.text_input[1].set_value(PASSWORD)
        page.button[0].click().run()
        assert [i.value for i in page.info] == ["Welcome, the page is opening…"]
        assert [a.language for a in accounts()] == ["en"]
        with Session(engine()) as session:
            # The second time there is nothing to change.
            changes = session.exec(select(Change)).all()
        assert [(c.command, c.account_id, (c.before or {})["language"]) for c in changes] == [
            ("choose_language", 1, "ar")
        ], times
