"""Pages driven as a person drives them: a real database file, a real sign-in, Streamlit's own test runner."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from core.passwords import hashed
from core.records import validated
from core.records.accounts import AccountRecord
from db.commands.attendance import open_roster
from db.commands.sign_ins import open_ticket, redeem_ticket
from db.engine import engine, transaction
from db.models import Account, AccountProvince
from pages.parts.folds import FOLDS, fold_key
from pages.public.routes import ROUTES
from pages.server.cookies import SIGN_IN
from tests.db.sittings import Sittings

MAIN = Path(__file__).parent.parent.parent / "pages" / "main.py"
PASSWORD = "a long sentence to enter"
# One hash for all: bcrypt is slow on purpose.
_HASH = hashed(PASSWORD)

Visitor = Callable[..., AppTest]
Phone = Callable[..., TestClient]


@pytest.fixture(scope="session", autouse=True)
def installed_packages_are_searched_once() -> Iterator[None]:
    """Streamlit looks for components in every installed package, for every test's session: most of a test's time."""
    patch = pytest.MonkeyPatch()
    patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def the_browser_of_a_test_says_nothing() -> Iterator[None]:
    """Streamlit's test runner makes up cookies and headers that are no text, anew at each question."""
    patch = pytest.MonkeyPatch()
    patch.setattr(ContextProxy, "cookies", property(lambda _context: {}))
    patch.setattr(ContextProxy, "headers", property(lambda _context: {}))
    yield
    patch.undo()


def new_account(session: Session, username: str, roles: str, provinces: tuple[int, ...], language: str) -> int:
    """An account with the password of all tests; its id."""
    record = validated(
        AccountRecord, {"username": username, "name": f"Name of {username}", "roles": roles, "language": language}
    )
    account = Account.model_validate(record, update={"password_hash": _HASH.value})
    session.add(account)
    session.flush()
    session.add_all(AccountProvince(account_id=account.id or 0, province_id=p) for p in provinces)
    return account.id or 0


@pytest.fixture
def menus_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every menu under a chart stands open, as after a click on it."""
    popover = st.popover

    def opened(label: str, *, key: str | None = None, **rest: Any) -> Any:
        if key and key.endswith(".take"):
            st.session_state[key] = True
        return popover(label, key=key, **rest)

    monkeypatch.setattr(st, "popover", opened)


@pytest.fixture
def signed_in(database: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """`signed_in("entry/today.py", "coordinator", language="ar", provinces=(1,), query={...})`: that page, run once.

    Without a role, nobody is signed in.
    """
    assert database.exists()
    number = 0

    def visit(
        page: str,
        *roles: str,
        language: str = "en",
        provinces: tuple[int, ...] = (),
        query: dict[str, str] | None = None,
        run: bool = True,
    ) -> AppTest:
        nonlocal number
        number += 1
        cookie = None
        if roles:
            with transaction() as session:
                account = new_account(session, f"visitor{number}", " ".join(roles), provinces, language)
            cookie = redeem_ticket(open_ticket(account))
        test = AppTest.from_file(str(MAIN), default_timeout=30)
        test.session_state["language"] = language
        for name in FOLDS:
            # A test sees the whole page; that a closed part is not drawn has a test of its own.
            test.session_state[fold_key(name)] = True
        # The door registers the pages; only then can the test go to one.
        monkeypatch.setattr("pages.parts.visit.connection_cookie", lambda: None)
        test.run()
        monkeypatch.setattr("pages.parts.visit.connection_cookie", lambda: cookie)
        for name, value in (query or {}).items():
            test.query_params[name] = value
        test.switch_page(page)
        return test.run() if run else test

    return visit


@pytest.fixture
def phone(database: Path) -> Phone:
    """`phone("field_officer", provinces=(1,))`: a phone on which this somebody is signed in; nobody without a role."""
    assert database.exists()
    number = 0

    def made(*roles: str, provinces: tuple[int, ...] = (), language: str = "en") -> TestClient:
        nonlocal number
        number += 1
        client = TestClient(Starlette(routes=ROUTES), follow_redirects=False)
        if roles:
            with transaction() as session:
                account = new_account(session, f"phone{number}", " ".join(roles), provinces, language)
            client.cookies.set(SIGN_IN, redeem_ticket(open_ticket(account)) or "")
        return client

    return made


@pytest.fixture
def sittings(database: Path) -> Sittings:
    """A small programme in the database of the pages."""
    assert database.exists()
    return Sittings(engine())


@pytest.fixture
def opened(sittings: Sittings) -> int:
    """A session of three people whose roster is open."""
    sittings.people("Amina", "Brahim", "Chaima")
    number = sittings.plan()
    sittings.do(open_roster, number)
    return number
