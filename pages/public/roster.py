"""The roster on a phone: a light page, each tick one small message of its own, done once however often it comes."""

from asyncio import wrap_future
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.problems import Problem
from core.records import validated
from core.records.sessions import AttendanceMark
from db.commands.attendance import mark_attendance, open_roster
from db.commands.ledger import perform
from db.commands.together import Asked, perform_together
from db.engine import reading
from db.queries.accounts import revisions
from db.queries.quizzes import quiz_of_session
from db.queries.reference import statuses
from db.queries.roster import marks, marks_now, roster
from db.queries.sessions import session_card
from pages.public.addresses import number_in, roster_address, through_the_door
from pages.public.light import Caller, answer, caller_of, document, is_own_message, message_of, refused, said
from pages.public.roster_photos import photo_facts
from pages.public.roster_view import facts, listed, shown_marks

# What a phone may bring along at once when the network is back.
_MOST_TICKS = 50
_READ = ("session", "attendance", "person", "organisation", "reference")


async def roster_page(request: Request) -> Response:
    """The page of one session's roster; whoever is not signed in is sent to the door and comes back."""
    return await page_asked(request, "roster.html", _beside)


async def page_asked(request: Request, template: str, more: Callable[[Caller, int], dict[str, Any]]) -> Response:
    """The page of a session's roster that the template makes, or a refusal.

    `more` gives what else the template shows, and under "page" what its script is told beside the roster.
    """
    caller = await run_in_threadpool(caller_of, request)
    number = int(request.path_params["session"])
    if caller is None:
        person = number_in(request.query_params.get("person"))
        asked = roster_address(number, person) if person is not None else request.url.path
        return RedirectResponse(through_the_door(asked), status_code=303)
    return await run_in_threadpool(_page, caller, number, template, more)


def _beside(caller: Caller, number: int) -> dict[str, Any]:
    with reading() as session:
        asks = quiz_of_session(session, number) is not None
    return {"photo_facts": photo_facts(caller.words), "asks": asks}


def _page(caller: Caller, number: int, template: str, more: Callable[[Caller, int], dict[str, Any]]) -> Response:
    if not caller.actor.may("attendance.write"):
        return document("refused.html", caller, sentence=caller.words.say("problem.not_allowed"))
    try:
        with reading() as session:
            stand = _stand(revisions(session))
            card = session_card(session, caller.actor.provinces, number)
            rows = roster(session, caller.actor.provinces, number)
            known = statuses(session, True)
            present = marks(session, number)
        told = more(caller, number)
    except Problem as problem:
        return document("refused.html", caller, sentence=said(caller, problem)["say"])
    page = facts(caller, card, known) | {"rows": listed(caller, rows), "marks": shown_marks(present), "stand": stand}
    added = told.pop("page", {})
    page["words"] |= added.pop("words", {})
    return document(template, caller, card=card, page=page | added, **told)


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
    return answer({"done": await _saved(caller, int(request.path_params["session"]), ticks)})


async def _saved(caller: Caller, number: int, ticks: list[Any]) -> list[dict[str, Any]]:
    """What became of each tick, and what is marked now; those of many phones are written together."""
    given = [tick if isinstance(tick, dict) else {} for tick in ticks]
    asked = [_asked(caller, number, tick) for tick in given]
    named = [tick["registration_id"] if _is_id(tick.get("registration_id")) else None for tick in given]
    people = {registration for registration in named if registration is not None}
    coming = perform_together(
        [one for one in asked if isinstance(one, Asked)], lambda session: marks_now(session, number, people)
    )
    written = await wrap_future(coming)
    outcomes = iter(written.each)
    done = []
    for tick, one, registration in zip(given, asked, named, strict=True):
        outcome = next(outcomes) if isinstance(one, Asked) else one
        told: dict[str, Any] = {"key": str(tick.get("key", ""))}
        if isinstance(outcome, Problem):
            told["refused"] = said(caller, outcome)
        elif isinstance(outcome, Exception):
            raise outcome
        if registration is not None:
            stands, now = written.read[registration]
            told["now"] = shown_marks(now)
            if stands != registration:
                told["stands"] = stands
        done.append(told)
    return done


def _asked(caller: Caller, number: int, tick: dict[str, Any]) -> Asked | Problem:
    key, seen, status = tick.get("key"), tick.get("seen"), tick.get("status_id")
    if not (isinstance(key, str) and 16 <= len(key) <= 64 and isinstance(seen, int)):
        return Problem("not_valid")
    if not (_is_id(tick.get("registration_id")) and (status is None or _is_id(status))):
        return Problem("not_valid")
    try:
        way = "paper" if tick.get("way") == "paper" else "tick"
        values = {name: tick.get(name) for name in ("registration_id", "status_id", "hours")}
        mark = validated(AttendanceMark, values | {"way": way})
    except Problem as problem:
        return problem
    return Asked(mark_attendance, caller.actor, key, (mark,), {"seen": seen}, holds=number)


def _is_id(value: Any) -> bool:
    # A longer number is none that a database ever gave, and some of them stumble over it.
    return isinstance(value, int) and 0 < value < 2**31


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
