"""Partner reports of the small programme to read back: what stands in their pages, and how they are tagged."""

import ctypes
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from sqlalchemy import Engine

from core.filters import Filters
from core.records.snapshot import Snapshot
from core.reports.partner import Edition, Geography, Photo, Report, made
from db.engine import reading
from db.queries.pictures import label_points
from db.queries.snapshots import snapshot

GEO = Path(__file__).parent.parent.parent / "db" / "reference" / "geo"
MARKS = dict.fromkeys(range(0x2066, 0x206A))
AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


def geography() -> Geography:
    """The outlines that the map is drawn with."""
    files = {f"/assets/geo/{file.name}": json.loads(file.read_text("utf-8")) for file in GEO.glob("*.geojson")}
    return Geography(files, label_points())


def taken(engine: Engine, phase_id: int | None) -> Snapshot:
    """The figures of a phase as they are frozen."""
    with reading(engine) as session:
        return snapshot(session, Filters(phase_id=phase_id), AT)


def files_of(figures: Snapshot, edition: Edition, title: str = "", photos: tuple[Photo, ...] = ()) -> dict[str, bytes]:
    """The three files of an edition."""
    return dict(made(Report(figures, "R-2026-03", edition, title, photos=photos), geography()))


def pages(content: bytes) -> list[str]:
    """What is written on each page, without the marks of direction and with plain spaces."""
    document = pypdfium2.PdfDocument(content)
    return [plain(page.get_textpage().get_text_range()) for page in document]


def plain(text: str) -> str:
    """A text without the marks of direction, its spaces and lines made one kind."""
    return " ".join(text.translate(MARKS).split())


def tags(content: bytes) -> tuple[Counter[str], list[str]]:
    """How often each kind of element stands in the tree that is read out, and the texts of its pictures."""
    document = pypdfium2.PdfDocument(content)
    kinds: Counter[str] = Counter()
    told: list[str] = []
    for page in document:
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            for kind, alternative in _elements(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place)):
                kinds[kind] += 1
                told += [alternative] if kind == "Figure" else []
        pdfium.FPDF_StructTree_Close(tree)
    return kinds, told


def _elements(element: Any) -> Iterator[tuple[str, str]]:
    yield _text(pdfium.FPDF_StructElement_GetType, element), _text(pdfium.FPDF_StructElement_GetAltText, element)
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
        if child:
            yield from _elements(child)


def language_of(content: bytes) -> str:
    """The language that the document says it is in."""
    document = pypdfium2.PdfDocument(content)
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    found = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFCatalog_GetLanguage(document, found, length)
    return bytes(found).decode("utf-16-le").rstrip("\0")


def _text(read: Callable[..., int], element: Any) -> str:
    length = read(element, None, 0)
    found = ctypes.create_string_buffer(length)
    read(element, found, length)
    return found.raw.decode("utf-16-le").rstrip("\0")


def parts(content: bytes, name: str) -> str:
    """A part of a zipped document, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return opened.read(name).decode()
