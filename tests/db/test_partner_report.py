"""The partner report of the small programme, read back from its files: exact figures, tags, directions, no names."""

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.oxml.ns import qn
from PIL import Image
from sqlalchemy import URL

from core.records.snapshot import Labels, Snapshot
from core.reports.partner import EDITIONS, Edition, Photo
from db.engine import make_engine
from tests.db.partner_reports import files_of, language_of, pages, parts, plain, tags, taken
from tests.db.small_programme import fill
from tests.db.small_programme_rows import PERSONS

HOSTILE = '#import "x" $a$ *b* _c_ \\ @d <script>&amp; =HYPERLINK("http://e") `f`'


@pytest.fixture(scope="module")
def figures(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    """The first phase of the small programme, and a programme in which nothing was done."""
    found = {}
    for name in ("filled", "empty"):
        file = tmp_path_factory.mktemp(name) / "cooper.sqlite3"
        file.write_bytes(sqlite_template.read_bytes())
        engine = make_engine(URL.create("sqlite", database=str(file)))
        found[name] = taken(engine, fill(engine)["1"] if name == "filled" else None)
        engine.dispose()
    return found


@pytest.fixture(scope="module")
def files(figures: dict[str, Snapshot]) -> dict[str, dict[str, bytes]]:
    """Each edition of the first phase as its three files."""
    return {edition: files_of(figures["filled"], edition) for edition in EDITIONS}


def test_the_figures_counted_on_paper_stand_in_the_french_pages(files: dict[str, dict[str, bytes]]) -> None:
    told = " ".join(pages(files["fr"]["pdf"]))
    assert "Personnes formées : 8. Présences : 12. Heures-personnes : 47." in told
    assert "Personnes formées 8 900 1 %" in told
    assert "Communes touchées 3 % 3 sur 107" in told
    assert "Heures bénévoles du groupe 22" in told
    assert "Couverture 67 % 2 sur 3" in told
    assert "5 séances ont été tenues ; encore prévues : 1 ; annulées : 1." in told
    # Three women of six are too few to be told.
    assert "Part des femmes masqué" in told
    assert "Moins de 5 d’entre elles ont été formées dans plusieurs provinces" in told


def test_the_english_pages_say_the_same(files: dict[str, dict[str, bytes]]) -> None:
    told = " ".join(pages(files["en"]["pdf"]))
    assert "People trained: 8. Attendances: 12. Person-hours: 47." in told
    assert "Coverage 67% 2 of 3" in told
    assert "market Marketing of products" in told
    assert "Not given yet:" in told


def test_the_arabic_pages_have_the_same_numbers_and_both_languages_face_each_other(
    files: dict[str, dict[str, bytes]],
) -> None:
    arabic, both = pages(files["ar"]["pdf"]), pages(files["ar-fr"]["pdf"])
    assert "107" in arabic[2]
    assert "900" in arabic[2]
    assert "47" in arabic[2]
    # One page has both, the Arabic one on the right.
    document = pypdfium2.PdfDocument(files["ar-fr"]["pdf"])
    page = document[2]
    text = page.get_textpage()
    told = text.get_text_range()
    assert text.get_charbox(told.index("bref"))[2] < page.get_width() / 3
    assert text.get_charbox(told.index("خ"))[0] > page.get_width() * 2 / 3
    assert page.get_width() > page.get_height()
    assert all(word in both[2] for word in ("bref", "107", "900", "47", "8"))


@pytest.mark.parametrize(("edition", "language"), [("ar", "ar"), ("fr", "fr"), ("en", "en"), ("ar-fr", "ar")])
def test_a_reader_of_the_screen_finds_tags_headings_tables_and_texts_of_pictures(
    files: dict[str, dict[str, bytes]], edition: str, language: str
) -> None:
    content = files[edition]["pdf"]
    document = pypdfium2.PdfDocument(content)
    assert pdfium.FPDFCatalog_IsTagged(document)
    assert language_of(content) == language
    assert "R-2026-03" in document.get_metadata_value("Title")
    kinds, told = tags(content)
    assert kinds["H1"] >= 4
    assert kinds["H2"] >= 8
    assert kinds["TH"] > 20
    assert kinds["TD"] > 100
    assert len(told) >= 8
    assert all(told), "every picture has a text"


def test_the_outline_leads_to_every_chapter_and_pages_are_numbered(files: dict[str, dict[str, bytes]]) -> None:
    document = pypdfium2.PdfDocument(files["fr"]["pdf"])
    outline = [(entry.level, entry.get_title()) for entry in document.get_toc()]
    chapters = [title for level, title in outline if level == 0]
    assert chapters == ["En bref", "Province par province", "Les obstacles et qui y répond", "Comment on a compté"]
    assert (1, "Ouarzazate") in outline
    read = pages(files["fr"]["pdf"])
    assert all(f"{number} / {len(read)}" in page for number, page in enumerate(read, 1) if number > 1)
    assert "Province par province" in read[1]


def test_the_same_figures_are_the_same_pages(figures: dict[str, Snapshot], files: dict[str, dict[str, bytes]]) -> None:
    assert files_of(figures["filled"], "en")["pdf"] == files["en"]["pdf"]


def test_word_has_headings_contents_page_numbers_and_texts_of_pictures(files: dict[str, dict[str, bytes]]) -> None:
    document: Any = docx.Document(io.BytesIO(files["fr"]["docx"]))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == ["En bref", "Province par province", "Les obstacles et qui y répond", "Comment on a compté"]
    assert any("Personnes formées : 8. Présences : 12." in plain(one.text) for one in document.paragraphs)
    body, foot = (parts(files["fr"]["docx"], f"word/{name}.xml") for name in ("document", "footer1"))
    assert 'TOC \\o "1-2"' in body
    assert " PAGE " in foot
    assert " NUMPAGES " in foot
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(pictures) >= 8
    assert all(pictures)
    assert "w:bidi" not in body
    assert document.core_properties.language == "fr-MA"
    heads = [table.rows[0]._tr.trPr for table in document.tables if table.style.name == "Table Grid"]
    assert heads
    assert all(one.find(qn("w:tblHeader")) is not None for one in heads)


def test_arabic_word_runs_from_the_right(files: dict[str, dict[str, bytes]]) -> None:
    document: Any = docx.Document(io.BytesIO(files["ar"]["docx"]))
    headings = [one for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert len(headings) > 8
    assert all(one._p.pPr.find(qn("w:bidi")) is not None for one in headings)
    assert all(one.runs[0]._r.rPr.find(qn("w:rtl")) is not None for one in headings)
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    assert document.core_properties.language == "ar-MA"


def test_word_of_two_languages_has_a_cell_for_each(files: dict[str, dict[str, bytes]]) -> None:
    document: Any = docx.Document(io.BytesIO(files["ar-fr"]["docx"]))
    rows = [table.rows[0].cells for table in document.tables]
    chapters = [(cells[0].text.strip(), cells[-1].text.strip()) for cells in rows]
    assert ("خلاصة", "En bref") in chapters
    assert document.sections[0].page_width > document.sections[0].page_height


def test_the_annex_has_a_sheet_a_table_with_numbers(
    figures: dict[str, Snapshot], files: dict[str, dict[str, bytes]]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["fr"]["xlsx"]))
    assert len(book.sheetnames) == 14
    sheets = {name.split(" ", 1)[1]: book[name] for name in book.sheetnames}
    rows = {row[0]: row for row in sheets["Tous les chiffres"].iter_rows(values_only=True)}
    assert rows["people_trained"] == ("people_trained", "Personnes formées", 8, None, None, 900)
    assert rows["coverage"][2:5] == (pytest.approx(2 / 3), 2, 3)
    assert rows["women_share"][2] == "masqué"
    choice = list(sheets["Choix et source"].iter_rows(values_only=True))
    assert ("Rapport R-2026-03", "2026-04-01T09:30:00+00:00") in choice
    assert sum(1 for row in choice if row[0] == "SHA-256" and len(str(row[1])) == 64) == 1
    assert figures["filled"].figure("people_trained").label.fr == "Personnes formées"
    assert not book[book.sheetnames[0]].sheet_view.rightToLeft
    arabic = openpyxl.load_workbook(io.BytesIO(files["ar"]["xlsx"]))
    assert all(arabic[name].sheet_view.rightToLeft for name in arabic.sheetnames)


def test_no_name_of_a_person_and_no_word_of_a_guest_is_in_any_file(files: dict[str, dict[str, bytes]]) -> None:
    for edition, forms in files.items():
        document: Any = docx.Document(io.BytesIO(forms["docx"]))
        book = openpyxl.load_workbook(io.BytesIO(forms["xlsx"]))
        told = " ".join(
            [
                *pages(forms["pdf"]),
                *(text.text or "" for text in document.element.body.iter(qn("w:t"))),
                *(str(cell) for name in book for row in name.iter_rows(values_only=True) for cell in row),
            ]
        )
        # One of the persons is called "deleted", another "left out", which are words too.
        for name in ("walk-in", "two modules, provinces, organisations", "organisation elsewhere", "Visiteur", "زائرة"):
            assert name in {*PERSONS, "Visiteur", "زائرة"}
            assert name not in told, (edition, name)


def test_what_somebody_typed_is_text_and_nothing_else(figures: dict[str, Snapshot]) -> None:
    whole = figures["filled"]
    obstacles = tuple(one.model_copy(update={"title": HOSTILE}) for one in whole.obstacles)
    labels = Labels(ar=HOSTILE, fr=HOSTILE, en=HOSTILE)
    institutions = tuple(one.model_copy(update={"name": labels, "acronym": "=1+1"}) for one in whole.institutions)
    figures_of = whole.model_copy(update={"obstacles": obstacles, "institutions": institutions, "programme": labels})
    photo = Photo(_jpeg(), HOSTILE)
    forms = files_of(figures_of, "en", HOSTILE, (photo,))
    read = " ".join(pages(forms["pdf"])).replace(" ", "")
    assert read.count(HOSTILE.replace(" ", "")) >= 3
    assert HOSTILE in [one.text for one in docx.Document(io.BytesIO(forms["docx"])).paragraphs]
    _, told = tags(forms["pdf"])
    assert HOSTILE in told
    book = openpyxl.load_workbook(io.BytesIO(forms["xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in (HOSTILE, "=1+1")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_photos_have_a_page_of_their_own(figures: dict[str, Snapshot]) -> None:
    photos = (Photo(_jpeg(), "Une séance à Zagora"), Photo(_jpeg(), "Visite"))
    forms = files_of(figures["filled"], "fr", "", photos)
    document = pypdfium2.PdfDocument(forms["pdf"])
    assert "En images" in [entry.get_title() for entry in document.get_toc()]
    page = next(page for page in pages(forms["pdf"])[2:] if "En images" in page)
    assert "Une séance à Zagora" in page
    _, told = tags(forms["pdf"])
    assert told[-2:] == ["Une séance à Zagora", "Visite"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_programme_without_anything_says_so(figures: dict[str, Snapshot], edition: Edition) -> None:
    forms = files_of(figures["empty"], edition)
    assert set(forms) == {"pdf", "docx", "xlsx"}
    told = " ".join(pages(forms["pdf"]))
    if edition == "en":
        assert "Nothing has been counted yet under this choice" in told
        assert "No obstacle has been noted under this choice." in told
        assert told.count("Nothing has been counted in this province under this choice.") == 4


def _jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (320, 200), "#637BBE").save(made, "JPEG")
    return made.getvalue()
