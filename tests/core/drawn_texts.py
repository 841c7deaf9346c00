"""The texts of a drawing with the boxes they take, so that a test sees what is cut, tiny or written over another."""

import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from PIL import ImageFont

_FONTS = Path(__file__).parent.parent.parent / "core" / "reports" / "fonts"
_FILES = {400: "IBMPlexSansArabic-Regular.ttf", 600: "IBMPlexSansArabic-SemiBold.ttf"}
_MEASURED = 100
_SVG = "{http://www.w3.org/2000/svg}"
_MOVED = re.compile(r"translate\(([-\d.]+)[, ]+([-\d.]+)\)")
_TURNED = re.compile(r"rotate\(([-\d.]+)")


class Text(NamedTuple):
    """A text of a drawing: what it says, its size in pixels, its edges, and whether it stands on its side."""

    said: str
    size: float
    left: float
    right: float
    top: float
    bottom: float
    turned: bool

    def over(self, other: "Text") -> bool:
        """Whether the two are written over each other by more than a pixel; a halo is the same text once more."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 1 and (self.said, round(self.left)) != (other.said, round(other.left))


def drawn_texts(svg: str) -> list[Text]:
    """Every text that the drawing shows, a line each."""
    return list(_texts(ElementTree.fromstring(svg), 0.0, 0.0))


def overlapping(texts: list[Text]) -> list[tuple[str, str]]:
    """Pairs of texts written over each other."""
    return [(one.said, other.said) for one, other in itertools.combinations(texts, 2) if one.over(other)]


def _texts(node: ElementTree.Element, x: float, y: float) -> Iterator[Text]:
    transform = node.get("transform", "")
    if moved := _MOVED.search(transform):
        x, y = x + float(moved[1]), y + float(moved[2])
    if node.get("opacity") == "0" or node.get("display") == "none":
        return
    if node.tag == f"{_SVG}text":
        turn = _TURNED.search(transform)
        yield from _lines_of(node, x, y, turned=bool(turn and float(turn[1])))
        return
    for child in node:
        yield from _texts(child, x, y)


def _lines_of(node: ElementTree.Element, x: float, y: float, turned: bool) -> Iterator[Text]:
    size = float((node.get("font-size") or "0").removesuffix("px"))
    weight = 600 if node.get("font-weight") in ("600", "bold") else 400
    anchor = node.get("text-anchor", "start")
    spans = [span for span in node if span.tag == f"{_SVG}tspan"] or [node]
    down = y
    for span in spans:
        down += float(span.get("dy") or 0)
        said = "".join(span.itertext()).strip()
        if not said:
            continue
        wide = _face(weight).getlength(said) * size / _MEASURED
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        if turned:
            # It runs upwards from where it begins, its letters to both sides of the line.
            yield Text(said, size, x - size / 2, x + size / 2, y - wide, y, turned)
            continue
        # Letters stand from the line up by three quarters of their size and hang below it by a fifth.
        yield Text(said, size, left, left + wide, down - 0.75 * size, down + 0.2 * size, turned)


@cache
def _face(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / _FILES[weight], _MEASURED)
