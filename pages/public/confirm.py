"""A cooperative's own page on any phone: what it raised, what it was promised, and whether that is solved, by a link.

The address holds 256 bits of chance and is all that is needed; it ends, can be revoked, and shows nothing of others.
"""

import secrets
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.access import GUEST, Actor
from core.i18n import LANGUAGES, NATIVE_NAMES, ZONE, Words, preferred_language, words
from core.passwords import token_hash
from core.problems import Problem
from core.records import validated
from core.records.commitments import VERDICTS, ConfirmationRecord
from db.commands.attempts import tried
from db.commands.confirmations import answer_confirmations, link_behind
from db.commands.guards import standing_organisation
from db.commands.ledger import perform
from db.commands.link_uses import OF_COOPERATIVE, note_use
from db.engine import reading
from db.queries.answer_page import Asked, obstacles_asked, organisation_behind
from pages.parts.refusals import plain_refusal
from pages.public.light import form_of, open_document

_GUEST = Actor(None, "", frozenset({GUEST}))
# Sixty obstacles with two thousand letters each, every letter of them written as six bytes.
_MOST_BYTES = 800_000
_STATUS = {"answer_link_unknown": 404, "answer_link_revoked": 410, "answer_link_over": 410, "try_later": 429}
_STATUS |= {"link_shared": 429}


async def confirm_page(request: Request) -> Response:
    """The organisation's obstacles with a question each, or the thanks; Arabic unless another language was tapped."""
    spoken = words(preferred_language(request.query_params.get("language"), "ar"))
    token, thanked = str(request.path_params["token"]), "thanks" in request.query_params
    return await run_in_threadpool(_opened, spoken, token, _address(request), thanked)


async def save_confirmations(request: Request) -> Response:
    """The answers, kept once however often they are sent; then the thanks, a page of its own."""
    form = await form_of(request, _MOST_BYTES)
    if form is None:
        return Response(status_code=413)
    return await run_in_threadpool(_save, str(request.path_params["token"]), _address(request), form)


def _opened(spoken: Words, token: str, address: str, thanked: bool) -> Response:
    try:
        return _page(spoken, token, address, stand="thanks" if thanked else "open")
    except Problem as problem:
        return _refused(spoken, problem)


def _save(token: str, address: str, form: dict[str, str]) -> Response:
    spoken = words(preferred_language(form.get("language"), "ar"))
    key = form.get("key", "")
    try:
        _link(token, address)
        if not 16 <= len(key) <= 64:
            return _page(spoken, token, address)
        records = _records(form)
        perform(answer_confirmations, _GUEST, f"confirm.{key}", token_hash(token), records)
    except Problem as problem:
        first = next(problem.each())
        if first.code in _STATUS:
            return _refused(spoken, first)
        return _page(spoken, token, address, refused=plain_refusal(spoken, first), typed=form)
    return RedirectResponse(f"/confirm/{token}?thanks=1&language={spoken.language}", status_code=303)


def _records(form: dict[str, str]) -> tuple[ConfirmationRecord, ...]:
    """What was answered; the link itself says whose words these are, and the day of it is today."""
    today = datetime.now(ZONE).date()
    records = []
    for name, verdict in form.items():
        number = name.removeprefix("verdict.")
        if name == number or not (number.isascii() and number.isdigit() and len(number) < 10):
            continue
        said: dict[str, Any] = {"obstacle_id": int(number), "organisation_id": 0, "verdict": verdict}
        said |= {"words": form.get(f"words.{number}"), "confirmed_on": today, "way": "link"}
        records.append(validated(ConfirmationRecord, said))
    return tuple(records)


def _page(
    spoken: Words,
    token: str,
    address: str,
    stand: str = "open",
    refused: str | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    organisation_id, until = _link(token, address)
    with reading() as session:
        own = organisation_behind(session, organisation_id)
        asked: list[Asked] = obstacles_asked(session, organisation_id) if stand == "open" else []
    return open_document(
        "confirm.html",
        spoken,
        status=422 if refused else 200,
        stand=stand,
        name=spoken.name(own["name_ar"], own["name_latin"]),
        until=until,
        asked=asked,
        verdicts=VERDICTS,
        token=token,
        key=secrets.token_hex(16),
        refused=refused,
        typed=typed or {},
        languages=[(code, NATIVE_NAMES[code]) for code in LANGUAGES],
    )


def _link(token: str, address: str) -> tuple[int, Any]:
    """Whose link it is and until when; Problem for one that opens nothing, and guesses are slowed down, and one that is
    handed around opens from no further place.
    """
    try:
        with reading() as session:
            link = link_behind(session, token_hash(token))
            own, until, number = standing_organisation(session, link.organisation_id).id or 0, link.expires_on, link.id
    except Problem as problem:
        if problem.code != "answer_link_unknown":
            raise
        # Whoever has a good link is never kept waiting for somebody else's guesses.
        with tried(address, secret="confirm"):
            raise
    note_use(OF_COOPERATIVE, number or 0, address)
    return own, until


def _refused(spoken: Words, problem: Problem) -> Response:
    said = spoken.say("answer.try_later") if problem.code == "try_later" else plain_refusal(spoken, problem)
    return open_document(
        "confirm.html",
        spoken,
        status=_STATUS.get(problem.code, 422),
        stand="refused",
        refused=said,
        languages=[(code, NATIVE_NAMES[code]) for code in LANGUAGES],
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else "local"
