"""The link for a new password, from the page of accounts to the door."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.passwords import token_hash
from db.commands.sign_ins import checked_account
from db.engine import reading, transaction
from db.models import PasswordLink
from db.models.base import now
from tests.pages.conftest import PASSWORD, Visitor, new_account

ACCOUNTS = "manage/accounts.py"
NEW = "an entirely new sentence"


def link(signed_in: Visitor) -> str:
    """The token of the link that an administrator is shown, once, for the account of amina."""
    with transaction() as session:
        made = new_account(session, "amina", "presenter", (), "en")
    page = signed_in(ACCOUNTS, "administrator")
    page.selectbox[1].set_value(made).run()
    page.button(key=f"link.{made}").click().run()
    shown = [code.value for code in page.code]
    assert len(shown) == 1
    token = shown[0].partition("/?new_password=")[2]
    page.run()
    assert len(page.code) == 0
    with reading() as session:
        assert session.exec(select(PasswordLink.token_hash)).one() == token_hash(token)
    return token


def test_the_owner_opens_the_link_sets_a_password_and_enters(signed_in: Visitor) -> None:
    token = link(signed_in)
    page = signed_in(ACCOUNTS, query={"new_password": token})
    assert [f.label for f in page.text_input] == ["New password"]
    page.text_input[0].set_value("too short")
    page.button[0].click().run()
    assert [e.value for e in page.error] == ["Password too short: at least 12 characters."]
    page.text_input[0].set_value(NEW)
    page.button[0].click().run()
    assert [i.value for i in page.info] == ["Welcome, the page is opening…"]
    assert "new_password" not in page.query_params
    assert checked_account("amina", NEW, "10.0.0.1") == 1
    again = signed_in(ACCOUNTS, query={"new_password": token})
    assert again.error[0].value.startswith("This link was already used.")
    assert [f.label for f in again.text_input] == ["Username", "Password"]


@pytest.mark.parametrize(
    ("kind", "said"), [("forged", "This link is not valid."), ("expired", "This link has expired.")]
)
def test_a_worthless_link_is_refused_in_words_above_the_sign_in_form(signed_in: Visitor, kind: str, said: str) -> None:
    token = link(signed_in)
    with transaction() as session:
        session.exec(select(PasswordLink)).one().expires_at = now() - timedelta(seconds=1)
    page = signed_in(ACCOUNTS, query={"new_password": "x" * 43 if kind == "forged" else token})
    assert page.error[0].value.startswith(said)
    assert [f.label for f in page.text_input] == ["Username", "Password"]
    assert checked_account("amina", PASSWORD, "10.0.0.1") == 1


def test_somebody_signed_in_is_told_whose_link_it_is_and_signs_out_to_use_it_or_goes_on(signed_in: Visitor) -> None:
    token = link(signed_in)
    page = signed_in("explore/home.py", "manager", query={"new_password": token})
    said = [warning.value for warning in page.warning]
    assert len(said) == 1
    assert all(name in said[0].replace("\\", "") for name in ("Name of visitor2", "amina"))
    assert [b.label for b in page.main.button] == ["Sign out and use the link", "Go on without the link"]
    assert [field.label for field in page.text_input] == []
    page.main.button[1].click().run()
    assert "new_password" not in page.query_params
    assert [warning.value for warning in page.warning] == []
    page.query_params["new_password"] = token
    page.run()
    page.main.button[0].click().run()
    # The browser is told to leave, and comes back to the same address as a stranger.
    assert page.query_params["new_password"] == token
    assert [warning.value for warning in page.warning] == []
    assert checked_account("amina", PASSWORD, "10.0.0.1") == 1


def test_somebody_signed_in_with_a_worthless_link_is_told_so_and_goes_on(signed_in: Visitor) -> None:
    page = signed_in("explore/home.py", "manager", query={"new_password": "x" * 43})
    assert page.error[0].value.startswith("This link is not valid.")
    assert [b.label for b in page.main.button] == ["Go on without the link"]
    page.main.button[0].click().run()
    assert len(page.error) == 0


def test_many_links_from_one_address_are_slowed_down_and_one_is_looked_up_once_a_session(signed_in: Visitor) -> None:
    token = link(signed_in)
    for _ in range(2):
        page = signed_in(ACCOUNTS, query={"new_password": "x" * 43})
        for _ in range(9):
            page.run()
        assert page.error[0].value.startswith("This link is not valid.")
    for number in range(6):
        signed_in(ACCOUNTS, query={"new_password": f"{number}" * 43})
    page = signed_in(ACCOUNTS, query={"new_password": token})
    assert [e.value for e in page.error] == ["Too many attempts. Wait 5 min and try again."]
    assert [f.label for f in page.text_input] == ["Username", "Password"]
