"""The closing event in Arabic, in browsers: a stage, a backstage and three phones, from the opening to the record."""

import re
import uuid
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.access import COORDINATOR
from core.i18n import ZONE, words
from db.engine import transaction
from db.models import Event, EventRating, Guest, LiveSubmission, Mention, Vote
from db.models.base import now
from pages.parts.moderation import KEYS
from pages.server.cookies import SIGN_IN
from tests.browser.conftest import DESK, PHONE, Server
from tests.browser.story import Steps

pytestmark = pytest.mark.browser
ARABIC = words("ar")
SAY = ARABIC.say
MARKET, LAND, RUDE = "لا نجد أين نبيع منتوجنا", "لا نجد أرضا نبني عليها", "كلام لا يليق"
NAME, HALF = "زهرة المزروعة", "سوق بعي"
# Whether this page, asked anew, has one thing closed, and that one.
CLOSED = """async (part) => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const closed = [...page.querySelectorAll(".parts .closed b")].map((one) => one.textContent);
  return closed.length === 1 && closed[0] === part;
}"""
# Streamlit draws while two others do; nothing here waits longer than it has to.
PATIENT = 30_000


@pytest.fixture
def event(engine: Engine) -> int:
    """An event of today with everything closed."""
    values: dict[str, Any] = {"name_ar": "اللقاء الختامي", "name_fr": "Rencontre", "seats": 130}
    values |= {"held_on": now().astimezone(ZONE).date(), "starts_at": time(0), "ends_at": time(23, 59)}
    with transaction(engine) as session:
        made = Event(**values, secret=uuid.uuid4().hex)
        session.add(made)
        session.flush()
        return made.id or 0


def test_from_the_opening_to_the_record_of_the_event(
    chrome: Browser, server: Server, engine: Engine, event: int, tmp_path: Path
) -> None:
    desk = chrome.new_context(viewport=DESK, accept_downloads=True)  # type: ignore[arg-type]
    desk.add_cookies([{"name": SIGN_IN, "value": server.cookie(COORDINATOR), "url": server.address}])
    backstage = Steps(desk.new_page(), ARABIC, server)
    backstage.go(f"present-backstage?event={event}", "menu.present.backstage")
    backstage.press(SAY("backstage.make_stage"))
    for switch in ("check_in_open", "submissions_open", "votes_open"):
        backstage.tick(f"backstage.{switch}")
    stage = screen(chrome, backstage)
    received: list[str] = []

    # Whoever sits in the hall reads the address from the stage.
    code = re.findall(r"/e/(\w{6})", stage.locator("#stage").inner_text())[0]
    phones = [phone(chrome, server, code, script) for script in (True, True, False)]
    for place, one in enumerate(phones):
        check_in(one, ("cooperative", "association", "other")[place], NAME if place == 0 else "")
        received.append(one.content())
    at_scene(stage, "arrivals")
    expect(stage.locator("#stage [data-count]").first).to_have_text(re.compile("3"), timeout=PATIENT)

    typed = None
    for one, kind, text in zip(phones, (0, 1, 2), (MARKET, RUDE, LAND), strict=True):
        obstacle(one, kind, text, cut=kind == 0)
        typed = typed or typing(backstage)
        received.append(one.content())
        vote(one, (0, kind))
        received.append(one.content())
    expect(phones[2].locator(".sent")).to_contain_text(SAY("event_phone.state.pending"), timeout=PATIENT)
    at_scene(stage, "obstacles")
    expect(stage.locator("#stage")).not_to_contain_text(MARKET)
    # The queue followed by itself meanwhile, and the word stands as far as it was typed.
    pending = ARABIC.count("moderation.count.pending", 3)
    expect(backstage.page.get_by_text(pending)).to_be_visible(timeout=PATIENT)
    assert typed is not None
    expect(typed).to_have_value(HALF)
    expect(typed).to_be_focused()
    typed.fill("")

    moderated(backstage, MARKET, "show")
    moderated(backstage, RUDE, "reject")
    moderated(backstage, LAND, "show", by_key=True)
    for text in (MARKET, LAND):
        expect(stage.locator("#stage")).to_contain_text(text, timeout=PATIENT)
    expect(stage.locator("#stage")).not_to_contain_text(RUDE)
    for one, state in zip(phones, ("shown", "rejected", "shown"), strict=True):
        one.get_by_role("link", name=SAY("event_phone.again")).click()
        expect(one.locator(".sent")).to_contain_text(SAY(f"event_phone.state.{state}"), timeout=PATIENT)

    backstage.tick("backstage.submissions_open")
    backstage.tick("backstage.ratings_open")
    # A switch is turned by a look of its own: phones go on once both are as they shall be.
    phones[0].wait_for_function(CLOSED, arg=SAY("event_phone.part.obstacle"), timeout=PATIENT)
    for one in phones:
        one.get_by_role("link", name=SAY("event_phone.again")).click()
        expect(one.locator(".parts .closed")).to_contain_text(SAY("event_phone.part.obstacle"), timeout=PATIENT)
    rated(phones[2], 5)
    received += [one.content() for one in (*phones, stage)]
    assert len(received) == 13
    assert NAME not in " ".join(received)

    backstage.page.reload()
    backstage.press(SAY("backstage.register"))
    expect(
        backstage.page.locator("[data-testid=stPageLink]", has_text=SAY("backstage.to_register_page")).first
    ).to_be_visible(timeout=PATIENT)
    with backstage.page.expect_download(timeout=PATIENT) as taken:
        backstage.page.get_by_role("button", name=SAY("event_record.take", form="PDF")).click()
    taken.value.save_as(tmp_path / "record.pdf")
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF")
    with Session(engine) as session:
        kept = session.exec(select(Mention.words).where(Mention.event_id == event).order_by(col(Mention.id))).all()
        assert sorted(kept) == sorted([MARKET, LAND])
        assert len(session.exec(select(Guest).where(Guest.event_id == event)).all()) == 3
        assert len(session.exec(select(Vote).where(Vote.event_id == event)).all()) == 5
        assert [row.state for row in session.exec(select(LiveSubmission).order_by(col(LiveSubmission.id)))] == [
            *("shown", "rejected", "shown")
        ]
        assert session.exec(select(EventRating.stars)).all() == [5]


