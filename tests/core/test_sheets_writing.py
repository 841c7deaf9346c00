"""Files that are given back: nothing in them is computed, phones stay whole, and they can be read again."""

import io

import pytest
from openpyxl import load_workbook

from core.sheets.plain import read_plain
from core.sheets.reading import read_tables
from core.sheets.writing import neutralised, plain_file, workbook_file

HEADERS = ("Nom", "Téléphone", "=Note")
ROWS = [
    ("=cmd|' /C calc'!A0", "+212612345678", "-2"),
    ("@SUM(A1)", "0612345678", "\t=1"),
    ("\x01\u202eتعاونية 🌹", "+212 6 12-34", "https://example.org"),
]


def test_formulas_are_disarmed_and_numbers_and_phones_are_not():
    assert [neutralised(text) for text in ("=1", "+1+cmd", "@a", "-a", " =1")] == [
        "'=1",
        "'+1+cmd",
        "'@a",
        "'-a",
        "' =1",
    ]
    wide = ("\uff1d1", "\uff0b1+cmd", "\uff20a", "\uff0da")
    assert [neutralised(text) for text in wide] == [f"'{text}" for text in wide]
    assert [neutralised(text) for text in ("+212612345678", "-2.5", "0612", "a=b")] == [
        "+212612345678",
        "-2.5",
        "0612",
        "a=b",
    ]


def test_a_plain_file_opens_as_text_and_is_read_back_as_it_was():
    rows = [ROWS[0], ("@SUM(A1)", "0612345678", "x")]
    data = plain_file(HEADERS, rows)
    assert data.startswith(b"\xef\xbb\xbf")
    table = read_plain(data)[0]
    assert table.headers == HEADERS
    assert [line.cells for line in table.lines] == rows


@pytest.mark.parametrize(
    ("language", "separator", "rate"), [("ar", ";", "0,5"), ("fr", ";", "0,5"), ("en", ",", "0.5")]
)
def test_a_plain_file_is_parted_as_its_readers_spreadsheet_parts_and_is_read_back(
    language: str, separator: str, rate: str
):
    rows = [("=1+1", "+212612345678", "تعاونية", 0.5, 1204.0), ("003457891000022", "0612345678", "12", 3.0, 2.25)]
    data = plain_file(("Nom", "Téléphone", "الاسم", "taux", "n"), rows, language)
    first, second, third = data.decode("utf-8-sig").splitlines()
    assert data.startswith(b"\xef\xbb\xbf")
    assert first == separator.join(("Nom", "Téléphone", "الاسم", "taux", "n"))
    # The tab is not seen, and keeps a plus, the zeros that lead, and digits past the eleventh.
    assert second == separator.join(("'=1+1", "\t+212612345678", "تعاونية", rate, "1204"))
    assert third.split(separator)[:4] == ["\t003457891000022", "\t0612345678", "12", "3"]
    cells = [line.cells for line in read_plain(data)[0].lines]
    assert [row[:3] for row in cells] == [row[:3] for row in rows]


def test_a_workbook_holds_texts_only_and_is_read_back_by_the_reader():
    data = workbook_file("Refusées / [2026]", HEADERS, ROWS, mirrored=True)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert sheet.sheet_view.rightToLeft
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert sheet.cell(2, 1).hyperlink is None
    lines = read_tables(data)[0].lines
    assert (lines[0].cells[0], lines[0].cells[1]) == ("=cmd|' /C calc'!A0", "+212612345678")


def test_a_cell_longer_than_a_spreadsheet_allows_is_cut_and_not_lost():
    sheet = load_workbook(io.BytesIO(workbook_file("", ("Nom",), [("ا" * 40_000,)]))).active
    assert sheet is not None
    assert len(str(sheet.cell(2, 1).value)) == 32_767
