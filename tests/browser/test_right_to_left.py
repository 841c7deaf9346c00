"""What stays left-to-right inside an Arabic page, because it is read so: the hour before its minutes."""

import pytest
from playwright.sync_api import expect
from sqlalchemy.engine import Engine

from core.i18n import words
from tests.browser.conftest import PHONE, Opener
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser


def test_the_hour_of_a_session_stands_left_of_its_minutes(opened: Opener, engine: Engine) -> None:
    Sittings(engine)
    page = opened("/entry-sessions", "coordinator", size=PHONE)
    page.get_by_text(words("ar").say("session.new"), exact=True).click()
    parts = page.locator("[data-testid=stTimeInput]").first.get_by_role("spinbutton")
    expect(parts).to_have_count(2)
    hour, minute = (parts.nth(place).bounding_box() for place in (0, 1))
    assert hour is not None
    assert minute is not None
    assert (parts.nth(0).inner_text(), parts.nth(1).inner_text()) == ("09", "00")
    assert hour["x"] < minute["x"]
