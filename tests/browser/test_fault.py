"""A fault of ours in a real browser: an id for the visitor, the story in the log, nothing of the machine seen."""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Server

pytestmark = pytest.mark.browser


def test_a_fault_shows_an_id_that_the_log_has_and_nothing_else(server: Server, opened: Opener) -> None:
    cookie = server.cookie("administrator", language="fr")
    with sqlite3.connect(server.database) as database:
        database.execute("ALTER TABLE account_province RENAME TO gone")
    page = opened("/manage-accounts", cookie=cookie)
    sentence = page.get_by_text("Une erreur est survenue de notre côté")
    expect(sentence).to_be_visible(timeout=15_000)
    told = re.search(r"[0-9A-F]{8}", sentence.inner_text())
    assert told
    assert f"fault {told.group()}" in server.printed()
    assert "account_province" in server.printed()
    seen = page.locator("body").inner_text()
    assert not re.search(r"Traceback|sqlalchemy|sqlite|account_province|\.py", seen, re.IGNORECASE)
    with sqlite3.connect(server.database) as database:
        database.execute("ALTER TABLE gone RENAME TO account_province")
    page.reload()
    expect(page.get_by_role("heading", name="Comptes", exact=True)).to_be_visible()
