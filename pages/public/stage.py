"""The stage of an event: a page without an account that only a link opens, and what its screens ask for by themselves.

Arrow keys on such a screen move that screen alone, until the backstage moves the stage or Escape is pressed there.
"""

import json
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.i18n import words
from core.problems import Problem
from db.commands.attempts import tried
from db.models.base import now
from db.queries.stage import OpenLink
from pages.parts.refusals import plain_refusal
from pages.public.light import open_document
from pages.public.stage_drawing import stage_told
from pages.public.stage_map import outlines
from pages.public.stage_snapshot import REFRESH, SNAPSHOTS

_KEPT_BY_NOBODY = {"Cache-Control": "no-store"}
_WORDS = ("fresh", "changed", "cut", "frozen", "own")


async def stage_page(request: Request) -> Response:
    """The page with its first picture on it; every link that opens nothing is answered alike."""
    return await run_in_threadpool(_page, request)


async def stage_state(request: Request) -> Response:
    """The state as JSON, or 204 where it is the one that the screen has `seen`; 404 once the link opens nothing."""
    return await run_in_threadpool(_state, request)


def _page(request: Request) -> Response:
    try:
        link = _opened(request)
    except Problem as problem:
        sentences = [(code, plain_refusal(words(code), problem)) for code in ("ar", "fr")]
        return open_document("stage_refused.html", words("ar"), status=429, sentences=sentences)
    found = stage_told(link, str(request.base_url)) if link else None
    if not found:
        sentences = [(code, words(code).say("on_stage.refused")) for code in ("ar", "fr")]
        return open_document("stage_refused.html", words("ar"), status=404, sentences=sentences)
    state, stage = found
    at = now()
    standing = None if stage.black else stage.on(at)
    kind = next((line.kind for line in stage.shown if standing and line.id == standing.scene), None)
    return open_document(
        "stage.html",
        words("fr" if stage.language == "fr" else "ar"),
        stage=stage,
        picture=state["pictures"].get(kind, ""),
        kind=kind,
        state=json.dumps(state, ensure_ascii=False).replace("<", "\\u003c"),
        provinces=outlines(),
        sentences={code: {name: _sentence(code, name) for name in _WORDS} for code in ("ar", "fr")},
        refresh=REFRESH,
    )


def _state(request: Request) -> Response:
    try:
        link = _opened(request)
    except Problem:
        return Response(status_code=429, headers=_KEPT_BY_NOBODY)
    found = stage_told(link, str(request.base_url)) if link else None
    if not found:
        return Response(status_code=404, headers=_KEPT_BY_NOBODY)
    state, _ = found
    if request.query_params.get("seen") == state["edition"]:
        return Response(status_code=204, headers=_KEPT_BY_NOBODY)
    return JSONResponse(state, headers=_KEPT_BY_NOBODY)


def _opened(request: Request) -> OpenLink | None:
    """What the link opens. One that opens nothing is a try, and too many of them are Problem("try_later").

    A link that is good is never refused for what others in the same hall try: it is looked up before.
    """
    token = str(request.path_params["token"])
    SNAPSHOTS.look()
    link = SNAPSHOTS.link(token)
    if link is None:
        address = request.client.host if request.client else ""
        # What raises is counted as a try that was wrong.
        with suppress(_Guessed), tried(address, secret="stage"):
            raise _Guessed
    return link


class _Guessed(Exception):
    """A link that opens nothing, on its way through the count of tries."""


def _sentence(language: str, name: str) -> str:
    gaps = {"changed": {"ago": "{ago}"}, "cut": {"ago": "{ago}"}, "frozen": {"ago": "{ago}", "time": "{time}"}}
    return words(language).say(f"on_stage.{name}", **gaps.get(name, {}))
