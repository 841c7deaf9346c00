"""The catalogue of indicators: all of them, each with its value and its sheet, and how far the targets are reached."""

import io
from collections.abc import Callable

import openpyxl
import pytest
import streamlit as st

from core.access import COORDINATOR, MANAGER, PRESENTER
from core.i18n import LANGUAGES, words
from core.indicators import INDICATORS
from core.records.settings import Settings
from db.engine import engine
from pages.parts.catalogue import FIELDS, sheet
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor
from tests.pages.test_figure_page import plain

PAGE = "explore/indicators.py"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", INDICATORS)
def test_a_sheet_tells_everything_of_an_indicator_in_every_language(code: str, language: str) -> None:
    told = sheet(words(language), code, Settings())
    assert list(told) == list(FIELDS)
    assert all(told.values())


def test_the_codes_are_those_that_ask_for_exactly_this() -> None:
    codes = {code: {*one.codes, *(f"({name})" for name in one.context)} for code, one in INDICATORS.items()}
    assert codes["people_trained"] == {"IRIS+ PI2998", "SDG 4.4", "(GRI 413-1)"}
    assert codes["organisations_trained"] == {"IRIS+ PI6065", "SDG 8.3"}
    assert codes["volunteer_hours"] == {"IRIS+ OI8429"}
    assert codes["outside_volunteer_hours"] == {"IRIS+ OI1166"}
    assert "SDG 5.5" in codes["women_share"]
    assert not any("404-1" in name for names in codes.values() for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_lists_every_indicator_with_its_value(signed_in: Visitor, language: str) -> None:
    fill(engine())
    page = signed_in(PAGE, MANAGER, language=language, query={"phase": "1"})
    said = words(language)
    assert not page.exception
    labels = " ".join(part.label for part in page.expander)
    assert all(plain(said.say(f"indicator.{code}")) in plain(labels) for code in INDICATORS)


def test_an_opened_indicator_tells_its_sheet_and_leads_to_its_figure(signed_in: Visitor) -> None:
    fill(engine())
    page = signed_in(PAGE, COORDINATOR, query={"phase": "1"}, run=False)
    page.session_state["catalogue.people_trained"] = True
    page.run()
    told = plain(" ".join(block.value for block in page.markdown))
    assert "IRIS+ PI2998" in told
    assert "as context only under GRI 413-1" in told
    assert "the higher the better" in told


def test_the_targets_of_a_phase_are_told_with_a_word_for_their_status(signed_in: Visitor) -> None:
    fill(engine())
    page = signed_in(PAGE, MANAGER, query={"phase": "1"})
    rows = page.table[0].value
    assert [plain(cell) for cell in rows["Province"]] == ["All provinces", "Zagora"]
    assert [plain(cell) for cell in rows["Value now"]] == ["8", "1"]
    assert all(cell.startswith(":material/") and len(plain(cell).split()) >= 2 for cell in rows["Status"])


def test_whoever_may_not_see_small_counts_sees_none_in_the_catalogue(signed_in: Visitor) -> None:
    fill(engine())
    page = signed_in(PAGE, PRESENTER, query={"phase": "2"})
    assert not page.exception
    labels = {label.split(" · ")[0]: label.split(" · ")[1] for label in (plain(part.label) for part in page.expander)}
    hidden = {name for name, value in labels.items() if value == "hidden"}
    assert {"People trained", "Attendances", "Person-hours", "Women’s share", "Attendance rate"} <= hidden


def test_the_whole_catalogue_is_taken_in_the_reader_s_language(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine())
    files: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(st, "download_button", lambda _label, *, data, key, **_rest: files.update({key: data}))
    signed_in(PAGE, MANAGER, language="fr", query={"phase": "1"})
    book = openpyxl.load_workbook(io.BytesIO(files["indicators.xlsx"]())).worksheets[0]
    rows = [row for row in book.iter_rows(values_only=True) if row[1] in INDICATORS]
    assert [row[1] for row in rows] == list(INDICATORS)
    assert rows[0][0] == "Personnes formées"
