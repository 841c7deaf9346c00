"""Charts to take away: the drawing between its words, on white, as wide as a page and readable without the product."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from core import painting
from core.charts.lettering import ISOLATE_END, lines, unlimited
from core.charts.registry import ROWS
from core.i18n import direction
from core.theme import FONT, LIGHT

# In units of the picture, of which a PNG has 2000 / 640 pixels each: 13 units are 10 points on a page 17 cm wide.
WIDTH = 640
PNG_WIDTH = 2000
_MARGIN = 24
_INNER = WIDTH - 2 * _MARGIN
_GROUND = "#FFFFFF"

# An isolate that is read from the right.
_FROM_RIGHT = "\u2067"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SIZE = re.compile(r'^<svg\b[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"[^>]*>')
_TEXTS = re.compile(r"(<(?:text|tspan)\b[^>]*>)([^<]+)(?=</(?:text|tspan)>)")


@dataclass(frozen=True)
class Caption:
    """What is written around a chart: the finding as its title, what it shows, what it was narrowed to, and below it
    its notes and its source with the date. `alternative` is read out to whoever does not see it.
    """

    language: str
    finding: str
    title: str
    filters: str
    notes: tuple[str, ...]
    source: str
    alternative: str


class _Style(NamedTuple):
    size: float
    line: float
    weight: int
    color: str


_FINDING = _Style(19, 26, 600, LIGHT.text)
_TITLE = _Style(13, 19, 600, LIGHT.quiet)
_FILTERS = _Style(13, 19, 400, LIGHT.quiet)
_NOTE = _Style(10.5, 15, 400, LIGHT.quiet)
_SOURCE = _Style(10.5, 15, 600, LIGHT.quiet)
_GAP = 14


def drawing(
    specification: Mapping[str, Any], rows: Mapping[str, Sequence[Any]], outlines: Mapping[str, Any], width: int
) -> str:
    """The chart alone as SVG of this width in pixels.

    `rows` are columns as the chart's own rows give them, `outlines` the files it names by address.
    """
    # A character that no file may hold would end the painter.
    columns = {name: [_CONTROLS.sub("", one) if isinstance(one, str) else one for one in rows[name]] for name in rows}
    told = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    chart = unlimited({**_with_outlines(specification, outlines), "width": width}, columns)
    return painting.drawn({**chart, "datasets": {ROWS: told}})


def plain_drawing(
    specification: Mapping[str, Any],
    rows: Mapping[str, Sequence[Any]],
    outlines: Mapping[str, Any],
    width: int,
    language: str,
) -> tuple[str, float, float]:
    """The chart without its words as SVG that any viewer reads in the right direction, with its width and height."""
    drawn = drawing(specification, rows, outlines, width)
    size = _SIZE.match(drawn)
    if size is None:
        raise ValueError("what was drawn has no size")
    return _isolated(drawn) if direction(language) == "rtl" else drawn, float(size[1]), float(size[2])


def taken_svg(
    specification: Mapping[str, Any],
    rows: Mapping[str, Sequence[Any]],
    outlines: Mapping[str, Any],
    caption: Caption,
    faces: Mapping[int, bytes] | None = None,
) -> str:
    """The chart with its words as SVG; `faces` are the fonts (WOFF2) by weight that travel in it."""
    return _composed(drawing(specification, rows, outlines, _INNER), caption, faces or {})


def taken_png(
    specification: Mapping[str, Any],
    rows: Mapping[str, Sequence[Any]],
    outlines: Mapping[str, Any],
    caption: Caption,
) -> bytes:
    """The chart with its words as PNG, 2000 pixels wide."""
    drawn = taken_svg(specification, rows, outlines, caption)
    size = _SIZE.match(drawn)
    return painting.raster(drawn, WIDTH, float(size[2]) if size else WIDTH, PNG_WIDTH)


def _with_outlines(part: Any, outlines: Mapping[str, Any]) -> Any:
    """A specification with what it names by address in it."""
    if isinstance(part, Mapping):
        kept = {name: _with_outlines(value, outlines) for name, value in part.items() if name != "url"}
        return kept | {"values": outlines[part["url"]]} if "url" in part else kept
    return [_with_outlines(value, outlines) for value in part] if isinstance(part, list) else part


def _composed(drawn: str, caption: Caption, faces: Mapping[int, bytes]) -> str:
    size = _SIZE.match(drawn)
    if size is None:
        raise ValueError("what was drawn has no size")
    mirrored = direction(caption.language) == "rtl"
    written: list[str] = []
    down = float(_MARGIN)
    for text, style in ((caption.finding, _FINDING), (caption.title, _TITLE), (caption.filters, _FILTERS)):
        down = _write(written, text, style, down, mirrored)
    down += _GAP
    inner = drawn[size.end() : drawn.rindex("</svg>")]
    left = (WIDTH - float(size[1])) / 2
    written.append(f'<g transform="translate({left:g},{down:g})">{_isolated(inner) if mirrored else inner}</g>')
    down += float(size[2]) + _GAP
    written.append(f'<path d="M{_MARGIN},{down:g}h{_INNER}" stroke="{LIGHT.line}"/>')
    down += _GAP / 2
    for note in caption.notes:
        down = _write(written, note, _NOTE, down, mirrored)
    down = _write(written, caption.source, _SOURCE, down, mirrored) + _MARGIN / 2
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}"',
            f' height="{down:g}" viewBox="0 0 {WIDTH} {down:g}" role="img" xml:lang={quoteattr(caption.language)}>',
            f"<title>{_safe(caption.finding)}</title><desc>{_safe(caption.alternative)}</desc>",
            _style_of(faces),
            f'<rect width="{WIDTH}" height="{down:g}" fill="{_GROUND}"/>',
            *written,
            "</svg>",
        )
    )


def _write(written: list[str], text: str, style: _Style, down: float, mirrored: bool) -> float:
    """Writes the text in as many lines as it takes, from the edge where reading starts; where the next one begins."""
    edge, anchor = (WIDTH - _MARGIN, "end") if mirrored else (_MARGIN, "start")
    for line in lines(text, style.size, style.weight, _INNER):
        # A viewer reads every line from the left unless it is told; not all of them know of a direction of texts.
        told = f"{_FROM_RIGHT}{line}{ISOLATE_END}" if mirrored else line
        written.append(
            f'<text x="{edge}" y="{down + style.size:g}" text-anchor="{anchor}" font-family={quoteattr(FONT)}'
            f' font-size="{style.size}px" font-weight="{style.weight}" fill="{style.color}">{_safe(told)}</text>'
        )
        down += style.line
    return down


def _isolated(drawn: str) -> str:
    """The drawing, each of its Arabic texts read from the right: numbers and Latin names in it stay where they are."""

    def told(found: re.Match[str]) -> str:
        return f"{found[1]}{_FROM_RIGHT}{found[2]}{ISOLATE_END}" if _ARABIC.search(found[2]) else found[0]

    return _TEXTS.sub(told, drawn)


def _safe(text: str) -> str:
    return escape(_CONTROLS.sub("", text))


def _style_of(faces: Mapping[int, bytes]) -> str:
    if not faces:
        return ""
    rules = (
        f"@font-face{{font-family:'{FONT}';font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{b64encode(data).decode()}) format('woff2')}}"
        for weight, data in faces.items()
    )
    return f"<style>{''.join(rules)}</style>"
