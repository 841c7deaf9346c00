"""The words of a person's steps in the browser: typing beside a label, choosing, pressing, as the catalogues say it."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

from core.i18n import Words
from tests.browser.conftest import Server, settled


class Steps:
    """One person at one page, in one language; every label is asked of the catalogues."""

    def __init__(self, page: Page, words: Words, server: Server) -> None:
        self.page = page
        self.words = words
        self._server = server

    def go(self, address: str, heading: str) -> None:
        """Opens a page and waits for its heading."""
        self.page.goto(f"{self._server.address}/{address}")
        expect(self.page.get_by_role("heading", name=self.words.say(heading), exact=True)).to_be_visible(timeout=20_000)

    def type(self, key: str, text: str) -> None:
        """Types into the field with this label and leaves it."""
        field = self._labelled(key, "stTextInput", "stTextArea", "stNumberInput").locator("input, textarea")
        field.fill(text)
        field.press("Tab")
        self.settled()

    def day(self, key: str, value: date) -> None:
        """Types a date, part by part."""
        parts = self._labelled(key, "stDateInput").get_by_role("spinbutton")
        for part, text in zip(range(3), (f"{value.day:02}", f"{value.month:02}", str(value.year)), strict=True):
            parts.nth(part).click()
            self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")
        # The calendar that a click opened would lie over the next field.
        self.page.keyboard.press("Escape")
        self.settled()

    def choose(self, key: str, option: str, typed: str | None = None) -> None:
        """Chooses from a list by what is read there."""
        field = self._labelled(key, "stSelectbox", "stMultiSelect")
        field.locator("input").click()
        if typed:
            self.page.keyboard.type(typed)
        self.page.get_by_role("option", name=option).first.click()
        self.settled()

    def tap(self, key: str, option: str) -> None:
        """Taps one of a few in sight."""
        self._labelled(key, "stButtonGroup").get_by_text(option, exact=True).click()
        self.settled()

    def tick(self, key: str) -> None:
        """Ticks a box."""
        self.page.locator("[data-testid=stCheckbox]", has_text=self.words.say(key)).locator("label").click()
        self.settled()

    def unfold(self, key: str) -> None:
        """Opens a folded part of a page that is drawn whole."""
        self.settled()
        self.page.locator("[data-testid=stExpander] summary", has_text=self.words.say(key)).click()
        self.settled()

    def press(self, text: str) -> None:
        """Presses the button that says this, once the page is drawn whole."""
        self.settled()
        main = self.page.locator("[data-testid=stMain]")
        main.get_by_role("button", name=text, exact=True).first.click()
        self.settled()

    def follow(self, key: str) -> None:
        """Follows a link of the page."""
        self.page.locator("[data-testid=stPageLink]", has_text=self.words.say(key)).first.click()
        self.settled()

    def saved(self) -> int:
        """Waits for the notice of a save; the number it tells."""
        notice = self.page.locator("[data-testid=stAlert]", has_text=self.words.say("form.saved", row="", at="")[:8])
        expect(notice.first).to_be_visible(timeout=15_000)
        told = re.search(r"\d+", notice.first.inner_text())
        assert told
        return int(told.group())

    def settled(self) -> None:
        """Waits until the page has answered what was done last."""
        settled(self.page)

    def _labelled(self, key: str, *kinds: str) -> Locator:
        label = re.compile(rf"^\s*{re.escape(self.words.say(key))}\s*\*?\s*$")
        kind = ", ".join(f"[data-testid={kind}]" for kind in kinds)
        return self.page.locator(kind).filter(has=self.page.locator("label", has_text=label)).first
