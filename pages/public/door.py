"""The door of an event on a phone: a light page, each tap one small message of its own, done once, several doors alike.

The moment of a check-in is the server's. What a phone could not send it keeps, and sends under the same keys.
"""

import secrets
from asyncio import wrap_future
from typing import Any
from urllib.parse import quote

import pandas as pd
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.names import normalised
from core.problems import Problem
from core.records.events import GUEST_KINDS, kind_of_guest
from db.commands.ledger import perform
from db.commands.together import Asked, perform_together
from db.engine import reading
from db.queries.events import event_card
from db.queries.guests import guest_of_badge, guests_of_event
from db.queries.organisations import organisations_found
from pages.public.addresses import event_door_address, number_in, through_the_door
from pages.public.door_view import asked, facts, found, is_id, listed, own_provinces, stand
from pages.public.light import (
    Caller,
    answer,
    caller_of,
    document,
    form_of,
    is_own_message,
    message_of,
    refused,
    said,
)

# What a phone may bring along at once when the network is back.
_MOST_TAPS = 50
_MOST_FOUND = 8
_MOST_PLAIN = 20
_SHORTEST_SEARCH = 2
_MOST_BYTES = 8_000


async def guest_page(request: Request) -> Response:
    """Where the code on a badge leads: the door of its event, with that guest in view."""
    badge = str(request.path_params["badge"])[:40]
    caller = await run_in_threadpool(caller_of, request)
    if caller is None:
        # A guest's own phone is not signed in either; only the pages of phones know it by its cookie.
        return RedirectResponse(f"/e/badge/{quote(badge, safe='')}", status_code=303)
    return await run_in_threadpool(_behind, caller, badge)


def _behind(caller: Caller, badge: str) -> Response:
    if not caller.actor.may("door.write"):
        return _refused_page(caller, Problem("not_allowed"))
    with reading() as session:
        badged = guest_of_badge(session, badge)
    if badged is None:
        return document("refused.html", caller, sentence=caller.words.say("door.badge_unknown"))
    return RedirectResponse(event_door_address(badged.event_id, badged.guest_id), status_code=303)


async def door_page(request: Request) -> Response:
    """The door of one event; whoever is not signed in is sent to the sign-in and comes back."""
    number = int(request.path_params["event"])
    caller = await run_in_threadpool(caller_of, request)
    guest = number_in(request.query_params.get("guest"))
    if caller is None:
        return RedirectResponse(through_the_door(event_door_address(number, guest)), status_code=303)
    text = request.query_params.get("name", "")[:80]
    return await run_in_threadpool(_page, caller, number, text, guest)


def _page(caller: Caller, number: int, text: str, guest: int | None, problem: Problem | None = None) -> Response:
    if not caller.actor.may("door.write"):
        return _refused_page(caller, Problem("not_allowed"))
    try:
        with reading() as session:
            stands = stand(session)
            card = event_card(session, caller.actor.provinces, number)
            lines = listed(caller.words, guests_of_event(session, number))
            known = facts(caller, session, card)
            places = own_provinces(caller.words, session)
    except Problem as gone:
        return _refused_page(caller, gone)
    in_view = [line for line in lines if line[0] == guest] if guest else found(lines, text) if text else []
    return document(
        "door.html",
        caller,
        card=card,
        page=known | {"rows": lines, "stand": stands},
        text=text,
        in_view=in_view[:_MOST_PLAIN],
        came=sum(line[9] is not None for line in lines),
        whole=len(lines),
        keys=[secrets.token_hex(16) for _ in range(len(in_view[:_MOST_PLAIN]) + 1)],
        kinds=GUEST_KINDS,
        places=places,
        refused=said(caller, problem)["say"] if problem else None,
    )


def _refused_page(caller: Caller, problem: Problem) -> Response:
    return document("refused.html", caller, sentence=said(caller, problem)["say"])


async def door_state(request: Request) -> Response:
    """What changed since the stand the phone knows: nothing (204), or the guests as they are."""
    caller = await run_in_threadpool(caller_of, request, True)
    if caller is None or not caller.actor.may("door.write"):
        return Response(status_code=401)
    known = request.query_params.get("stand", "")
    return await run_in_threadpool(_state, caller, int(request.path_params["event"]), known)


def _state(caller: Caller, number: int, known: str) -> Response:
    with reading() as session:
        stands = stand(session)
        if stands == known:
            return Response(status_code=204)
        try:
            card = event_card(session, caller.actor.provinces, number)
        except Problem as problem:
            return refused(caller, problem, 404)
        rows = listed(caller.words, guests_of_event(session, number))
    return answer({"stand": stands, "closed": card.closed_at is not None, "rows": rows})


