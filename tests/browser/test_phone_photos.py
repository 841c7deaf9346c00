"""The signed sheet photographed on a phone: small before it is sent, kept once, and safe when the network goes."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Engine

from core.i18n import words
from core.records import validated
from core.records.sheets import SheetCounts
from db.commands.attendance import close_roster
from db.commands.sign_in_sheets import lock_sheet, submit_sheet, verify_sheet
from db.engine import reading
from db.queries.sheets import pages
from tests.browser.conftest import PHONE, Opener
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
ARABIC = words("ar")


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A programme with a small group in Zagora."""
    made = Sittings(engine)
    made.people("Amina", "Brahim", "Chaima")
    return made


def photo(folder: Path, name: str, shade: int = 200, size: tuple[int, int] = (900, 600), extra: int = 0) -> Path:
    made = io.BytesIO()
    Image.new("RGB", size, (shade, shade, 30)).save(made, "JPEG")
    path = folder / name
    path.write_bytes(made.getvalue() + bytes(extra))
    return path


def sizes(sittings: Sittings, number: int) -> list[tuple[int, int]]:
    with reading(sittings.engine) as session:
        return [(page.width, page.height) for page in pages(session, None, number)]


def at_the_photos(opened: Opener, sittings: Sittings, number: int) -> Page:
    page = opened(f"/roster/{number}", "field_officer", provinces=(sittings.zagora,), size=PHONE, alone=True)
    expect(page.locator(".row")).to_have_count(3)
    page.locator("#photos summary").click()
    return page


def test_pages_are_photographed_made_small_and_kept_once(
    opened: Opener, sittings: Sittings, roster: int, tmp_path: Path
) -> None:
    page = at_the_photos(opened, sittings, roster)
    assert page.locator("#photo-camera").get_attribute("capture") == "environment"
    sent: list[int] = []
    page.on(
        "request", lambda asked: sent.append(len(asked.post_data_buffer or b"")) if asked.method == "POST" else None
    )
    # Forty megabytes from the camera are a few hundred kilobytes on the way.
    page.locator("#photo-camera").set_input_files(photo(tmp_path, "1.jpg", size=(4000, 3000), extra=40 * 1024 * 1024))
    expect(page.locator(".photo.kept")).to_have_count(1)
    page.locator("#photo-files").set_input_files([photo(tmp_path, "2.jpg", 90), photo(tmp_path, "3.jpg", 60)])
    expect(page.locator(".photo.kept")).to_have_count(3)
    assert max(sent) < 1024 * 1024
    assert sizes(sittings, roster) == [(2000, 1500), (900, 600), (900, 600)]
    page.locator("#photo-files").set_input_files(photo(tmp_path, "2.jpg", 90))
    expect(page.locator(".photo.known")).to_contain_text(ARABIC.say("photos.again"))
    assert len(sizes(sittings, roster)) == 3
    page.reload()
    page.locator("#photos summary").click()
    expect(page.locator(".photo.kept")).to_have_count(3)
    expect(page.locator("#photos-told")).to_have_text(f"{ARABIC.say('photos.kept')}: 3")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_no_photo_is_refused_beside_its_name_and_the_next_one_is_kept(
    opened: Opener, sittings: Sittings, roster: int, tmp_path: Path
) -> None:
    page = at_the_photos(opened, sittings, roster)
    paper, script = tmp_path / "paper.jpg", tmp_path / "page.png"
    paper.write_bytes(b"%PDF-1.7\n1 0 obj")
    script.write_bytes(b"<!doctype html><script>alert(1)</script>")
    page.locator("#photo-files").set_input_files([paper, script, photo(tmp_path, "3.jpg")])
    expect(page.locator(".photo.refused")).to_have_count(2)
    expect(page.locator(".photo.refused").first).to_contain_text(ARABIC.say("problem.picture_is_pdf"))
    expect(page.locator(".photo.refused").nth(1)).to_contain_text(ARABIC.say("problem.picture_not_one"))
    expect(page.locator(".photo.kept")).to_have_count(1)
    page.locator(".photo.refused button").first.click()
    expect(page.locator(".photo.refused")).to_have_count(1)


def test_a_photo_taken_without_a_network_says_so_keeps_the_ticks_safe_and_is_sent_again(
    opened: Opener, sittings: Sittings, roster: int, tmp_path: Path
) -> None:
    page = at_the_photos(opened, sittings, roster)
    page.context.set_offline(True)
    page.locator(".person").first.click()
    page.locator("#photo-files").set_input_files([photo(tmp_path, "1.jpg"), photo(tmp_path, "2.jpg", 90)])
    expect(page.locator(".photo.failed")).to_contain_text(ARABIC.say("photos.not_sent"))
    expect(page.locator("#photos-told")).to_contain_text(f"{ARABIC.say('photos.unsent')}: 2")
    expect(page.locator("#stand")).to_have_text(f"{ARABIC.say('light.offline')} (1)")
    # Sent again too early, it says so again.
    page.get_by_text(ARABIC.say("photos.resend")).click()
    expect(page.locator(".photo.failed")).to_have_count(1)
    assert (sizes(sittings, roster), sittings.marks(roster)) == ([], {})
    page.context.set_offline(False)
    expect(page.locator(".photo.kept")).to_have_count(2)
    expect(page.locator("#stand")).to_have_text(ARABIC.say("light.all_saved"))
    assert list(sittings.marks(roster).values()) == ["present"]
    assert len(sizes(sittings, roster)) == 2


def test_an_answer_lost_on_the_way_keeps_no_second_page(
    opened: Opener, sittings: Sittings, roster: int, tmp_path: Path
) -> None:
    page = at_the_photos(opened, sittings, roster)
    address = f"**/roster/{roster}/photos"

    def kept_and_lost(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route(address, kept_and_lost)
    page.locator("#photo-files").set_input_files(photo(tmp_path, "1.jpg"))
    expect(page.locator(".photo.failed")).to_have_count(1)
    assert len(sizes(sittings, roster)) == 1
    page.unroute(address)
    page.get_by_text(ARABIC.say("photos.resend")).click()
    expect(page.locator(".photo.kept")).to_have_count(1)
    assert len(sizes(sittings, roster)) == 1


def test_a_sheet_verified_meanwhile_refuses_in_words_and_a_locked_one_offers_nothing(
    opened: Opener, sittings: Sittings, roster: int, tmp_path: Path
) -> None:
    sittings.do(close_roster, roster)
    page = at_the_photos(opened, sittings, roster)
    expect(page.locator("#photos-take")).to_be_visible()
    counts = {"declared_headcount": 0, "signatures": 0, "difference_reason": None}
    sittings.do(submit_sheet, roster, 0, validated(SheetCounts, counts))
    sittings.do(verify_sheet, roster, 2)
    page.locator("#photo-files").set_input_files(photo(tmp_path, "1.jpg"))
    expect(page.locator(".photo.refused")).to_contain_text(ARABIC.say("problem.sheet_elsewhere"))
    sittings.do(lock_sheet, roster, 3)
    page.reload()
    page.locator("#photos summary").click()
    expect(page.locator("#photos-shut")).to_have_text(ARABIC.say("photos.shut"))
    expect(page.locator("#photos-take")).to_be_hidden()
    assert sizes(sittings, roster) == []
