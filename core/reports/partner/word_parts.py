"""What a word processor needs to be told beside the text: direction, language, fields, headers of tables, pictures."""

import io
from copy import deepcopy
from functools import cache
from typing import Any, TypeAlias

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.font import Font
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from core.i18n import LOCALES, direction

Place: TypeAlias = Document | _Cell
# Fonts that every office has, for Latin and for Arabic letters.
LATIN, ARABIC = "Calibri", "Arial"
# The marks that keep directions apart; a word processor has its own, and old ones draw these as boxes.
_MARKS = dict.fromkeys(range(0x2066, 0x206A))


def element(name: str, **attributes: str) -> Any:
    """An element of the format, with attributes of its own namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def written(
    paragraph: Paragraph, text: str, language: str, size: float = 0, bold: bool = False, color: str = ""
) -> Run:
    """Writes a run into the paragraph in the direction of its language; `size` in points, 0 for the style's."""
    # A report has thousands of runs of some ten kinds: each kind is made once.
    made = deepcopy(_run(language, size, bold, color))
    paragraph._p.append(made)
    run = Run(made, paragraph)
    run.text = text.translate(_MARKS)
    return run


@cache
def _run(language: str, size: float, bold: bool, color: str) -> CT_R:
    made: CT_R = OxmlElement("w:r")
    properties, font = made.get_or_add_rPr(), Font(made)
    if bold:
        font.bold = True
        properties.append(element("bCs"))
    if color:
        font.color.rgb = RGBColor.from_string(color.removeprefix("#"))
    if size:
        font.size = Pt(size)
        properties.append(element("szCs", val=str(round(size * 2))))
    if direction(language) == "rtl":
        properties.append(element("rtl"))
        properties.append(element("lang", val="fr-FR", bidi=tag(language)))
    else:
        properties.append(element("lang", val=tag(language)))
    return made


def tag(language: str) -> str:
    """The language as documents name it, such as ar-MA."""
    return {"en": "en-GB"}.get(language, LOCALES[language].replace("_", "-"))


def directed(paragraph: Paragraph, language: str, end: bool = False) -> Paragraph:
    """The paragraph, read in the direction of its language; set at the `end` of the line where it says so."""
    mirrored = direction(language) == "rtl"
    if mirrored:
        paragraph._p.get_or_add_pPr().insert_element_before(
            element("bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    if end:
        # In a paragraph from the right, what is called right is where the line ends: on the left.
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph


def said(
    place: Place,
    text: str,
    language: str,
    style: str = "Normal",
    size: float = 0,
    bold: bool = False,
    color: str = "",
) -> Paragraph:
    """Adds a paragraph of one text."""
    paragraph = directed(place.add_paragraph(), language)
    if style != "Normal":
        # Named by its identifier: by its name the library looks all styles through, and all lines together take long.
        paragraph._p.style = style.replace(" ", "")
    written(paragraph, text, language, size, bold, color)
    return paragraph


def field(paragraph: Paragraph, instruction: str, shown: str, language: str, dirty: bool = False) -> None:
    """Adds a field that the word processor works out itself; `shown` stands there until it does."""
    for kind in ("begin", "separate", "end"):
        mark = paragraph.add_run()
        character = element("fldChar", fldCharType=kind, **({"dirty": "true"} if dirty and kind == "begin" else {}))
        mark._r.append(character)
        if kind == "begin":
            told = element("instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = f" {instruction} "
            paragraph.add_run()._r.append(told)
        if kind == "separate":
            written(paragraph, shown, language)


def grid(place: Place, rows: int, columns: int, language: str, style: str, width: float) -> WordTable:
    """Adds a table, `width` millimetres wide, that begins at the side where its language is read from."""
    made = place.add_table(rows, columns)
    if style != "Normal Table":
        made._tbl.tblStyle_val = style.replace(" ", "")
    made.autofit = False
    if direction(language) == "rtl":
        properties = made._tbl.tblPr
        # The format knows one order: the name of the style comes before it, everything else after.
        properties.insert(0 if properties.find(qn("w:tblStyle")) is None else 1, element("bidiVisual"))
    for column in made.columns:
        column.width = Mm(width / columns)
    return made


def ruled(table: WordTable, color: str) -> None:
    """Draws a thin line of this colour under each row and none between columns, with room around what is written."""
    lines, room = element("tblBorders"), element("tblCellMar")
    for side in ("top", "bottom", "insideH"):
        lines.append(element(side, val="single", sz="4", space="0", color=color.removeprefix("#")))
    # In twentieths of a point; the format knows one order of the sides.
    for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
        room.append(element(side, w=str(width), type="dxa"))
    properties = table._tbl.tblPr
    properties.find(qn("w:tblLayout")).addprevious(lines)
    properties.find(qn("w:tblLayout")).addnext(room)


def tidied(place: Place) -> None:
    """Takes out the empty line that a cell begins with, once something else stands in it."""
    if isinstance(place, _Cell) and len(place._tc) > 2 and not place.paragraphs[0].text:
        first = place.paragraphs[0]._p
        # A table must be followed by a paragraph.
        if first.getnext() is not None:
            first.getparent().remove(first)


def widen(table: WordTable, widths: list[float]) -> None:
    """Gives the columns their widths in millimetres; every cell has to be told."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cells in cells_of(table):
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)


def cells_of(table: WordTable) -> list[list[_Cell]]:
    """The cells of a table without merged ones, row by row; the library's own way counts all of them for each."""
    return [[_Cell(cell, table) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def described(table: WordTable, title: str) -> None:
    """What is read out before a table."""
    properties = table._tbl.tblPr
    properties.append(element("tblCaption", val=title))


def header_row(table: WordTable) -> None:
    """Repeats the first row on each page, and keeps every row in one piece."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if number == 0:
            properties.append(element("tblHeader"))


def shaded(cell: _Cell, color: str) -> None:
    """The ground of a cell."""
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=color.removeprefix("#")))


def pictured(paragraph: Paragraph, content: bytes, width: float, alternative: str) -> None:
    """Adds a picture, `width` millimetres wide, with the text that is read out for it."""
    shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Mm(width))
    shape._inline.docPr.set("descr", alternative.translate(_MARKS))
