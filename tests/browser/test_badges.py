"""The codes on paper, read back from the papers themselves and opened as a phone's own camera opens them."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Engine

from core.i18n import ZONE, words
from core.names import search_key
from db.commands.attendance import open_roster
from db.engine import transaction
from db.models import Person, Phase
from tests.browser.conftest import PHONE, Opener, Server
from tests.db.sittings import Sittings
from tests.pages.conftest import PASSWORD, new_account

pytestmark = pytest.mark.browser
ARABIC = words("ar")
NAMES = [(f"مشاركة رقم {number:02}", f"Participante {number:02}") for number in range(1, 41)]


def today() -> date:
    return datetime.now(ZONE).date()


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A programme that runs today, with a group of forty with names in both scripts who consented."""
    made = Sittings(engine)
    people = made.people(*(latin for _, latin in NAMES))
    with transaction(engine) as session:
        session.get_one(Phase, made.phase).ends_on = today() + timedelta(days=30)
        for number, (arabic, latin) in zip(people, NAMES, strict=True):
            person = session.get_one(Person, number)
            person.name_ar, person.search, person.consent_data = arabic, search_key(arabic, latin), True
    return made


@pytest.fixture(scope="module")
def roster(sittings: Sittings) -> int:
    """The session of today, its roster open."""
    number = sittings.plan(held_on=today())
    sittings.do(open_roster, number)
    return number


def paper(page: Page, label: str) -> bytes:
    """The file that the button gives at the desk."""
    page.get_by_text(ARABIC.say("sheet.title_section")).click()
    with page.expect_download() as given:
        page.get_by_role("button", name=label).click()
    return Path(given.value.path()).read_bytes()


def codes(data: bytes) -> set[str]:
    """What a camera reads on the first page."""
    document = pypdfium2.PdfDocument(data)
    pages = [page.render(scale=2).to_pil() for page in document]
    return {found.text for found in zxingcpp.read_barcodes(pages[0])}


def person_on(page: Page, person: int) -> None:
    """The roster is open at this person: in view, focused, and ticked with one press of a key."""
    row = page.locator(f'.row[data-person="{person}"]')
    expect(row).to_have_class("row arrived")
    expect(row).to_be_in_viewport(ratio=1)
    expect(row.locator(".person")).to_be_focused()


def test_the_code_of_a_badge_lands_on_that_person_of_today_s_roster(
    opened: Opener, server: Server, sittings: Sittings, roster: int
) -> None:
    desk = opened(f"/entry-attendance?session={roster}", "coordinator")
    found = codes(paper(desk, ARABIC.say("badge.download")))
    people = [person for _, person, _ in sittings.registrations(roster)]
    assert found == {f"{server.address}/badge/{person}" for person in people[:10]}
    assert [kept[3]["what"] for kept in sittings.changes("enter_export")] == ["badges"]

    phone = opened(f"/badge/{people[9]}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    assert phone.url == f"{server.address}/roster/{roster}?person={people[9]}"
    assert phone.evaluate("document.documentElement.dir") == "rtl"
    person_on(phone, people[9])
    expect(phone.locator(".arrived bdi").first).to_have_text(NAMES[9][0])
    phone.keyboard.press("Enter")
    expect(phone.locator("#stand")).to_have_text(ARABIC.say("light.all_saved"))
    assert sittings.marks(roster) == {sittings.ids(roster)[9]: "present"}
    # Drawn anew with the answer, the list keeps the place.
    expect(phone.locator(".row.arrived .person")).to_be_focused()
    phone.locator("#search").fill("02")
    expect(phone.locator(".row")).to_have_count(1)
    expect(phone.locator("#arrival")).to_be_hidden()
    expect(phone.locator("#search")).to_be_focused()


def test_the_code_of_a_sheet_lands_on_its_roster(
    opened: Opener, server: Server, sittings: Sittings, roster: int
) -> None:
    desk = opened(f"/entry-attendance?session={roster}", "coordinator")
    found = codes(paper(desk, ARABIC.say("sheet.download")))
    assert found == {f"{server.address}/roster/{roster}"}
    phone = opened(found.pop().removeprefix(server.address), "field_officer", provinces=(sittings.zagora,), size=PHONE)
    expect(phone.locator(".row")).to_have_count(40)
    expect(phone.locator(".arrived")).to_have_count(0)


def test_whoever_is_not_signed_in_signs_in_and_is_then_there(
    opened: Opener, server: Server, sittings: Sittings, roster: int
) -> None:
    person = sittings.registrations(roster)[29][1]
    with transaction(sittings.engine) as session:
        new_account(session, "hall", "field_officer", (sittings.zagora,), "ar")
    phone = opened(f"/badge/{person}", size=PHONE)
    names = phone.get_by_label(ARABIC.say("account.username"), exact=True)
    # The sign-in stands above the set-up of the first administrator, and is drawn after it.
    expect(names).to_have_count(2)
    names.first.fill("hall")
    password = phone.get_by_label(ARABIC.say("account.password"), exact=True).first
    password.fill(PASSWORD)
    password.press("Enter")
    phone.wait_for_url(f"{server.address}/roster/{roster}?person={person}", timeout=20_000)
    person_on(phone, person)


def test_a_roster_that_is_not_open_yet_has_the_person_in_view_once_it_is(opened: Opener, sittings: Sittings) -> None:
    number = sittings.plan(held_on=today(), starts_at="14:00", ends_at="17:00")
    person = sittings.people("Zineb")[0]
    phone = opened(f"/roster/{number}?person={person}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    expect(phone.locator("#arrival")).to_have_text(ARABIC.say("badge.open_first"))
    phone.locator("#open").click()
    person_on(phone, person)
    expect(phone.locator("#arrival")).to_be_hidden()


def test_somebody_who_is_not_on_the_roster_is_said_to_be_missing(
    opened: Opener, sittings: Sittings, roster: int
) -> None:
    [late] = sittings.people("Somebody late")
    phone = opened(f"/roster/{roster}?person={late}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    expect(phone.locator("#arrival")).to_have_text(ARABIC.say("badge.not_on_list"))
