"""Typing from paper as its messages are answered: who may see the sheet and its photos, and what is told of it."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from core.i18n import words
from core.records import validated
from core.records.sheets import CommentRecord, SheetCounts
from db.commands.attendance import close_roster, open_roster
from db.commands.sessions import cancel_session
from db.commands.sheet_pages import keep_page, remove_page
from db.commands.sign_in_sheets import lock_sheet, send_back_sheet, submit_sheet, verify_sheet
from db.engine import reading
from db.models import Attendance
from tests.db.rows_elsewhere import picture
from tests.db.sittings import Sittings
from tests.pages.conftest import Phone
from tests.pages.test_light_roster import a_tick, facts_in, tick

ENGLISH = words("en")
COUNTS = validated(SheetCounts, {"declared_headcount": 3, "signatures": 3})


def paper(client: TestClient, number: int) -> dict[str, Any]:
    """What the page tells its script."""
    return facts_in(client.get(f"/roster/{number}/paper").text)


def photo(client: TestClient, number: int, page: int) -> Any:
    return client.get(f"/roster/{number}/photos/{page}")


def test_whoever_is_not_signed_in_sees_no_sheet_and_no_photo(phone: Phone, opened: int, sittings: Sittings) -> None:
    page = sittings.do(keep_page, opened, picture(1)).row_id
    answer = phone().get(f"/roster/{opened}/paper")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/entry-today?to=%2Froster%2F{opened}%2Fpaper")
    assert (photo(phone(), opened, page).status_code, photo(phone(), opened, page).content) == (401, b"")


@pytest.mark.parametrize("role", ["manager", "presenter"])
def test_a_role_without_rosters_sees_no_name_and_no_photo(
    phone: Phone, opened: int, sittings: Sittings, role: str
) -> None:
    page, client = sittings.do(keep_page, opened, picture(1)).row_id, phone(role)
    text = client.get(f"/roster/{opened}/paper").text
    assert "Amina" not in text
    assert ENGLISH.say("problem.not_allowed") in text
    assert photo(client, opened, page).status_code == 401


def test_an_officer_of_another_province_sees_no_name_and_no_photo(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    page = sittings.do(keep_page, opened, picture(1)).row_id
    elsewhere = phone("field_officer", provinces=(sittings.tinghir,))
    text = elsewhere.get(f"/roster/{opened}/paper").text
    assert "Amina" not in text
    assert ENGLISH.say("problem.row_gone") in text
    own = sittings.plan(commune_id=sittings.tinghir_commune, group_id=None)
    for number in (opened, own):
        answer = photo(elsewhere, number, page)
        assert (answer.status_code, answer.json()["code"]) == (404, "row_gone")


def test_a_photo_is_asked_for_at_its_own_sheet_and_not_once_it_was_taken_away(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    page, other, client = sittings.do(keep_page, opened, picture(1)).row_id, sittings.plan(), phone("coordinator")
    assert photo(client, other, page).status_code == 404
    sittings.do(remove_page, page, 1)
    assert photo(client, opened, page).status_code == 404
    assert paper(client, opened)["photos"] == []


def test_a_photo_is_given_as_a_picture_that_nobody_keeps(phone: Phone, opened: int, sittings: Sittings) -> None:
    pages = [sittings.do(keep_page, opened, picture(shade)).row_id for shade in (1, 2)]
    officer = phone("field_officer", provinces=(sittings.zagora,))
    told = paper(officer, opened)["photos"]
    assert told == [
        [f"/roster/{opened}/photos/{page}", ENGLISH.say("paper.photo", number=turn, of=2), 40, 60]
        for turn, page in enumerate(pages, start=1)
    ]
    answer = officer.get(told[1][0])
    assert (answer.status_code, answer.content) == (200, picture(2))
    names = ("content-type", "cache-control", "x-content-type-options", "vary")
    assert [answer.headers[name] for name in names] == ["image/jpeg", "private, no-store", "nosniff", "Cookie"]


def test_a_mark_typed_from_paper_says_so_and_no_other_way_is_believed(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    client, (first, second, third) = phone("coordinator"), sittings.ids(opened)
    assert paper(client, opened)["way"] == "paper"
    present = sittings.status["present"]
    ticks = [
        a_tick(first, present, key="a" * 32, way="paper"),
        a_tick(second, present, key="b" * 32, way="import"),
        a_tick(third, present, key="c" * 32),
    ]
    tick(client, opened, *ticks)
    with reading() as session:
        ways = {row.registration_id: row.way for row in session.exec(select(Attendance))}
    assert ways == {first: "paper", second: "tick", third: "tick"}


def test_what_a_coordinator_says_of_a_row_stands_beside_it_and_the_counts_go_along(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    client, ids = phone("field_officer", provinces=(sittings.zagora,)), sittings.ids(opened)
    assert (paper(client, opened)["sheet"], paper(client, opened)["comments"]) == ("draft", [])
    for one in ids:
        sittings.mark(one, "present")
    sittings.do(close_roster, opened)
    sittings.do(submit_sheet, opened, 0, COUNTS)
    remarks = tuple(
        validated(CommentRecord, {"registration_id": row, "text": text})
        for row, text in ((None, "<b>blurred</b>"), (ids[1], "who is this?"))
    )
    sittings.do(send_back_sheet, opened, 2, remarks)
    told = paper(client, opened)
    assert (told["sheet"], told["state"]) == ("has_issues", "held")
    assert told["counts"] == {"headcount": 3, "signatures": 3}
    assert told["comments"] == [[None, "<b>blurred</b>"], [ids[1], "who is this?"]]
    text = client.get(f"/roster/{opened}/paper").text
    assert "<b>blurred" not in text
    assert "&lt;b&gt;blurred" in text


def test_a_verified_and_a_locked_sheet_are_shown_and_take_no_mark(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    client, ids = phone("coordinator"), sittings.ids(opened)
    for one in ids:
        sittings.mark(one, "present")
    sittings.do(close_roster, opened)
    sittings.do(submit_sheet, opened, 0, COUNTS)
    for version, step, name in ((2, verify_sheet, "verified"), (3, lock_sheet, "locked")):
        sittings.do(step, opened, version)
        text = client.get(f"/roster/{opened}/paper").text
        assert facts_in(text)["sheet"] == name
        assert ENGLISH.say(f"sheet_state.{name}") in text
        absent = a_tick(ids[0], sittings.status["absent"], seen=1, key=name.ljust(16), way="paper")
        told = tick(client, opened, absent).json()["done"][0]
        assert told["refused"]["say"] == ENGLISH.say("problem.roster_closed")
    assert sittings.marks(opened) == dict.fromkeys(ids, "present")


def test_a_cancelled_session_shows_its_people_as_the_phone_does_and_takes_no_mark(
    phone: Phone, sittings: Sittings
) -> None:
    number, client = sittings.plan(), phone("coordinator")
    sittings.do(cancel_session, number, 1, "rain")
    assert paper(client, number)["state"] == "cancelled"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_with_sixty_people_is_light_and_every_sentence_is_there(
    phone: Phone, sittings: Sittings, language: str
) -> None:
    sittings.people(*(f"Person number {number}" for number in range(60)))
    number = sittings.plan()
    sittings.do(open_roster, number)
    page = phone("coordinator", language=language).get(f"/roster/{number}/paper")
    assets = Path(__file__).parent.parent.parent / "pages" / "server" / "assets"
    names = ("light_elements.js", "light_marks.js", "light_people.js", "paper.js", "light.css", "paper.css", "icon.svg")
    assert len(page.content) + sum((assets / name).stat().st_size for name in names) < 60_000
    assert page.headers["cache-control"] == "no-store"
    assert all(name in page.text for name in names)
    spoken = {
        name for file in names[:4] for name in re.findall(r"\bsay\.(\w+)", (assets / file).read_text(encoding="utf-8"))
    }
    assert spoken <= facts_in(page.text)["words"].keys()
