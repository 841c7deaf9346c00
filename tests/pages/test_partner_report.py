"""The report to partners on the page of a frozen report: asked for in one press, followed, taken away, made again."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import pypdfium2
import pytest
import streamlit as st
from PIL import Image
from sqlalchemy.engine import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, FIELD_OFFICER, MANAGER, PRESENTER, Actor
from core.filters import Filters
from core.problems import Problem
from core.records import validated
from core.records.reports import ReportRecord
from db.commands.ledger import perform
from db.commands.reports import freeze_report, withdraw_report
from db.engine import engine, reading
from db.models import Export
from pages.parts import partner_jobs, partner_report
from pages.parts.partner_jobs import job_of
from tests.copied import Copied
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor

PAGE = "explore/reports.py"
DESK = Actor(None, "desk", frozenset({COORDINATOR}))
NUMBER = f"R-{date.today():%Y}-01"
Presses = dict[str, Callable[[], bytes]]
SECONDS = 60


def _frozen(made: Engine) -> int:
    phase = fill(made)["1"]
    record = validated(ReportRecord, {"title": "To the *ministry*", "occasion": "Quoted in Rabat"})
    return perform(freeze_report, DESK, "frozen", record, Filters(phase_id=phase)).row_id or 0


_COPIED = Copied(_frozen)


@pytest.fixture(autouse=True)
def frozen(database: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The figures of the small programme's first phase, frozen; nobody has asked for a document yet."""
    assert database.exists()
    monkeypatch.setattr(partner_jobs, "_jobs", type(partner_jobs._jobs)())
    return _COPIED(engine())


@pytest.fixture
def presses(monkeypatch: pytest.MonkeyPatch) -> Presses:
    """What each download button of the last run would give, by its key."""
    drawn: Presses = {}
    monkeypatch.setattr(st, "download_button", lambda _, *, data, key, **__: drawn.update({key: data}))
    return drawn


class _File(NamedTuple):
    name: str
    content: bytes

    def getvalue(self) -> bytes:
        return self.content


def asked(page: AppTest) -> str:
    """The key of the report that the address holds."""
    held = page.query_params["made"]
    return held if isinstance(held, str) else str(held[0])


def made(page: AppTest) -> AppTest:
    """The page after a press on its button, once the files are there."""
    page.button(key="partner.make").click().run()
    assert not page.exception
    job = job_of(asked(page))
    assert job is not None
    assert job.ending is not None
    job.ending.exception(SECONDS)
    return page.run()


def told(page: AppTest) -> list[str]:
    return [str(one.value) for kind in (page.info, page.error, page.warning) for one in kind]


def test_one_press_makes_the_three_files_and_each_download_is_entered(signed_in: Visitor, presses: Presses) -> None:
    page = made(signed_in(PAGE, MANAGER, query={"report": NUMBER}))
    assert told(page) == []
    files = {key.rsplit(".", 1)[1]: press() for key, press in presses.items() if key.startswith("partner.")}
    assert {form: content[:4] for form, content in files.items()} == {
        "pdf": b"%PDF",
        "docx": b"PK\x03\x04",
        "xlsx": b"PK\x03\x04",
    }
    document = pypdfium2.PdfDocument(io.BytesIO(files["pdf"]))
    cover = document[0].get_textpage().get_text_range()
    assert "To the *ministry*" in cover
    assert "Quoted in Rabat" in cover
    assert NUMBER in cover
    with reading() as session:
        entered = [(row.what, row.form, row.filters) for row in session.exec(select(Export).order_by(Export.form))]
    narrowed = {"report": NUMBER, "language": "en"}
    assert entered == [("partner_report", form, narrowed) for form in ("docx", "pdf", "xlsx")]


