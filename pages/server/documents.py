"""The one document every page address answers with, ready in each language, right-to-left before the first element."""

import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.i18n import direction, preferred_language, words
from db.engine import reading
from db.queries.accounts import reader_of_cookie
from pages.server.cookies import LANGUAGE, SIGN_IN

_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
# The browser asks again each time: the language may have changed, and the file is small.
_HEADERS = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"}


@cache
def document(language: str) -> str:
    """The page that starts the browser's part, in this language and direction, with the product's own look."""
    text = _INDEX.read_text(encoding="utf-8")
    text = text.replace('<html lang="en">', f'<html lang="{language}" dir="{direction(language)}">', 1)
    text = text.replace("./favicon.png", "/assets/icon.svg", 1)
    text = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*/>', _font_preload(), text, count=1)
    text = re.sub(r"<title>[^<]*</title>", f"<title>{words(language).say('product.name')}</title>", text, count=1)
    return text.replace("</head>", '<link rel="stylesheet" href="/assets/right-to-left.css" /></head>', 1)


def _font_preload() -> str:
    address = "/assets/fonts/IBMPlexSansArabic-Regular.woff2"
    return f'<link rel="preload" href="{address}" as="font" type="font/woff2" crossorigin />'


def language_of_request(request: Request) -> str:
    """The language of a visit: the account's, else the one chosen before, else the browser's."""
    account = None
    if cookie := request.cookies.get(SIGN_IN):
        with reading() as session:
            reader = reader_of_cookie(session, cookie)
        account = reader.language if reader else None
    return preferred_language(account, request.cookies.get(LANGUAGE), request.headers.get("accept-language"))


def page_document(request: Request) -> Response:
    """The answer to any page's address."""
    return HTMLResponse(document(language_of_request(request)), headers=_HEADERS)
