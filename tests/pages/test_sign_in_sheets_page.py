"""The sheet beside its roster and the sheets by province, driven as the field and the desk drive them."""

import io
from typing import Any

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from core.records import validated
from core.records.sheets import CommentRecord, SheetCounts
from db.commands.attendance import close_roster, open_roster
from db.commands.sheet_pages import keep_page
from db.commands.sign_in_sheets import send_back_sheet, submit_sheet, verify_sheet
from db.engine import engine, reading
from db.queries.sheets import pages, sheet
from tests.db.sittings import Sittings
from tests.pages.conftest import Visitor
from tests.pages.test_programme_page import field, press

PAGE, LIST = "entry/attendance.py", "explore/sheets.py"


@pytest.fixture
def sittings(database: Any) -> Sittings:
    assert database.exists()
    return Sittings(engine())


@pytest.fixture
def closed(sittings: Sittings) -> int:
    """A session with a closed roster: two came, one did not."""
    sittings.people("Amina", "Hassan", "Itto")
    row = sittings.plan()
    sittings.do(open_roster, row)
    for registration in sittings.ids(row)[:2]:
        sittings.mark(registration, "present")
    sittings.do(close_roster, row)
    return row


def counts(headcount: int = 2, reason: str | None = None) -> SheetCounts:
    values = {"declared_headcount": headcount, "signatures": 2, "difference_reason": reason}
    return validated(SheetCounts, values)


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG")
    return made.getvalue()


def state(row: int) -> str:
    with reading() as session:
        return sheet(session, None, row).state


def opened(signed_in: Visitor, sittings: Sittings, row: int, role: str = "field_officer") -> AppTest:
    return signed_in(PAGE, role, provinces=(sittings.zagora,), query={"session": str(row)})


def said(page: AppTest) -> str:
    return " | ".join(element.value for element in [*page.markdown, *page.caption])


def pills(page: AppTest) -> list[Any]:
    return [group for group in page.button_group if group.label == "Which sheets?"]


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def test_counts_that_differ_are_sent_in_with_a_reason_only(signed_in: Visitor, sittings: Sittings, closed: int) -> None:
    page = opened(signed_in, sittings, closed)
    assert "2 names entered as present" in said(page)
    field(page, "number_input", "Heads in the room").set_value(3).run()
    field(page, "number_input", "Signatures on the paper").set_value(2).run()
    assert [one.value for one in page.warning] == ["The three numbers differ: say why."]
    press(page, "Send the sheet to the coordinator")
    assert "In the room: 3, signatures: 2, names entered: 2. Say why they differ." in [e.value for e in page.error]
    assert state(closed) == "draft"
    field(page, "text_area", "Why they differ").set_value("A child").run()
    press(page, "Send the sheet to the coordinator")
    assert not page.exception
    assert state(closed) == "submitted"
    assert [metric.value for metric in page.metric] == ["3", "2", "2"]
    assert "Verify: the sheet is right" not in labels(page)


def test_the_desk_verifies_and_locks(signed_in: Visitor, sittings: Sittings, closed: int) -> None:
    sittings.do(submit_sheet, closed, 0, counts())
    page = opened(signed_in, sittings, closed, "coordinator")
    press(page, "Verify: the sheet is right")
    assert state(closed) == "verified"
    press(page, "Lock the sheet")
    assert not page.exception
    assert state(closed) == "locked"
    assert {"Save the correction", "Unlock the sheet"} <= set(labels(page))
    assert "Reopen the roster" not in labels(page)


def test_what_is_sent_back_says_to_the_field_what_is_to_be_mended(
    signed_in: Visitor, sittings: Sittings, closed: int
) -> None:
    sittings.do(submit_sheet, closed, 0, counts())
    page = opened(signed_in, sittings, closed, "coordinator")
    second = sittings.ids(closed)[1]
    field(page, "multiselect", "Certain rows").set_value([second]).run()
    next(one for one in page.text_input if "Hassan" in one.label).set_value("![x](http://e.vil) no signature").run()
    press(page, "Send the sheet back")
    assert not page.exception
    assert state(closed) == "has_issues"
    page = opened(signed_in, sittings, closed)
    assert "2. Hassan" in said(page)
    assert "![x]" not in said(page)
    today = signed_in("entry/today.py", "field_officer", provinces=(sittings.zagora,))
    assert "Sheets sent back" in [one.value for one in today.subheader]
    elsewhere = signed_in("entry/today.py", "field_officer", provinces=(sittings.tinghir,))
    assert "Sheets sent back" not in [one.value for one in elsewhere.subheader]


