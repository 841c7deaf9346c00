"""An institution's own page on any phone: its promises, and a form for a step, a proof or a question, by a link alone.

The address holds 256 bits of chance and is all that is needed; it ends, can be revoked, and opens nothing of others.
"""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.access import GUEST, Actor
from core.i18n import LANGUAGES, NATIVE_NAMES, ZONE, Words, preferred_language, words
from core.problems import Problem
from core.proofs import proof_of
from core.records import validated
from core.records.commitments import STATES_BY_LINK, UpdateRecord
from db.commands.attempts import tried
from db.commands.commitment_updates import answer_commitment
from db.commands.institution_links import open_link
from db.commands.ledger import perform
from db.commands.link_uses import OF_INSTITUTION, note_use
from db.engine import reading
from db.queries.institution_light import Holder, holder_of, promise_of, promises_number, promises_of, steps_of
from db.queries.institution_people import link_behind
from pages.parts.refusals import plain_refusal
from pages.public.light import open_document
from pages.public.uploads import Sent, sent_form

# So many promises stand on a page, which then stays light on the slowest network.
A_PAGE = 12
FIELDS = ("kind", "text", "happened_on", "state", "proof_address")
_GUEST = Actor(None, "", frozenset({GUEST}))
_STATUS = {"link_unknown": 404, "row_gone": 404, "institution_link_over": 410, "link_shared": 429, "try_later": 429}
_STATUS |= {"conflict": 409, "proof_too_large": 413}
# Each picture that is read takes a processor and hundreds of megabytes.
_FEW = asyncio.Semaphore(2)


@dataclass(frozen=True)
class Opened:
    """A link that opens: its number, its secret, and whose it is."""

    link_id: int
    token: str
    holder: Holder


def opened(token: str, address: str) -> Opened:
    """The link of this secret; a Problem for one that was never given, is over, or is handed around."""
    with reading() as session:
        link = link_behind(session, token)
        known = link is not None
        if link is not None:
            found = Opened(open_link(session, link).id or 0, token, holder_of(session, link.id or 0))
    if not known:
        # Guesses are counted and slowed down; who has a good link is never kept waiting for somebody else's.
        with tried(address, secret="institution"):
            raise Problem("link_unknown")
    note_use(OF_INSTITUTION, found.link_id, address)
    return found


def address_of(request: Request) -> str:
    """Where the request came from."""
    return request.client.host if request.client else "local"


async def institution_page(request: Request) -> Response:
    """The promises of the institution, what is owed first; Arabic unless another language was tapped."""
    spoken = words(preferred_language(request.query_params.get("language"), "ar"))
    asked = request.query_params.get("page", "1")
    page = min(max(int(asked), 1), 999) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    return await run_in_threadpool(_listed, spoken, str(request.path_params["token"]), address_of(request), page)


def _listed(spoken: Words, token: str, address: str, page: int) -> Response:
    try:
        found = opened(token, address)
    except Problem as problem:
        return _refused(spoken, problem)
    with reading() as session:
        rows = promises_of(session, found.holder.institution_id, A_PAGE, (page - 1) * A_PAGE)
        number = promises_number(session, found.holder.institution_id)
    pages = -(-number // A_PAGE)
    return _document("institution.html", spoken, found, promises=rows, number=number, page=page, pages=pages)


async def commitment_page(request: Request) -> Response:
    """One promise with its steps and the form."""
    spoken = words(preferred_language(request.query_params.get("language"), "ar"))
    token, number = str(request.path_params["token"]), int(request.path_params["commitment"])
    return await run_in_threadpool(_one, spoken, token, address_of(request), number, "saved" in request.query_params)


def _one(
    spoken: Words,
    token: str,
    address: str,
    number: int,
    saved: bool = False,
    problem: Problem | None = None,
    typed: dict[str, str] | None = None,
    file: str = "",
) -> Response:
    try:
        found = opened(token, address)
        with reading() as session:
            promise = promise_of(session, found.holder.institution_id, number)
            if promise is None:
                raise Problem("row_gone", row=number)
            steps = steps_of(session, found.holder, number)
    except Problem as refusal:
        return _refused(spoken, refusal)
    first = next(problem.each()) if problem else None
    said = typed or {}
    conflict = first is not None and first.code == "conflict"
    return _document(
        "commitment.html",
        spoken,
        found,
        status=_STATUS.get(first.code, 422) if first else 200,
        promise=promise,
        steps=steps,
        # What others wrote while this was typed stands beside it.
        newer=[step for step in steps if conflict and step.id > _whole(said.get("seen"))],
        saved=saved,
        conflict=conflict,
        refused=plain_refusal(spoken, first) if first and not conflict else None,
        refused_field=first.field if first else "",
        typed=said,
        file=file,
        states=STATES_BY_LINK,
        key=said.get("key") or secrets.token_hex(16),
    )


async def save_step(request: Request) -> Response:
    """A step, a proof or a question, done once however often it is sent; then the promise as it is now."""
    sent = await sent_form(request, "proof")
    async with _FEW:
        return await run_in_threadpool(
            _save,
            str(request.path_params["token"]),
            address_of(request),
            int(request.path_params["commitment"]),
            sent,
        )


def _save(token: str, address: str, number: int, sent: Sent) -> Response:
    typed = sent.fields
    spoken = words(preferred_language(typed.get("language"), "ar"))
    try:
        found = opened(token, address)
    except Problem as problem:
        return _refused(spoken, problem)
    key = typed.get("key", "")
    if not 16 <= len(key) <= 64:
        return _one(spoken, token, address, number)
    try:
        if sent.too_large:
            raise sent.too_large
        record = validated(UpdateRecord, {name: typed.get(name) or None for name in FIELDS})
        proof = proof_of(sent.content, sent.name) if sent.content else None
        version = _whole(typed.get("version"))
        perform(answer_commitment, _GUEST, f"institution.{key}", found.link_id, number, version, record, proof)
    except Problem as problem:
        # A browser gives no file back: that it is to be chosen again is said beside it, by its name.
        return _one(spoken, token, address, number, problem=problem, typed=typed, file=sent.name)
    return RedirectResponse(f"/institution/{token}/{number}?saved=1&language={spoken.language}", status_code=303)


def _document(template: str, spoken: Words, found: Opened, status: int = 200, **details: Any) -> Response:
    return open_document(
        template,
        spoken,
        status=status,
        token=found.token,
        holder=found.holder,
        today=datetime.now(ZONE).date(),
        languages=[(code, NATIVE_NAMES[code]) for code in LANGUAGES],
        **details,
    )


def _refused(spoken: Words, problem: Problem) -> Response:
    first = next(problem.each())
    return open_document(
        "institution_refused.html",
        spoken,
        status=_STATUS.get(first.code, 422),
        sentence=spoken.say("institution_light.unknown")
        if first.code in ("link_unknown", "row_gone")
        else plain_refusal(spoken, first),
        languages=[(code, NATIVE_NAMES[code]) for code in LANGUAGES],
    )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
