"""The certificate of completion on paper: a page a person, Arabic and French side by side, a code that leads to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.i18n import words
from core.qr_codes import qr_code
from core.reports.typesetting import pdf

# The two languages of the page; Arabic stands where reading begins.
PAPER_LANGUAGES = ("ar", "fr")


@dataclass(frozen=True)
class CertificatePage:
    """What one certificate says; names of the training by language, hours of the group's own sittings.

    `address` is where the code leads, `issuer` who answers for it.
    """

    serial: str
    address: str
    name_ar: str | None
    name_latin: str | None
    sex: str
    programme: Mapping[str, str]
    phase: Mapping[str, str]
    group: str
    modules: Sequence[Mapping[str, str]]
    attended: float
    offered: float
    issued_on: date
    issuer: Mapping[str, str]


def certificates(pages: Sequence[CertificatePage]) -> bytes:
    """The certificates as one PDF, each an A4 page lying on its side."""
    return pdf("certificate", {"pages": [_page(page) for page in pages]})


def _page(page: CertificatePage) -> dict[str, Any]:
    names = {"ar": page.name_ar or page.name_latin, "fr": page.name_latin or page.name_ar}
    both = names["ar"] != names["fr"]
    return {
        "serial": page.serial,
        "qr": qr_code(page.address),
        # Whoever has no camera types it: without what every browser puts before it.
        "address": page.address.partition("://")[2] or page.address,
        "names": [names[language] for language in (PAPER_LANGUAGES if both else PAPER_LANGUAGES[:1])],
        "sides": [_side(page, language) for language in PAPER_LANGUAGES],
    }


def _side(page: CertificatePage, language: str) -> dict[str, Any]:
    said = words(language)
    hours = {"attended": said.number(page.attended, 2), "offered": said.number(page.offered, 2)}
    facts = {
        "phase": page.phase[language],
        "group": page.group,
        "modules": said.listing([module[language] for module in page.modules]),
        "hours": said.say("certificate.paper.hours_of", **hours),
        "issued_on": said.day(page.issued_on),
    }
    return {
        "language": language,
        "direction": said.direction,
        "programme": page.programme[language],
        "title": said.say("certificate.paper.title"),
        "states": said.say(f"certificate.paper.states_{page.sex}", issuer=page.issuer[language]),
        "completed": said.say(f"certificate.paper.completed_{page.sex}"),
        "facts": [[said.say(f"certificate.paper.{name}"), value] for name, value in facts.items() if value],
        "serial": said.say("certificate.paper.serial"),
        "scan": said.say("certificate.paper.scan"),
        "signed": said.say("certificate.paper.signed"),
    }
