"""The report as PDF: tagged for readers of the screen, with an outline, a language and a text for every picture."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.i18n import direction
from core.painting import bold_by_family
from core.reports.partner.blocks import Block, Charts, Heading, Numbers, Photos, Table, Text, Told
from core.reports.partner.drawn import WIDE
from core.reports.typesetting import pdf

# The marks that keep directions apart are nothing to read out.
_MARKS = dict.fromkeys(range(0x2066, 0x206A))


def paper(taken: datetime, number: str, told: Sequence[Told]) -> bytes:
    """A report as PDF bytes (A4; lying where two languages face each other), as it stood at a moment, for PDF/UA-1."""
    files: dict[str, bytes] = {}
    sides = [_side(one) for one in told]
    rows = [
        [_block(block, files, f"{place}-{side}") for side, block in enumerate(blocks)]
        for place, blocks in enumerate(zip(*(one.blocks for one in told), strict=True))
    ]
    data = {
        "title": " · ".join(f"{one.cover.title} {number}" for one in told),
        "taken": [taken.year, taken.month, taken.day],
        "sides": sides,
        "rows": rows,
    }
    return pdf("partner", data, files=files, standard="ua-1", made=taken)


def _side(told: Told) -> dict[str, Any]:
    cover = told.cover
    return {
        "language": told.language,
        "direction": direction(told.language),
        "contents": told.contents,
        "running": told.running,
        "page": told.page,
        "cover": {
            "programme": cover.programme,
            "title": cover.title,
            "number": cover.number,
            "lines": list(cover.lines),
            "warning": cover.warning,
            "numbers": _numbers(Numbers(cover.numbers))["items"],
            "foot": cover.foot,
        },
    }


def _block(block: Block, files: dict[str, bytes], name: str) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text, "level": block.level, "new_page": block.new_page}
        case Text():
            return {"kind": "text", "text": block.text, "style": block.style}
        case Numbers():
            return _numbers(block)
        case Table():
            return {
                "kind": "table",
                "title": block.title,
                "headers": list(block.headers),
                "rows": [list(row) for row in block.rows],
                "widths": list(block.widths),
                "numbers": list(block.numbers),
            }
        case Charts():
            items = []
            for place, one in enumerate(block.items):
                file = f"{name}-{place}.svg"
                files[file] = bold_by_family(one.svg).encode()
                items.append(
                    {
                        "file": file,
                        "finding": one.finding,
                        "title": one.title,
                        "narrow": one.width < WIDE,
                        "alt": one.alternative.translate(_MARKS),
                    }
                )
            return {"kind": "charts", "items": items}
        case Photos():
            pictures = []
            for place, photo in enumerate(block.items):
                # The same pictures stand on both sides.
                file = f"photo-{place}.jpg"
                files[file] = photo.content
                pictures.append({"file": file, "caption": photo.caption})
            return {"kind": "photos", "items": pictures}


def _numbers(block: Numbers) -> dict[str, Any]:
    items = [{"label": one.label, "value": one.value, "told": list(one.told)} for one in block.items]
    return {"kind": "numbers", "items": items}
