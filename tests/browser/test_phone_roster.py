"""The roster on a phone in a village hall: the network goes and comes, the browser is closed, the server is killed."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine

from core.i18n import words
from db.commands.attendance import close_roster
from tests.browser.conftest import PHONE, Opener, Server, start_server
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
ARABIC = words("ar")


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A programme with a group of thirty in Zagora."""
    made = Sittings(engine)
    made.people(*(f"Participante {number:02}" for number in range(1, 31)))
    return made


def person(page: Page, number: int) -> Locator:
    return page.locator(".row").nth(number - 1)


def stands(page: Page, key: str, waiting: int = 0) -> None:
    # A phone that found no server tries again after a quarter of a minute at the latest.
    sentence = ARABIC.say(f"light.{key}") + (f" ({waiting})" if waiting else "")
    expect(page.locator("#stand")).to_have_text(sentence, timeout=20_000)


def test_ticks_made_without_a_network_survive_a_closed_browser_and_go_out_when_it_is_back(
    opened: Opener, sittings: Sittings, roster: int
) -> None:
    page = opened(f"/roster/{roster}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    ids = sittings.ids(roster)
    expect(page.locator(".row")).to_have_count(30)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    person(page, 1).locator(".person").click()
    stands(page, "all_saved")
    assert sittings.marks(roster) == {ids[0]: "present"}

    page.context.set_offline(True)
    for number in (2, 3, 4):
        person(page, number).locator(".person").click()
    person(page, 4).locator(".person").click()
    expect(person(page, 2)).to_contain_text(ARABIC.say("light.unsaved"))
    assert sittings.marks(roster) == {ids[0]: "present"}
    context, address = page.context, page.url
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    stands(again, "all_saved")
    assert sittings.marks(roster) == dict.fromkeys(ids[:3], "present")
    assert len(sittings.changes("mark_attendance")) <= 5


def test_another_officer_s_tick_appears_by_itself_and_is_never_overwritten(
    opened: Opener, sittings: Sittings, roster: int
) -> None:
    here, there = (
        opened(f"/roster/{roster}", "field_officer", provinces=(sittings.zagora,), size=PHONE) for _ in range(2)
    )
    ids = sittings.ids(roster)
    person(there, 1).locator(".person").click()
    expect(person(here, 1)).to_have_class("row present")
    here.context.set_offline(True)
    person(here, 2).locator(".person").click()
    person(there, 2).locator(".more").click()
    excused = person(there, 2).locator(".choices button").nth(3)
    excused.click()
    stands(there, "all_saved")
    before = sittings.marks(roster)[ids[1]]
    assert before != "present"
    here.context.set_offline(False)
    stands(here, "failed", 1)
    expect(person(here, 2)).to_contain_text(ARABIC.say("light.changed"))
    assert sittings.marks(roster)[ids[1]] == before
    person(here, 2).get_by_text(ARABIC.say("light.use_mine")).click()
    stands(here, "all_saved")
    assert sittings.marks(roster)[ids[1]] == "present"


def test_a_server_killed_under_a_phone_loses_no_tick(
    opened: Opener, sittings: Sittings, roster: int, server: Server
) -> None:
    page = opened(f"/roster/{roster}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    expect(page.locator(".row")).to_have_count(30)
    server.stop(kill=True)
    for number in range(1, 6):
        person(page, number).locator(".person").click()
    stands(page, "offline", 5)
    port = int(server.address.rpartition(":")[2])
    server.process = start_server(server.database, server.log, port).process
    stands(page, "all_saved")
    assert sittings.marks(roster) == dict.fromkeys(sittings.ids(roster)[:5], "present")


def test_a_roster_closed_under_a_phone_says_so_and_keeps_the_tick_in_sight(
    opened: Opener, sittings: Sittings, roster: int
) -> None:
    page = opened(f"/roster/{roster}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    expect(page.locator(".row")).to_have_count(30)
    page.context.set_offline(True)
    person(page, 7).locator(".person").click()
    sittings.do(close_roster, roster)
    page.context.set_offline(False)
    expect(person(page, 7)).to_contain_text(ARABIC.say("problem.roster_closed"))
    expect(page.locator("#notice")).to_have_text(ARABIC.say("light.closed"))
    person(page, 7).get_by_text(ARABIC.say("light.discard")).click()
    stands(page, "all_saved")


def test_somebody_unexpected_is_added_in_one_line(opened: Opener, sittings: Sittings, roster: int) -> None:
    page = opened(f"/roster/{roster}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    page.locator("#add summary").click()
    page.locator("input[name=name]").fill("دنيا العلوي")
    page.locator("input[name=phone]").fill("0612345678")
    page.reload()
    expect(page.locator("input[name=name]")).to_have_value("دنيا العلوي")
    page.locator("#person button[type=submit]").click()
    expect(page.locator(".row")).to_have_count(31)
    expect(person(page, 31)).to_have_class("row present")
    assert sittings.marks(roster) == {sittings.ids(roster)[-1]: "present"}


def test_a_name_with_an_identity_card_number_is_asked_about_on_the_phone(
    opened: Opener, sittings: Sittings, roster: int
) -> None:
    page = opened(f"/roster/{roster}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    page.locator("#add summary").click()
    page.locator("input[name=name]").fill("Dounia AB123456")
    page.locator("#person button[type=submit]").click()
    expect(page.locator("#refused")).to_have_text(ARABIC.say("identity_card.warning"))
    page.locator("input[name=name]").fill("Dounia CD654321")
    page.get_by_text(ARABIC.say("identity_card.another_number")).click()
    expect(page.locator(".row")).to_have_count(31)
    assert len(sittings.marks(roster)) == 1
