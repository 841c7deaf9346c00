"""The door of an event on phones in Arabic: searched in both scripts, cut off for a while, several doors, undone."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine

from core.i18n import words
from db.commands.guests import add_guest
from db.engine import reading
from db.queries.event_counts import guests_by_kind, guests_counted
from tests.browser.conftest import PHONE, Opener
from tests.db.halls import DESK, Hall, opened_hall
from tests.db.rows_elsewhere import guest_record

pytestmark = pytest.mark.browser
ARABIC = words("ar")


@pytest.fixture(scope="module")
def hall(engine: Engine) -> Hall:
    """An event with thirty guests, one of them with a name in both scripts, one in Latin letters alone."""
    made = opened_hall(engine)
    for number in range(1, 29):
        made.do(add_guest, made.event, guest_record(name_latin=f"Participante {number:02}"), by=DESK)
    both = guest_record(kind="association", name_latin="Itto Ameln", name_ar="إيطو أملن")
    made.do(add_guest, made.event, both, by=DESK)
    made.do(add_guest, made.event, guest_record(kind="institution", name_latin="Hind Sellam"), by=DESK)
    return made


def row(page: Page, name: str) -> Locator:
    return page.locator("#rows .row").filter(has_text=name)


def search(page: Page, text: str) -> None:
    page.locator("#search").fill(text)


def stands(page: Page, key: str, waiting: int = 0) -> None:
    # A phone that found no server tries again after a quarter of a minute at the latest.
    sentence = ARABIC.say(f"light.{key}") + (f" ({waiting})" if waiting else "")
    expect(page.locator("#stand")).to_have_text(sentence, timeout=20_000)


def here(hall: Hall) -> int:
    with reading(hall.engine) as session:
        return guests_counted(session, hall.event)[1]


def test_taps_and_lines_made_without_a_network_go_out_when_it_is_back(opened: Opener, hall: Hall) -> None:
    page = opened(f"/door/{hall.event}", "presenter", size=PHONE)
    expect(page.locator("#rows .row")).to_have_count(30)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    search(page, "ايطو")
    expect(page.locator("#rows .row")).to_have_count(1)
    row(page, "Itto Ameln").locator(".person").click()
    stands(page, "all_saved")
    expect(page.locator("#last")).to_contain_text("إيطو أملن")
    assert here(hall) == 1

    page.context.set_offline(True)
    # On the list in Latin letters alone, and looked for in Arabic.
    search(page, "هند")
    hind = row(page, "Hind Sellam")
    hind.locator(".person").dblclick()
    search(page, "Participante 03")
    row(page, "Participante 03").locator(".person").click()
    page.locator("#add summary").click()
    page.locator("#person label.kind").nth(3).click()
    page.locator("#person input[name=name]").fill("يامنة أزركي")
    page.locator("#person button[type=submit]").click()
    expect(page.locator("#rows")).to_contain_text("يامنة أزركي")
    # Tapped by mistake and taken back before it was ever sent.
    search(page, "Participante 04")
    row(page, "Participante 04").locator(".person").click()
    page.locator("#last button").click()
    expect(page.locator("#came")).to_have_text("4")
    assert here(hall) == 1
    context, address = page.context, page.url
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    stands(again, "all_saved")
    expect(again.locator("#came")).to_have_text("4")
    assert here(hall) == 4
    with reading(hall.engine) as session:
        counted = guests_by_kind(session, hall.event).set_index("kind")["came"].to_dict()
    assert counted == {"association": 1, "cooperative": 1, "institution": 1, "other": 1}


def test_two_doors_agree_and_an_undo_is_seen_at_both(opened: Opener, hall: Hall) -> None:
    one, other = (opened(f"/door/{hall.event}", "presenter", size=PHONE) for _ in range(2))
    before = here(hall)
    other.context.set_offline(True)
    for page in (one, other):
        search(page, "Participante 10")
        row(page, "Participante 10").locator(".person").click()
    stands(one, "all_saved")
    other.context.set_offline(False)
    stands(other, "all_saved")
    for page in (one, other):
        search(page, "Participante 10")
        expect(row(page, "Participante 10")).to_have_class("row present")
    expect(row(other, "Participante 10")).to_contain_text(ARABIC.say("problem.guest_is_in", at="").split(":")[0])
    assert here(hall) == before + 1
    row(one, "Participante 10").locator(".person").click()
    row(one, "Participante 10").get_by_text(ARABIC.say("door.undo")).click()
    stands(one, "all_saved")
    expect(row(other, "Participante 10")).to_have_class("row", timeout=30_000)
    assert here(hall) == before


def test_a_badge_opens_the_door_with_its_guest_in_view(opened: Opener, hall: Hall) -> None:
    last = hall.guest(28)
    page = opened(f"/guest/{last.badge}", "presenter", size=PHONE)
    expect(page.locator("#rows .row")).to_have_count(1)
    expect(row(page, str(last.name_latin))).to_have_class("row arrived")
    page.locator("#rows .person").click()
    stands(page, "all_saved")
    assert hall.guest(28).checked_in_way == "code"
