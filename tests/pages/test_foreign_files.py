"""Files at the desk that are not what they are called, or too large: refused in the reader’s language, not kept."""

import pytest
from streamlit.testing.v1 import AppTest

from core.i18n import LANGUAGES, Words, words
from core.pictures import LARGEST_PHOTO
from core.sheets.table import MEGABYTE
from db.engine import reading
from db.queries.sheets import pages
from tests.db.sittings import Sittings
from tests.pages.conftest import Visitor
from tests.pages.test_attendance import officer, opened, sittings

__all__ = ["opened", "sittings"]

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
# What is sent under a name, and the sentence about it.
PHOTOS = {
    "a PDF named .jpg": ("feuille.jpg", b"%PDF-1.7\n" + b" " * 100, "picture_is_pdf"),
    "a page of the web named .jpg": ("feuille.jpg", b"<html><script>alert(1)</script></html>", "picture_not_one"),
    "forty megabytes that are no photo": ("feuille.jpg", JPEG + bytes(40 * MEGABYTE), "picture_broken"),
    "more than may be sent": ("feuille.jpg", JPEG + bytes(LARGEST_PHOTO), "picture_too_large"),
    "nothing": ("feuille.jpg", b"", "picture_empty"),
}
WORKBOOKS = {
    "a page of the web named .xlsx": (b"<html><table><tr><td>1</td></tr></table></html>", "file_not_a_workbook"),
    "a PDF named .xlsx": (b"%PDF-1.7\n" + b" " * 100, "file_not_a_workbook"),
}


def sent(page: AppTest, said: Words, box: str, name: str, data: bytes, kind: str) -> AppTest:
    uploader = next(one for one in page.file_uploader if one.label == said.say(box))
    file = (name, data, kind)
    return uploader.set_value([file] if box == "sheet_pages.take" else file).run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", PHOTOS)
def test_what_is_no_photo_is_refused_in_words_and_not_kept(
    signed_in: Visitor, sittings: Sittings, opened: int, what: str, language: str
) -> None:
    name, data, code = PHOTOS[what]
    said = words(language)
    page = officer(signed_in, sittings, opened, language=language)
    page = sent(page, said, "sheet_pages.take", name, data, "image/jpeg")
    assert not page.exception
    sentence = said.say(f"problem.{code}", limit=LARGEST_PHOTO // MEGABYTE)
    assert [error.value for error in page.error] == [said.show("sheet_pages.refused", file=name, why=sentence)]
    with reading() as session:
        assert pages(session, None, opened) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", WORKBOOKS)
def test_what_is_no_workbook_is_refused_in_words_and_changes_nothing(
    signed_in: Visitor, sittings: Sittings, opened: int, what: str, language: str
) -> None:
    data, code = WORKBOOKS[what]
    said = words(language)
    page = officer(signed_in, sittings, opened, language=language)
    page = sent(page, said, "workbook.file", "feuille.xlsx", data, "application/octet-stream")
    assert not page.exception
    assert [error.value for error in page.error] == [said.say(f"problem.{code}")]
    assert sittings.marks(opened) == {}
