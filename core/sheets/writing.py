"""Rows written as a file that a spreadsheet opens: nothing in it is computed, phones and numbers stay whole."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

# A spreadsheet takes a cell that begins so for a formula, some also with the wide signs of Asian keyboards (OWASP, CSV
# injection); a plain phone or number it may take for what it is.
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]")
_HARMLESS = re.compile(r"^[+-]?[\d\s.,()-]+$")
# What a spreadsheet takes for a number and spoils: a phone's plus, zeros that lead, digits past the eleventh.
_SPOILED = re.compile(r"^(?:\+\d[\d.,]*|0\d[\d.,]*|\d{12,})$")
# Where the decimal sign is a comma, a spreadsheet parts columns by semicolons.
_DECIMAL = {"ar": ",", "fr": ",", "en": "."}
_SEPARATOR = {",": ";", ".": ","}
_LONGEST_CELL = 32_767
_WIDEST = 40
# What stands in a cell: a text, or a number that is computed with.
Cell = str | float


def neutralised(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it; phones and numbers untouched."""
    # Most cells begin with a letter or a digit, and a long file has millions of them.
    if not text or text[0].isalnum():
        return text
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.match(text) else text


def plain_file(headers: Sequence[str], rows: Iterable[Sequence[Cell]], language: str | None = None) -> bytes:
    """A CSV file in marked UTF-8, which spreadsheets open without asking.

    For readers of a `language` it is parted and its numbers are written as their spreadsheet does both, and a text of
    digits has a tab before it, which is not seen and keeps it whole. Without one it is for other programs: commas,
    decimal points, and texts as they are.
    """
    decimal = _DECIMAL.get(language or "", ".")

    def written(cell: Cell) -> str:
        if not isinstance(cell, str):
            return _digits(cell).replace(".", decimal)
        return f"\t{cell}" if language and _SPOILED.match(cell) else neutralised(cell)

    text = io.StringIO()
    writer = csv.writer(text, delimiter=_SEPARATOR[decimal])
    writer.writerow([neutralised(header) for header in headers])
    writer.writerows([written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _digits(number: float) -> str:
    # A whole number has all its digits, whatever it was kept as.
    return str(int(number)) if number == int(number) else f"{number:.10g}"


def workbook_file(
    name: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    mirrored: bool = False,
    about: Sequence[str] = (),
) -> bytes:
    """An XLSX file of one sheet, texts as texts and numbers as numbers.

    `mirrored` puts the first column on the right; `about` are lines above the headers that say what the rows are.
    """
    return workbook_of_sheets([(name, headers, rows)], mirrored, about)


def workbook_of_sheets(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]],
    mirrored: bool = False,
    about: Sequence[str] = (),
) -> bytes:
    """An XLSX file of several sheets, each with its name, headers and rows; the names are different ones."""
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    # Imported with the first workbook: every page with a table stands on this module.
    with import_module("xlsxwriter").Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        for name, headers, rows in sheets:
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or None)
            if mirrored:
                sheet.right_to_left()
            _write_sheet(sheet, bold, headers, rows, about)
    return file.getvalue()


def _write_sheet(
    sheet: Any, bold: Any, headers: Sequence[str], rows: Iterable[Sequence[Cell]], about: Sequence[str]
) -> None:
    for number, line in enumerate(about):
        sheet.write_string(number, 0, line[:_LONGEST_CELL])
    # An empty row between them tells a spreadsheet where the table begins.
    top = len(about) + 1 if about else 0
    widths = [len(header) for header in headers]
    for column, header in enumerate(headers):
        sheet.write_string(top, column, header[:_LONGEST_CELL], bold)
    for number, row in enumerate(rows, start=top + 1):
        for column, cell in enumerate(row):
            if not isinstance(cell, str):
                sheet.write_number(number, column, cell)
            elif cell:
                sheet.write_string(number, column, cell[:_LONGEST_CELL])
            widths[column] = max(widths[column], len(str(cell)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, _WIDEST) + 2)
    sheet.freeze_panes(top + 1, 0)
