"""Faces on a phone in Arabic, handed from one to the next, in a browser that runs no script."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.engine import Engine

from core.i18n import ZONE, words
from db.commands.attendance import open_roster
from db.engine import reading
from db.queries.satisfaction import answer_link, counted_of
from tests.browser.conftest import PHONE, Server
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
ARABIC = words("ar")


def test_two_people_answer_one_after_the_other_with_their_thumbs_and_no_script(
    chrome: Browser, server: Server, engine: Engine
) -> None:
    sittings = Sittings(engine)
    sittings.run_past_today()
    number = sittings.plan(held_on=datetime.now(UTC).astimezone(ZONE).date())
    sittings.do(open_roster, number)
    with reading(engine) as session:
        link = answer_link(session, number)

    context = chrome.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server.address}/satisfaction/{link}")
    faces = page.locator(".faces label")
    expect(faces).to_have_count(9)
    boxes = [faces.nth(place).bounding_box() for place in range(9)]
    assert all(box and box["width"] >= 90 and box["height"] >= 80 for box in boxes)
    # Arabic begins on the right, and everything is in sight without turning the page.
    assert boxes[0]
    assert boxes[2]
    assert boxes[0]["x"] > boxes[2]["x"]
    sent = page.get_by_role("button", name=ARABIC.say("satisfaction.send"))
    place = sent.bounding_box()
    assert place
    assert place["y"] + place["height"] <= PHONE["height"]
    for face in (0, 4, 8):
        faces.nth(face).click()
    sent.click()
    expect(page.get_by_text(ARABIC.say("satisfaction.thanks"))).to_be_visible()
    page.reload()
    page.get_by_role("link", name=ARABIC.say("satisfaction.next")).click()
    expect(page.locator(":checked")).to_have_count(0)
    faces.nth(0).click()
    page.get_by_role("button", name=ARABIC.say("satisfaction.send")).click()
    expect(page.get_by_text(ARABIC.say("satisfaction.kept"))).to_be_visible()
    context.close()
    with reading(engine) as session:
        found = counted_of(session, number).ways["phone"]
    assert {name: count for name, count in found.items() if count} == {
        "answered": 2,
        "understood_good": 2,
        "useful_fair": 1,
        "trainer_poor": 1,
    }
