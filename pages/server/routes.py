"""The addresses that are not Streamlit's: the sign-in cookie, the language, the product's files, the health."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from core.i18n import LANGUAGES
from core.problems import Problem
from db.commands.sign_ins import end_sign_in, redeem_ticket
from db.health import database_answers
from pages.public.routes import ROUTES as LIGHT
from pages.server.cookies import SIGN_IN, set_language, set_sign_in
from pages.server.fault import on_request_problem

ASSETS = Path(__file__).parent / "assets"
OUTLINES = Path(__file__).parent.parent.parent / "db" / "reference" / "geo"
_MOST_BYTES = 200
_KEEPER = "stage_keep.js"


async def enter(request: Request) -> Response:
    """Changes a one-time ticket into the cookie of a sign-in."""
    ticket = await _short_body(request)
    cookie = await run_in_threadpool(redeem_ticket, ticket) if ticket else None
    if cookie is None:
        return PlainTextResponse("", status_code=403)
    response = Response(status_code=204)
    set_sign_in(request, response, cookie)
    return response


async def leave(request: Request) -> Response:
    """Ends the sign-in of the browser that asks."""
    response: Response = Response(status_code=204)
    if cookie := request.cookies.get(SIGN_IN):
        try:
            await run_in_threadpool(end_sign_in, cookie)
        except Problem as problem:
            # The browser forgets it all the same: somebody is about to walk away from it.
            response = on_request_problem(request, problem)
    response.delete_cookie(SIGN_IN, path="/")
    return response


async def language(request: Request) -> Response:
    """Remembers the language chosen in this browser."""
    chosen = await _short_body(request)
    if chosen not in LANGUAGES:
        return PlainTextResponse("", status_code=400)
    response = Response(status_code=204)
    set_language(request, response, chosen)
    return response


async def health(_request: Request) -> Response:
    """Whether the database answers: 200 or 503."""
    answers = await run_in_threadpool(database_answers)
    return JSONResponse({"database": answers}, status_code=200 if answers else 503)


async def _short_body(request: Request) -> str:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return ""
    return body.decode("ascii", errors="replace")


class _Kept(StaticFiles):
    """Files a browser may keep for a day; they change only with the product."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=86400"
        if path == _KEEPER:
            # It keeps pages of the stage, and none of anybody who signs in.
            response.headers["Service-Worker-Allowed"] = "/stage/"
        return response


ROUTES: list[BaseRoute] = [
    Route("/account/enter", enter, methods=["POST"]),
    Route("/account/leave", leave, methods=["POST"]),
    Route("/account/language", language, methods=["POST"]),
    Route("/healthz", health),
    *LIGHT,
    Mount("/assets/geo", _Kept(directory=OUTLINES)),
    Mount("/assets", _Kept(directory=ASSETS)),
]
