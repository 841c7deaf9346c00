"""Typing a sheet from paper at a desk with the keyboard alone: few keys, no network needed, nothing lost."""

import sys
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.i18n import words
from core.names import normalised
from db.commands.attendance import close_roster
from db.commands.sheet_pages import keep_page
from db.models import Attendance
from tests.browser.conftest import DESK, Opener, Server, start_server
from tests.db.rows_elsewhere import picture
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
ARABIC = words("ar")
NAMES = (
    "أمينة الإدريسي", "إبراهيم أوعلي", "بشرى بناني", "تورية المنصوري", "ثرية حمو", "جميلة آيت لحسن", "حسن الزاكي",
    "خديجة بوعزة", "دنيا العلوي", "رشيد التازي", "زهرة أمغار", "سعاد المرابط", "شعيب لمريني", "صفية بلحاج",
    "ضاوية الناصري", "طارق الفيلالي", "عائشة ورزازي", "غيثة السوسي", "فاطمة الزهراء كريم", "قاسم برادة",
    "كريمة الحداد", "لالة مليكة", "محمد أيت علي", "نجاة الصقلي", "هند التوزاني", "وفاء الكتاني", "يوسف الدكالي",
    "مريم تافراوت", "لطيفة أزولاي", "نورة الهواري",
)  # fmt: skip


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A programme with a group of thirty in Zagora."""
    made = Sittings(engine)
    made.people(*NAMES)
    return made


@pytest.fixture
def desk(opened: Opener, sittings: Sittings) -> Callable[..., Page]:
    """`desk(roster)`: the page that types this roster's sheet, as an officer of the province sees it."""

    def opening(number: int, **options: object) -> Page:
        page = opened(f"/roster/{number}/paper", "field_officer", provinces=(sittings.zagora,), **options)
        expect(page.locator("#who")).not_to_be_empty()
        return page

    return opening


def row(page: Page, number: int) -> Locator:
    return page.locator(".row").nth(number - 1)


def press(page: Page, *keys: str) -> int:
    """Presses one key after the other, and how many they were."""
    for key in keys:
        # The driver knows the keys of a Latin keyboard alone; one letter of another is one press there.
        page.keyboard.press(key) if key.isascii() else page.keyboard.insert_text(key)
    return len(keys)


def stands(page: Page, sentence: str) -> None:
    expect(page.locator("#stand")).to_have_text(sentence, timeout=20_000)


def meant(page: Page, number: int) -> None:
    expect(page.locator("#who .number")).to_have_text(str(number))


def stored(engine: Engine, ids: list[int]) -> list[tuple[str, float | None, int]]:
    """Way, hours and version of each mark by the number of its row."""
    with Session(engine) as session:
        rows = {mark.registration_id: mark for mark in session.exec(select(Attendance))}
    return [(rows[one].way, rows[one].hours, rows[one].version) for one in ids]


