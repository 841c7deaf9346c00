"""The page of the reference lists, driven as an administrator drives it."""

from typing import Any

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from db.engine import engine
from db.models import AttendanceStatus, CategoryInstitution, Institution, Module, ObstacleCategory
from tests.pages.conftest import Visitor
from tests.pages.test_programme_page import field, press

PAGE = "manage/reference_lists.py"


def choose(page: AppTest, code: str) -> AppTest:
    return page.button_group(key="list.name").set_value(code).run()


def row(table: Any, code: str) -> Any:
    with Session(engine()) as session:
        return session.exec(select(table).where(table.code == code)).first()


def labels(page: AppTest, label: str) -> None:
    for language in ("Arabic", "French", "English"):
        field(page, "text_input", f"Label in {language}").set_value(label)


@pytest.mark.parametrize("role", ["field_officer", "manager", "presenter"])
def test_nobody_but_the_desk_edits_lists(signed_in: Visitor, role: str) -> None:
    page = signed_in(PAGE, role, provinces=(1,))
    assert len(page.warning) == 1
    assert len(page.text_input) == 0


def test_a_module_with_a_taken_code_is_refused_and_with_another_made(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "administrator")
    with Session(engine()) as session:
        code = session.exec(select(Module.code)).first() or ""
    labels(page, "Exportation")
    field(page, "text_input", "Code").set_value(code)
    press(page, "Save")
    assert [e.value for e in page.error] == [f"The code ⁨{code.replace('_', chr(92) + '_')}⁩ is already taken."]
    assert field(page, "text_input", "Label in French").value == "Exportation"
    field(page, "text_input", "Code").set_value("export")
    press(page, "Save")
    assert not page.exception
    assert (row(Module, "export").label_ar, row(Module, "export").active) == ("Exportation", True)
    assert "export" in page.table[0].value["Code"].to_list()


def test_a_category_names_its_institutions(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "administrator")
    choose(page, "category")
    with Session(engine()) as session:
        institution = session.exec(select(Institution.id)).first()
    labels(page, "Transport ![x](http://e.vil)")
    field(page, "text_input", "Code").set_value("transport")
    field(page, "multiselect", "Institutions that answer it").set_value([institution])
    press(page, "Save")
    assert not page.exception
    made = row(ObstacleCategory, "transport")
    with Session(engine()) as session:
        links = select(CategoryInstitution.institution_id).where(CategoryInstitution.category_id == made.id)
        assert session.exec(links).all() == [institution]


def test_a_status_is_relabelled_and_the_last_absent_stays(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "administrator")
    choose(page, "status")
    late, absent = row(AttendanceStatus, "late"), row(AttendanceStatus, "absent")
    picked = next(box for box in page.selectbox if box.label == "6 statuses")
    picked.set_value(late.id).run()
    assert field(page, "text_input", "Code").disabled
    field(page, "text_input", "Label in English").set_value("Came late")
    press(page, "Save changes")
    assert (row(AttendanceStatus, "late").label_en, row(AttendanceStatus, "late").code) == ("Came late", "late")
    next(box for box in page.selectbox if box.label == "6 statuses").set_value(absent.id).run()
    field(page, "checkbox", "In use").uncheck()
    press(page, "Save changes")
    assert "At least one status for presence and one for absence must stay in use." in [e.value for e in page.error]
    assert row(AttendanceStatus, "absent").active


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_list_is_drawn_in_every_language(signed_in: Visitor, language: str) -> None:
    page = signed_in(PAGE, "administrator", language=language)
    for code in ("category", "institution", "sector", "status", "module"):
        choose(page, code)
        assert not page.exception
        assert len(page.table) == 1
