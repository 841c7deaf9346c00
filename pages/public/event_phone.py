"""An event on the phones of its audience: the code lets in, then plain pages to check in, speak, vote and rate."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.event_codes import is_code_of, is_running
from core.i18n import LANGUAGES, NATIVE_NAMES, Words
from core.records.event_phones import WRONG_CODES, doors_of_address
from core.records.events import GUEST_KINDS, SUBMISSION_LENGTH, VOTES
from db.engine import reading
from db.queries.event_phones import (
    HallEvent,
    PhoneGuest,
    bodies_named,
    events_around,
    rating_of,
    sent_of,
    votes_of,
)
from pages.public.addresses import guest_address, number_in, through_the_door
from pages.public.event_phone_choices import choices
from pages.public.event_phone_floods import DOORS, WRONG, address_of
from pages.public.event_phone_hall import COOKIE, Hall, hall_of, is_known, let_in, words_asked
from pages.public.light import answer, open_document

# What a page is about, and the switch that opens it.
PARTS = {
    "check-in": "check_in_open",
    "obstacle": "submissions_open",
    "vote": "votes_open",
    "day": "ratings_open",
}
_LONGEST_CODE = 40


async def door(request: Request) -> Response:
    """Where the code is typed by whoever has no camera."""
    given = request.query_params.get("code", "")[:_LONGEST_CODE]
    typed = "".join(letter for letter in given if letter.isascii() and letter.isalnum())
    language = request.query_params.get("language")
    if typed:
        more = f"?language={words_asked(language).language}"
        return RedirectResponse(f"/e/{typed}{more}", status_code=303)
    return _door(words_asked(language), "wrong" if given else "")


async def open_with_code(request: Request) -> Response:
    """The code of the stage lets a phone in; one that was let in before goes on, whatever became of the code."""
    spoken, address = words_asked(request.query_params.get("language")), address_of(request)
    returns = any(name.startswith(COOKIE) for name in request.cookies)
    waits = WRONG.spent(address, WRONG_CODES)
    if waits and not returns:
        # Before anything is asked of the database: a guess costs the server next to nothing.
        return _door(spoken, "busy", 429)
    event, own = await run_in_threadpool(_looked, request, not waits)
    if event is None:
        if not waits:
            WRONG.take(address, WRONG_CODES)
        return _door(spoken, "wrong", 404) if own is None else _on(own, spoken)
    if not is_running(event, datetime.now(UTC)):
        return thanked(spoken, event)
    if event == own:
        return _on(event, spoken)
    if not DOORS.take(f"{event.id} {address}", doors_of_address(event.seats)):
        return _door(spoken, "busy", 429)
    response = _on(event, spoken)
    let_in(request, response, event)
    return response


async def badge(request: Request) -> Response:
    """Where the code on a badge leads a phone of the hall: to check in with it; everybody else to the sign-in."""
    given = str(request.path_params["badge"])[:_LONGEST_CODE]
    _, own = await run_in_threadpool(_looked, request, False)
    if own is None:
        return RedirectResponse(through_the_door(guest_address(given)), status_code=303)
    return RedirectResponse(f"/e/{own.id}/check-in?badge={quote(given, safe='')}", status_code=303)


def _on(event: HallEvent, spoken: Words) -> Response:
    return RedirectResponse(f"/e/{event.id}/hall?language={spoken.language}", status_code=303)


def _looked(request: Request, compared: bool) -> tuple[HallEvent | None, HallEvent | None]:
    """The event that the code is of, where codes are compared at all, and one that this phone was let in to before.

    The code of an event that was closed within the time of the code still tells which one it was.
    """
    code, moment = str(request.path_params.get("code", ""))[:_LONGEST_CODE], datetime.now(UTC)
    with reading() as session:
        around = events_around(session, moment)
    matching = [event for event in around if compared and is_code_of(replace(event, closed_at=None), code, moment)]
    event = next(iter(matching), None)
    mine = [one for one in around if is_running(one, moment) and is_known(one, request)]
    own = event if event in mine else next(iter(mine), None)
    return event, own


def _door(spoken: Words, stand: str, status: int = 200) -> Response:
    return open_document("event_door.html", spoken, status, stand=stand, languages=_languages())


def thanked(spoken: Words, event: HallEvent, status: int = 200) -> Response:
    """The thanks after the end."""
    return open_document(
        "event_thanks.html", spoken, status, event=event, title=title_of(spoken, event), languages=_languages()
    )


async def hall(request: Request) -> Response:
    """What may be done now, for whom, and what became of what was sent."""
    return await run_in_threadpool(_asked, request, "hall")


async def part(request: Request) -> Response:
    """The page of one thing: to check in, an obstacle, the vote, the day."""
    name = str(request.path_params["part"])
    return await run_in_threadpool(_asked, request, name if name in PARTS else "hall")


def _asked(request: Request, name: str) -> Response:
    query = request.query_params
    here = hall_of(request, query.get("language"))
    if here is None:
        return _door(words_asked(query.get("language")), "wrong", 404)
    return page(here, name, asked=dict(query))


async def named(request: Request) -> Response:
    """Organisations or institutions that sound like what is being typed: id and name; for the page's script."""
    return await run_in_threadpool(_named, request)