def test_thirty_people_are_typed_with_few_keys_and_no_network_and_are_there_once(
    desk, sittings: Sittings, roster: int, engine: Engine, capsys
) -> None:
    page, ids, before = desk(roster), sittings.ids(roster), len(sittings.changes("mark_attendance"))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("document.activeElement.id") == "box"
    page.context.set_offline(True)
    typed: list[tuple[int, tuple[str, ...]]] = [(number, ("Enter",)) for number in range(1, 13)]
    typed += [(number, (*str(number), "Enter")) for number in (20, 18, 16, 14, 19, 17, 15, 13)]
    named = page.locator(".row .who > bdi").all_inner_texts()
    typed += [(number, (*named[number - 1][:2], "Enter")) for number in (24, 22, 26)]
    typed += [(25, ("٢", "٥", "Enter")), (21, ("2", "1", "ArrowLeft", "Enter"))]
    typed += [(23, ("ArrowRight", "Enter")), (27, ("ArrowLeft", "2", "Enter"))]
    typed += [(number, ("Enter",)) for number in (28, 29, 30)]
    presses, began = [], time.monotonic()
    for number, keys in typed:
        presses.append(press(page, *keys))
        assert ARABIC.say("light.unsaved") in row(page, number).inner_text()
    took = time.monotonic() - began
    with capsys.disabled():
        sys.stdout.write(f"\n30 people in {sum(presses)} keys, {took:.1f} s; most {max(presses)} keys a person\n")
    assert len(typed) == len({number for number, _ in typed}) == 30
    assert max(presses) <= 4
    assert sum(presses) <= 2.5 * 30
    stands(page, f"{ARABIC.say('paper.offline')} (30)")
    expect(page.locator("#who")).to_have_text(ARABIC.say("paper.end"))
    assert sittings.marks(roster) == {}

    page.context.set_offline(False)
    stands(page, ARABIC.say("light.all_saved"))
    marks = sittings.marks(roster)
    other = {number: marks.pop(ids[number - 1]) for number in (21, 23, 27)}
    assert marks == {ids[number - 1]: "present" for number in range(1, 31) if number not in other}
    assert "present" not in other.values()
    assert stored(engine, ids) == [("paper", 2.0 if number == 27 else None, 1) for number in range(1, 31)]
    assert len(sittings.changes("mark_attendance")) - before == 30


def test_a_half_typed_roster_outlives_a_killed_server_and_a_closed_browser(
    desk, sittings: Sittings, roster: int, server: Server, engine: Engine
) -> None:
    page, ids = desk(roster), sittings.ids(roster)
    press(page, *["Enter"] * 8)
    stands(page, ARABIC.say("light.all_saved"))
    server.stop(kill=True)
    press(page, *["Enter"] * 7)
    page.locator("#headcount").press_sequentially("28")
    page.locator("#add summary").press("Enter")
    page.locator("input[name=name]").press_sequentially("سلمى")
    stands(page, f"{ARABIC.say('paper.offline')} (7)")
    context, address = page.context, page.url
    page.close()
    port = int(server.address.rpartition(":")[2])
    server.process = start_server(server.database, server.log, port).process
    assert sittings.marks(roster) == dict.fromkeys(ids[:8], "present")
    again = context.new_page()
    again.goto(address)
    stands(again, ARABIC.say("light.all_saved"))
    meant(again, 16)
    expect(again.locator("#headcount")).to_have_value("28")
    expect(again.locator("input[name=name]")).to_have_value("سلمى")
    assert sittings.marks(roster) == dict.fromkeys(ids[:15], "present")
    assert stored(engine, ids[:15]) == [("paper", None, 1)] * 15


def test_a_mistake_is_gone_back_to_changed_and_taken_back(desk, sittings: Sittings, roster: int) -> None:
    page, ids = desk(roster), sittings.ids(roster)
    press(page, "Enter", "Enter")
    meant(page, 3)
    press(page, "Backspace")
    meant(page, 2)
    press(page, "Delete")
    stands(page, ARABIC.say("light.all_saved"))
    assert sittings.marks(roster) == {ids[0]: "present"}
    press(page, "ArrowUp", "ArrowRight", "Enter")
    meant(page, 2)
    stands(page, ARABIC.say("light.all_saved"))
    changed = sittings.marks(roster)[ids[0]]
    assert changed != "present"
    # Too many hours are told, and nothing is marked.
    press(page, "5", "ArrowLeft", "9", "Enter")
    expect(page.locator("#told")).to_have_text(ARABIC.say("paper.hours_wrong", length="3"))
    press(page, "Escape", "9", "9", "Enter")
    expect(page.locator("#who")).to_have_text(ARABIC.say("paper.no_row"))
    assert sittings.marks(roster) == {ids[0]: changed}


def test_another_s_mark_is_told_beside_the_row_and_enter_puts_mine(desk, sittings: Sittings, roster: int) -> None:
    page, ids = desk(roster), sittings.ids(roster)
    page.context.set_offline(True)
    press(page, "Enter")
    sittings.mark(ids[0], "absent")
    page.context.set_offline(False)
    stands(page, f"{ARABIC.say('light.failed')} (1)")
    expect(row(page, 1)).to_contain_text(ARABIC.say("light.changed"))
    assert sittings.marks(roster) == {ids[0]: "absent"}
    press(page, "1", "Enter")
    stands(page, ARABIC.say("light.all_saved"))
    assert sittings.marks(roster) == {ids[0]: "present"}


