"""The roster on a phone: a light page, each tick one small message of its own, done once however often it comes."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.problems import Problem
from core.records import validated
from core.records.sessions import AttendanceMark
from db.commands.attendance import mark_attendance, open_roster
from db.commands.ledger import perform
from db.engine import reading
from db.queries.accounts import revisions
from db.queries.reference import statuses
from db.queries.roster import marks, roster, standing_registration
from db.queries.sessions import session_card
from pages.public.light import Caller, answer, caller_of, document, is_own_message, message_of, refused, said
from pages.public.roster_photos import photo_facts
from pages.public.roster_view import facts, listed, shown_marks

# What a phone may bring along at once when the network is back.
_MOST_TICKS = 50
_READ = ("session", "attendance", "person", "organisation", "reference")


async def roster_page(request: Request) -> Response:
    """The page of one session's roster; whoever is not signed in is sent to the door and comes back to the desk's."""
    caller = await run_in_threadpool(caller_of, request)
    number = int(request.path_params["session"])
    if caller is None:
        return RedirectResponse(f"/entry-attendance?session={number}", status_code=303)
    return await run_in_threadpool(_page, caller, number)


def _page(caller: Caller, number: int) -> Response:
    if not caller.actor.may("attendance.write"):
        return document("refused.html", caller, sentence=caller.words.say("problem.not_allowed"))
    with reading() as session:
        stand = _stand(revisions(session))
        try:
            card = session_card(session, caller.actor.provinces, number)
        except Problem as problem:
            return document("refused.html", caller, sentence=said(caller, problem)["say"])
        rows = roster(session, caller.actor.provinces, number)
        known = statuses(session, True)
        present = marks(session, number)
    page = facts(caller, card, known) | {"rows": listed(caller, rows), "marks": shown_marks(present), "stand": stand}
    photos = photo_facts(caller.words)
    return document("roster.html", caller, card=card, page=page, photo_facts=photos)


async def roster_state(request: Request) -> Response:
    """What changed since the stand the phone knows: nothing (204), or the people and the marks as they are."""
    caller = await run_in_threadpool(caller_of, request, True)
    if caller is None or not caller.actor.may("attendance.write"):
        return Response(status_code=401)
    return await run_in_threadpool(
        _state, caller, int(request.path_params["session"]), request.query_params.get("stand", "")
    )


def _state(caller: Caller, number: int, known: str) -> Response:
    with reading() as session:
        stand = _stand(revisions(session))
        if stand == known:
            return Response(status_code=204)
        try:
            card = session_card(session, caller.actor.provinces, number)
        except Problem as problem:
            return refused(caller, problem, 404)
        rows = roster(session, caller.actor.provinces, number)
        present = marks(session, number)
    return answer({"stand": stand, "state": card.state, "rows": listed(caller, rows), "marks": shown_marks(present)})


async def save_marks(request: Request) -> Response:
    """Ticks, each with its own key: done once, refused in words, or told as changed by somebody else meanwhile."""
    caller = await run_in_threadpool(caller_of, request)
    if caller is None:
        return Response(status_code=401)
    message = await message_of(request)
    ticks = (message or {}).get("ticks")
    if not is_own_message(request, caller) or not isinstance(ticks, list) or len(ticks) > _MOST_TICKS:
        return Response(status_code=400)
    number = int(request.path_params["session"])
    return answer({"done": await run_in_threadpool(lambda: [_saved(caller, number, tick) for tick in ticks])})


def _saved(caller: Caller, number: int, tick: Any) -> dict[str, Any]:
    tick = tick if isinstance(tick, dict) else {}
    told: dict[str, Any] = {"key": str(tick.get("key", ""))}
    try:
        key, seen = tick.get("key"), tick.get("seen")
        if not (isinstance(key, str) and 16 <= len(key) <= 64 and isinstance(seen, int)):
            raise Problem("not_valid")
        mark = validated(AttendanceMark, {name: tick.get(name) for name in ("registration_id", "status_id", "hours")})
        perform(mark_attendance, caller.actor, key, mark, seen=seen)
    except Problem as problem:
        told["refused"] = said(caller, problem)
    registration = tick.get("registration_id")
    if isinstance(registration, int):
        with reading() as session:
            stands = standing_registration(session, registration)
            told["now"] = shown_marks(marks(session, number, stands))
        if stands != registration:
            told["stands"] = stands
    return told


async def open_page(request: Request) -> Response:
    """The session takes place: its roster is opened from the phone."""
    caller = await run_in_threadpool(caller_of, request)
    if caller is None:
        return Response(status_code=401)
    message = await message_of(request)
    if not is_own_message(request, caller) or message is None:
        return Response(status_code=400)
    number = int(request.path_params["session"])
    try:
        key = f"roster.open.{message.get('key', '')}"[:80]
        await run_in_threadpool(lambda: perform(open_roster, caller.actor, key, number))
    except Problem as problem:
        return refused(caller, problem)
    return answer({"open": True})


def _stand(subjects: dict[str, str]) -> str:
    return "/".join([subjects.get("", ""), *(subjects.get(name, "").rpartition(":")[2] for name in _READ)])