async def save_taps(request: Request) -> Response:
    """Taps and lines, each with its own key: done once, or refused in words; with each guest as it stands now."""
    caller = await run_in_threadpool(caller_of, request)
    if caller is None:
        return Response(status_code=401)
    message = await message_of(request)
    taps = (message or {}).get("taps")
    if not is_own_message(request, caller) or not isinstance(taps, list) or len(taps) > _MOST_TAPS:
        return Response(status_code=400)
    return answer({"done": await _saved(caller, int(request.path_params["event"]), taps)})


async def _saved(caller: Caller, number: int, taps: list[Any]) -> list[dict[str, Any]]:
    given = [tap if isinstance(tap, dict) else {} for tap in taps]
    actions = [asked(caller, number, tap) for tap in given]
    written = await wrap_future(
        perform_together([one for one in actions if isinstance(one, Asked)], lambda _session: None)
    )
    outcomes = iter(written.each)
    done: list[dict[str, Any]] = []
    touched: list[int] = []
    for tap, one in zip(given, actions, strict=True):
        outcome = next(outcomes) if isinstance(one, Asked) else one
        told: dict[str, Any] = {"key": str(tap.get("key", ""))}
        guest = tap.get("guest")
        if isinstance(outcome, Problem):
            told["refused"] = said(caller, outcome)
        elif isinstance(outcome, Exception):
            raise outcome
        else:
            guest = outcome.row_id
        touched.append(guest if is_id(guest) else 0)
        done.append(told)
    now = await run_in_threadpool(_now, caller, number, touched)
    for told, guest in zip(done, touched, strict=True):
        told["guest"], told["now"] = guest, now.get(guest)
    return done


def _now(caller: Caller, number: int, guests: list[int]) -> dict[int, list[Any]]:
    """The lines of these guests; one who is on no list any more has none."""
    with reading() as session:
        try:
            event_card(session, caller.actor.provinces, number)
        except Problem:
            return {}
        return {line[0]: line for line in listed(caller.words, guests_of_event(session, number, guests))}


async def save_plain(request: Request) -> Response:
    """The same by a form, for a phone without scripts; then the door again."""
    caller = await run_in_threadpool(caller_of, request)
    if caller is None:
        return Response(status_code=401)
    form = await form_of(request, _MOST_BYTES)
    if form is None or not secrets.compare_digest(form.get("token", "").encode(), caller.token.encode()):
        return Response(status_code=400)
    return await run_in_threadpool(_save_plain, caller, int(request.path_params["event"]), form)


def _save_plain(caller: Caller, number: int, form: dict[str, str]) -> Response:
    guest, text = number_in(form.get("guest")), form.get("name", "")[:80]
    if guest is None:
        line = {name: form.get(name) for name in ("name", "kind", "organisation")}
        tap: dict[str, Any] = {"walk_in": line | {"province_id": number_in(form.get("province_id"))}}
    else:
        tap = {"guest": guest, "came": form.get("came") == "1", "seen": number_in(form.get("seen"))}
    one = asked(caller, number, tap | {"key": form.get("key")})
    try:
        if isinstance(one, Problem):
            raise one
        saved = perform(one.command, one.actor, one.key, *one.arguments)
    except Problem as problem:
        return _page(caller, number, text if guest else "", guest, problem)
    return RedirectResponse(event_door_address(number, saved.row_id), status_code=303)


async def door_organisations(request: Request) -> Response:
    """Organisations whose name has the words typed: id, name, commune, kind of guest, province."""
    caller = await run_in_threadpool(caller_of, request)
    if caller is None or not caller.actor.may("door.write"):
        return Response(status_code=401)
    text = request.query_params.get("name", "")[:100]
    if len(normalised(text)) < _SHORTEST_SEARCH:
        return answer([])
    return answer(await run_in_threadpool(_organisations, caller, text))


def _organisations(caller: Caller, text: str) -> list[list[Any]]:
    words = caller.words
    with reading() as session:
        rows = organisations_found(session, caller.actor.provinces, text, _MOST_FOUND).to_dict("records")
    return [
        [
            int(row["id"]),
            words.name(row["name_ar"], row["name_latin"]),
            words.name(row["commune_ar"], row["commune_fr"]),
            kind_of_guest(row["kind"]),
            None if pd.isna(row["province_id"]) else int(row["province_id"]),
        ]
        for row in rows
    ]
