"""Badges to print and cut: ten on an A4 page, each with a name in both scripts and a code that opens today's roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import words
from core.qr_codes import qr_code
from core.reports.typesetting import pdf

BADGE_LANGUAGES = ("ar", "fr")


@dataclass(frozen=True)
class Badge:
    """What one badge says; `address` is where its code leads."""

    address: str
    name_ar: str | None
    name_latin: str | None
    organisation_ar: str | None
    organisation_latin: str | None
    group: str | None


def badges(people: Sequence[Badge], left_out: int, group: str | None = "sheet.group") -> bytes:
    """The badges as a PDF; each page says how many people of the list have none. `group` is the word before a group."""
    said = [words(language) for language in BADGE_LANGUAGES]
    return pdf(
        "badges",
        {
            "group": [one.say(group) for one in said] if group else [],
            "cut": [one.say("badge.cut") for one in said],
            "left_out": [one.count("badge.left_out", left_out) for one in said] if left_out else [],
            "badges": [_badge(person) for person in people],
        },
    )


def _badge(person: Badge) -> dict[str, Any]:
    return {
        "qr": qr_code(person.address),
        "names": _both(person.name_ar, person.name_latin),
        "organisations": _both(person.organisation_ar, person.organisation_latin),
        "group": person.group or "",
    }


def _both(arabic: str | None, latin: str | None) -> list[list[str]]:
    """What there is of a name, the Arabic one first, each with its direction; once where both are the same."""
    found = [[arabic, "rtl"]] if arabic else []
    return [*found, [latin, "ltr"]] if latin and latin != arabic else found
