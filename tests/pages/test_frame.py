"""The frame: whose session it is, and what stands around every page."""

import pytest
from sqlmodel import Session

from db.commands.sign_ins import end_sign_in, open_ticket, redeem_ticket
from db.engine import engine, transaction
from db.models import Account, Instance
from pages.menu import HOME, MENU, title
from pages.parts.visit import Visit
from pages.server.gate import LOST
from tests.pages.conftest import Visitor, new_account


def test_a_session_taken_over_by_another_connection_shows_the_door(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = signed_in("manage/accounts.py", "administrator")
    assert [h.value for h in page.subheader] == ["1 account"]
    with transaction() as session:
        other = new_account(session, "other", "administrator", (), "en")
    cookie = redeem_ticket(open_ticket(other))
    monkeypatch.setattr("pages.parts.visit.connection_cookie", lambda: cookie)
    page.run()
    assert "1 account" not in [h.value for h in page.subheader]
    assert page.text_input[0].label == "Username"


def test_a_sign_in_ended_elsewhere_is_over_at_the_next_run(signed_in: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    page = signed_in("manage/accounts.py", "administrator")
    with transaction() as session:
        account = new_account(session, "again", "administrator", (), "en")
    cookie = redeem_ticket(open_ticket(account))
    assert cookie
    monkeypatch.setattr("pages.parts.visit.connection_cookie", lambda: cookie)
    page.session_state["bound_to"] = None
    page.run()
    assert [h.value for h in page.subheader] == ["1 account"]
    end_sign_in(cookie)
    page.run()
    assert "1 account" not in [h.value for h in page.subheader]


def test_invented_rows_are_marked_on_every_page(signed_in: Visitor) -> None:
    with transaction() as session:
        instance = session.get(Instance, 1)
        assert instance
        instance.demonstration = True
    for page in ("manage/accounts.py", "explore/overview.py"):
        shown = signed_in(page, "administrator")
        assert "Demonstration: all the data shown here are invented." in [w.value for w in shown.warning]


def test_whoever_came_from_an_address_that_is_no_page_is_told_so_once(signed_in: Visitor) -> None:
    told = "There is no page at this address; here is the first one."
    for role, page in (("field_officer", "entry/today.py"), ("manager", "explore/overview.py"), ("", HOME.file)):
        seen = signed_in(page, *role.split(), query={LOST: "1"})
        assert told in [one.value for one in seen.info]
        assert LOST not in seen.query_params
        assert told not in [one.value for one in seen.run().info]


def test_a_language_chosen_in_the_menu_is_kept_with_the_account(signed_in: Visitor) -> None:
    page = signed_in("manage/accounts.py", "administrator")
    for language, heading in (("ar", "الحسابات"), ("fr", "Comptes"), ("ar", "الحسابات")):
        page.sidebar.segmented_control[0].set_value(language).run()
        assert [t.value for t in page.title] == [heading]
        with Session(engine()) as session:
            account = session.get(Account, 1)
            assert account
            assert account.language == language


def test_the_menu_has_a_name_for_every_page_in_every_language() -> None:
    from core.i18n import LANGUAGES, words

    for language in LANGUAGES:
        assert len({title(words(language), page) + page.room for page in MENU}) == len(MENU)
    assert Visit.__doc__
