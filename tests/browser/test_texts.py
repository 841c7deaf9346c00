"""A text to send about a session, copied on a phone by one tap, in Arabic and in French whatever the reader's own."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Engine

from core.i18n import words
from tests.browser.conftest import PHONE, Opener, Server, settled
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
ARABIC, FRENCH = words("ar"), words("fr")


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A programme with a group in Zagora."""
    return Sittings(engine)


def copied(page: Page) -> str:
    settled(page)
    page.locator("[data-text-copy]").click()
    expect(page.locator("[data-text-copy]")).to_have_text(ARABIC.say("texts.copied"))
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_reminder_and_the_link_to_the_roster_are_copied_by_one_tap(
    opened: Opener, sittings: Sittings, server: Server
) -> None:
    number = sittings.plan()
    page = opened(f"/entry-attendance?session={number}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text(ARABIC.say("texts.title"), exact=True).click()
    text = page.locator("[data-text] pre")
    expect(text).to_have_attribute("dir", "rtl")
    reminder = copied(page)
    assert reminder.startswith(f"\u200f{ARABIC.say('text.reminder.greeting')}\n")
    assert "/roster/" not in reminder
    page.get_by_test_id("stMain").get_by_role("radio", name="Français").click()
    expect(text).to_have_attribute("dir", "ltr")
    expect(text).to_contain_text(FRENCH.say("text.reminder.greeting"))
    settled(page)
    page.get_by_role("radio", name=ARABIC.say("texts.roster")).click()
    expect(text).to_contain_text(FRENCH.say("text.roster.greeting"))
    assert copied(page).splitlines()[-1] == f"{server.address}/roster/{number}"
    sent = page.get_by_role("link", name=ARABIC.say("texts.whatsapp"))
    assert (sent.get_attribute("href") or "").startswith("https://wa.me/?text=")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
