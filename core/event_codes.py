"""The short code that opens an event's pages on phones: it changes every few minutes and ends with the event.

It follows from the event's own secret and the moment (HMAC-SHA-256, RFC 2104, as RFC 6238 does for passwords that are
used once), so that no table holds it, every process knows it, and a photo of the stage is worth nothing the day after.
"""

import hmac
from datetime import date, datetime, time, timedelta
from typing import Protocol

from core.i18n import ZONE

# No letter or digit that is taken for another one when it is read from the last row.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 6
# How long one code stands on the stage; the one before it is still taken, for whoever types slowly.
WINDOW = timedelta(minutes=10)
# People come before the doors open and talk on after the end.
BEFORE = timedelta(hours=4)
AFTER = timedelta(hours=4)


class Coded(Protocol):
    """What a code is made of: an event, or a row with the same values."""

    @property
    def secret(self) -> str: ...
    @property
    def held_on(self) -> date: ...
    @property
    def starts_at(self) -> time: ...
    @property
    def ends_at(self) -> time: ...
    @property
    def closed_at(self) -> datetime | None: ...


def is_running(event: Coded, at: datetime) -> bool:
    """Whether phones may come to the event at this moment: around its hours in Morocco, and not once it is closed."""
    if event.closed_at is not None and event.closed_at <= at:
        return False
    starts = datetime.combine(event.held_on, event.starts_at, ZONE)
    ends = datetime.combine(event.held_on, event.ends_at, ZONE)
    return starts - BEFORE <= at <= ends + AFTER


def event_code(event: Coded, at: datetime) -> str | None:
    """The code that stands on the stage at this moment, six letters and digits; None when the event is not running."""
    return _code(event.secret, at) if is_running(event, at) else None


def accepted_codes(event: Coded, at: datetime) -> tuple[str, ...]:
    """The codes that open the event at this moment: the present one and the one before; none outside of its hours."""
    return (_code(event.secret, at), _code(event.secret, at - WINDOW)) if is_running(event, at) else ()


def is_code_of(event: Coded, given: str, at: datetime) -> bool:
    """Whether somebody who gives this code is in the hall; capitals, blanks and dashes do not matter."""
    typed = "".join(letter for letter in given.upper() if letter.isalnum())
    return any(hmac.compare_digest(code.encode(), typed.encode()) for code in accepted_codes(event, at))


def _code(secret: str, at: datetime) -> str:
    window = int(at.timestamp() // WINDOW.total_seconds())
    number = int.from_bytes(hmac.new(secret.encode(), f"event code:{window}".encode(), "sha256").digest()[:10])
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)
