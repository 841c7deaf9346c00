"""The short test of a session on a phone, before and after: a card's number first, then the questions.

No account, no name and no script. The card is drawn at the door and pairs before with after; the link of each moment is
eighty bits of chance, ends with its time, and takes no more cards than people can have been there.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.access import GUEST, Actor
from core.i18n import LANGUAGES, NATIVE_NAMES, ZONE, Words, preferred_language, words
from core.problems import Problem
from core.records.quizzes import MOMENTS, UNKNOWN, CardAnswers, card_answers
from db.commands.ledger import perform
from db.commands.quizzes import answer_quiz
from db.engine import reading
from db.queries.quizzes import Version, cards_there, may_take, quiz_link, quiz_of_session, session_of_quiz
from db.queries.sessions import session_card
from pages.parts.refusals import plain_refusal
from pages.public.light import form_of, open_document
from pages.public.satisfaction import handed_around

# Five choices, a number and a key are some hundred bytes.
_MOST_BYTES = 2_000
_GUEST = Actor(None, "", frozenset({GUEST}))


@dataclass(frozen=True)
class _Asked:
    """What the address asks for, and what the form brought."""

    moment: str
    link: str
    card: str = ""
    instead: bool = False
    thanked: bool = False
    refused: Problem | None = None
    chosen: dict[str, str] = field(default_factory=dict)


async def quiz_page(request: Request) -> Response:
    """The card's number, then its questions, or the thanks; Arabic unless another language was tapped."""
    query, path = request.query_params, request.path_params
    asked = _Asked(
        *(str(path["moment"]), str(path["link"]), query.get("card", "")[:10]),
        instead="instead" in query,
        thanked="thanks" in query,
    )
    return await run_in_threadpool(_page, words(preferred_language(query.get("language"), "ar")), asked)


def _page(spoken: Words, asked: _Asked) -> Response:
    today, refused = datetime.now(ZONE).date(), asked.refused
    with reading() as session:
        number = session_of_quiz(session, asked.moment, asked.link)
        card = session_card(session, None, number) if number is not None else None
        is_open = number is not None and may_take(session, number, asked.moment, today)
        quiz = quiz_of_session(session, number) if number is not None and is_open else None
        there = cards_there(session, number, asked.moment) if number is not None and is_open else {}
    held = None
    if asked.card and not refused:
        try:
            held = card_answers(_number(asked.card), ()).card
        except Problem as problem:
            refused = problem
    elif refused and refused.code != "quiz_card_wrong" and asked.card.isdecimal():
        held = int(asked.card)
    return open_document(
        "quiz.html",
        spoken,
        status=404 if card is None else 422 if refused else 200,
        stand=_stand(card, quiz, asked, held, there),
        card=card,
        moment=asked.moment,
        link=asked.link,
        key=secrets.token_hex(16),
        questions=_questions(spoken, quiz),
        unknown=UNKNOWN,
        number=held,
        instead=asked.instead or (refused is not None and refused.code == "quiz_card_there"),
        refused=plain_refusal(spoken, next(refused.each())) if refused else None,
        chosen=asked.chosen,
        languages=[(code, NATIVE_NAMES[code]) for code in LANGUAGES],
    )


def _stand(card: Any, quiz: Version | None, asked: _Asked, held: int | None, there: dict[int, str]) -> str:
    if card is None:
        return "unknown"
    if asked.thanked:
        return "thanks"
    if quiz is None:
        return "over"
    if held is None:
        return "number"
    # Whoever took a number by mistake is told before five questions are answered for nothing.
    return "there" if held in there and not asked.instead and not asked.refused else "open"


def _questions(spoken: Words, quiz: Version | None) -> list[tuple[str, list[str]]]:
    language = spoken.language
    every = quiz.record.questions if quiz else []
    return [(one.words.said(language), [choice.said(language) for choice in one.choices]) for one in every]


async def save_quiz(request: Request) -> Response:
    """What was chosen under one card, kept once however often it is sent; then the thanks, a page of its own."""
    form = await form_of(request, _MOST_BYTES)
    if form is None:
        return Response(status_code=413)
    path = request.path_params
    return await run_in_threadpool(_save, str(path["moment"]), str(path["link"]), form)


def _save(moment: str, link: str, form: dict[str, str]) -> Response:
    spoken = words(preferred_language(form.get("language"), "ar"))
    with reading() as session:
        number = session_of_quiz(session, moment, link)
        quiz = quiz_of_session(session, number) if number is not None else None
    key, card, instead = form.get("key", ""), form.get("card", "")[:10], "instead" in form
    if number is None or not 16 <= len(key) <= 64:
        return _page(spoken, _Asked(moment, link))
    chosen = {name: value for name, value in form.items() if name.startswith("choice_")}
    try:
        answers = _answers(card, chosen, quiz.asked if quiz else 0)
        perform(answer_quiz, _GUEST, f"quiz.{moment}.{link}.{key}", number, moment, answers, instead)
    except Problem as problem:
        return _page(spoken, _Asked(moment, link, card, instead, refused=next(problem.each()), chosen=chosen))
    return RedirectResponse(f"/quiz/{moment}/{link}?thanks=1&language={spoken.language}", status_code=303)


def _answers(card: str, chosen: dict[str, str], asked: int) -> CardAnswers:
    given = [chosen.get(f"choice_{place}", "") for place in range(1, asked + 1)]
    # Not known is a choice of its own: who passes a question over has not seen it.
    if not all(given):
        raise Problem("quiz_unanswered")
    return card_answers(_number(card), given)


def _number(card: str) -> int:
    if not card.strip().isdecimal():
        raise Problem("quiz_card_none", field="card")
    return int(card)


async def to_quiz(request: Request) -> Response:
    """From the roster on an officer's phone to the test that is handed around."""
    moment = str(request.path_params["moment"])
    moment = moment if moment in MOMENTS else MOMENTS[0]
    return await handed_around(request, lambda session, number: f"/quiz/{moment}/{quiz_link(session, number, moment)}")
