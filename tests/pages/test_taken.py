"""What is taken away says what it was narrowed to and of which day, and hides what its reader may not see."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from openpyxl import load_workbook
from sqlalchemy import text
from sqlmodel import col, select

from core.access import COORDINATOR, FIELD_OFFICER, MANAGER, PRESENTER
from core.i18n import LANGUAGES, ZONE, words
from db.engine import engine, reading, transaction
from db.models import Export, Organisation, Province, TrainingSession
from pages.parts.profile import PARTS
from tests.db.small_programme import fill
from tests.pages import test_live
from tests.pages.conftest import Visitor

OVERVIEW = "explore/overview.py"
Presses = dict[str, Callable[[], bytes]]


@pytest.fixture
def presses(menus_open: None, database: Path, monkeypatch: pytest.MonkeyPatch) -> Presses:
    """What each download button of the last run would give, on the small programme."""
    assert menus_open is None
    assert database.exists()
    fill(engine())
    drawn: Presses = {}

    def button(_label: str, *, data: Callable[[], bytes], key: str, **_rest: Any) -> None:
        drawn[key] = data

    monkeypatch.setattr(st, "download_button", button)
    return drawn


def texts(svg: bytes) -> str:
    """What is written in a drawing, without the marks of direction."""
    return re.sub("[\u2066-\u2069]", "", " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg.decode())))


def today(language: str) -> str:
    return words(language).day(datetime.now(ZONE).date())


def cells(file: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(file)).active
    assert sheet is not None
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_a_drawing_says_its_title_its_filters_its_source_and_its_day(signed_in: Visitor, presses: Presses) -> None:
    signed_in(OVERVIEW, MANAGER, query={"phase": "1", "province": "08.587,08.401", "sex": "f"})
    said = texts(presses["chart.people_by_module.svg"]())
    assert "People trained by module" in said
    assert "Figures narrowed to: Phase, Ouarzazate and Zagora, and Women" in said
    assert f"Cooper UP Monitor · figures of {today('en')} · all sign-in sheets, verified or not" in said


def test_a_drawing_says_nothing_that_did_not_narrow_it(signed_in: Visitor, presses: Presses) -> None:
    signed_in(OVERVIEW, MANAGER, query={"province": "08.587", "sex": "f", "category": "land"})
    said = texts(presses["chart.obstacles_by_category.svg"]())
    assert "Figures narrowed to: Zagora " in said
    assert said.endswith(f"Cooper UP Monitor · figures of {today('en')}")
    # A map of provinces is not narrowed to the one that stands out on it, nor people to what hinders them.
    assert "Figures narrowed to: Women " in texts(presses["chart.provinces_map.svg"]())


def test_a_reader_of_one_province_takes_no_drawing_of_all_provinces(signed_in: Visitor, presses: Presses) -> None:
    with reading() as session:
        [number] = session.exec(select(Province.id).where(Province.code == "08.401"))
    signed_in(OVERVIEW, FIELD_OFFICER, provinces=(number,))
    said = texts(presses["chart.people_by_module.svg"]())
    assert "Figures narrowed to: Ouarzazate" in said
    assert "all provinces" not in said


def test_an_arabic_drawing_is_written_in_arabic(signed_in: Visitor, presses: Presses) -> None:
    signed_in(OVERVIEW, MANAGER, language="ar")
    said = texts(presses["chart.people_by_province.svg"]())
    assert f"Cooper UP Monitor · أرقام {today('ar')} · كل أوراق التوقيعات" in said
    assert words("ar").say("chart.people_by_province") in said


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_workbook_says_what_its_numbers_are_and_has_numbers_in_it(
    signed_in: Visitor, presses: Presses, language: str
) -> None:
    signed_in(OVERVIEW, MANAGER, language=language)
    file = presses["chart.people_by_province.xlsx"]()
    book = load_workbook(io.BytesIO(file))
    assert book.active is not None
    assert bool(book.active.sheet_view.rightToLeft) == (language == "ar")
    rows = cells(file)
    assert rows[0] == [words(language).say("chart.people_by_province")]
    assert rows[2] == [words(language).say("explore.filter.none")]
    empty = rows.index([])
    assert today(language) in re.sub("[\u2066-\u2069]", "", rows[empty - 1][0])
    headers, *found = rows[empty + 1 :]
    assert len(headers) == 3
    assert [row[-1] for row in found if len(row) == 3] == [6, 2, 1]


def test_what_a_presenter_may_not_see_is_in_no_file(signed_in: Visitor, presses: Presses) -> None:
    signed_in(OVERVIEW, PRESENTER, query={"phase": "1"})
    hidden = words("en").say("small.few", limit=5)
    note = words("en").say("small.note", limit=5)
    rows = cells(presses["chart.people_by_province.xlsx"]())
    assert [note] in rows
    numbers = [row[-1] for row in rows[rows.index([]) + 2 :]]
    assert hidden in numbers
    assert not any(isinstance(one, int) and 0 < one < 5 for one in numbers)


def test_nothing_to_draw_is_data_only(signed_in: Visitor, presses: Presses) -> None:
    signed_in(OVERVIEW, MANAGER, query={"until": "2000-01", "province": "08.587", "sector": "none", "sex": "unknown"})
    given = [key for key in presses if key.startswith("chart.people_by_module.")]
    assert "chart.people_by_module.csv" in given


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_list_s_workbook_says_what_narrowed_it_and_keeps_numbers_phones_and_texts_apart(
    signed_in: Visitor, presses: Presses, language: str
) -> None:
    with transaction() as session:
        session.execute(text("UPDATE organisation SET name_latin = '=1+1', phone = '+212600000000'"))
    signed_in("explore/organisations.py", COORDINATOR, language=language, query={"province": "08.401"})
    rows = cells(presses["organisations.xlsx"]())
    said = words(language)
    assert rows[0] == [said.say("export_what.organisations")]
    ouarzazate = {"ar": "ورزازات", "fr": "Ouarzazate"}[language]
    assert re.sub("[\u2066-\u2069]", "", rows[1][0]) == re.sub(
        "[\u2066-\u2069]", "", said.say("explore.filter.some", choice=ouarzazate)
    )
    assert today(language) in re.sub("[\u2066-\u2069]", "", rows[2][0])
    headers, *found = rows[4:]
    assert said.say("explore.column.phone") in headers
    assert found
    assert all("+212600000000" in row and "=1+1" in row for row in found)
    assert any(isinstance(cell, int) for cell in found[0])
    plain = presses["organisations.csv"]().decode("utf-8-sig")
    assert plain.count(";\t+212600000000;") == len(found)
    assert plain.count("'=1+1") == len(found)


def test_each_table_of_a_profile_is_taken_with_the_organisation_s_name(signed_in: Visitor, presses: Presses) -> None:
    signed_in("explore/organisation.py", COORDINATOR, query={"organisation": "1"})
    assert {"profile_people.csv", "profile_people.xlsx", "profile_sessions.xlsx"} <= set(presses)
    with reading() as session:
        [named] = session.exec(select(Organisation).where(Organisation.id == 1))
    rows = cells(presses["profile_people.xlsx"]())
    assert rows[0] == ["People of an organisation"]
    assert rows[1] == [words("en").name(named.name_ar, named.name_latin)]
    with reading() as session:
        [entry] = session.exec(select(Export))
    assert (entry.what, entry.form, entry.filters) == ("profile_people", "xlsx", {"organisation": "1"})


def test_who_reads_no_persons_takes_none(signed_in: Visitor, presses: Presses) -> None:
    signed_in("explore/organisation.py", MANAGER, query={"organisation": "1"})
    assert "profile_people.csv" not in presses


def test_the_history_is_taken_as_a_workbook_too(signed_in: Visitor, presses: Presses) -> None:
    signed_in(OVERVIEW, COORDINATOR)
    presses["chart.people_by_module.csv"]()
    signed_in("manage/history.py", COORDINATOR)
    assert cells(presses["history.xlsx"]())[0] == ["History"]


def test_every_part_of_a_profile_has_its_name_as_a_file() -> None:
    missing = [part for part in PARTS for code in LANGUAGES if not words(code).has(f"export_what.profile_{part}")]
    assert missing == []


def test_an_organisation_s_page_is_handed_back_and_entered(signed_in: Visitor, presses: Presses) -> None:
    with reading() as session:
        [number] = session.exec(select(Organisation.id).where(Organisation.name_latin == "A"))
    signed_in("explore/organisation.py", COORDINATOR, query={"organisation": str(number)})
    assert {"organisation_page.pdf", "organisation_page.xlsx"} <= set(presses)
    assert presses["organisation_page.pdf"]()[:4] == b"%PDF"
    assert "two modules" in str(cells(presses["organisation_page.xlsx"]()))
    with reading() as session:
        entries = session.exec(select(Export)).all()
    taken = [(entry.what, entry.form, entry.rows) for entry in entries]
    assert taken == [("organisation_page", "pdf", 2), ("organisation_page", "xlsx", 2)]
    assert entries[0].filters["organisation"] == str(number)
    assert entries[0].filters["language"] == "fr"


def test_an_organisation_s_page_names_nobody_to_who_reads_no_persons(signed_in: Visitor, presses: Presses) -> None:
    with reading() as session:
        [number] = session.exec(select(Organisation.id).where(Organisation.name_latin == "A"))
    signed_in("explore/organisation.py", MANAGER, query={"organisation": str(number)})
    told = str(cells(presses["organisation_page.xlsx"]()))
    assert "two modules" not in told
    assert "ne sont pas nommées ici" in told
    signed_in("explore/organisation.py", COORDINATOR, query={"organisation": str(number)})
    assert "two modules" in str(cells(presses["organisation_page.xlsx"]()))


def test_a_file_has_the_whole_of_a_list_of_which_the_page_shows_the_first(signed_in: Visitor, presses: Presses) -> None:
    signed_in("entry/sessions.py", COORDINATOR)
    rows = cells(presses["sessions.xlsx"]())
    with reading() as session:
        living = session.exec(select(TrainingSession).where(col(TrainingSession.deleted_at).is_(None))).all()
    assert len(rows) == len(living) + 4
    assert rows[3][0] == words("en").say("taken.number")


def test_a_presenter_takes_the_charts_of_the_hall_away(signed_in: Visitor, presses: Presses) -> None:
    test_live.happen(test_live.make())
    assert not signed_in(test_live.PAGE, PRESENTER, language="fr").exception
    for name in ("hall_obstacles", "hall_votes"):
        lines = presses[f"chart.{name}.csv"]().decode("utf-8-sig").splitlines()
        assert [line for line in lines if not line.endswith(("0", "0.0"))][1:] == ["land;Accès au foncier;1"]
        assert {f"chart.{name}.{form}" for form in ("csv", "xlsx", "png", "svg")} <= set(presses)