def typing(backstage: Steps) -> Locator:
    """A moderator begins to look for what a submission repeats, in the middle of a word."""
    field = backstage.page.locator("[class*=st-key-moderation-card] input").first
    field.click(timeout=PATIENT)
    field.press_sequentially(HALF)
    return field


def screen(chrome: Browser, backstage: Steps) -> Page:
    """The projector, opened by a link that backstage makes."""
    backstage.unfold("backstage.links")
    backstage.press(SAY("backstage.make_link"))
    address = backstage.page.locator("[data-testid=stCode]").inner_text(timeout=PATIENT)
    page = chrome.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.goto(re.findall(r"https?://\S+", address)[0])
    expect(page.locator("#stage h1")).to_contain_text("اللقاء الختامي", timeout=PATIENT)
    return page


def at_scene(stage: Page, kind: str) -> None:
    """Goes on with the arrow key until the scene is there."""
    for _ in range(9):
        if stage.locator("#stage").get_attribute("data-kind") == kind:
            return
        stage.keyboard.press("ArrowLeft")
    raise AssertionError(kind)


def phone(chrome: Browser, server: Server, code: str, script: bool) -> Page:
    """A guest's phone that opened the code."""
    context: BrowserContext = chrome.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    if script:
        # Whatever a phone believes about the time changes nothing.
        page.clock.set_system_time(datetime(2001, 1, 1))
    page.goto(f"{server.address}/e/{code}")
    return page


def check_in(page: Page, kind: str, name: str) -> None:
    """Somebody of a kind checks in."""
    page.locator(f"label:has([value={kind}])").click()
    page.locator("[name=name]").fill(name)
    page.locator("label.agreed").click()
    page.get_by_role("button", name=SAY("event_phone.send_check_in")).click()
    expect(page.get_by_text(SAY("event_phone.done.check-in"))).to_be_visible(timeout=PATIENT)


def obstacle(page: Page, category: int, text: str, cut: bool = False) -> None:
    """Somebody raises an obstacle of the category at this place of the list; with `cut` the network is away then."""
    page.get_by_role("link", name=SAY("event_phone.part.obstacle")).click()
    page.locator(".choices label").nth(category).click()
    page.locator("textarea").fill(text)
    page.context.set_offline(cut)
    page.get_by_role("button", name=SAY("event_phone.send")).click()
    if cut:
        # Kept on the phone, which says so, and sent once when the network is back; no press is needed.
        expect(page.locator("#stand")).to_be_visible(timeout=PATIENT)
        page.context.set_offline(False)
    expect(page.get_by_text(SAY("event_phone.done.obstacle"))).to_be_visible(timeout=PATIENT)


def vote(page: Page, categories: tuple[int, ...]) -> None:
    """Somebody votes for the categories at these places."""
    page.get_by_role("link", name=SAY("event_phone.part.vote")).click()
    for place in sorted(set(categories)):
        page.locator(".choices label").nth(place).click()
    page.get_by_role("button", name=SAY("event_phone.vote_send")).click()
    expect(page.get_by_text(SAY("event_phone.done.vote"))).to_be_visible(timeout=PATIENT)


def rated(page: Page, stars: int) -> None:
    """Somebody rates the day."""
    page.get_by_role("link", name=SAY("event_phone.part.day")).click()
    page.locator(f"label:has([value='{stars}'])").click()
    page.get_by_role("button", name=SAY("event_phone.send")).click()
    expect(page.get_by_text(SAY("event_phone.done.day"))).to_be_visible(timeout=PATIENT)


def moderated(backstage: Steps, text: str, decision: str, by_key: bool = False) -> None:
    """The submission that is in front is decided, with its button or with the key that the button names."""
    card = backstage.page.locator("[class*=st-key-moderation-card]").filter(has_text=text).first
    button = card.locator("button", has_text=SAY(f"moderation.{decision}")).first
    if by_key:
        expect(button).to_be_visible(timeout=PATIENT)
        backstage.page.keyboard.press(KEYS[decision])
    else:
        button.click()
    expect(card).to_be_hidden(timeout=PATIENT)
