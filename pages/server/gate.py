"""What every request passes: security headers, the ready document for page addresses, files for those signed in."""

from contextlib import suppress
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.problems import Problem
from db.engine import reading
from db.queries.accounts import reader_of_cookie
from pages.server.cookies import SIGN_IN, over_https
from pages.server.documents import page_document
from pages.server.neighbours import as_visited

# Stands in the address of the first page for whoever came to it from an address that is no page.
LOST = "lost"

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(), payment=(), geolocation=(self), camera=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# Files that one visitor's page holds would otherwise answer whoever knows their address.
_FOR_SIGNED_IN = ("/media/", "/_stcore/upload_file")
# These tell of the machine or run scripts without a browser; nothing of the product needs them.
_CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
_NOT_PAGES = (
    *("/_stcore/", "/static/", "/media/", "/component/", "/assets/", "/healthz", "/_streamlit"),
    *("/institution/", "/proof/", "/stage/"),
    *("/roster/", "/certificate/", "/confirm/", "/satisfaction/", "/badge/", "/quiz/", "/door/", "/guest/", "/e/"),
)


class Gate:
    """The outermost middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what it must itself and hands the rest on, every answer with the headers."""
        if scope["type"] in ("http", "websocket"):
            scope = await as_visited(scope)
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        guarded = _guarded(send, over_https(request))
        # The path that is served, and not the address put together from it: a crafted host would cut that short.
        path = str(scope["path"])
        if path.startswith(_CLOSED):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, guarded)
        elif request.method not in ("GET", "HEAD") and request.headers.get("sec-fetch-site") == "cross-site":
            # Another site may link to a page, and never do anything here in somebody's name.
            await PlainTextResponse("Not from here", status_code=403)(scope, receive, guarded)
        elif path.startswith(_FOR_SIGNED_IN) and not await run_in_threadpool(_signed_in, request):
            await PlainTextResponse("Not signed in", status_code=403)(scope, receive, guarded)
        elif request.method in ("GET", "HEAD") and is_page(path):
            led = _led(request, path)
            response = await run_in_threadpool(page_document, request) if led is None else led
            await response(scope, receive, guarded)
        else:
            await self.app(scope, receive, guarded)


def is_page(path: str) -> bool:
    """Whether the address is one that a person opens: no file, no interface.

    The browser looks for the server below the page's own address first, and must not find a page there.
    """
    return "/_stcore/" not in path and not path.startswith(("//", *_NOT_PAGES)) and "." not in path.rsplit("/", 1)[-1]


def _led(request: Request, path: str) -> Response | None:
    """The way on from an address that is none of the menu's; None for those that are.

    Streamlit would say so in a window of its own, in English, and draw nothing at all two levels deep.
    """
    name = path.strip("/")
    if name and name not in _addresses():
        return RedirectResponse(f"/?{LOST}=1", status_code=303)
    if path in ("/", f"/{name}"):
        return None
    query = request.url.query
    return RedirectResponse(f"/{name}{'?' if query else ''}{query}", status_code=303)


@cache
def _addresses() -> frozenset[str]:
    # What the menu imports is not needed for the server to start.
    from pages.menu import HOME, MENU

    return frozenset(page.address for page in MENU if page is not HOME)


def _signed_in(request: Request) -> bool:
    cookie = request.cookies.get(SIGN_IN)
    if not cookie:
        return False
    # While the database does not answer nobody is known, and a file is nobody's.
    with suppress(Problem), reading() as session:
        return reader_of_cookie(session, cookie) is not None
    return False


def _guarded(send: Send, https: bool) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                # A file of strangers says of itself that it may do less than a page.
                if not headers.get(name, "").startswith("sandbox"):
                    headers[name] = value
            if https:
                headers["Strict-Transport-Security"] = "max-age=31536000"
        await send(message)

    return with_headers


MIDDLEWARE = [Middleware(Gate)]
