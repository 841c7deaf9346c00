"""Files of strangers: read whatever their encoding, refused with a sentence whatever their trick."""

import io
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from core.i18n import words
from core.problems import Problem
from core.sheets.plain import read_plain
from core.sheets.reading import read_tables
from core.sheets.table import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS

REAL = Path(__file__).parents[3] / "shared" / "real"

FRENCH = "Nom;Commune;Téléphone\nCoopérative Énergie;Zagora;0612345678\nL’été à Drâa;Agdez;0612345679\n"
ARABIC = "الاسم;الجماعة;الهاتف\nتعاونية الورد;قلعة مكونة;0612345678\n"


def workbook(rows: list[list[object]], title: str = "Sheet") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def far_cell() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Nom")
        sheet.write_string(1, 0, "Amal")
        sheet.write_string(1_048_575, 16_383, "far")
    return file.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A true workbook in which one part is replaced."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["Nom"], ["Amal"]]))) as true,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as false,
    ):
        for entry in true.namelist():
            false.writestr(entry, content if entry == name else true.read(entry))
    return file.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(Problem) as caught:
        read_tables(data)
    return caught.value.code


HOSTILE = {
    "empty": (b"", "file_empty"),
    "only spaces": (b" \r\n\t ", "file_empty"),
    "too large": (b"a;b\n" * (LARGEST_FILE // 4 + 1), "file_too_large"),
    "ten megabytes": (bytes(10 * 1024 * 1024), "file_too_large"),
    "a cell in the last corner": (far_cell(), "file_too_many_rows"),
    "zip bomb": (with_part("xl/worksheets/sheet1.xml", b" " * (70 * 1024 * 1024)), "file_unzips_too_large"),
    "a page named xlsx": (b"\xef\xbb\xbf<!DOCTYPE html><table><tr><td>Nom</td></tr></table>", "file_not_a_table"),
    "truncated workbook": (workbook([["Nom"], ["Amal"]])[:-300], "file_broken"),
    "workbook with broken inside": (with_part("xl/workbook.xml", b"<workbook"), "file_broken"),
    "another zip": (with_part("[Content_Types].xml", b"<Types/>"), "file_broken"),
    "old workbook or password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "file_old_workbook"),
    "binary": (bytes(range(256)) * 16, "file_not_a_table"),
    "pdf": (b"%PDF-1.7\n\x00\x01\x02\xff", "file_not_a_table"),
    "headers only": (b"Nom;Commune\n", "file_without_rows"),
    "too many rows": (b"Nom;Commune\n" + b"Amal;Agdez\n" * (MOST_ROWS + 1), "file_too_many_rows"),
    "too many columns": (b"a;" * MOST_COLUMNS + b"a;b\n1;2\n", "file_too_many_columns"),
    "entities within entities": (
        with_part(
            "xl/worksheets/sheet1.xml",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 50) for i in range(8))
            + b"]><worksheet><sheetData><row><c><v>&i;</v></c></row></sheetData></worksheet>",
        ),
        "file_broken",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_gets_a_sentence(name: str):
    data, code = HOSTILE[name]
    assert code_of(data) == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_french_is_read_in_any_encoding_and_separator(encoding: str, separator: str):
    table = read_plain(FRENCH.replace(";", separator).encode(encoding))[0]
    assert table.headers == ("Nom", "Commune", "Téléphone")
    assert [line.cells for line in table.lines] == [
        ("Coopérative Énergie", "Zagora", "0612345678"),
        ("L’été à Drâa", "Agdez", "0612345679"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16", "utf-16-le", "utf-16-be"])
def test_arabic_is_read_in_any_encoding(encoding: str):
    table = read_plain(ARABIC.encode(encoding))[0]
    assert table.headers == ("الاسم", "الجماعة", "الهاتف")
    assert table.lines[0].cells == ("تعاونية الورد", "قلعة مكونة", "0612345678")


def test_rows_with_one_cell_more_are_marked_and_shift_nothing():
    table = read_plain(b"Nom,Commune\nAmal,Agdez,more\nTifaout,Zagora,\nIzem\n")[0]
    assert [(line.number, line.cells, line.extra) for line in table.lines] == [
        (2, ("Amal", "Agdez"), True),
        (3, ("Tifaout", "Zagora"), False),
        (4, ("Izem", ""), False),
    ]


def test_titles_above_the_headers_and_empty_rows_are_passed_over_and_numbers_stay_those_of_the_file():
    table = read_plain(b"Liste 2026;;\n\nNom;Commune;Nom\nAmal;Agdez;x\n;;\nIzem;Zagora;y\n")[0]
    assert table.headers == ("Nom", "Commune", "Nom (2)")
    assert [line.number for line in table.lines] == [4, 6]


def test_a_named_separator_quotes_and_lines_within_a_cell_are_understood():
    table = read_plain(b'sep=;\n"Nom";"Note"\n"Coop; ""Dattes""";"one\ntwo"\n')[0]
    assert table.lines[0].cells == ('Coop; "Dattes"', "one\ntwo")


def test_cells_that_look_like_nothing_or_like_numbers_stay_what_they_are():
    table = read_plain(b"Nom,ICE\nNA,001234567000012\nnull,1e5\n")[0]
    assert [line.cells for line in table.lines] == [("NA", "001234567000012"), ("null", "1e5")]


def test_a_workbook_is_read_sheet_by_sheet_with_days_and_whole_numbers_as_text():
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["Nom", "Tél", "Adhérents", "Longitude", "Vrai"])
    first.append(["Amal", 612345678, 12.0, -6.55, True])
    first.append(["=1+1", "+212612345678", None, None, None])
    book.create_sheet("empty")
    hidden = book.create_sheet("hidden")
    hidden.append(["a"])
    hidden.append(["b"])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    tables = read_tables(file.getvalue())
    assert [table.name for table in tables] == ["Sheet"]
    assert [line.cells for line in tables[0].lines] == [
        ("Amal", "612345678", "12", "-6.55", "1"),
        # A formula that was never computed has no value.
        ("", "+212612345678", "", "", ""),
    ]


def test_the_child_knows_nothing_of_the_surroundings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", os.devnull)
    monkeypatch.setenv("PYTHONSTARTUP", os.devnull)
    assert read_tables(FRENCH.encode("cp1252"))[0].lines[0].cells[0] == "Coopérative Énergie"


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_the_real_files_are_read_whole():
    shapes = {
        path.name: [(table.name, len(table.headers), len(table.lines)) for table in read_tables(path.read_bytes())]
        for path in REAL.iterdir()
        if path.suffix in (".csv", ".xlsx")
    }
    assert shapes == {
        "cooperatives_taza.csv": [("", 10, 53)],
        "kobo_cooperatives_fr.csv": [("", 30, 3)],
        "kobo_cooperatives_ar.xlsx": [("Fiche coopérative", 30, 3), ("participant", 14, 3)],
    }


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_limit_has_its_sentence(language: str):
    limits = {code for _, code in HOSTILE.values()} | {"file_too_many_cells", "file_too_heavy"}
    assert [code for code in sorted(limits) if not words(language).has(f"problem.{code}")] == []
