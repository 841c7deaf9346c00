"""The addresses of light pages that a code on paper opens, and the way to them through the door."""

import re
from urllib.parse import quote

_LARGEST = 2**31 - 1
_OPENED = re.compile(
    r"/(?:(?:roster|badge)/\d{1,10}(?:\?person=\d{1,10})?|roster/\d{1,10}/paper"
    r"|door/\d{1,10}(?:\?guest=\d{1,10})?|guest/[\w-]{1,40})",
    re.ASCII,
)


def roster_address(session: int, person: int | None = None) -> str:
    """The roster of a session, with a person in view."""
    return f"/roster/{session}" if person is None else f"/roster/{session}?person={person}"


def badge_address(person: int) -> str:
    """Where the code on a person's badge leads."""
    return f"/badge/{person}"


def event_door_address(event: int, guest: int | None = None) -> str:
    """The door of an event, with a guest in view."""
    return f"/door/{event}" if guest is None else f"/door/{event}?guest={guest}"


def guest_address(badge: str) -> str:
    """Where the code on a guest's badge leads."""
    return f"/guest/{badge}"


def through_the_door(address: str) -> str:
    """Where somebody signs in who then goes on to the address."""
    return f"/entry-today?to={quote(address, safe='')}"


def asked_for(value: object) -> str | None:
    """The light page that a visitor of the door came for; None for anything that is no such address."""
    return value if isinstance(value, str) and _OPENED.fullmatch(value) else None


def number_in(value: object) -> int | None:
    """The number of a row in an address, or None."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= _LARGEST else None
