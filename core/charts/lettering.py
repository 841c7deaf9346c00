"""How wide texts are in the product's letters: lines that fit, and charts freed from limits that no text reaches."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageFont

from core.charts.style import LABEL_SIZE

_FONTS = Path(__file__).parent.parent / "reports" / "fonts"
_FILES = {400: "IBMPlexSansArabic-Regular.ttf", 600: "IBMPlexSansArabic-SemiBold.ttf"}
_MEASURED = 100
# Of the width: this measure and the painter's own are not the same to the last dot.
_SHORT_OF = 0.95

# The end of any isolate.
ISOLATE_END = "\u2069"
_ISOLATES = re.compile("[\u2066-\u2069]")
_SPACES = re.compile("[ \n\t]+")


def lines(text: str, size: float, weight: int, width: float) -> list[str]:
    """The text in lines that are no wider than `width`; an isolate that runs over an end of line goes on in the next.

    A word wider than a whole line is cut where the line is full. No text is no line.
    """
    made: list[str] = []
    # A space that keeps a number together is no place to cut.
    for word in filter(None, _SPACES.split(text)):
        longer = f"{made[-1]} {word}" if made else word
        if made and _wide(longer, size, weight) <= width:
            made[-1] = longer
            continue
        rest = word
        while _wide(rest, size, weight) > width and len(rest) > 1:
            shorter = range(len(rest) - 1, 0, -1)
            fitting = next((end for end in shorter if _wide(rest[:end], size, weight) <= width), 1)
            made.append(rest[:fitting])
            rest = rest[fitting:]
        made.append(rest)
    return _closed(made)


def _closed(made: list[str]) -> list[str]:
    """The lines, each of which ends the isolates that it begins."""
    standing: list[str] = []
    closed = []
    for line in made:
        begun = "".join(standing)
        for mark in _ISOLATES.findall(line):
            if mark != ISOLATE_END:
                standing.append(mark)
            elif standing:
                standing.pop()
        closed.append(begun + line + ISOLATE_END * len(standing))
    return closed


def _wide(text: str, size: float, weight: int) -> float:
    return float(_face(weight).getlength(_ISOLATES.sub("", text))) * size / _MEASURED


@cache
def _face(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / _FILES[weight], _MEASURED)


def unlimited(chart: dict[str, Any], columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The chart without the limits that none of its texts reaches: the painter measures a limited text three times,
    letter by letter, which is most of what a chart takes.
    """
    parts = chart.get("layer", [])
    room = _SHORT_OF * chart["width"]
    return chart | {"layer": [_free(part, columns, room) for part in parts]} if parts else chart


def _free(part: dict[str, Any], columns: Mapping[str, Sequence[Any]], room: float) -> dict[str, Any]:
    mark = part.get("mark")
    if not isinstance(mark, dict) or mark.get("limit") != {"expr": "width"}:
        return part
    texts = columns.get(part["encoding"]["text"].get("field"), ())
    size, weight = mark.get("fontSize", LABEL_SIZE), mark.get("fontWeight", 400)
    if not all(_wide(str(text), size, weight) <= room for text in texts):
        return part
    return part | {"mark": {name: value for name, value in mark.items() if name != "limit"}}
