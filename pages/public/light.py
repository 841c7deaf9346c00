"""What light pages share: who asks, the token of every message, and a document made of a template and words."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from core.access import Actor
from core.i18n import Words, direction, preferred_language, words
from core.problems import Problem
from db.commands.sign_ins import note_activity
from db.engine import reading
from db.queries.accounts import reader_of_cookie
from pages.parts.refusals import plain_refusal
from pages.server.cookies import LANGUAGE, SIGN_IN

TOKEN_HEADER = "x-cooper-token"
MOST_BYTES = 65_536
_FOLDER = Path(__file__).parent
_ASSETS = _FOLDER.parent / "server" / "assets"
_HEADERS = {"Cache-Control": "no-store", "Vary": "Cookie"}


@dataclass(frozen=True)
class Caller:
    """Who is signed in on the phone that asks: the actor, the words to speak with, and the token of its messages."""

    actor: Actor
    name: str
    words: Words
    token: str


def caller_of(request: Request, by_itself: bool = False) -> Caller | None:
    """The caller behind the cookie, or None; what a page asks `by_itself` is no activity of the person."""
    cookie = request.cookies.get(SIGN_IN)
    if not cookie:
        return None
    with reading() as session:
        reader = reader_of_cookie(session, cookie)
    if reader is None:
        return None
    if not by_itself:
        note_activity(cookie, reader.seen_at)
    language = preferred_language(
        reader.language, request.cookies.get(LANGUAGE), request.headers.get("accept-language")
    )
    return Caller(reader.actor, reader.name, words(language), _token(cookie))


def _token(cookie: str) -> str:
    # Only a page of this server can know it: the cookie itself is out of reach of any script.
    return hashlib.sha256(f"light page:{cookie}".encode()).hexdigest()[:32]


def is_own_message(request: Request, caller: Caller) -> bool:
    """Whether the message comes from a page that this server gave to this very sign-in."""
    return hmac.compare_digest(request.headers.get(TOKEN_HEADER, ""), caller.token)


async def message_of(request: Request) -> dict[str, Any] | None:
    """The JSON object of the body, or None where it is none or longer than a message may be."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    try:
        message = json.loads(body)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


async def form_of(request: Request, most: int) -> dict[str, str] | None:
    """The fields of a form that was sent, or None where its body is longer than so many bytes.

    A body that is no text, or names a field twice, is no form of ours: the last value of each name is taken.
    """
    fields = await fields_of(request, most)
    return None if fields is None else {name: values[-1] for name, values in fields.items()}


async def fields_of(request: Request, most: int) -> dict[str, list[str]] | None:
    """The same with every value of each field, for a form in which several may be chosen."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            return None
    return parse_qs(body.decode("utf-8", "replace"))


def document(template: str, caller: Caller, **details: Any) -> Response:
    """The template in the caller's language and direction; every value in it is text, never markup."""
    return open_document(template, caller.words, token=caller.token, **details)


def open_document(template: str, said: Words, status: int = 200, **details: Any) -> Response:
    """The same for a page that needs no account."""
    text = rendered(
        template,
        language=said.language,
        direction=direction(said.language),
        say=said.say,
        words=said,
        asset=asset,
        **details,
    )
    return HTMLResponse(text, status_code=status, headers=_HEADERS)


def rendered(template: str, **details: Any) -> str:
    """The template as text, or a part of a page; every value in it is text, never markup."""
    return _environment().get_template(template).render(**details)


def refused(caller: Caller, problem: Problem, status: int = 422) -> Response:
    """A refusal as the page shows it: its code, and its sentence in the reader's language."""
    return JSONResponse(said(caller, problem), status_code=status, headers=_HEADERS)


def said(caller: Caller, problem: Problem) -> dict[str, str]:
    """The code, the field and the sentence of the first refusal."""
    first = next(problem.each())
    return {"code": first.code, "field": first.field, "say": plain_refusal(caller.words, first)}


def answer(values: Any) -> Response:
    """What a script asked for."""
    return JSONResponse(values, headers=_HEADERS)


@cache
def asset(name: str) -> str:
    """The address of a file of the product, which changes with its content."""
    digest = hashlib.sha256((_ASSETS / name).read_bytes()).hexdigest()[:10]
    return f"/assets/{name}?{digest}"


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(_FOLDER / "templates")
    return Environment(loader=loader, autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)
