"""A drawn photo of a filled sign-in sheet: a ruled page on a table, a little askew, with names and scribbles."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from core.i18n import words
from core.pictures import Picture, measured
from core.reports import __file__ as reports
from core.reports.sign_in_sheet import session_code

_PAGE, _TABLE_EDGE = (1000, 1414), 60
_TABLE, _PAPER, _RULE, _PRINT, _INK = "#8b6f52", "#f7f5ef", "#8d8d8d", "#222222", "#1f3c88"
_TOP, _LINE = 190, 29
# Where a column begins, from the left edge of the page: number, name, signature, and the right end.
_COLUMNS = (60, 120, 620, 940)
MOST_LINES = 40


@dataclass(frozen=True)
class Signed:
    """A line of the sheet: its number, a name, and whether somebody signed there."""

    number: int
    name: str
    signed: bool


def drawn_page(session_id: int, about: Sequence[str], lines: Sequence[Signed]) -> Picture:
    """The page as a JPEG of some hundred kilobytes: `about` stands under the title; at most MOST_LINES lines.

    The same session is always drawn the same.
    """
    dice = random.Random(session_id)
    page = Image.new("RGB", _PAGE, _PAPER)
    draw = ImageDraw.Draw(page)
    font, bold = (_font(weight, size) for weight, size in (("Regular", 19), ("SemiBold", 32)))
    draw.text((_COLUMNS[0], 40), words("fr").say("sheet.title"), _PRINT, bold)
    draw.text((_COLUMNS[-1], 52), session_code(session_id), _PRINT, font, anchor="ra")
    for place, text in enumerate(about):
        draw.text((_COLUMNS[0], 95 + place * 28), text, _PRINT, font)
    bottom = _TOP + _LINE * MOST_LINES
    for rule in range(_TOP, bottom + 1, _LINE):
        draw.line(((_COLUMNS[0], rule), (_COLUMNS[-1], rule)), _RULE, 1)
    for column in _COLUMNS:
        draw.line(((column, _TOP), (column, bottom)), _RULE, 1)
    for place, line in enumerate(lines[:MOST_LINES]):
        middle = _TOP + place * _LINE + _LINE // 2
        draw.text((_COLUMNS[0] + 14, middle), str(line.number), _PRINT, font, anchor="lm")
        draw.text((_COLUMNS[1] + 14, middle), line.name, _PRINT, font, anchor="lm")
        if line.signed:
            draw.line(_scribble(dice, middle), _INK, 2, joint="curve")
    return _photo(page, dice)


def _scribble(dice: random.Random, middle: int) -> list[tuple[float, float]]:
    along = _COLUMNS[2] + dice.randint(30, 90)
    points = []
    for _ in range(dice.randint(9, 16)):
        points.append((float(along), middle + dice.uniform(-11, 11)))
        along += dice.randint(-4, 18)
    return points


def _photo(page: Image.Image, dice: random.Random) -> Picture:
    photo = Image.new("RGB", (_PAGE[0] + 2 * _TABLE_EDGE, _PAGE[1] + 2 * _TABLE_EDGE), _TABLE)
    photo.paste(page, (_TABLE_EDGE, _TABLE_EDGE))
    askew = photo.rotate(dice.uniform(-1.5, 1.5), Image.Resampling.BILINEAR, fillcolor=_TABLE)
    made = io.BytesIO()
    askew.save(made, "JPEG", quality=75)
    return measured(made.getvalue())


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(reports).parent / "fonts" / f"IBMPlexSansArabic-{weight}.ttf", size)
