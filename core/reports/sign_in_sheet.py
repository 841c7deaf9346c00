"""The paper sheet of a session, in two languages side by side: who is expected, and where each one signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from core.i18n import direction, words
from core.qr_codes import qr_code
from core.reports.typesetting import pdf

BLANK_ROWS = 10
_COLUMNS = ("number", "name", "organisation", "sex", "signature")


@dataclass(frozen=True)
class SheetPerson:
    """One printed row."""

    number: int
    name_ar: str | None
    name_latin: str | None
    organisation_ar: str | None
    organisation_latin: str | None
    sex: str


@dataclass(frozen=True)
class SheetSession:
    """What stands on top of the sheet; labels and places by language."""

    session_id: int
    address: str
    module: dict[str, str]
    place: dict[str, str]
    group: str | None
    held_on: date
    starts_at: time
    ends_at: time
    notice: dict[str, str]


def session_code(session_id: int) -> str:
    """How a sheet names its session: short enough to be read out and typed."""
    return f"S-{session_id:05}"


def sign_in_sheet(sitting: SheetSession, people: Sequence[SheetPerson], languages: tuple[str, str]) -> bytes:
    """The sheet as an A4 PDF that prints in black and white.

    `languages` are the first one, which the sheet runs in, and the one beside it. After the people come blank rows
    for those who were not expected, numbered on.
    """
    first, second = languages
    numbers = [person.number for person in people]
    last = max(numbers, default=0)
    return pdf(
        "sign_in_sheet",
        {
            "language": first,
            "direction": direction(first),
            "other": {"language": second, "direction": direction(second)},
            "title": _both(languages, "sheet.title"),
            "code": session_code(sitting.session_id),
            "qr": qr_code(sitting.address),
            "scan": _both(languages, "sheet.scan"),
            "heads": [_head(sitting, language) for language in languages],
            "columns": [_both(languages, f"sheet.{name}") for name in _COLUMNS],
            "rows": [_row(person, languages) for person in people],
            "blanks": list(range(last + 1, last + 1 + BLANK_ROWS)),
            "counts": [_both(languages, f"sheet.{name}") for name in ("headcount", "signatures", "trainer")],
            "notice": [sitting.notice[language] for language in languages],
        },
    )


def _both(languages: tuple[str, str], key: str) -> list[str]:
    return [words(language).say(key) for language in languages]


def _head(sitting: SheetSession, language: str) -> list[list[str]]:
    said = words(language)
    clock = f"{sitting.starts_at:%H:%M} - {sitting.ends_at:%H:%M}"
    lines = [
        ("sheet.module", sitting.module[language]),
        ("sheet.day", said.say("sheet.comma").join((said.day(sitting.held_on, "full"), clock))),
        ("sheet.place", sitting.place[language]),
        ("sheet.group", sitting.group or said.say("session.open")),
    ]
    return [[said.say(key), value] for key, value in lines]


def _row(person: SheetPerson, languages: tuple[str, str]) -> dict[str, Any]:
    said = words(languages[0])
    names = [name for name in (person.name_ar, person.name_latin) if name]
    first = said.person(person.name_ar, person.name_latin)
    return {
        "number": person.number,
        "name": first,
        "also": next((name for name in names if name != first), ""),
        "organisation": said.name(person.organisation_ar, person.organisation_latin),
        "sex": said.say(f"sheet.sex.{person.sex}"),
    }
