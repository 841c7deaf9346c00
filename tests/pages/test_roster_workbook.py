"""The workbook on the roster's page: uploaded, its differences seen, taken in once, and refused in words."""

from typing import Any

import pytest
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core.i18n import words
from core.records import validated
from core.records.people import PersonRecord
from db.commands.attendance import close_roster, open_roster
from db.commands.people import register_person
from db.engine import engine
from db.models import Person
from tests.db.sittings import Sittings
from tests.db.test_roster_workbook import Hall, filled, write
from tests.pages.conftest import Visitor
from tests.pages.test_programme_page import press

PAGE = "entry/attendance.py"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def hall(database: Any) -> Hall:
    assert database.exists()
    sittings = Sittings(engine())
    sittings.people("Amina", "![x](http://e.vil/x.png) Hassan", "Itto")
    row = sittings.plan(venue="Dar Chabab")
    sittings.do(open_roster, row)
    return Hall(sittings, row)


def officer(signed_in: Visitor, hall: Hall, language: str = "en") -> AppTest:
    query = {"session": str(hall.session)}
    return signed_in(PAGE, "field_officer", provinces=(hall.sittings.zagora,), query=query, language=language)


def upload(page: AppTest, data: bytes, name: str = "feuille.xlsx") -> AppTest:
    label = words(page.session_state["language"]).say("workbook.file")
    box = next(box for box in page.file_uploader if box.label == label)
    return box.set_value((name, data, XLSX)).run()


def test_an_html_file_named_xlsx_is_refused_in_words(signed_in: Visitor, hall: Hall) -> None:
    page = upload(officer(signed_in, hall), b"<html><table><tr><td>1</td></tr></table></html>")
    assert "no XLSX workbook" in page.error[0].value
    assert not page.exception


def test_differences_are_seen_before_anything_is_written_and_the_file_is_taken_once(
    signed_in: Visitor, hall: Hall
) -> None:
    first, second, third = hall.ids
    data = filled(hall.given(), write({f"r{first}": ("present",), f"r{second}": ("late", "2,5"), f"r{third}": ("?",)}))
    page = upload(officer(signed_in, hall), data)
    assert not page.exception
    assert hall.sittings.marks(hall.session) == {}
    table = page.table[0].value
    assert table["What it is"].to_list() == ["Refused", "New mark", "New mark"]
    assert "No status is called" in table["Detail"][0]
    press(page, "Take in 2 rows")
    assert not page.exception
    assert hall.sittings.marks(hall.session) == {first: "present", second: "late"}
    assert "marks 2, people who were not expected 0" in page.success[0].value
    upload(page, data)
    assert [i.value for i in page.info if "Nothing changes" in i.value]
    other = upload(officer(signed_in, hall), data, "copie.xlsx")
    assert "Name of visitor1" in next(i.value for i in other.info if "Nothing changes" in i.value)
    assert len(hall.sittings.changes("apply_roster_workbook")) == 1


def test_a_later_mark_stays_unless_the_file_is_chosen(signed_in: Visitor, hall: Hall) -> None:
    first, second, _ = hall.ids
    data = filled(hall.given(), write({f"r{first}": ("present",), f"r{second}": ("present",)}))
    hall.sittings.mark(first, "absent")
    hall.sittings.mark(second, "excused")
    page = upload(officer(signed_in, hall), data)
    assert [radio.value for radio in page.radio] == ["ours", "ours"]
    assert all(button.label != "Take in 0 rows" for button in page.button)
    page.radio[1].set_value("theirs").run()
    press(page, "Take in 1 row")
    assert not page.exception
    assert hall.sittings.marks(hall.session) == {first: "absent", second: "present"}


def test_a_likely_double_is_decided_before_the_file_is_taken(signed_in: Visitor, hall: Hall) -> None:
    known = hall.sittings.do(
        register_person, validated(PersonRecord, {"name_latin": "Zahra", "phone": "0612345678"})
    ).row_id
    data = filled(hall.given(), write({"new-1": ("Zohra", None, None, "0612345678"), "new-2": ("Salma",)}))
    page = upload(officer(signed_in, hall), data)
    assert next(b for b in page.button if b.label == "Take in 2 rows").disabled
    page.radio[0].set_value(known).run()
    press(page, "Take in 2 rows")
    assert not page.exception
    assert known in [person for _, person, _ in hall.sittings.registrations(hall.session)]
    with Session(engine()) as session:
        assert session.get(Person, known + 2) is None


def test_a_roster_closed_meanwhile_is_said(signed_in: Visitor, hall: Hall) -> None:
    data = filled(hall.given(), write({f"r{hall.ids[0]}": ("present",)}))
    hall.sittings.do(close_roster, hall.session)
    page = upload(officer(signed_in, hall), data)
    assert "The roster is closed" in page.error[0].value
    assert hall.sittings.marks(hall.session)[hall.ids[0]] == "absent"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_preview_is_drawn_in_every_language(signed_in: Visitor, hall: Hall, language: str) -> None:
    first, second, _ = hall.ids
    data = filled(hall.given(language), write({f"r{first}": ("present", 2), f"r{second}": ("?",), "new-1": ("Amina",)}))
    hall.sittings.mark(first, "late")
    page = upload(officer(signed_in, hall, language), data)
    assert not page.exception
    assert len(page.table[0].value) == 4


def test_the_history_says_which_file_was_taken_in(signed_in: Visitor, hall: Hall) -> None:
    hall.apply(filled(hall.given(), write({f"r{hall.ids[0]}": ("present",), "new-1": ("Salma",)})))
    page = signed_in("manage/history.py", "coordinator", query={"kind": "training_session", "row": str(hall.session)})
    assert not page.exception
    said = " | ".join(e.value for e in [*page.markdown, *page.caption, *page.text])
    assert "Filled roster workbook taken in" in said
    assert hall.session


def test_a_name_that_looks_like_an_identity_card_number_is_asked_about(signed_in: Visitor, hall: Hall) -> None:
    page = upload(officer(signed_in, hall), filled(hall.given(), write({"new-1": ("Salma AB123456",)})))
    assert next(b for b in page.button if b.label == "Take in 1 row").disabled
    next(box for box in page.checkbox if "card" in str(box.key)).set_value(True).run()
    press(page, "Take in 1 row")
    assert len(hall.sittings.changes("register_person")) == 1
