"""Which phone of which event asks: its cookie, which is given for a code and outlives the code, and its answers."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from core.event_codes import is_running
from core.i18n import Words, preferred_language, words
from core.problems import Problem
from db.engine import reading
from db.queries.event_phones import HallEvent, HallPhone, hall_event, hall_phone
from pages.parts.refusals import plain_refusal
from pages.server.cookies import over_https

COOKIE = "cooper_event_"
# Only these pages ask for it.
_PATH = "/e/"
# The cookie ends with the day; that the event is over is asked of the database each time.
_DAY = 24 * 3600
_HEADERS = {"Cache-Control": "no-store", "Vary": "Cookie"}


@dataclass(frozen=True)
class Hall:
    """A phone that was let in: its event, the hash that it is known by, what is known of it, the words to speak."""

    event: HallEvent
    digest: str
    phone: HallPhone
    words: Words

    @property
    def runs(self) -> bool:
        """Whether the event still takes something."""
        return is_running(self.event, datetime.now(UTC))

    def address(self, part: str = "hall", **asked: Any) -> str:
        """A page of this event in the language of the phone."""
        more = "".join(f"&{name}={value}" for name, value in asked.items() if value)
        return f"/e/{self.event.id}/{part}?language={self.words.language}{more}"


def words_asked(given: object) -> Words:
    """Arabic unless another language was tapped, whatever the browser prefers: the hall speaks Arabic first."""
    return words(preferred_language(given if isinstance(given, str) else None, "ar"))


def hall_of(request: Request, language: object) -> Hall | None:
    """The phone behind the cookie of the event in the address; None for whoever was not let in there."""
    event_id = int(request.path_params["event"])
    cookie = request.cookies.get(f"{COOKIE}{event_id}")
    # A longer number is none that a database ever gave.
    if not cookie or event_id >= 2**31:
        return None
    with reading() as session:
        event = hall_event(session, event_id)
        digest = _digest(event, cookie) if event else None
        if event is None or digest is None:
            return None
        return Hall(event, digest, hall_phone(session, event_id, digest), words_asked(language))


def is_known(event: HallEvent, request: Request) -> bool:
    """Whether this phone was let in to the event before."""
    return _digest(event, request.cookies.get(f"{COOKIE}{event.id}", "")) is not None


def let_in(request: Request, response: Response, event: HallEvent) -> None:
    """Gives the phone its cookie, out of reach of any script; nothing is written before somebody checks in."""
    name = secrets.token_urlsafe(16)
    response.set_cookie(
        f"{COOKIE}{event.id}",
        f"{name}.{_signed(event, name)}",
        max_age=_DAY,
        httponly=True,
        samesite="lax",
        secure=over_https(request),
        path=_PATH,
    )


def _signed(event: HallEvent, name: str) -> str:
    return hmac.new(event.secret.encode(), f"event phone:{event.id}:{name}".encode(), "sha256").hexdigest()[:32]


def _digest(event: HallEvent, cookie: str) -> str | None:
    name, _, signed = cookie.partition(".")
    if not hmac.compare_digest(_signed(event, name).encode(), signed.encode()):
        return None
    return hashlib.sha256(name.encode()).hexdigest()


def wants_script(request: Request) -> bool:
    """Whether the page's script sent the form, and reads the answer instead of the browser."""
    return request.headers.get("accept", "") == "application/json"


def gone_to(request: Request, address: str) -> Response:
    """On to another page of the event, by the browser or by the script."""
    if wants_script(request):
        return JSONResponse({"to": address}, headers=_HEADERS)
    return RedirectResponse(address, status_code=303, headers=_HEADERS)


def told(spoken: Words, problem: Problem, status: int = 422) -> Response:
    """A refusal as the script shows it beside what was typed."""
    first = next(problem.each())
    return JSONResponse({"say": refusal_of(spoken, first), "field": first.field}, status_code=status, headers=_HEADERS)


def waiting(request: Request, spoken: Words) -> Response:
    """Too much from one phone: an answer that costs next to nothing."""
    sentence = spoken.say("event_phone.wait")
    if wants_script(request):
        return JSONResponse({"say": sentence}, status_code=429, headers=_HEADERS)
    return PlainTextResponse(sentence, status_code=429, headers=_HEADERS)


def refusal_of(spoken: Words, problem: Problem) -> str:
    """The sentence of a refusal in the words of the hall."""
    own = f"event_phone.problem.{problem.code}.{problem.field}"
    return spoken.say(own) if spoken.has(own) else plain_refusal(spoken, problem)
