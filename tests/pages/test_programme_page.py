"""The page of the programme, driven as the coordinator of a new database drives it."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select
from streamlit.testing.v1 import AppTest

from db.engine import engine
from db.models import Change, Commune, Group, Phase, Programme, Province, Target
from tests.pages.conftest import Visitor

PAGE = "manage/programme.py"


def field(page: AppTest, kind: str, label: str) -> Any:
    return next(element for element in getattr(page, kind) if element.label.removesuffix(" \\*") == label)


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def part(page: AppTest, code: str) -> AppTest:
    return page.button_group(key="programme.part").set_value(code).run()


def names(page: AppTest, name: str) -> None:
    for language in ("Arabic", "French", "English"):
        field(page, "text_input", f"Name in {language}").set_value(name)


def rows(table: Any) -> list[Any]:
    with Session(engine()) as session:
        return list(session.exec(select(table).where(table.deleted_at.is_(None)).order_by(table.id)))


@pytest.mark.parametrize("role", ["field_officer", "manager", "presenter"])
def test_nobody_but_the_desk_sets_the_programme_up(signed_in: Visitor, role: str) -> None:
    page = signed_in(PAGE, role, provinces=(1,))
    assert [w.value for w in page.warning] == [
        "Your account does not allow this. Ask the coordinator or the administrator."
    ]
    assert len(page.text_input) == 0


def test_each_part_says_what_has_to_be_there_first(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    for code, sentence in (
        ("phase", "Make the programme first: a phase is a part of it."),
        ("group", "Make a phase first: a group belongs to it."),
        ("target", "Make a phase first: a target is set for a phase."),
    ):
        part(page, code)
        assert [i.value for i in page.info] == [sentence]


def test_a_refused_phase_says_why_beside_its_fields_and_loses_nothing(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    names(page, "Programme")
    press(page, "Save")
    part(page, "phase")
    names(page, "Phase 1")
    field(page, "text_input", "Code").set_value("Phase un")
    press(page, "Save")
    assert not page.exception
    assert len(page.error) == 3
    assert field(page, "text_input", "Name in French").value == "Phase 1"
    assert rows(Phase) == []


def test_a_programme_a_phase_a_group_and_a_target_are_made_one_after_the_other(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    names(page, "Taâwoun ![x](http://e.vil/x.png)")
    press(page, "Save")
    assert [i.value for i in page.info] == ["Next: make a phase of the programme (“Phases”, above)."]
    part(page, "phase")
    names(page, "Phase 1")
    field(page, "text_input", "Code").set_value("phase_1")
    field(page, "date_input", "Starts on").set_value(date(2025, 1, 1))
    field(page, "date_input", "Ends on").set_value(date(2025, 12, 31))
    press(page, "Save")
    part(page, "group")
    with Session(engine()) as session:
        province = session.exec(select(Province.id).where(Province.name_fr == "Zagora")).one()
        commune = session.exec(select(Commune.id).where(Commune.province_id == province)).first()
    field(page, "text_input", "Group name").set_value("Tissage")
    field(page, "selectbox", "Province").set_value(province).run()
    field(page, "selectbox", "Commune").set_value(commune)
    press(page, "Save")
    assert not page.exception
    assert page.table[0].value["Group name"].to_list() == ["Tissage"]
    part(page, "target")
    field(page, "selectbox", "Indicator").set_value("people_trained")
    field(page, "number_input", "Target value").set_value(900.0)
    press(page, "Save")
    assert not page.exception
    assert [row.name_fr for row in rows(Programme)] == ["Taâwoun ![x](http://e.vil/x.png)"]
    assert [(row.code, row.starts_on) for row in rows(Phase)] == [("phase_1", date(2025, 1, 1))]
    assert [(row.label, row.commune_id) for row in rows(Group)] == [("Tissage", commune)]
    assert [(row.indicator, row.value, row.province_id) for row in rows(Target)] == [("people_trained", 900.0, None)]
    with Session(engine()) as session:
        commands = session.exec(select(Change.command).order_by(col(Change.id))).all()
    assert [c for c in commands if c.startswith("make_")] == [
        "make_programme",
        "make_phase",
        "make_group",
        "make_target",
    ]


def test_a_programme_is_renamed_and_an_unused_one_removed(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "administrator")
    names(page, "Programme")
    press(page, "Save")
    number = rows(Programme)[0].id
    field(page, "selectbox", "1 programme").set_value(number).run()
    field(page, "text_input", "Name in English").set_value("Cooper UP")
    press(page, "Save changes")
    assert rows(Programme)[0].name_en == "Cooper UP"
    press(page, "Remove from the list")
    assert not page.exception
    assert [i.value for i in page.info] == ["Removed: ⁨Cooper UP⁩."]
    assert rows(Programme) == []


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_speaks_every_language(signed_in: Visitor, language: str) -> None:
    page = signed_in(PAGE, "coordinator", language=language)
    for code in ("phase", "group", "target", "programme"):
        part(page, code)
        assert not page.exception
