"""Photos of a sheet's pages sent from a phone, as they are answered: who may, cleaned, kept once, refused in words."""

import io
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from core.i18n import words
from core.pictures import LARGEST_PHOTO
from core.records import validated
from core.records.sheets import SheetCounts
from db.commands.attendance import close_roster
from db.commands.sheet_pages import remove_page
from db.commands.sign_in_sheets import lock_sheet, submit_sheet, verify_sheet
from db.engine import engine, reading
from db.queries.sheets import Page, page_content, pages
from tests.db.sittings import Sittings
from tests.pages.conftest import Phone
from tests.pages.test_light_roster import facts

ARABIC = words("ar")
PLACE = 0x8825


def photo(shade: int = 200, size: tuple[int, int] = (400, 300)) -> bytes:
    """A photo that says where it was taken."""
    made = io.BytesIO()
    image = Image.new("RGB", size, (shade, shade, shade))
    exif = image.getexif()
    exif.get_ifd(PLACE).update({1: "N", 2: (30.0, 20.0, 0.0)})
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def send(client: TestClient, number: int, data: bytes, key: str = "a" * 32, token: str | None = None) -> Any:
    token = facts(client, number)["token"] if token is None else token
    headers = {"X-Cooper-Token": token, "X-Cooper-Key": key, "Content-Type": "image/jpeg"}
    return client.post(f"/roster/{number}/photos", content=data, headers=headers)


def kept(number: int) -> list[Page]:
    with reading(engine()) as session:
        return pages(session, None, number)


def test_nobody_without_a_sign_in_or_without_the_page_s_token_sends_a_photo(phone: Phone, opened: int) -> None:
    assert send(phone(), opened, photo(), token="").status_code == 401
    assert phone().get(f"/roster/{opened}/photos").status_code == 401
    officer = phone("coordinator")
    for token in ("", "0" * 32, facts(phone("coordinator"), opened)["token"]):
        assert send(officer, opened, photo(), token=token).status_code == 400
    for key in ("", "short", "x" * 65, "../../../../../../etc"):
        assert send(officer, opened, photo(), key=key).status_code == 400
    assert kept(opened) == []


def test_an_officer_of_another_province_keeps_and_sees_no_page(phone: Phone, opened: int, sittings: Sittings) -> None:
    elsewhere = phone("field_officer", provinces=(sittings.tinghir,), language="ar")
    own = sittings.plan(commune_id=sittings.tinghir_commune, group_id=None)
    told = send(elsewhere, opened, photo(), token=facts(elsewhere, own)["token"])
    assert (told.status_code, told.json()["say"]) == (422, ARABIC.say("problem.other_province"))
    assert elsewhere.get(f"/roster/{opened}/photos").status_code == 404
    assert kept(opened) == []


@pytest.mark.parametrize("role", ["manager", "presenter"])
def test_a_role_without_rosters_sends_no_photo(phone: Phone, opened: int, role: str) -> None:
    assert phone(role).get(f"/roster/{opened}/photos").status_code == 401
    assert kept(opened) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n1 0 obj", "picture_is_pdf"),
        (b"<!doctype html><script>alert(1)</script>", "picture_not_one"),
        (b"\xff\xd8\xff and then nothing of a picture", "picture_broken"),
        (b"", "picture_empty"),
    ],
)
def test_what_is_no_photo_is_refused_in_words_whatever_it_is_called(
    phone: Phone, opened: int, data: bytes, code: str
) -> None:
    told = send(phone("coordinator", language="ar"), opened, data)
    assert (told.status_code, told.json()["say"]) == (422, ARABIC.say(f"problem.{code}"))
    assert kept(opened) == []


def test_a_photo_over_the_limit_is_refused_and_one_of_forty_megabytes_is_made_small(phone: Phone, opened: int) -> None:
    client = phone("coordinator", language="ar")
    told = send(client, opened, photo() + bytes(LARGEST_PHOTO))
    assert (told.status_code, told.json()["code"]) == (422, "picture_too_large")
    assert told.json()["say"] == ARABIC.say("problem.picture_too_large", limit=50)
    assert send(client, opened, photo(size=(4000, 3000)) + bytes(40 * 1024 * 1024)).status_code == 200
    [page] = kept(opened)
    assert (page.width, page.height) == (2000, 1500)


def test_a_kept_photo_has_nothing_of_where_it_was_taken(phone: Phone, opened: int) -> None:
    assert b"Exif" in photo()
    send(phone("coordinator"), opened, photo())
    with reading(engine()) as session:
        content = page_content(session, None, kept(opened)[0].id)
    assert b"Exif" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_the_same_photo_is_kept_once_however_often_and_by_whomever_it_is_sent(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    one, other = phone("field_officer", provinces=(sittings.zagora,)), phone("coordinator")
    first = send(one, opened, photo()).json()
    assert (first["again"], first["open"], [row[0] for row in first["kept"]]) == (False, True, [kept(opened)[0].id])
    assert first["kept"][0][1].startswith("Page 1, ")
    again = [send(one, opened, photo()), send(one, opened, photo(), key="b" * 32), send(other, opened, photo())]
    assert [(told.json()["again"], len(told.json()["kept"])) for told in again] == [(True, 1)] * 3
    assert len(sittings.changes("keep_page")) == 1
    assert len(send(other, opened, photo(90), key="c" * 32).json()["kept"]) == 2
    assert len(one.get(f"/roster/{opened}/photos").json()["kept"]) == 2


def test_a_page_that_was_taken_away_is_kept_anew(phone: Phone, opened: int, sittings: Sittings) -> None:
    client = phone("coordinator")
    send(client, opened, photo())
    sittings.do(remove_page, kept(opened)[0].id, 1)
    assert kept(opened) == []
    assert send(client, opened, photo(), key="b" * 32).json()["again"] is False
    assert len(kept(opened)) == 1


def test_a_roster_that_is_not_open_yet_has_no_page(phone: Phone, sittings: Sittings) -> None:
    number = sittings.plan()
    assert send(phone("coordinator"), number, photo()).json()["code"] == "roster_not_open"


def test_a_verified_and_a_locked_sheet_take_no_photo_and_say_so(phone: Phone, opened: int, sittings: Sittings) -> None:
    client = phone("coordinator", language="ar")
    send(client, opened, photo())
    sittings.do(close_roster, opened)
    counts = {"declared_headcount": 0, "signatures": 0, "difference_reason": None}
    sittings.do(submit_sheet, opened, 1, validated(SheetCounts, counts))
    assert client.get(f"/roster/{opened}/photos").json()["open"] is True
    for command, version, code in ((verify_sheet, 2, "sheet_elsewhere"), (lock_sheet, 3, "sheet_locked")):
        sittings.do(command, opened, version)
        told = send(client, opened, photo(90), key="b" * 32)
        assert (told.status_code, told.json()["say"]) == (422, ARABIC.say(f"problem.{code}"))
        assert client.get(f"/roster/{opened}/photos").json()["open"] is False
    assert len(kept(opened)) == 1
