"""The printed list of guests, for a door without a network: by kind and name, both scripts, a box to tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from core.i18n import direction, words
from core.names import normalised
from core.records.events import GUEST_KINDS
from core.reports.typesetting import pdf

# Whoever comes without an invitation is written by hand.
_BLANK_LINES = 12


@dataclass(frozen=True)
class ListedGuest:
    """A guest as the paper says it; the place is named in the two languages of the list, as far as it is known."""

    kind: str
    name_ar: str | None
    name_latin: str | None
    place: tuple[str, str]
    province: tuple[str, str]
    came: bool


@dataclass(frozen=True)
class ListedEvent:
    """What stands on top: the event's name and place in the two languages, its day and hours."""

    name: tuple[str, str]
    place: tuple[str, str]
    held_on: date
    starts_at: time
    ends_at: time


def guest_list(event: ListedEvent, guests: Sequence[ListedGuest], languages: tuple[str, str]) -> bytes:
    """The list as a PDF in two languages, the first of them the page's own; texts of pairs in the same order."""
    said = [words(language) for language in languages]
    first, other = languages
    clock = f"{event.starts_at:%H:%M} - {event.ends_at:%H:%M}"
    parts = []
    for kind in GUEST_KINDS:
        of_kind = sorted((one for one in guests if one.kind == kind), key=lambda one: _by_name(one, first))
        if of_kind:
            title = [f"{one.say(f'guest_kind.{kind}')} ({one.number(len(of_kind))})" for one in said]
            parts.append({"title": title, "rows": [_row(guest, first) for guest in of_kind]})
    return pdf(
        "guest_list",
        {
            "language": first,
            "direction": direction(first),
            "other": {"language": other, "direction": direction(other)},
            "title": [one.say("guest_list.title") for one in said],
            "name": list(dict.fromkeys(event.name)),
            "when": [f"{one.day(event.held_on)} · \u2066{clock}\u2069" for one in said],
            "place": list(dict.fromkeys(event.place)),
            "heads": [[one.say(key) for one in said] for key in _HEADS],
            "parts": parts,
            "uninvited": [one.say("guest_list.uninvited") for one in said],
            "blank": _BLANK_LINES,
        },
    )


_HEADS = ("guest_list.name", "guest_list.place", "guest.province_id", "guest_list.came")


def _by_name(guest: ListedGuest, language: str) -> tuple[bool, bool, str]:
    # By the name that stands first in the line, those of the other script behind; whoever has none, by the place.
    names = (guest.name_ar, guest.name_latin) if language == "ar" else (guest.name_latin, guest.name_ar)
    name = names[0] or names[1]
    return name is None, names[0] is None, normalised(name or guest.place[0])


def _row(guest: ListedGuest, language: str) -> dict[str, Any]:
    names = [guest.name_ar, guest.name_latin] if language == "ar" else [guest.name_latin, guest.name_ar]
    there = [name for name in dict.fromkeys(names) if name]
    return {
        "name": there[0] if there else "",
        "also": there[1] if len(there) > 1 else "",
        "place": guest.place[0],
        "province": guest.province[0],
        "came": guest.came,
    }
