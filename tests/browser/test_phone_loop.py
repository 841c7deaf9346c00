"""The roster on a phone from the first name to the last, in Arabic: searched, ticked, corrected, and added to."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.i18n import words
from core.records import validated
from core.records.people import PersonRecord
from db.commands.attendance import open_roster
from db.commands.people import change_person, register_person
from db.commands.registrations import register_people
from db.engine import reading
from db.models import Attendance, Person, Registration
from tests.browser.conftest import PHONE, Opener
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
ARABIC = words("ar")


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A group of three in Zagora, one of them with a name in both scripts."""
    made = Sittings(engine)
    made.people("Brahim Aït Ali", "يوسف العمراني")
    return made


@pytest.fixture
def roster(sittings: Sittings) -> int:
    """A session whose roster is open: three expected, the last one not of the group."""
    number = sittings.plan()
    both = {"name_ar": "فاطمة الزهراء", "name_latin": f"Fatima Zahra {number}", "sex": "f"}
    person = sittings.do(register_person, validated(PersonRecord, both)).row_id
    sittings.do(open_roster, number)
    sittings.do(register_people, number, (person,))
    return number


@pytest.fixture
def page(opened: Opener, sittings: Sittings, roster: int) -> Page:
    """The roster as an officer of the province sees it on a phone."""
    shown = opened(f"/roster/{roster}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    expect(shown.locator(".row")).to_have_count(3)
    assert shown.evaluate("document.documentElement.dir") == "rtl"
    return shown


def row(page: Page, name: str) -> Locator:
    return page.locator(".row", has_text=name)


def saved(page: Page) -> None:
    expect(page.locator("#stand")).to_have_text(ARABIC.say("light.all_saved"))


def choose(page: Page, name: str, label: str) -> None:
    row(page, name).locator(".more").click()
    row(page, name).locator(".choices").get_by_text(label, exact=True).click()


def hours(engine: Engine, registration: int) -> float | None:
    with reading(engine) as session:
        return session.exec(select(Attendance.hours).where(Attendance.registration_id == registration)).one()


def newest(engine: Engine, roster: int) -> Person:
    """Who was put on the roster last."""
    with reading(engine) as session:
        found = select(Person).join(Registration, col(Registration.person_id) == Person.id)
        return session.exec(
            found.where(Registration.session_id == roster).order_by(col(Registration.id).desc())
        ).first() or Person(name_latin="nobody")


def test_a_person_is_found_in_both_scripts(page: Page) -> None:
    for typed, names in (
        ("zahra", ["فاطمة الزهراء"]),
        ("الزهراء", ["فاطمة الزهراء"]),
        ("فاطمه", ["فاطمة الزهراء"]),
        ("AIT", ["Brahim Aït Ali"]),
        ("عمران", ["يوسف العمراني"]),
        ("2", ["يوسف العمراني"]),
        ("nobody", []),
    ):
        page.locator("#search").fill(typed)
        expect(page.locator(".row bdi")).to_have_text(names)
    expect(page.locator("#none")).to_be_visible()


def test_a_tick_is_taken_back_and_everybody_gets_the_mark_that_is_true(
    page: Page, engine: Engine, sittings: Sittings, roster: int
) -> None:
    late, left, excused = (sittings_label(code) for code in ("late", "left_early", "excused"))
    ids = sittings.ids(roster)
    row(page, "Brahim").locator(".person").click()
    saved(page)
    expect(page.locator("#present")).to_have_text("1")
    row(page, "Brahim").locator(".person").click()
    saved(page)
    assert sittings.marks(roster) == {}
    choose(page, "Brahim", late)
    choose(page, "يوسف", left)
    row(page, "يوسف").locator(".more").click()
    row(page, "يوسف").locator(".hours input").fill("1.25")
    row(page, "يوسف").get_by_text(ARABIC.say("light.hours_save")).click()
    choose(page, "الزهراء", excused)
    saved(page)
    assert sittings.marks(roster) == dict(zip(ids, ("late", "left_early", "excused"), strict=True))
    assert [hours(engine, one) for one in ids] == [None, 1.25, None]
    expect(page.locator("#present")).to_have_text("2")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def sittings_label(code: str) -> str:
    """The Arabic label of a status of a new database."""
    return {"late": "متأخر(ة)", "left_early": "غادر(ت) قبل النهاية", "excused": "غياب مبرر"}[code]


def test_somebody_known_already_is_offered_before_another_one_is_made(
    page: Page, engine: Engine, sittings: Sittings, roster: int
) -> None:
    dounia = {"name_latin": "Dounia Alaoui", "sex": "f", "phone": "0612345678"}
    known = sittings.do(register_person, validated(PersonRecord, dounia)).row_id
    page.locator("#add summary").click()
    page.locator("input[name=name]").fill("Dunya")
    page.locator("input[name=phone]").fill("06 12 34 56 78")
    page.locator("#person button[type=submit]").click()
    offers = page.locator("#likely button")
    expect(offers.first).to_contain_text("Dounia Alaoui")
    assert sittings.marks(roster) == {}
    offers.first.click()
    expect(page.locator(".row")).to_have_count(4)
    assert newest(engine, roster).id == known
    assert list(sittings.marks(roster).values()) == ["present"]


def test_a_name_alone_is_enough_and_is_identified_later(
    page: Page, engine: Engine, sittings: Sittings, roster: int
) -> None:
    page.locator("#add summary").click()
    page.locator("input[name=name]").fill("زائرة من تازارين")
    page.locator("input[name=later]").check()
    page.locator("#person button[type=submit]").click()
    expect(page.locator(".row")).to_have_count(4)
    guest = newest(engine, roster)
    assert (guest.name_ar, guest.identified, guest.phone) == ("زائرة من تازارين", False, None)
    told = {"name_ar": "زائرة", "name_latin": "Zahia Naciri", "sex": "f", "identified": True}
    sittings.do(change_person, guest.id, guest.version, validated(PersonRecord, told))
    expect(row(page, "زائرة")).to_have_class("row present")
    with Session(engine) as session:
        assert session.get_one(Person, guest.id).identified
    assert list(sittings.marks(roster).values()) == ["present"]
