"""What people thought of a sitting, on a phone: three questions with faces, without an account, a name or a script.

One phone goes from hand to hand, or each takes the link with their own. The link is eighty bits of chance, ends the
day after, and takes no more answers than people can have been there.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.access import GUEST, Actor
from core.i18n import LANGUAGES, NATIVE_NAMES, ZONE, Words, preferred_language, words
from core.problems import Problem
from core.records import validated
from core.records.satisfaction import FACES, QUESTIONS, Answers
from db.commands.ledger import perform
from db.commands.satisfaction import answer_satisfaction
from db.engine import reading
from db.queries.satisfaction import answer_link, may_answer, session_behind
from db.queries.sessions import session_card
from pages.parts.refusals import plain_refusal
from pages.public.light import caller_of, document, form_of, open_document, said

# Three faces and a key are some hundred bytes.
_MOST_BYTES = 2_000
_GUEST = Actor(None, "", frozenset({GUEST}))
_KEY = "key"


async def satisfaction_page(request: Request) -> Response:
    """The three questions, or the thanks after an answer; Arabic unless another language was tapped."""
    query = request.query_params
    language = preferred_language(query.get("language"), "ar")
    thanked = "thanks" in query
    return await run_in_threadpool(_page, words(language), str(request.path_params["link"]), thanked)


def _page(
    spoken: Words, link: str, thanked: bool = False, refused: str | None = None, chosen: dict[str, str] | None = None
) -> Response:
    today = datetime.now(ZONE).date()
    with reading() as session:
        number = session_behind(session, link)
        card = session_card(session, None, number) if number is not None else None
        is_open = number is not None and may_answer(session, number, today)
    if card is None:
        stand = "unknown"
    elif thanked:
        stand = "thanks"
    else:
        stand = "open" if is_open else "over"
    return open_document(
        "satisfaction.html",
        spoken,
        status=404 if card is None else 422 if refused else 200,
        stand=stand,
        card=card,
        link=link,
        key=secrets.token_hex(16),
        questions=QUESTIONS,
        faces=FACES,
        refused=refused,
        chosen=chosen or {},
        languages=[(code, NATIVE_NAMES[code]) for code in LANGUAGES],
    )


async def save_answers(request: Request) -> Response:
    """One person's answers, counted once however often they are sent; then the thanks, a page of its own."""
    form = await form_of(request, _MOST_BYTES)
    if form is None:
        return Response(status_code=413)
    return await run_in_threadpool(_save, str(request.path_params["link"]), form)


def _save(link: str, form: dict[str, str]) -> Response:
    spoken = words(preferred_language(form.get("language"), "ar"))
    with reading() as session:
        number = session_behind(session, link)
    key = form.get(_KEY, "")
    if number is None or not 16 <= len(key) <= 64:
        return _page(spoken, link)
    chosen = {question: form.get(question, "") for question in QUESTIONS}
    try:
        answers = validated(Answers, chosen)
        perform(answer_satisfaction, _GUEST, f"satisfaction.{link}.{key}", number, answers)
    except Problem as problem:
        return _page(spoken, link, refused=plain_refusal(spoken, next(problem.each())), chosen=chosen)
    return RedirectResponse(f"/satisfaction/{link}?thanks=1&language={spoken.language}", status_code=303)


async def to_satisfaction(request: Request) -> Response:
    """From the roster on an officer's phone to the page that is handed around."""
    return await handed_around(request, lambda session, number: f"/satisfaction/{answer_link(session, number)}")


async def handed_around(request: Request, address: Callable[[Any, int], str]) -> Response:
    """From the roster on an officer's phone to an open page of its session, for whoever may mark there."""
    number = int(request.path_params["session"])
    caller = await run_in_threadpool(caller_of, request)
    if caller is None:
        return RedirectResponse(f"/entry-attendance?session={number}", status_code=303)

    def found() -> Response:
        try:
            if not caller.actor.may("attendance.write"):
                raise Problem("not_allowed", action="attendance.write")
            with reading() as session:
                session_card(session, caller.actor.provinces, number)
                return RedirectResponse(address(session, number), status_code=303)
        except Problem as problem:
            return document("refused.html", caller, sentence=said(caller, problem)["say"])

    return await run_in_threadpool(found)
