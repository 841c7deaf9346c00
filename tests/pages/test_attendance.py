"""The roster's page, driven as a field officer drives it, with somebody else at the same roster."""

from typing import Any

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.i18n import words
from core.records import validated
from core.records.people import PersonRecord
from db.commands.attendance import close_roster, open_roster
from db.commands.people import register_person
from db.commands.registrations import register_people
from db.engine import engine
from db.models import Attendance, Person
from pages.parts.folds import fold_key
from tests.db.sittings import DAY, Sittings
from tests.pages.conftest import Visitor
from tests.pages.test_programme_page import field, press

PAGE = "entry/attendance.py"


@pytest.fixture
def sittings(database: Any) -> Sittings:
    assert database.exists()
    return Sittings(engine())


@pytest.fixture
def opened(sittings: Sittings) -> int:
    """A session whose roster is open with Amina, Hassan and Itto on it."""
    sittings.people("Amina", "Hassan", "Itto")
    row = sittings.plan(venue="![x](http://e.vil/x.png) Dar Chabab")
    sittings.do(open_roster, row)
    return row


def officer(signed_in: Visitor, sittings: Sittings, session: int, **options: Any) -> AppTest:
    return signed_in(PAGE, "field_officer", provinces=(sittings.zagora,), query={"session": str(session)}, **options)


def ticks(page: AppTest) -> Any:
    return next(group for group in page.button_group if group.label == "Who came?")


def said(page: AppTest) -> str:
    return " | ".join(element.value for element in [*page.markdown, *page.caption])


def test_a_session_of_another_province_is_not_shown(signed_in: Visitor, sittings: Sittings, opened: int) -> None:
    page = signed_in(PAGE, "field_officer", provinces=(sittings.tinghir,), query={"session": str(opened)})
    assert len(page.warning) == 1
    assert not page.button_group or all(group.label != "Who came?" for group in page.button_group)
    assert "Amina" not in said(page)


@pytest.mark.parametrize("role", ["manager", "presenter"])
def test_who_marks_nobody_sees_no_name(signed_in: Visitor, opened: int, role: str) -> None:
    page = signed_in(PAGE, role, query={"session": str(opened)})
    assert [w.value for w in page.warning] == [
        "Your account does not allow this. Ask the coordinator or the administrator."
    ]
    assert "Amina" not in said(page)


def test_without_a_session_the_page_offers_those_that_wait(signed_in: Visitor, sittings: Sittings, opened: int) -> None:
    assert opened
    page = signed_in(PAGE, "field_officer", provinces=(sittings.zagora,))
    assert not page.exception
    assert "![x]" not in said(page)
    assert "3 expected" in said(page)
    page = signed_in(PAGE, "field_officer", provinces=(sittings.tinghir,))
    assert [i.value for i in page.info] == ["No session waits for its roster today."]


def test_opening_puts_the_group_on_the_roster(signed_in: Visitor, sittings: Sittings) -> None:
    sittings.people("Amina", "Hassan")
    row = sittings.plan()
    page = officer(signed_in, sittings, row)
    press(page, "Open the roster")
    assert not page.exception
    assert ticks(page).options == ["1. ⁨Amina⁩", "2. ⁨Hassan⁩"]
    assert len(sittings.ids(row)) == 2


