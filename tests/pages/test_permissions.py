"""Every page with every role, without a sign-in and with a closed account: each as the written table says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access import ROLES, Actor
from core.i18n import words
from db.engine import transaction
from db.models import Account
from pages.menu import MENU, Page, registered, title
from tests.pages.conftest import Visitor, new_account
from tests.permissions import PAGES

NOT_ALLOWED = "Your account does not allow this. Ask the coordinator or the administrator."
DOOR = ["Cooper UP Monitor"]
WORDS = words("en")


def at_each_page(test: AppTest) -> Iterator[tuple[Page, AppTest]]:
    """One visitor of one session goes from page to page, as somebody does who types their addresses."""
    for page in MENU:
        test.switch_page(page.file).run()
        assert not test.exception, page.address
        yield page, test


def drawn(test: AppTest) -> list[str]:
    """The kinds of what stands on the page, beside its side bar."""
    return sorted({element.type for element in test.main} - {"main"})


def test_every_page_has_a_line_in_the_table_and_every_line_a_page() -> None:
    assert sorted(PAGES) == sorted(page.address for page in MENU)


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_the_roles_of_the_table_and_shows_nobody_else_anything(signed_in: Visitor, role: str) -> None:
    test = signed_in("manage/my_account.py", role, provinces=(1,), run=False)
    opened = {}
    for page, shown in at_each_page(test):
        refused = [warning.value for warning in shown.warning] == [NOT_ALLOWED]
        opened[page.address] = not refused
        assert (drawn(shown) == ["warning"]) is refused, page.address
    assert opened == {address: role in may for address, may in PAGES.items()}


@pytest.mark.parametrize("who", ["nobody", "a closed account"])
def test_without_an_open_sign_in_every_page_is_the_door(signed_in: Visitor, who: str) -> None:
    if who == "nobody":
        with transaction() as session:
            new_account(session, "amina", "administrator", (), "en")
        test = signed_in("manage/my_account.py", run=False)
    else:
        test = signed_in("manage/my_account.py", *ROLES, run=False)
        with transaction() as session:
            session.exec(select(Account)).one().active = False
    for page, shown in at_each_page(test):
        assert [t.value for t in shown.title] == DOOR, page.address
        assert [field.label for field in shown.text_input] == ["Username", "Password"], page.address
        assert not shown.sidebar.children, page.address


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_shows_the_pages_of_the_table_that_are_not_hidden(role: str) -> None:
    rooms = registered(WORDS, Actor(1, "x", frozenset({role})))
    listed = {page.title for pages in rooms.values() for page in pages if page.visibility == "visible"}
    assert listed == {title(WORDS, page) for page in MENU if not page.hidden and role in PAGES[page.address]}


def test_the_menu_of_a_stranger_is_empty() -> None:
    rooms = registered(WORDS, None)
    assert not any(page.visibility == "visible" for pages in rooms.values() for page in pages)


def test_the_pages_are_files_of_the_frame() -> None:
    assert all((Path("pages") / page.file).exists() for page in MENU)