def _named(request: Request) -> Response:
    query = request.query_params
    here = hall_of(request, query.get("language"))
    if here is None or here.phone.banned or not here.runs:
        return Response(status_code=404)
    with reading() as session:
        found = bodies_named(session, query.get("kind", ""), query.get("text", "")[:100])
    return answer([[number, here.words.name(arabic, latin)] for number, arabic, latin in found])


def page(here: Hall, name: str, asked: dict[str, str], refused: str = "", status: int = 200, **more: Any) -> Response:
    """The page of a part as it stands now; `asked` are the fields of the address or of a form that was refused."""
    if not here.runs:
        return thanked(here.words, here.event, status)
    guest = speaking(here, asked.get("for"))
    if guest is None and name != "hall":
        name = "check-in"
    shown = "check-in" if name == "hall" and guest is None else name
    closed = shown in PARTS and not getattr(here.event, PARTS[shown])
    with reading() as session:
        details: dict[str, Any] = {
            "choices": choices(session, here.words),
            "sent": sent_of(session, guest.id) if guest and shown in ("hall", "obstacle") else [],
            "votes": votes_of(session, guest.id) if guest and shown == "vote" else frozenset(),
            "rating": rating_of(session, guest.id) if guest and shown == "day" else None,
        }
    return open_document(
        f"event_{shown.replace('-', '_')}.html",
        here.words,
        status,
        here=here,
        event=here.event,
        title=title_of(here.words, here.event),
        guest=guest,
        part=shown,
        closed=closed,
        # Whether each of the other pages is open now.
        is_open={one: getattr(here.event, switch) for one, switch in PARTS.items()},
        asked=asked,
        refused=refused,
        key=asked.get("key") or secrets.token_hex(16),
        kinds=GUEST_KINDS,
        length=SUBMISSION_LENGTH,
        most=VOTES,
        languages=_languages(),
        **details,
        **more,
    )


def speaking(here: Hall, given: object) -> PhoneGuest | None:
    """For whom the phone acts: the one chosen, else the first who checked in on it; None before anybody did."""
    number = number_in(given)
    return next((one for one in here.phone.guests if one.id == number), next(iter(here.phone.guests), None))


def title_of(spoken: Words, event: HallEvent) -> str:
    """The event's name in the language of the phone, else in one that it has."""
    names = (getattr(event, f"name_{spoken.language}"), event.name_ar, event.name_fr, event.name_en)
    return next(_given(names))


def _given(names: tuple[str | None, ...]) -> Iterator[str]:
    yield from (name for name in names if name)
    yield ""


def _languages() -> list[tuple[str, str]]:
    return [(code, NATIVE_NAMES[code]) for code in LANGUAGES]
