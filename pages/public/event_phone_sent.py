"""What phones send: one form, one action, done once however often it comes; those of a moment are written together."""

from asyncio import wrap_future
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from core.access import GUEST, Actor
from core.names import is_arabic
from core.notice import event_notice_version
from core.problems import Problem
from core.records import validated
from core.records.event_phones import MESSAGES_OF_PHONE, PhoneCheckIn, chosen_votes, messages_of_address, number_of
from core.records.events import EventRatingRecord, LiveSubmissionRecord
from db.commands.event_phones import check_in_by_phone, rate, send_submission, vote
from db.commands.together import Asked, perform_together
from db.engine import reading
from db.queries.event_phones import bodies_named, body_named
from db.queries.settings import settings
from pages.public.event_phone import PARTS, page
from pages.public.event_phone_floods import MESSAGES, PHONES, address_of
from pages.public.event_phone_hall import (
    COOKIE,
    Hall,
    gone_to,
    hall_of,
    refusal_of,
    told,
    waiting,
    wants_script,
    words_asked,
)
from pages.public.light import answer, fields_of

# A name, a sentence and a place of 250 letters each, in letters that take two bytes and are sent as six.
_MOST_BYTES = 8_000
_GUEST = Actor(None, "", frozenset({GUEST}))
_COMMANDS: dict[str, Any] = {"obstacle": send_submission, "vote": vote, "day": rate}


class _WhichOne(Exception):
    """Several bodies sound like what was typed: the person says which one it is."""

    def __init__(self, found: list[tuple[int, str]]) -> None:
        super().__init__()
        self.found = found


async def send(request: Request) -> Response:
    """One form of a phone. The answer comes once it is kept; whatever is refused is told beside what was typed."""
    fields = await fields_of(request, _MOST_BYTES)
    name = str(request.path_params["part"])
    if fields is None or name not in PARTS:
        return Response(status_code=413 if fields is None else 404)
    form = {field: values[-1] for field, values in fields.items()}
    own = request.cookies.get(f"{COOKIE}{request.path_params['event']}", "")[:80]
    if PHONES.spent(own, MESSAGES_OF_PHONE):
        return waiting(request, words_asked(form.get("language")))
    here = await run_in_threadpool(hall_of, request, form.get("language"))
    if here is None:
        return gone_to(request, f"/e/?language={words_asked(form.get('language')).language}")
    PHONES.take(own, MESSAGES_OF_PHONE)
    if not MESSAGES.take(f"{here.event.id} {address_of(request)}", messages_of_address(here.event.seats)):
        return await _refused(request, here, name, form, Problem("event_many_at_once"), 429)
    try:
        asked = await run_in_threadpool(_asked, here, name, form, fields)
    except Problem as problem:
        return await _refused(request, here, name, form, problem)
    except _WhichOne as which:
        return await _which(request, here, form, which)
    written = await wrap_future(perform_together([asked], lambda _session: None))
    [outcome] = written.each
    if isinstance(outcome, Problem):
        return await _refused(request, here, name, form, outcome)
    if isinstance(outcome, Exception):
        raise outcome
    speaker = outcome.row_id if name == "check-in" else form.get("for")
    return gone_to(request, here.address("hall", done=name, **{"for": speaker}))


async def _refused(
    request: Request, here: Hall, name: str, form: dict[str, str], problem: Problem, status: int = 422
) -> Response:
    if wants_script(request):
        return told(here.words, problem, status)
    first = next(problem.each())
    sentence = refusal_of(here.words, first)
    return await run_in_threadpool(page, here, name, form, sentence, status, field=first.field)


async def _which(request: Request, here: Hall, form: dict[str, str], which: _WhichOne) -> Response:
    if wants_script(request):
        # The browser sends the form once more by itself and is shown the page that asks.
        return answer({"plain": True})
    return await run_in_threadpool(page, here, "check-in", form, "", 200, which=which.found)


def _asked(here: Hall, name: str, form: dict[str, str], fields: dict[str, list[str]]) -> Asked:
    key = form.get("key", "")
    if not 16 <= len(key) <= 64:
        raise Problem("not_valid")
    options: dict[str, Any] = {}
    if name == "check-in":
        command: Any = check_in_by_phone
        arguments: tuple[Any, ...] = _check_in(here, form)
        options = {"badge": form["badge"][:40]} if form.get("badge") else {}
    else:
        command, guest = _COMMANDS[name], number_of(form.get("for", ""))
        arguments = (guest, _said(name, form, fields))
    phone = (here.event.id, here.digest)
    # In the order of phones, so that two processes that write groups do not wait for each other.
    holds = int(here.digest[:8], 16)
    return Asked(command, _GUEST, f"event.{key}", (*phone, *arguments), options, holds=holds)


def _said(name: str, form: dict[str, str], fields: dict[str, list[str]]) -> Any:
    if name == "vote":
        return chosen_votes(fields.get("category_id", ()))
    if name == "day":
        return validated(EventRatingRecord, {"stars": form.get("stars"), "text": form.get("text")})
    return validated(
        LiveSubmissionRecord,
        {
            "category_id": _number(form, "category_id"),
            "province_id": _number(form, "province_id"),
            "text": form.get("text"),
        },
    )


def _check_in(here: Hall, form: dict[str, str]) -> tuple[Any, ...]:
    if form.get("agreed") != "1":
        raise Problem("event_not_agreed", field="agreed")
    kind, name, place = form.get("kind", ""), form.get("name", "").strip(), form.get("place", "").strip()
    with reading() as session:
        version = event_notice_version(settings(session))
        body = _number(form, "body_id")
        found = [] if body or form.get("as_typed") == "1" else bodies_named(session, kind, place)
        names = body_named(session, kind, body) if body else None
    values = {
        "kind": kind,
        "province_id": _number(form, "province_id"),
        "at_door": form.get("at_door") == "1",
        "helped": form.get("helped") == "1",
        "name_ar" if is_arabic(name) else "name_latin": name or None,
    }
    if names is not None:
        values["institution_id" if kind == "institution" else "organisation_id"] = body
    else:
        values["comes_from"] = place or None
    record = validated(PhoneCheckIn, values)
    if found:
        raise _WhichOne([(number, here.words.name(arabic, latin)) for number, arabic, latin in found])
    return record, version


def _number(form: dict[str, str], name: str) -> int | None:
    return number_of(form[name]) if form.get(name) else None
