"""The one document every page address answers with, ready in each language, right-to-left before the first element."""

import json
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.i18n import LANGUAGES, direction, preferred_language, words
from core.problems import Problem
from db.engine import reading
from db.queries.accounts import reader_of_cookie
from pages.server.cookies import LANGUAGE, SIGN_IN

_TOLD = '[data-testid="InputInstructions"]'
# The only window of Streamlit's that is ever seen: the server or the network is away.
_CUT_OFF = '[data-testid="stDialog"] h2'
_ERROR_TOOLTIP = '[data-testid="stTooltipErrorContent"]'
# Named as Streamlit's build names them; one that is named otherwise some day is fetched when it is needed.
_FORM_PARTS = ("ButtonGroup", "TextInput", "WidgetLabel", "WidgetLabelHelpIconInline")
# A list or a workbook is small, and what is larger a mistake or an attack; the box for photos takes what the server
# lets in at all.
FILE_MEGABYTES = 10
_PHOTOS = '[class*="st-key-sheet_pages"]'
_INDEX = Path(st.__file__).parent / "static" / "index.html"
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
    look = f'<link rel="stylesheet" href="/assets/right-to-left.css" /><style>{_own_words()}</style>'
    return text.replace("</head>", f"{look}{_form_preload()}</head>", 1)


def _own_words() -> str:
    """What Streamlit says in English alone, said in each language by the style of the page."""
    box, file = '[data-testid="stFileUploaderDropzone"]', '[data-testid="stFileUploader"]'
    instructions = f'{box} [data-testid="stFileUploaderDropzoneInstructions"] span'
    # A refused file is only a red name; why it was refused would be told to a mouse that stays on it, in English.
    refused = ':has([data-testid="stFileChip"][aria-invalid="true"])'
    texts = {
        f'{box} [data-testid="stBaseButton-secondary"] p': "upload.choose",
        instructions: "upload.limit",
        f"{box} > input + div > span": "upload.drop",
        f"{file}{refused}": "upload.refused",
        '[data-testid="stDownloadButtonError"]': "export.refused",
        '[role="listbox"][data-empty="true"] > [role="option"] > span': "field.none_found",
        _ERROR_TOOLTIP: "field.moment_refused",
        '[data-testid="stSkipToContent"]': "frame.skip",
        _CUT_OFF: "connection.cut",
        f"{_CUT_OFF} + div": "connection.comes_back",
    }
    rules = [f"{element}:not({file}){{font-size:0!important}}" for element in texts]
    # Of what is told under a field while somebody types, the first is how to send it, and the second how long it is.
    rules += [f"{_TOLD} > span:first-child{{display:none}}", f"{_TOLD} > span + span::before{{content:none!important}}"]
    rules += [f"{element} > *{{display:none}}" for element in (f"{_CUT_OFF} + div", _ERROR_TOOLTIP)]
    rules += [f"html {_CUT_OFF}::after{{font-size:1.25rem!important}}"]
    rules += [f"{file}{refused}::after{{padding-top:.4rem}}", f"html{refused} {_ERROR_TOOLTIP}{{display:none}}"]
    for language in LANGUAGES:
        for element, key in texts.items():
            text = words(language).say(key, size=FILE_MEGABYTES)
            shown = f"content:{json.dumps(text, ensure_ascii=False)};display:block;font-size:.9rem"
            rules.append(f'html[lang="{language}"] {element}::after{{{shown}}}')
        photos = json.dumps(
            words(language).say("upload.limit", size=st.get_option("server.maxUploadSize")), ensure_ascii=False
        )
        rules.append(f'html[lang="{language}"] {_PHOTOS} {instructions}::after{{content:{photos}}}')
    return "".join(rules)


def _form_preload() -> str:
    """The parts of the browser's program that every form is drawn with, asked for before the form is known."""
    folder = _INDEX.parent / "static" / "js"
    files = (file.name for part in _FORM_PARTS for file in sorted(folder.glob(f"{part}.*.js")))
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}" />' for name in files)


def _font_preload() -> str:
    address = "/assets/fonts/IBMPlexSansArabic-Regular.woff2"
    return f'<link rel="preload" href="{address}" as="font" type="font/woff2" crossorigin />'


def language_of_request(request: Request) -> str:
    """The language of a visit: the account's, else the one chosen before, else the browser's."""
    account = None
    if cookie := request.cookies.get(SIGN_IN):
        # The document comes without the database too; the page in it says what is wrong, and comes back.
        with suppress(Problem), reading() as session:
            reader = reader_of_cookie(session, cookie)
            account = reader.language if reader else None
    return preferred_language(account, request.cookies.get(LANGUAGE), request.headers.get("accept-language"))


def page_document(request: Request) -> Response:
    """The answer to any page's address."""
    return HTMLResponse(document(language_of_request(request)), headers=_HEADERS)