def test_a_tick_is_saved_at_once_and_taken_back_it_is_unknown(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    first, second, _ = sittings.ids(opened)
    page = officer(signed_in, sittings, opened)
    ticks(page).set_value([first]).run()
    assert sittings.marks(opened) == {first: "present"}
    ticks(page).set_value([first, second]).run()
    assert sittings.marks(opened) == {first: "present", second: "present"}
    ticks(page).set_value([second]).run()
    assert sittings.marks(opened) == {second: "present"}
    assert "**1 present** · 3 expected · 2 not marked" in said(page)
    assert not page.exception


def test_a_run_without_a_tick_writes_nothing(signed_in: Visitor, sittings: Sittings, opened: int) -> None:
    page = officer(signed_in, sittings, opened)
    ticks(page).set_value(sittings.ids(opened)[:2]).run()
    page.run().run()
    assert len(sittings.changes("mark_attendance")) == 2


def test_what_somebody_else_ticks_meanwhile_is_kept_and_shown(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    first, second, third = sittings.ids(opened)
    page = officer(signed_in, sittings, opened)
    sittings.mark(second, "present")
    ticks(page).set_value([first]).run()
    assert sittings.marks(opened) == {first: "present", second: "present"}
    page.run()
    assert sorted(ticks(page).value) == [first, second]
    sittings.mark(second, None)
    ticks(page).set_value([first, second, third]).run()
    assert sittings.marks(opened) == {first: "present", third: "present"}


def test_two_pages_at_one_roster_keep_each_others_ticks(signed_in: Visitor, sittings: Sittings, opened: int) -> None:
    first, second, third = sittings.ids(opened)
    page = officer(signed_in, sittings, opened)
    ticks(page).set_value([first]).run()
    other = officer(signed_in, sittings, opened)
    ticks(other).set_value([first, second]).run()
    assert sittings.marks(opened) == {first: "present", second: "present"}
    assert third not in sittings.marks(opened)


def test_a_roster_closed_meanwhile_refuses_the_tick_in_words(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    first = sittings.ids(opened)[0]
    page = officer(signed_in, sittings, opened)
    sittings.do(close_roster, opened)
    ticks(page).set_value([first]).run()
    assert not page.exception
    assert sittings.marks(opened)[first] == "absent"
    assert "The roster is closed." in [s.value for s in page.success]


def test_the_search_finds_in_both_scripts_and_keeps_the_ticks(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    record = validated(PersonRecord, {"name_ar": "زهرة الإدريسي", "name_latin": "Zahra Idrissi"})
    person = sittings.do(register_person, record).row_id
    sittings.do(register_people, opened, (person,))
    first, *_, last = sittings.ids(opened)
    page = officer(signed_in, sittings, opened)
    ticks(page).set_value([first]).run()
    for text in ("idri", "زهره", "4"):
        field(page, "text_input", "Search a name or a number").set_value(text).run()
        assert ticks(page).options == ["4. ⁨Zahra Idrissi⁩"]
    ticks(page).set_value([last]).run()
    assert sittings.marks(opened) == {first: "present", last: "present"}
    field(page, "text_input", "Search a name or a number").set_value("").run()
    assert sorted(ticks(page).value) == [first, last]
    assert sittings.marks(opened) == {first: "present", last: "present"}


def test_a_name_alone_is_present_and_waits_to_be_identified(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    page = officer(signed_in, sittings, opened)
    field(page, "text_input", "Full name").set_value("Zahra")
    field(page, "checkbox", "Name alone, to be identified later").set_value(True)
    press(page, "Add and mark present")
    assert not page.exception
    with Session(engine()) as session:
        assert session.exec(select(Person.identified).where(Person.name_latin == "Zahra")).one() is False
    assert sittings.marks(opened) == {sittings.ids(opened)[-1]: "present"}
    assert field(page, "checkbox", "Name alone, to be identified later").value is False


def test_somebody_unexpected_is_added_in_one_line_and_present(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    page = officer(signed_in, sittings, opened)
    press(page, "Add and mark present")
    assert len(page.error) == 1
    field(page, "text_input", "Full name").set_value("زهرة ![x](http://e.vil)")
    field(page, "text_input", "Phone").set_value("0612345678")
    press(page, "Add and mark present")
    assert not page.exception
    with Session(engine()) as session:
        person = session.exec(select(Person).where(Person.phone == "+212612345678")).one()
    assert person.name_ar == "زهرة ![x](http://e.vil)"
    assert sittings.marks(opened) == {sittings.ids(opened)[-1]: "present"}
    assert len(ticks(page).options) == 4
    assert field(page, "text_input", "Full name").value == ""


def test_a_likely_double_is_offered_and_put_on_the_roster_instead(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    record = validated(PersonRecord, {"name_latin": "Zahra", "phone": "0612345678"})
    person = sittings.do(register_person, record).row_id
    page = officer(signed_in, sittings, opened)
    field(page, "text_input", "Full name").set_value("Zohra").run()
    field(page, "text_input", "Phone").set_value("06 12 34 56 78").run()
    press(page, "Add and mark present")
    assert len(page.error) == 1
    press(page, "It is this person: present")
    assert not page.exception
    assert sittings.registrations(opened)[-1][1] == person
    assert len(sittings.marks(opened)) == 1


def test_a_mark_with_hours_and_another_status_is_saved(signed_in: Visitor, sittings: Sittings, opened: int) -> None:
    first = sittings.ids(opened)[0]
    page = officer(signed_in, sittings, opened)
    field(page, "selectbox", "Person").set_value(first)
    next(group for group in page.button_group if group.label == "Status").set_value(sittings.status["late"])
    field(page, "number_input", "Hours attended").set_value(9.0)
    press(page, "Save the mark")
    assert len(page.error) == 1
    field(page, "number_input", "Hours attended").set_value(2.0)
    press(page, "Save the mark")
    assert not page.exception
    with Session(engine()) as session:
        assert session.exec(select(Attendance.hours)).all() == [2.0]
    assert sittings.marks(opened) == {first: "late"}
    assert ticks(page).value == [first]


def test_closing_makes_the_unknown_absent_and_only_the_desk_reopens(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    first, second, third = sittings.ids(opened)
    page = officer(signed_in, sittings, opened)
    ticks(page).set_value([first]).run()
    press(page, "The roster is complete: close it")
    assert not page.exception
    assert sittings.marks(opened) == {first: "present", second: "absent", third: "absent"}
    assert page.table[0].value["Mark"].to_list() == ["Present", "Absent", "Absent"]
    assert all(button.label != "Reopen" for button in page.button)
    desk = signed_in(PAGE, "coordinator", query={"session": str(opened)})
    field(desk, "text_input", "Reason").set_value("oubli")
    press(desk, "Reopen")
    assert not desk.exception
    assert ticks(desk).value == [first]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_state_is_drawn_in_every_language(
    signed_in: Visitor, sittings: Sittings, opened: int, language: str
) -> None:
    planned = sittings.plan(group_id=None)
    for session in (planned, opened):
        assert not officer(signed_in, sittings, session, language=language).exception
    sittings.do(close_roster, opened)
    assert not officer(signed_in, sittings, opened, language=language).exception


def test_somebody_put_on_the_list_by_mistake_is_taken_off_before_the_session(
    signed_in: Visitor, sittings: Sittings
) -> None:
    amina, brahim = sittings.people("Amina", "Brahim", enrolled=False)
    number = sittings.plan(held_on=DAY)
    sittings.do(register_people, number, (amina, brahim))
    page = officer(signed_in, sittings, number)
    choice = next(one for one in page.selectbox if one.key and f"off.s{number}" in one.key)
    choice.set_value(sittings.ids(number)[0]).run()
    press(page, words("en").say("roster.take_off"))
    assert not page.exception
    assert sittings.registrations(number) == [(2, brahim, None)]


def test_what_is_folded_is_drawn_when_it_is_opened_and_keeps_what_was_typed(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    page = officer(signed_in, sittings, opened, run=False)
    page.session_state[fold_key("walk_in")] = False
    page.run()
    assert "Somebody who came and was not expected" in {part.label for part in page.expander}
    assert not [one for one in page.text_input if one.label.startswith("Full name")]
    page.session_state[fold_key("walk_in")] = True
    page.run()
    field(page, "text_input", "Full name").set_value("Zahia").run()
    fold = page.session_state
    fold[fold_key("walk_in")] = False
    page.run()
    fold[fold_key("walk_in")] = True
    page.run()
    assert field(page, "text_input", "Full name").value == "Zahia"