def test_a_roster_closed_while_it_is_typed_is_refused_beside_the_row_and_loses_nothing(
    desk, sittings: Sittings, roster: int
) -> None:
    page = desk(roster)
    page.context.set_offline(True)
    press(page, "Enter")
    sittings.do(close_roster, roster)
    page.context.set_offline(False)
    expect(row(page, 1)).to_contain_text(ARABIC.say("problem.roster_closed"))
    expect(page.locator("#notice")).to_have_text(ARABIC.say("light.closed"))
    press(page, "2", "Enter")
    assert set(sittings.marks(roster).values()) == {"absent"}


def test_the_counts_face_each_other_and_go_along_to_the_sheet(desk, sittings: Sittings, roster: int) -> None:
    page = desk(roster)
    press(page, "Enter", "Enter", "3", "0", "Enter", "Enter")
    assert page.evaluate("document.activeElement.id") == "headcount"
    press(page, "٣", "Enter", "2")
    expect(page.locator("#facing")).to_have_text(ARABIC.say("paper.differ"))
    press(page, "Backspace", "3")
    expect(page.locator("#facing")).to_have_text(ARABIC.say("sheet_check.agree"))
    stands(page, ARABIC.say("light.all_saved"))
    sittings.do(close_roster, roster)
    press(page, "Enter", "Enter")
    for key in ("declared_headcount", "signatures"):
        field = page.get_by_role("spinbutton", name=ARABIC.say(f"sheet_counts.{key}"))
        expect(field).to_have_value("3", timeout=20_000)


def test_the_desk_leads_to_typing_from_paper(opened: Opener, roster: int) -> None:
    page = opened(f"/entry-attendance?session={roster}", "coordinator")
    way = page.get_by_role("link", name=ARABIC.say("paper.to_paper"))
    expect(way).to_have_attribute("href", f"/roster/{roster}/paper", timeout=20_000)


def test_somebody_on_a_blank_row_is_added_without_a_mouse(desk, sittings: Sittings, roster: int) -> None:
    page = desk(roster)
    press(page, *"سناء", "+")
    expect(page.locator("input[name=name]")).to_have_value("سناء")
    page.keyboard.type(" الوردي")
    press(page, "Enter")
    expect(page.locator(".row")).to_have_count(31)
    expect(page.locator("#box")).to_be_focused()
    meant(page, 1)
    assert sittings.marks(roster) == {sittings.ids(roster)[-1]: "present"}


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_photos_stand_beside_the_list_and_turn_by_key(desk, sittings: Sittings, roster: int, width: int) -> None:
    for shade in (1, 2):
        sittings.do(keep_page, roster, picture(shade))
    page = desk(roster, size={**DESK, "width": width})
    expect(page.locator("#photo img").nth(1)).to_have_js_property("complete", True)
    assert page.evaluate("[...document.querySelectorAll('#photo img')].every((one) => one.naturalWidth > 0)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(page, "*", "PageDown", "PageDown", "PageDown", "PageDown", "PageDown", "PageDown")
    expect(page.locator("#photo_told")).to_have_text(ARABIC.say("paper.photo", number=2, of=2))
    assert page.evaluate("document.activeElement.id") == "box"


def test_a_name_is_spelt_for_the_search_as_the_server_spells_it(desk, roster: int) -> None:
    page = desk(roster)
    names = [*NAMES, "Élodie N'Aït-Œuvré", "گنون ڭاسمي", "ﻣﺤﻤﺪ ٱلعلوي", "Straße Łódź", "مـحـمّد ۱۲", "هدى ـ مؤمنة ئ"]
    assert page.evaluate("(names) => names.map(plain)", names) == [normalised(name) for name in names]
