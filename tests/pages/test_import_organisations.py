"""The page of imports, driven from the upload to the undo."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, func, select
from streamlit.testing.v1 import AppTest

from db.engine import engine
from db.models import Commune, Draft, Mention, Organisation, Province
from tests.db.test_imports import FORM_AR, FORM_FR, TAZA
from tests.pages.conftest import Visitor
from tests.pages.test_drafts import in_a_new_session

PAGE = "entry/import_organisations.py"
REAL = Path(__file__).parents[3] / "shared" / "real"
real = pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")


def living(model: type) -> int:
    with Session(engine()) as session:
        statement = select(func.count()).where(col(model.deleted_at).is_(None))  # type: ignore[attr-defined]
        return session.exec(statement).one()


def id_of(model: type, name: str) -> int:
    with Session(engine()) as session:
        return int(session.exec(select(model.id).where(model.name_fr == name)).one())  # type: ignore[attr-defined]


def give(page: AppTest, data: bytes, name: str = "list.csv") -> AppTest:
    page.file_uploader[0].set_value((name, data, "text/csv")).run()
    assert not page.exception
    return page


def widget(widgets: Any, ending: str) -> Any:
    """The one widget whose key ends so."""
    (found,) = [w for w in widgets if w.key and w.key.endswith(ending)]
    return found


def press(page: AppTest, label: str) -> AppTest:
    next(b for b in page.button if b.label == label).click().run()
    assert not page.exception
    return page


def verdicts(page: AppTest) -> list[str]:
    return list(page.table[0].value["Result"])


@pytest.mark.parametrize("role", ["manager", "field_officer", "presenter"])
def test_nobody_without_a_desk_imports(signed_in: Visitor, role: str) -> None:
    page = signed_in(PAGE, role, provinces=(1,))
    assert len(page.file_uploader) == 0
    assert len(page.warning) == 1


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_file_that_is_no_table_gets_a_sentence(signed_in: Visitor, language: str) -> None:
    page = give(signed_in(PAGE, "coordinator", language=language), b"<html><table></table></html>", "list.xlsx")
    assert len(page.error) == 1
    assert "CSV" in page.error[0].value
    assert len(page.table) == 0


def test_an_empty_database_says_that_nothing_was_imported_yet(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    assert [i.value for i in page.info] == ["No file was imported yet."]


def test_a_file_without_provinces_asks_for_one_and_for_the_unsure_commune(signed_in: Visitor) -> None:
    page = give(signed_in(PAGE, "coordinator"), TAZA.encode("cp1252"))
    assert verdicts(page) == ["refused"] * 3
    assert page.table[0].value["Details"][0].startswith("⁨Province⁩\\: No province in this row.")
    widget(page.selectbox, ".province").select(id_of(Province, "Taza")).run()
    assert sorted(verdicts(page)) == ["new", "new", "refused"]
    question = next(w for w in page.selectbox if ".commune." in (w.key or ""))
    assert question.value is None
    question.select(id_of(Commune, "Taifa")).run()
    assert verdicts(page) == ["new"] * 3
    press(page, "Import 3 rows")
    assert living(Organisation) == 3
    assert page.success[0].value.startswith("Import no. ⁨1⁩ was saved on")
    # The file was put aside, and the list of files shows it with its way back.
    assert "list.csv" in "".join(m.value.replace("\\", "") for m in page.markdown)
    press(page, "Undo import no. ⁨1⁩")
    assert living(Organisation) == 0


def test_what_was_said_of_a_file_is_there_when_it_is_chosen_again_in_a_new_session(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = give(signed_in(PAGE, "coordinator"), TAZA.encode("cp1252"))
    widget(page.selectbox, ".province").select(id_of(Province, "Taza")).run()
    next(w for w in page.selectbox if ".commune." in (w.key or "")).select(id_of(Commune, "Taifa")).run()
    again = give(in_a_new_session(page, monkeypatch, PAGE, same_address=False), TAZA.encode("cp1252"))
    assert any(c.value.startswith("What you said of this file until") for c in again.caption)
    assert verdicts(again) == ["new"] * 3
    press(again, "Import 3 rows")
    with Session(engine()) as session:
        assert session.exec(select(Draft)).all() == []
    other = give(signed_in(PAGE, "administrator"), TAZA.encode("cp1252"))
    assert not any(c.value.startswith("What you said of this file until") for c in other.caption)


def test_the_same_file_again_changes_nothing_in_either_language(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    give(page, FORM_FR.encode())
    press(page, "Import 2 rows")
    for text in (FORM_AR, FORM_FR):
        give(page, text.encode())
        assert verdicts(page) == ["same", "same"]
        assert page.info[0].value.startswith("This file changes nothing")
        assert not [b for b in page.button if b.label.startswith("Import ")]
    assert (living(Organisation), living(Mention)) == (2, 3)


def test_a_double_waits_for_a_person_and_a_name_is_shown_as_text(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    name = "![x](https://e.org/x.png) **Amal**"
    give(page, f"Nom;Province;Commune\n{name};Zagora;Agdez\n".encode())
    press(page, "Import 1 row")
    give(page, f"Nom;Province;Commune;Douar\n{name};Zagora;Agdez;Aslim\n".encode(), "other.csv")
    assert verdicts(page) == ["double?"]
    question = page.radio[0]
    assert "![x]" not in question.label
    question.set_value(0).run()
    assert verdicts(page) == ["new"]
    press(page, "Import 1 row")
    assert living(Organisation) == 2


def test_refused_rows_are_given_back_as_a_file(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    give(page, b"Nom;Province;Commune;GSM\nAmal;Zagora;Agdez;0612345678\nIzem;Zagora;Agdez;12\n")
    press(page, "Import 1 row")
    assert {b.label for b in page.download_button} == {
        "Download these rows and their reasons (XLSX)",
        "Download these rows and their reasons (CSV)",
    }


def test_a_column_can_be_understood_otherwise(signed_in: Visitor) -> None:
    page = give(signed_in(PAGE, "coordinator"), b"Nom;Chose;Province\nAmal;Agdez;Zagora\n")
    widget(page.selectbox, ".column.1").select("commune").run()
    widget(page.selectbox, ".column.0").select("").run()
    assert page.error[0].value.endswith("Say which column holds the organisation’s name.")
    widget(page.selectbox, ".column.0").select("name_latin").run()
    press(page, "Import 1 row")
    with Session(engine()) as session:
        assert session.exec(select(Organisation.commune_id)).one() == id_of(Commune, "Agdz")


@real
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_real_forms_are_previewed_in_every_language(signed_in: Visitor, language: str) -> None:
    data = (REAL / "kobo_cooperatives_ar.xlsx").read_bytes()
    page = give(signed_in(PAGE, "administrator", language=language), data, "kobo.xlsx")
    assert len(page.table[0].value) == 3
    assert not page.error
