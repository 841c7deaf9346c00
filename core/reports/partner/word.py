"""The report as DOCX: real headings, a table of contents, page numbers, tables and texts from the right in Arabic."""

import io
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import TypeVar

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from core import painting
from core.reports.partner.blocks import Block, Charts, Cover, Drawn, Heading, Number, Numbers, Photos, Table, Text, Told
from core.reports.partner.drawn import WIDE
from core.reports.partner.word_parts import (
    ARABIC,
    LATIN,
    Place,
    cells_of,
    described,
    directed,
    element,
    field,
    grid,
    header_row,
    pictured,
    said,
    shaded,
    tag,
    tidied,
    widen,
    written,
)
from core.theme import LIGHT

_INDIGO, _QUIET, _SAND = LIGHT.ramp[-1], LIGHT.quiet, LIGHT.surface
_EARTH = "#8E3317"
# Millimetres: the paper, its margins, and what lies between two languages.
_SHORT, _LONG, _MARGIN, _BETWEEN = 210, 297, 20, 8
# The dots of a chart as wide as the page.
_PIXELS = 1400
Thing = TypeVar("Thing")
_SIZES = {"body": 10.0, "lead": 11.5, "note": 8.5, "warning": 10.0}


def word(taken: datetime, number: str, told: Sequence[Told]) -> bytes:
    """A report as DOCX bytes (A4; lying where two languages face each other), as it stood at a moment."""
    document = docx.Document()
    _prepare(document, told, taken, number)
    width = (_LONG if len(told) > 1 else _SHORT) - 2 * _MARGIN
    languages = [one.language for one in told]
    for place, one, wide in _beside(document, languages, width, told):
        _cover(place, one.cover, one.language, wide)
        tidied(place)
    _new_page(document)
    for place, one, _ in _beside(document, languages, width, told):
        said(place, one.contents, one.language, "Title", color=_INDIGO)
    _contents(document, told)
    drawn: dict[str, bytes] = {}
    for blocks in zip(*(one.blocks for one in told), strict=True):
        if isinstance(blocks[0], Heading) and blocks[0].new_page:
            _new_page(document)
        for place, (block, language), wide in _beside(
            document, languages, width, list(zip(blocks, languages, strict=True))
        ):
            _block(place, block, language, wide, drawn)
            tidied(place)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _new_page(document: Document) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _prepare(document: Document, told: Sequence[Told], taken: datetime, number: str) -> None:
    first = told[0]
    section = document.sections[0]
    if len(told) > 1:
        section.orientation = WD_ORIENT.LANDSCAPE
    wide, high = (_LONG, _SHORT) if len(told) > 1 else (_SHORT, _LONG)
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    # The cover has no number.
    section.different_first_page_header_footer = True
    if first.language == "ar":
        section._sectPr.find(qn("w:docGrid")).addprevious(element("bidi"))
    properties = document.core_properties
    properties.title = " · ".join(f"{one.cover.title} {number}" for one in told)
    properties.language = tag(first.language)
    properties.author, properties.comments = first.cover.programme, ""
    properties.created = properties.modified = taken.replace(tzinfo=None)
    for name, size, color in (
        *(("Normal", 10.0, ""), ("Title", 24.0, _INDIGO), ("Heading 1", 20.0, _INDIGO)),
        *(("Heading 2", 14.0, _INDIGO), ("Heading 3", 12.0, _INDIGO)),
    ):
        _style(document, name, size, color)
    # The table of contents knows its pages once the word processor has set them.
    document.settings.element.append(element("updateFields", val="true"))
    foot = directed(section.footer.paragraphs[0], first.language)
    written(foot, " · ".join([*(one.running for one in told), f"{first.page} "]), first.language, 8, color=_QUIET)
    field(foot, "PAGE", "1", first.language)
    written(foot, " / ", first.language, 8, color=_QUIET)
    field(foot, "NUMPAGES", "1", first.language)


def _style(document: Document, name: str, size: float, color: str) -> None:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.size = Pt(size)
    style.font.name = LATIN
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), ARABIC)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.find(qn("w:sz")).addnext(element("szCs", val=str(round(size * 2))))
    if color:
        style.font.color.rgb = RGBColor.from_string(color.removeprefix("#"))
        style.paragraph_format.keep_with_next = True


