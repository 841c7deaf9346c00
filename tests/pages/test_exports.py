"""Files leave through one door: each press enters exactly one export in the history, or gives nothing."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import text
from sqlmodel import select

from core.access import COORDINATOR, FIELD_OFFICER, MANAGER, PRESENTER, Actor
from core.i18n import LANGUAGES, words
from core.problems import Problem
from core.records import validated
from core.records.exports import FIGURES, FORMS, ExportRecord
from db.commands.exports import enter_export, enter_figures_export
from db.commands.ledger import perform
from db.engine import engine, reading, transaction
from db.models import Change, Export, ImportBatch, ImportRow, SignIn
from db.models.base import now
from pages.server.documents import document
from tests.db.small_programme import fill
from tests.house.tree import modules, name, parsed
from tests.pages.conftest import Visitor

Presses = dict[str, Callable[[], bytes]]


# The charts of the overview, which everybody may take; others take figures of a page that not everybody sees.
CHARTS = {
    *("attendance_by_month", "obstacles_by_category", "obstacles_by_category_and_province"),
    *("people_by_module", "people_by_province", "provinces_map"),
}
# What everybody takes of the indicators: their catalogue, their targets and their tables, with no small count in them.
OF_INDICATORS = {"targets_reached", "indicators", "target_values", "cross_table"}
# What everybody takes of an event, which names nobody.
OF_EVENTS = {"event_record", "hall_obstacles", "hall_votes"}


@pytest.fixture
def programme(database: Path) -> Path:
    """The small programme."""
    fill(engine())
    return database


@pytest.fixture
def presses(menus_open: None, monkeypatch: pytest.MonkeyPatch) -> Presses:
    """What each download button of the last run would give, by its key; the test runner has no browser to press it."""
    assert menus_open is None
    drawn: Presses = {}

    def button(_label: str, *, data: Callable[[], bytes], key: str, **_rest: Any) -> None:
        drawn[key] = data

    monkeypatch.setattr(st, "download_button", button)
    return drawn


def entered() -> list[tuple[str, str, int, dict[str, str], bool]]:
    """Every export as it is kept, oldest first; each stands once in the history too."""
    with reading() as session:
        rows = session.exec(select(Export).order_by(Export.id)).all()  # type: ignore[arg-type]
        entries = session.exec(select(Change).where(Change.kind == "export").order_by(Change.id)).all()  # type: ignore[arg-type]
        assert [entry.row_id for entry in entries] == [row.id for row in rows]
        assert [entry.account_id for entry in entries] == [row.account_id for row in rows]
        assert None not in [row.account_id for row in rows]
        return [(row.what, row.form, row.rows, row.filters, row.pseudonymous) for row in rows]


def lines(data: bytes) -> int:
    return len(data.decode("utf-8-sig").splitlines()) - 1


@pytest.mark.usefixtures("programme")
def test_drawing_a_page_enters_nothing(signed_in: Visitor, presses: Presses) -> None:
    signed_in("explore/organisations.py", MANAGER)
    assert sorted(presses) == ["organisations.csv", "organisations.xlsx"]
    assert entered() == []


@pytest.mark.usefixtures("programme")
def test_a_list_is_entered_with_its_rows_and_what_it_was_narrowed_to(signed_in: Visitor, presses: Presses) -> None:
    with transaction() as session:
        session.execute(text("UPDATE organisation SET search = 'amal' WHERE id < 3"))
    signed_in(
        "explore/organisations.py", MANAGER, query={"province": "08.401", "kind": "cooperative", "search": "amal"}
    )
    assert lines(presses["organisations.csv"]()) == 1
    assert presses["organisations.xlsx"]()[:2] == b"PK"
    narrowed = {"province": "08.401", "kind": "cooperative", "text": "1"}
    assert entered() == [("organisations", form, 1, narrowed, False) for form in ("csv", "xlsx")]


@pytest.mark.usefixtures("programme")
def test_the_rows_are_those_there_are_at_the_press(signed_in: Visitor, presses: Presses) -> None:
    signed_in("explore/organisations.py", MANAGER)
    with transaction() as session:
        session.execute(text("UPDATE organisation SET deleted_at = CURRENT_TIMESTAMP WHERE id = 1"))
    given = lines(presses["organisations.csv"]())
    assert given == 4
    assert entered() == [("organisations", "csv", 4, {}, False)]


@pytest.mark.usefixtures("programme")
def test_obstacles_and_their_charts_are_entered(signed_in: Visitor, presses: Presses) -> None:
    signed_in("explore/obstacles.py", MANAGER, query={"province": "08.587", "category": "marketing"})
    given = {key: lines(press()) for key, press in sorted(presses.items()) if key.endswith(".csv")}
    narrowed = {"province": "08.587", "category": "marketing"}
    assert entered() == [
        ("obstacles_by_category", "csv", given["chart.obstacles_by_category.csv"], {"province": "08.587"}, False),
        (
            *("obstacles_by_category_and_province", "csv"),
            *(given["chart.obstacles_by_category_and_province.csv"], {}, False),
        ),
        ("obstacles", "csv", given["obstacles.csv"], narrowed, False),
    ]


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("role", [MANAGER, PRESENTER, FIELD_OFFICER, COORDINATOR])
def test_whoever_sees_a_chart_may_take_its_data(signed_in: Visitor, presses: Presses, role: str) -> None:
    signed_in("explore/overview.py", role, provinces=(1,))
    data = [key for key in presses if key.endswith(".csv")]
    assert sorted(data) == [f"chart.{chart}.csv" for chart in sorted(CHARTS)]
    given = [(key.split(".")[1], lines(presses[key]())) for key in data]
    assert [(what, rows) for what, _, rows, *_ in entered()] == given


@pytest.mark.usefixtures("programme")
def test_a_chart_is_taken_in_four_forms_and_each_is_entered(signed_in: Visitor, presses: Presses) -> None:
    signed_in("explore/overview.py", PRESENTER)
    begins = {"png": b"\x89PNG", "svg": b"<svg", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}
    for form, first in begins.items():
        assert presses[f"chart.people_by_module.{form}"]().startswith(first)
    assert [(what, form) for what, form, *_ in entered()] == [("people_by_module", form) for form in begins]


@pytest.mark.usefixtures("programme")
def test_the_history_s_own_file_is_entered(signed_in: Visitor, presses: Presses) -> None:
    nobody = Actor(None, "test", frozenset({COORDINATOR}))
    perform(enter_export, nobody, "one", validated(ExportRecord, {"what": "obstacles", "form": "csv", "rows": 7}))
    signed_in("manage/history.py", COORDINATOR, query={"kind": "export"})
    assert "Number of rows" in presses["history.csv"]().decode("utf-8-sig")
    with reading() as session:
        last = session.exec(select(Export).order_by(Export.id.desc())).first()  # type: ignore[union-attr]
        assert last is not None
        assert (last.what, last.form, last.rows, last.filters) == ("history", "csv", 1, {"kind": "export"})


def test_the_rows_left_out_of_an_import_are_entered(signed_in: Visitor, presses: Presses, database: Path) -> None:
    assert database.exists()
    reason: tuple[str, str, dict[str, str]] = ("required", "kind", {})
    with transaction() as session:
        counts = {"refused": 1, "double": 1}
        mapping = {"headers": ["Nom"], "plan": {}}
        batch = ImportBatch(file_name="l.csv", file_hash="0", source="List", mapping=mapping, counts=counts)
        session.add(batch)
        session.flush()
        number = batch.id or 0
        for at, verdict in enumerate(("refused", "double", "new"), start=2):
            left = {"cells": ["x"], "reasons": [reason]}
            session.add(ImportRow(batch_id=number, row_number=at, verdict=verdict, after=left))
    signed_in("entry/import_organisations.py", COORDINATOR)
    assert lines(presses[f"import.{number}.csv"]()) == 2
    presses[f"import.{number}.xlsx"]()
    assert entered() == [("import_rows_left_out", form, 2, {"batch": str(number)}, False) for form in ("csv", "xlsx")]


@pytest.mark.usefixtures("programme")
def test_what_cannot_be_entered_is_not_given(
    signed_in: Visitor, presses: Presses, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in("explore/overview.py", PRESENTER)

    def busy(*_given: Any) -> None:
        raise Problem("database_busy")

    monkeypatch.setattr("pages.parts.exports.perform", busy)
    with pytest.raises(Problem, match="database_busy"):
        presses["chart.people_by_module.csv"]()
    assert entered() == []


@pytest.mark.usefixtures("programme")
def test_who_has_signed_out_since_is_given_nothing(signed_in: Visitor, presses: Presses) -> None:
    signed_in("explore/organisations.py", MANAGER)
    with transaction() as session:
        for sign_in in session.exec(select(SignIn)):
            sign_in.revoked_at = now()
    with pytest.raises(Problem, match="not_allowed"):
        presses["organisations.csv"]()
    assert entered() == []


@pytest.mark.usefixtures("database")
def test_a_presenter_takes_figures_and_no_rows() -> None:
    presenter = Actor(None, "test", frozenset({PRESENTER}))
    rows = validated(ExportRecord, {"what": "organisations", "form": "csv", "rows": 1})
    for command in (enter_export, enter_figures_export):
        with pytest.raises(Problem, match="not_allowed"):
            perform(command, presenter, "one", rows)


@pytest.mark.parametrize(
    "wrong", [{"what": "a b"}, {"what": ""}, {"form": "exe"}, {"rows": -1}, {"rows": None}, {"filters": {"a": 1}}]
)
def test_an_export_that_says_nothing_true_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Problem):
        validated(ExportRecord, {"what": "obstacles", "form": "csv", "rows": 1} | wrong)


def test_every_chart_every_table_of_indicators_and_what_an_event_came_to_may_be_taken_as_figures() -> None:
    assert sorted(FIGURES) == sorted(CHARTS | OF_INDICATORS | OF_EVENTS)


@pytest.mark.usefixtures("database")
def test_the_history_reads_an_export_in_words(signed_in: Visitor) -> None:
    nobody = Actor(None, "test", frozenset({COORDINATOR}))
    record = {"what": "organisations", "form": "xlsx", "rows": 1234, "filters": {"kind": "union", "text": "1"}}
    perform(enter_export, nobody, "one", validated(ExportRecord, record))
    page = signed_in("manage/history.py", COORDINATOR, query={"kind": "export"})
    assert [one.value for one in page.subheader] == ["1 entry"]
    told = [one.value for one in page.markdown]
    assert told[0] == "**File taken away**"
    bare = told[1].replace("\u2068", "").replace("\u2069", "")
    assert bare.split("  \n") == [
        "Content: List of organisations",
        "Form of the file: xlsx",
        "Number of rows: 1,234",
        "Narrowed to: Kind\\: union · Searched by a text\\: 1",
        "Pseudonymous: no",
    ]


def test_every_file_has_its_name_in_words() -> None:
    assert FORMS == ("csv", "xlsx", "json", "pdf", "docx", "png", "svg", "ics")
    given = {
        node.value
        for path in modules("pages")
        for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"export_button", "offer_files"}
        for node in call.args[1:3]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier()
    }
    assert {"history", "organisations", "obstacles", "import_rows_left_out"} <= given
    missing = [one for one in (*FIGURES, *given) for tongue in LANGUAGES if not words(tongue).has(f"export_what.{one}")]
    assert missing == []


def test_no_other_module_gives_files() -> None:
    saying = [name(path) for path in modules() if "download_button" in path.read_text(encoding="utf-8")]
    assert saying == ["pages/parts/exports.py"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_in_words_why_no_file_came(language: str) -> None:
    assert words(language).say("export.refused") in document(language)


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("role", [MANAGER, COORDINATOR])
def test_data_for_analysis_is_entered_as_pseudonymous(signed_in: Visitor, presses: Presses, role: str) -> None:
    with transaction() as session:
        session.execute(text("UPDATE person SET consent_data = COALESCE(birth_year > 1985, false)"))
        session.execute(text("UPDATE person SET name_latin = 'Zzplanted'"))
    page = signed_in("manage/exports.py", role, query={"phase": "1"})
    assert not page.exception
    assert [one.value for one in page.subheader] == ["11 rows"]
    assert [one.value for one in page.info] == ["4 persons without consent are left out."]
    given = presses["pseudonymous_attendance-every.csv"]()
    assert lines(given) == 11
    assert b"Zzplanted" not in given
    assert b"Zzplanted" not in presses["pseudonymous_attendance-every.xlsx"]()
    assert entered() == [("pseudonymous_attendance", form, 11, {"phase": "1"}, True) for form in ("csv", "xlsx")]


@pytest.mark.usefixtures("programme")
def test_a_presenter_takes_no_data_for_analysis(signed_in: Visitor, presses: Presses) -> None:
    page = signed_in("manage/exports.py", PRESENTER)
    assert [one.value for one in page.warning] == [words("en").say("problem.not_allowed")]
    assert presses == {}


@pytest.mark.usefixtures("programme")
def test_too_much_for_a_file_is_to_be_narrowed(
    signed_in: Visitor, presses: Presses, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as session:
        session.execute(text("UPDATE person SET consent_data = true"))
    monkeypatch.setattr("db.queries.pseudonymous.MOST_ROWS", 3)
    page = signed_in("manage/exports.py", MANAGER)
    assert [one.value for one in page.warning] == [words("en").say("problem.export_too_large", limit=3)]
    assert presses == {}
