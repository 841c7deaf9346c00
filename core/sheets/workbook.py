"""Workbooks (XLSX): every visible sheet's rows as text, within the limits."""

import io
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from core.problems import Problem
from core.sheets.table import (
    LARGEST_UNZIPPED,
    MEGABYTE,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    TooLarge,
    table_of,
)

_MOST_SHEETS = 20


def read_workbook(data: bytes) -> list[Table]:
    """The tables of a workbook, one for each sheet that is filled; formulas by the value last computed."""
    tables = [table_of(title, rows) for title, rows in _sheets(data, hidden=False)]
    return [table for table in tables if table]


def read_every_sheet(data: bytes) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """The name and the filled rows of every sheet of a workbook, the hidden ones too."""
    return _sheets(data, hidden=True)


def _sheets(data: bytes, hidden: bool) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "[Content_Types].xml" not in archive.namelist() or not any(
            name.startswith("xl/") for name in archive.namelist()
        ):
            raise Problem("file_not_a_table")
        # The sizes an archive declares are checked by zipfile itself while it unpacks.
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNZIPPED:
            raise TooLarge("file_unzips_too_large", LARGEST_UNZIPPED // MEGABYTE)
    with warnings.catch_warnings():
        # Styles and extensions that the library does not know say nothing about the cells.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if hidden or sheet.sheet_state == "visible"]
        return [(sheet.title, _rows(sheet)) for sheet in sheets[:_MOST_SHEETS]]


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    # What a sheet declares of its own size is not believed, and rows beyond the limit are never built.
    sheet.reset_dimensions()
    rows: list[tuple[int, list[str]]] = []
    cells = 0
    # Empty rows between filled ones are free, but not without end.
    last = MOST_ROWS * 2
    for number, row in enumerate(sheet.iter_rows(max_row=last, values_only=True), start=1):
        if number == last or len(rows) > MOST_ROWS:
            raise TooLarge("file_too_many_rows", MOST_ROWS)
        if any(value is not None for value in row[MOST_COLUMNS:]):
            raise TooLarge("file_too_many_columns", MOST_COLUMNS)
        texts = [_text(value) for value in row[:MOST_COLUMNS]]
        cells += sum(1 for text in texts if text)
        if cells > MOST_CELLS:
            raise TooLarge("file_too_many_cells", MOST_CELLS)
        if any(texts):
            rows.append((number, texts))
    return rows


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        # A spreadsheet keeps fifteen digits exactly, so this is the number as it was typed.
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
