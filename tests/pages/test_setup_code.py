"""The door of a server whose administrator is locked out, driven by whoever holds the printed code."""

import pytest

from core.passwords import Hashed
from db import setup_code
from db.engine import transaction
from tests.pages.conftest import Visitor, new_account
from tests.pages.test_accounts import accounts

TITLE = "I have a set-up code from the server"


def test_without_a_fresh_code_the_door_asks_for_none(signed_in: Visitor) -> None:
    with transaction() as session:
        new_account(session, "amina", "administrator", (), "en")
    page = signed_in("manage/accounts.py")
    assert [e.label for e in page.expander] == []
    assert [f.label for f in page.text_input] == ["Username", "Password"]


def test_the_printed_code_makes_a_further_administrator_at_the_door(
    signed_in: Visitor, capsys: pytest.CaptureFixture[str]
) -> None:
    with transaction() as session:
        new_account(session, "amina", "administrator", (), "en")
    assert setup_code.main() == 0
    code = capsys.readouterr().out.splitlines()[-1]
    page = signed_in("manage/accounts.py")
    assert [e.label for e in page.expander] == [TITLE]
    fold = page.expander[0]
    for label, value in (("Set-up code", "AAA-AAA-AAA-AAA"), ("Full name", "Brahim"), ("Username", "brahim")):
        next(f for f in fold.text_input if f.label == label).set_value(value)
    next(f for f in fold.text_input if f.label == "Password").set_value("a long sentence to enter")
    fold.button[0].click().run()
    assert [e.value for e in page.error] == ["Wrong set-up code. Only the last code the server printed is valid."]
    fold = page.expander[0]
    next(f for f in fold.text_input if f.label == "Set-up code").set_value(code)
    fold.button[0].click().run()
    assert [(a.username, a.roles) for a in accounts()] == [("amina", "administrator"), ("brahim", "administrator")]
    assert [i.value for i in page.info] == ["Welcome, the page is opening…"]


def test_guessed_codes_are_slowed_down_before_anything_is_hashed(
    signed_in: Visitor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as session:
        new_account(session, "amina", "administrator", (), "en")
    assert setup_code.main() == 0
    code = capsys.readouterr().out.splitlines()[-1]
    hashings: list[str] = []

    def hashed(given: str) -> Hashed:
        hashings.append(given)
        return Hashed("-")

    monkeypatch.setattr("pages.parts.sign_in.hashed", hashed)
    page = signed_in("manage/accounts.py")
    told = []
    for guess in ["AAA-AAA-AAA-AAA"] * 9 + [code]:
        fold = page.expander[0]
        values = {"Set-up code": guess, "Full name": "Brahim", "Username": "brahim", "Password": "a long sentence"}
        for field in fold.text_input:
            field.set_value(values[field.label])
        fold.button[0].click().run()
        told.append(page.error[0].value.split(".")[0])
    assert told == ["Wrong set-up code"] * 8 + ["Too many attempts"] * 2
    assert len(hashings) == 8
    assert [a.username for a in accounts()] == ["amina"]
