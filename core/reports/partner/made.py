"""A report made as a file: which editions and forms there are, and how far the making is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Literal

from core.records.snapshot import Snapshot, digest
from core.reports.partner.annex import annex
from core.reports.partner.blocks import Photo, Told
from core.reports.partner.chapters import method, obstacles, photos, provinces
from core.reports.partner.cover import cover, summary
from core.reports.partner.drawn import Drawer, Geography
from core.reports.partner.paper import paper
from core.reports.partner.saying import Saying

Edition = Literal["ar", "fr", "en", "ar-fr"]
EDITIONS: tuple[Edition, ...] = ("ar", "fr", "en", "ar-fr")
FORMS = ("pdf", "docx", "xlsx")
# Charts of the whole: months, modules, provinces, map, categories, categories by province; and two of each province.
_OF_ALL, _OF_PROVINCE = 6, 2
# The part of the work that drawing is; the rest is setting the pages.
_DRAWING = 0.7


@dataclass(frozen=True)
class Report:
    """What is asked for: the frozen snapshot with its number, title and occasion, the edition, and pictures for it."""

    snapshot: Snapshot
    number: str
    edition: Edition
    title: str = ""
    occasion: str = ""
    photos: tuple[Photo, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the edition; of two, the first one is where reading starts."""
        return tuple(self.edition.split("-"))


def made(
    report: Report, geography: Geography, done: Callable[[float], None] = lambda _: None
) -> Iterator[tuple[str, bytes]]:
    """The files of the report, each with its form as soon as it is there; `done` is told the share of the work, 0 to 1.

    Their charts are drawn once. Problem where a chart cannot be drawn.
    """
    fingerprint = digest(report.snapshot)
    sayings = [Saying(report.snapshot, report.number, language) for language in report.languages]
    yield "xlsx", annex(sayings, fingerprint)
    charts = len(sayings) * (_OF_ALL + _OF_PROVINCE * len(report.snapshot.provinces))
    drawn = 0

    def drew() -> None:
        nonlocal drawn
        drawn += 1
        done(_DRAWING * min(1, drawn / charts))

    taken = datetime.fromisoformat(report.snapshot.taken_at)
    told = [_told(report, saying, Drawer(saying, geography, drew), fingerprint) for saying in sayings]
    yield "pdf", paper(taken, report.number, told)
    done((1 + _DRAWING) / 2)
    # What writes Word files is imported by the first one that is asked for.
    yield "docx", import_module("core.reports.partner.word").word(taken, report.number, told)
    done(1)


def _told(report: Report, saying: Saying, drawer: Drawer, fingerprint: str) -> Told:
    return Told(
        language=saying.language,
        cover=cover(saying, report.title, report.occasion, fingerprint),
        contents=saying.own("contents"),
        running=saying.own("number", number=report.number),
        page=saying.own("page"),
        blocks=(
            *summary(saying, drawer),
            *provinces(saying, drawer),
            *obstacles(saying, drawer),
            *photos(saying, report.photos),
            *method(saying, fingerprint),
        ),
    )