def test_a_photo_stands_beside_the_roster_and_is_taken_away_again(
    signed_in: Visitor, sittings: Sittings, closed: int
) -> None:
    sittings.do(keep_page, closed, photo())
    page = opened(signed_in, sittings, closed)
    assert "Page 1 of 1" in said(page)
    next(one for one in page.checkbox if one.label == "Take this page away").check().run()
    press(page, "Yes, take it away")
    assert not page.exception
    with reading() as session:
        assert pages(session, None, closed) == []


def test_photos_are_kept_and_what_is_none_is_refused_in_words(
    signed_in: Visitor, sittings: Sittings, closed: int
) -> None:
    page = opened(signed_in, sittings, closed)
    box = next(one for one in page.file_uploader if one.label == "Take or choose photos")
    box.set_value([("paper.jpg", b"%PDF-1.7 ...", "image/jpeg"), ("page.html", photo(), "text/html")]).run()
    assert [one.value for one in page.error] == [
        "⁨paper.jpg⁩ was not kept: ⁨This is a PDF, whatever it is called. Photograph each page, or save it as a picture.⁩"
    ]
    assert "Page 1 of 1" in said(page)
    with reading() as session:
        assert len(pages(session, None, closed)) == 1


def test_sheets_are_told_by_province_and_a_manager_reads_no_list(
    signed_in: Visitor, sittings: Sittings, closed: int
) -> None:
    page = signed_in(LIST, "manager")
    assert not page.exception
    assert [metric.value for metric in page.metric] == ["1", "0", "0", "0", "0"]
    assert any(one.value.startswith("Data as of") for one in page.caption)
    assert pills(page) == []
    sittings.do(submit_sheet, closed, 0, counts())
    page = signed_in(LIST, "coordinator")
    assert [metric.value for metric in page.metric] == ["0", "0", "1", "0", "0"]
    assert "1 session" in said(page)
    pills(page)[0].set_value("verified").run()
    assert "0 sessions" in said(page)
    assert page.query_params["standing"] in ("verified", ["verified"])


def test_sixteen_of_many_sheets_are_shown_at_once_and_all_of_them_counted(
    signed_in: Visitor, sittings: Sittings
) -> None:
    sittings.people("Amina")
    for _ in range(17):
        row = sittings.plan()
        sittings.do(open_roster, row)
        sittings.do(close_roster, row)
    page = signed_in(LIST, "coordinator", query={"standing": "missing"})
    assert "17 sessions" in said(page)
    assert said(page).count("Roster closed") == 16


def test_the_overview_says_which_sheets_it_counts(signed_in: Visitor, sittings: Sittings, closed: int) -> None:
    every = "All attendance is counted, whether its sheet is verified or not."
    only = "Only the attendance of sheets that a coordinator has verified is counted."
    page = signed_in("explore/overview.py", "manager")
    assert every in said(page)
    first = page.metric[0].value
    page = signed_in("explore/overview.py", "manager", query={"verified": "1"})
    assert only in said(page)
    assert (first, page.metric[0].value) == ("2", "0")
    sittings.do(submit_sheet, closed, 0, counts())
    sittings.do(verify_sheet, closed, 2)
    assert signed_in("explore/overview.py", "manager", query={"verified": "1"}).metric[0].value == "2"


def test_a_presenter_narrows_by_no_sheets(signed_in: Visitor, closed: int) -> None:
    assert closed
    page = signed_in("explore/overview.py", "presenter", query={"verified": "1"})
    assert "All attendance is counted, whether its sheet is verified or not." in said(page)
    assert "Verified sheets only" not in [option for group in page.button_group for option in group.options]


def test_sending_back_without_a_word_is_refused(signed_in: Visitor, sittings: Sittings, closed: int) -> None:
    sittings.do(submit_sheet, closed, 0, counts())
    page = opened(signed_in, sittings, closed, "coordinator")
    press(page, "Send the sheet back")
    assert state(closed) == "submitted"
    assert page.error
    sittings.do(send_back_sheet, closed, 2, (validated(CommentRecord, {"text": "Again"}),))
