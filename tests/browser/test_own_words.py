"""What Streamlit says in English alone, of fields, lists and a lost connection, in the language of the page."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from core.i18n import words
from tests.browser.conftest import Opener, Server, settled, start_server

pytestmark = pytest.mark.browser


def said(shown: Locator) -> list[str]:
    """The size of an element's own letters, and what the style of the page says in its place."""
    shown.wait_for()
    found: list[str] = shown.evaluate("e => [getComputedStyle(e).fontSize, getComputedStyle(e, '::after').content]")
    return found


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_field_and_a_list_say_nothing_in_english(opened: Opener, language: str) -> None:
    page = opened("/entry-organisations", "administrator", language=language)
    settled(page)
    page.keyboard.press("Tab")
    assert said(page.get_by_test_id("stSkipToContent")) == ["0px", f'"{words(language).say("frame.skip")}"']
    page.get_by_test_id("stTextInputField").first.press_sequentially("Ar")
    told = page.get_by_test_id("InputInstructions").locator("span")
    expect(told).to_have_text(["Press Enter to apply"])
    expect(told).to_be_hidden()
    page.get_by_test_id("stSelectbox").locator("input").first.fill("qqqq")
    nothing = page.locator("[role=listbox] [role=option] > span")
    assert said(nothing) == ["0px", f'"{words(language).say("field.none_found")}"']


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_lost_server_is_told_in_the_reader_s_language_until_it_is_back(
    server: Server, opened: Opener, language: str
) -> None:
    told = words(language)
    page = opened("/entry-organisations", "administrator", language=language)
    settled(page)
    field = page.get_by_test_id("stTextInputField").first
    field.fill("Argan")
    server.stop(kill=True)
    window = page.get_by_test_id("stDialog")
    assert said(window.locator("h2")) == ["0px", f'"{told.say("connection.cut")}"']
    assert said(window.locator("h2 + div")) == ["0px", f'"{told.say("connection.comes_back")}"']
    for line in window.locator("h2 + div > *").all():
        expect(line).to_be_hidden()
    title, cross = (window.locator(one).bounding_box() for one in ("h2", "button[aria-label=Close]"))
    assert title is not None
    assert cross is not None
    assert (cross["x"] > title["x"] + title["width"] / 2) is (language == "fr")
    server.process = start_server(server.database, server.log, urlsplit(server.address).port).process
    expect(window).to_have_count(0, timeout=60_000)
    settled(page)
    expect(field).to_have_value("Argan")
