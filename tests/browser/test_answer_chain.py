"""The whole chain in Arabic: from a cooperative's words to an institution's deed and the cooperative's own word on it.

The institution and the cooperative have no account, and their phones run no script.
"""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.access import COORDINATOR, Actor
from core.i18n import words
from core.passwords import new_token, token_hash
from core.records import validated
from core.records.institutions import InstitutionPersonRecord, LinkRecord
from db.commands.institution_links import make_institution_link
from db.commands.institution_people import add_institution_person
from db.commands.organisations import register_organisation
from db.models import Institution, Obstacle, ObstacleMove
from tests.browser.conftest import PHONE, Opener, Server, settled
from tests.browser.story import Steps
from tests.db.entries import communes_of, do, organisation
from tests.db.rows_elsewhere import picture

pytestmark = pytest.mark.browser
ARABIC = words("ar")
DESK = Actor(None, "desk", frozenset({COORDINATOR}))
TODAY = date.today()
SAID = "ننتظر الشهادة الصحية منذ سنة ولا نستطيع أن نبيع"
PROMISED = "تسليم الشهادات الصحية لعاملات التعاونية"
DONE = "سلمت خمس شهادات"
SOLVED = "توصلنا بشهاداتنا وعدنا إلى السوق"


def a_cooperative_and_a_link_of_onssa(engine: Engine) -> tuple[int, str]:
    """The id of a cooperative in Zagora, and the secret of a link for a person of ONSSA."""
    with Session(engine) as session:
        commune = communes_of(session, "Zagora")[0]
        onssa = session.exec(select(Institution.id).where(Institution.acronym == "ONSSA")).one() or 0
    own = do(engine, register_organisation, DESK, "o", organisation(name_ar="تعاونية الورد", commune_id=commune)).row_id
    record = validated(InstitutionPersonRecord, {"institution_id": onssa, "name": "مصلحة الجنوب"})
    person = do(engine, add_institution_person, DESK, "p", record).row_id
    token, until = new_token(), validated(LinkRecord, {"expires_on": TODAY + timedelta(days=60)})
    do(engine, make_institution_link, DESK, "l", person, token_hash(token), until)
    return own, token


def without_script(chrome: Browser, address: str) -> Page:
    """A phone of somebody without an account, whose browser runs no script."""
    page = chrome.new_context(viewport=PHONE, java_script_enabled=False).new_page()  # type: ignore[arg-type]
    page.goto(address)
    return page


def by_keyboard(page: Page, wanted: str, label: str = "") -> None:
    """Goes on with the tabulator until the element of this selector (and label) has the focus."""
    said = "([wanted, label]) => { const e = document.activeElement; "
    said += "return e.matches(wanted) && (!label || e.getAttribute('aria-label') === label); }"
    for _ in range(90):
        if page.evaluate(said, [wanted, label]):
            return
        page.keyboard.press("Tab")
    raise AssertionError(wanted)