def test_the_page_opened_anew_finds_the_files_and_a_second_press_makes_nothing(
    signed_in: Visitor, presses: Presses, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = asked(made(signed_in(PAGE, MANAGER, query={"report": NUMBER})))
    presses.clear()
    monkeypatch.setattr(partner_report, "made", lambda *_: pytest.fail("made twice"))
    page = signed_in(PAGE, MANAGER, query={"report": NUMBER, "made": key})
    assert sorted(one.rsplit(".", 1)[1] for one in presses if one.startswith("partner.")) == ["docx", "pdf", "xlsx"]
    made(page)
    assert asked(page) == key


def test_each_edition_is_a_report_of_its_own(signed_in: Visitor, presses: Presses) -> None:
    page = signed_in(PAGE, MANAGER, query={"report": NUMBER}, language="ar")
    assert page.session_state["partner.edition"] == "ar"
    page.button_group(key="partner.edition").set_value("ar-fr").run()
    made(page)
    assert asked(page).startswith(f"{NUMBER}.ar-fr.")
    assert any(key.endswith(".pdf") for key in presses if "ar-fr" in key)


def test_photos_stand_in_the_report_once_somebody_says_that_all_on_them_agreed(
    signed_in: Visitor, presses: Presses, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (320, 200), "#637BBE").save(picture, "PNG")
    chosen = [_File("hall.png", picture.getvalue()), _File("list.pdf", b"%PDF-1.7")]
    monkeypatch.setattr(st, "file_uploader", lambda *_, **__: chosen)
    page = made(signed_in(PAGE, MANAGER, query={"report": NUMBER}))
    assert len(told(page)) == 1
    assert "list.pdf" in told(page)[0]
    without = asked(page)
    assert _pictures(presses, without) == 0
    page.text_input(key="partner.caption.0").set_value("A session in Zagora").run()
    page.checkbox(key="partner.agreed").set_value(True).run()
    made(page)
    assert asked(page) != without
    assert _pictures(presses, asked(page)) == 1


def _pictures(presses: Presses, key: str) -> int:
    """How often the report of a key has the caption of the photo under a heading."""
    document = pypdfium2.PdfDocument(io.BytesIO(presses[f"partner.{key}.pdf"]()))
    return sum("A session in Zagora" in page.get_textpage().get_text_range() for page in document)


def test_after_a_restart_of_the_server_it_can_be_asked_for_again(signed_in: Visitor) -> None:
    page = signed_in(PAGE, MANAGER, query={"report": NUMBER, "made": f"{NUMBER}.fr.0123456789abcdef"})
    assert told(page) == ["These files are not at hand any more. Make the report again: it will say exactly the same."]


def test_the_key_of_another_report_gives_nothing(signed_in: Visitor, presses: Presses) -> None:
    made(signed_in(PAGE, MANAGER, query={"report": NUMBER}))
    (other,) = partner_jobs._jobs
    presses.clear()
    page = signed_in(PAGE, MANAGER, query={"report": NUMBER, "made": other.replace(NUMBER, "R-2020-01")})
    assert [key for key in presses if key.startswith("partner.")] == []
    assert told(page) == []


def test_a_refusal_is_told_in_a_sentence(signed_in: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: Any) -> Iterator[tuple[str, bytes]]:
        yield "xlsx", b"PK"
        raise Problem("picture_not_drawn")

    monkeypatch.setattr(partner_report, "made", refusing)
    page = made(signed_in(PAGE, MANAGER, query={"report": NUMBER}))
    assert len(page.error) == 1
    assert "picture" in page.error[0].value.lower()


def test_a_fault_has_a_number_and_the_report_can_be_asked_for_again(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def breaking(*_: Any) -> Iterator[tuple[str, bytes]]:
        yield "xlsx", b"PK"
        assert go_on.wait(SECONDS)
        raise ZeroDivisionError

    monkeypatch.setattr(partner_report, "made", breaking)
    page = signed_in(PAGE, MANAGER, query={"report": NUMBER})
    page.button(key="partner.make").click().run()
    job = job_of(asked(page))
    assert job is not None
    assert job.ending is not None
    go_on.set()
    job.ending.exception(SECONDS)
    # The page's own boundary tells the number; here it stands as the exception of the run.
    assert page.run().exception
    assert job_of(asked(page)) is None


def test_a_withdrawn_report_is_made_no_more(signed_in: Visitor, frozen: int) -> None:
    perform(withdraw_report, DESK, "withdrawn", frozen, "A list was wrong")
    page = signed_in(PAGE, MANAGER, query={"report": NUMBER})
    assert [one.key for one in page.button if one.key == "partner.make"] == []


@pytest.mark.parametrize("role", [PRESENTER, FIELD_OFFICER])
def test_whoever_may_not_read_the_report_makes_none(signed_in: Visitor, role: str) -> None:
    page = signed_in(PAGE, role, query={"report": NUMBER})
    assert [one.key for one in page.button if one.key == "partner.make"] == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_part_speaks_the_readers_language(signed_in: Visitor, language: str) -> None:
    page = signed_in(PAGE, MANAGER, query={"report": NUMBER}, language=language)
    assert not page.exception
    assert page.button(key="partner.make").label in {"إعداد التقرير", "Préparer le rapport"}
