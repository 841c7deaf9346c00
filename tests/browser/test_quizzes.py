"""The short test on a phone in Arabic, before and after, in a browser that runs no script."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.engine import Engine

from core.i18n import ZONE, words
from db.commands.attendance import open_roster
from db.commands.quizzes import change_quiz
from db.engine import reading
from db.queries.quizzes import quiz_counts, quiz_link
from tests.browser.conftest import PHONE, Server
from tests.db.sittings import Sittings
from tests.db.test_quizzes import quiz

pytestmark = pytest.mark.browser
ARABIC = words("ar")


def test_a_card_pairs_what_was_known_before_with_what_is_known_after_and_needs_no_script(
    chrome: Browser, server: Server, engine: Engine
) -> None:
    sittings = Sittings(engine)
    sittings.run_past_today()
    sittings.do(change_quiz, sittings.module, 0, quiz(1, 2))
    number = sittings.plan(held_on=datetime.now(UTC).astimezone(ZONE).date())
    sittings.do(open_roster, number)
    with reading(engine) as session:
        before, after = (
            f"{server.address}/quiz/{moment}/{quiz_link(session, number, moment)}" for moment in ("before", "after")
        )
    context = chrome.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()

    def take(address: str, card: str, *choices: int) -> None:
        page.goto(address)
        page.locator("input[name=card]").fill(card)
        page.get_by_role("button", name=ARABIC.say("quiz.go_on")).click()
        for place, choice in enumerate(choices):
            page.locator("fieldset").nth(place).locator("label").nth(choice - 1).click()

    take(before, "٧", 3, 2)
    digits = page.locator(".held b")
    assert digits.inner_text() == "7"
    labels = page.locator("fieldset label")
    expect(labels).to_have_count(8)
    boxes = [labels.nth(place).bounding_box() for place in range(8)]
    assert all(box and box["width"] >= 340 and box["height"] >= 44 for box in boxes)
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.get_by_role("button", name=ARABIC.say("satisfaction.send")).click()
    expect(page.get_by_text(ARABIC.say("quiz.kept.before"))).to_be_visible()

    # The next one takes the same number by mistake, is told before a question is asked, and takes another.
    page.get_by_role("link", name=ARABIC.say("satisfaction.next")).click()
    page.locator("input[name=card]").fill("7")
    page.get_by_role("button", name=ARABIC.say("quiz.go_on")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("link", name=ARABIC.say("quiz.other_card")).click()
    expect(page.locator("input[name=card]")).to_be_visible()

    take(after, "7", 1, 2)
    page.get_by_role("button", name=ARABIC.say("satisfaction.send")).click()
    expect(page.get_by_text(ARABIC.say("quiz.kept.after"), exact=True)).to_be_visible()
    context.close()
    with reading(engine) as session:
        counts = quiz_counts(session, number)
    assert {name: counts[name] for name in ("before", "after", "pairs", "pairs_before", "pairs_after")} == {
        **{"before": 1, "after": 1, "pairs": 1},
        **{"pairs_before": 1, "pairs_after": 2},
    }