def _beside(
    document: Document, languages: Sequence[str], width: float, things: Sequence[Thing]
) -> list[tuple[Place, Thing, float]]:
    """Where each language writes, what, and how wide that is: the page itself, or the cells of a row of two."""
    if len(languages) == 1:
        return [(document, things[0], width)]
    half = (width - _BETWEEN) / 2
    table = grid(document, 1, 3, languages[0], "Normal Table", width)
    widen(table, [half, _BETWEEN, half])
    # Two tables that touch would become one.
    between = document.add_paragraph().paragraph_format
    between.space_after, between.line_spacing = Pt(0), Pt(4)
    return [(table.cell(0, 2 * place), thing, half) for place, thing in enumerate(things)]


def _cover(place: Place, cover: Cover, language: str, width: float) -> None:
    said(place, cover.programme, language, size=14, bold=True, color=LIGHT.accent)
    said(place, cover.title, language, "Title", color=_INDIGO)
    said(place, cover.number, language, size=16, bold=True, color=_EARTH)
    for line in cover.lines:
        said(place, line, language)
    if cover.warning:
        said(place, cover.warning, language, bold=True, color=_EARTH)
    _numbers(place, cover.numbers, language, width, 2)
    said(place, cover.foot, language, size=8, color=_QUIET)


def _contents(document: Document, told: Sequence[Told]) -> None:
    first = told[0]
    paragraph = directed(document.add_paragraph(), first.language)
    headings = [block.text for block in first.blocks if isinstance(block, Heading) and block.level <= 2]
    field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', " · ".join(headings), first.language, dirty=True)


def _block(place: Place, block: Block, language: str, width: float, drawn: dict[str, bytes]) -> None:
    match block:
        case Heading():
            said(place, block.text, language, f"Heading {block.level}")
        case Text():
            color = {"note": _QUIET, "warning": _EARTH}.get(block.style, "")
            said(place, block.text, language, size=_SIZES[block.style], color=color)
        case Numbers():
            _numbers(place, block.items, language, width, 4)
        case Table():
            _table(place, block, language, width)
        case Charts():
            for one in block.items:
                _chart(place, one, language, width, drawn)
        case Photos():
            for photo in block.items:
                pictured(directed(place.add_paragraph(), language), photo.content, width * 0.8, photo.caption)
                said(place, photo.caption, language, size=8.5, color=_QUIET)


def _numbers(place: Place, items: Sequence[Number], language: str, width: float, columns: int) -> None:
    rows = -(-len(items) // columns)
    table = grid(place, rows, columns, language, "Normal Table", width)
    widen(table, [width / columns] * columns)
    for cell, one in zip(chain.from_iterable(cells_of(table)), items, strict=False):
        shaded(cell, _SAND)
        written(directed(cell.paragraphs[0], language), one.label, language, 8, color=_QUIET)
        said(cell, one.value, language, size=15, bold=True, color=_INDIGO)
        for line in one.told:
            said(cell, line, language, size=8, color=_QUIET)
    place.add_paragraph()


def _table(place: Place, block: Table, language: str, width: float) -> None:
    title = said(place, block.title, language, size=10, bold=True, color=LIGHT.accent)
    title.paragraph_format.keep_with_next = True
    table = grid(place, len(block.rows) + 1, len(block.headers), language, "Table Grid", width)
    # A column as narrow as its numbers is as wide as one share and a half of the others.
    shares = [share or 1.4 for share in block.widths]
    widen(table, [width * share / sum(shares) for share in shares])
    described(table, block.title)
    header_row(table)
    for number, (row, cells) in enumerate(zip((block.headers, *block.rows), cells_of(table), strict=True)):
        for column, (text, cell) in enumerate(zip(row, cells, strict=True)):
            paragraph = directed(cell.paragraphs[0], language, end=column in block.numbers)
            paragraph.paragraph_format.space_after = Pt(0)
            # A short table stays together: each row with the next one.
            paragraph.paragraph_format.keep_with_next = number < len(block.rows) <= 14
            written(paragraph, text, language, 8.5, bold=number == 0, color=_INDIGO if number == 0 else "")
            if number == 0:
                shaded(cell, _SAND)
    place.add_paragraph()


def _chart(place: Place, one: Drawn, language: str, width: float, drawn: dict[str, bytes]) -> None:
    if one.svg not in drawn:
        drawn[one.svg] = painting.raster(one.svg, int(one.width), one.height, round(_PIXELS * one.width / WIDE))
    finding = said(place, one.finding, language, size=10.5, bold=True)
    title = said(place, one.title, language, size=8.5, color=_QUIET)
    for paragraph in (finding, title):
        paragraph.paragraph_format.keep_with_next = True
    wide = width * min(1, one.width / WIDE)
    pictured(directed(place.add_paragraph(), language), drawn[one.svg], wide, one.alternative)