def test_from_a_cooperatives_words_to_its_own_confirmation(
    chrome: Browser, server: Server, engine: Engine, opened: Opener
) -> None:
    own, token = a_cooperative_and_a_link_of_onssa(engine)
    page = opened("/", "coordinator", size={"width": 1440, "height": 2000})
    me = Steps(page, ARABIC, server)

    # What the cooperative says at a session is noted, with the paper that is meant.
    me.go(f"entry-obstacles?organisation={own}", "menu.entry.obstacles")
    me.choose("obstacle.category_id", "شهادات السلامة الصحية")
    me.tap("obstacle.paper", ARABIC.say("paper.worker"))
    me.type("obstacle.words", SAID)
    me.press(ARABIC.say("obstacle.save"))
    number = me.saved()

    # It is put before the institution that answers its category, which promises something.
    page.goto(f"{server.address}/explore-obstacle?obstacle={number}")
    expect(page.get_by_text(ARABIC.say("obstacle_state.raised"), exact=True).first).to_be_visible(timeout=20_000)
    me.unfold("referral.new")
    me.press(ARABIC.say("referral.refer"))
    expect(page.get_by_text(ARABIC.say("obstacle_state.addressed"), exact=True).first).to_be_visible(timeout=20_000)
    me.unfold("obstacle_page.commit")
    me.choose("commitment.institution_id", "ONSSA", typed="ONSSA")
    me.type("commitment.what", PROMISED)
    me.day("commitment.due_on", TODAY + timedelta(days=30))
    me.press(ARABIC.say("commitment.save"))
    expect(page.get_by_text(ARABIC.say("obstacle_state.committed"), exact=True).first).to_be_visible(timeout=20_000)

    # The institution says with its own link that it is done, and proves it.
    institution = without_script(chrome, f"{server.address}/institution/{token}")
    institution.get_by_text(PROMISED).click()
    institution.locator("textarea[name=text]").fill(DONE)
    institution.locator("input[name=state][value=done]").check()
    proof: FilePayload = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture(120)}
    institution.locator("input[name=proof]").set_input_files(proof)
    institution.get_by_role("button", name=ARABIC.say("institution_light.send"), exact=True).click()
    expect(institution.get_by_text(ARABIC.say("institution_light.saved"))).to_be_visible()
    institution.context.close()

    # The cooperative is given a link and says in its own words that it is solved.
    page.goto(f"{server.address}/explore-organisation?organisation={own}")
    me.press(ARABIC.say("answer.give"))
    link = page.locator("[data-testid=stCode]").inner_text().strip()
    assert re.fullmatch(rf"{re.escape(server.address)}/confirm/[\w-]{{43}}", link)
    cooperative = without_script(chrome, link)
    assert cooperative.locator("html").get_attribute("dir") == "rtl"
    for told in (SAID, PROMISED):
        expect(cooperative.get_by_text(told)).to_be_visible()
    assert "مصلحة الجنوب" not in cooperative.content()
    answers = cooperative.locator(".verdicts label")
    boxes = [answers.nth(place).bounding_box() for place in range(3)]
    assert all(box and box["width"] >= 90 and box["height"] >= 44 for box in boxes)
    answers.nth(0).click()
    cooperative.locator("textarea").fill(SOLVED)
    cooperative.get_by_role("button", name=ARABIC.say("answer.send")).click()
    expect(cooperative.get_by_text(ARABIC.say("answer.thanks"))).to_be_visible()
    cooperative.context.close()

    # Nothing but that word closed it, and the page tells all of it in order. It is found without a mouse: on the board,
    # among one's own, by a word of what was said.
    page.goto(f"{server.address}/explore-board?by=mine")
    expect(page.get_by_label(ARABIC.say("board.search"))).to_be_visible(timeout=20_000)
    card = f"explore-obstacle?obstacle={number}"
    by_keyboard(page, "input[aria-label]", ARABIC.say("board.search"))
    page.keyboard.type(SAID.split()[1])
    page.keyboard.press("Enter")
    expect(page.locator(f"a[href*='{card}']").last).to_be_visible()
    by_keyboard(page, f"a[href*='{card}']")
    page.keyboard.press("Enter")
    expect(page.get_by_text(ARABIC.say("obstacle_state.confirmed"), exact=True).first).to_be_visible(timeout=20_000)
    # The board that was left says "confirmed" as well: the story is read once the page of the obstacle is drawn whole.
    story = page.locator(".st-key-story")
    expect(story).to_contain_text(ARABIC.say("story.confirmed"))
    settled(page)
    told_in_order = (SAID, PROMISED, DONE, SOLVED, ARABIC.say("story.confirmed"))
    places = [story.inner_text().index(told) for told in told_in_order]
    assert places == sorted(places)
    with Session(engine) as session:
        assert session.get_one(Obstacle, number).state == "confirmed"
        steps = session.exec(select(ObstacleMove.after).order_by(ObstacleMove.id)).all()  # type: ignore[arg-type]
    assert steps == ["addressed", "committed", "done", "confirmed"]
