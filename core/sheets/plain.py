"""Plain tables (CSV, TSV): which encoding, which separator, and the rows."""

import csv
import io
import re

from core.problems import Problem
from core.sheets.table import LARGEST_FILE, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Table, TooLarge, table_of

_SEPARATORS = (",", ";", "\t", "|")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_LOOKED_AT = 40
# A cell that this product wrote with an apostrophe before it, so that no spreadsheet computes it.
_NEUTRALISED = re.compile(r"^(?:'(?=[=+\-@])|\t(?=[+\d]))")


def decoded(data: bytes) -> str:
    """The text of the bytes: by their mark, else strict UTF-8, else Arabic or western Windows letters.

    Arabic is told from French by its runs: in cp1256 words stand as unbroken rows of high bytes, in French
    single accented letters do. A Problem where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\x00" in data:
        return _strictly(data, _unmarked_utf16(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        runs = _HIGH_RUNS.findall(data)
        in_runs = sum(len(run) for run in runs if len(run) >= 3)
        return _strictly(data, "cp1256" if in_runs * 2 >= sum(map(len, runs)) else "cp1252")


def _unmarked_utf16(data: bytes) -> str:
    # Separators and digits carry an empty high byte: in even places when it comes first.
    return "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Problem("file_not_a_table") from error


def read_plain(data: bytes) -> list[Table]:
    """The one table of a plain file; Problem where the bytes are no table."""
    text = decoded(data)
    if _CONTROLS.search(text) or text.lstrip()[:1] == "<":
        raise Problem("file_not_a_table")
    # A cell may be as long as the file; the module's own limit is one for the whole process.
    csv.field_size_limit(LARGEST_FILE)
    separator, text = _separator(text)
    rows: list[tuple[int, list[str]]] = []
    cells = 0
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
        cells += len(row)
        if len(rows) > MOST_ROWS:
            raise TooLarge("file_too_many_rows", MOST_ROWS)
        if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
            raise TooLarge("file_too_many_columns", MOST_COLUMNS)
        if cells > MOST_CELLS:
            raise TooLarge("file_too_many_cells", MOST_CELLS)
        if any(cell.strip() for cell in row):
            rows.append((number, [_NEUTRALISED.sub("", cell) for cell in row]))
    table = table_of("", rows)
    return [table] if table else []


def _separator(text: str) -> tuple[str, str]:
    """The separator that gives the most columns most evenly, and the text without a line that only names it."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    lines = io.StringIO(text, newline="")
    sample = "".join(line for line, _ in zip(lines, range(_LOOKED_AT), strict=False))

    def evenness(separator: str) -> float:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if any(row)]
        usual = max(widths, key=widths.count, default=0)
        return 0.0 if usual < 2 else widths.count(usual) / len(widths) + min(usual, 50) / 100

    return max(_SEPARATORS, key=evenness), text
