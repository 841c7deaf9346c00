"""The one boundary for what nobody foresaw: an id for the visitor, the whole story in the log."""

import logging
import secrets
import traceback

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from core.i18n import preferred_language, words
from core.problems import Problem
from db.faults import FAULTS
from pages.parts.faults import tell_fault
from pages.parts.language import words_of_visit
from pages.server.cookies import LANGUAGE
from pages.server.gate import HEADERS

_log = logging.getLogger("cooper")


def on_script_error(error: Exception) -> bool:
    """Logs the fault under an id and shows only the id."""
    words = words_of_visit()
    if _only_of_an_old_field(error):
        _log.warning("the browser sent a field that its page no longer has")
    elif isinstance(error, Problem) and error.code in FAULTS:
        # A fragment runs without the frame.
        tell_fault(words, error)
    else:
        st.error(words.show("problem.fault", id=_logged(error)))
    return True


def on_request_error(request: Request, error: Exception) -> Response:
    """The same for an address that no page stands behind; it is answered outside of the gate, with its headers."""
    language = preferred_language(None, request.cookies.get(LANGUAGE), request.headers.get("accept-language"))
    sentence = words(language).say("problem.fault", id=_logged(error))
    return PlainTextResponse(sentence, status_code=500, headers=HEADERS)


def on_request_problem(request: Request, problem: Exception) -> Response:
    """The sentence of a database that fails while it is asked for another address than a page's."""
    if not (isinstance(problem, Problem) and problem.code in FAULTS):
        raise problem
    language = preferred_language(None, request.cookies.get(LANGUAGE), request.headers.get("accept-language"))
    return PlainTextResponse(words(language).say(f"problem.{problem.code}"), status_code=503)


def _only_of_an_old_field(error: Exception) -> bool:
    # After a restart a browser sends all it showed before. Streamlit looks, when the page has been drawn, whether its
    # session could be kept, and stumbles over a field that was not drawn again: nothing the visitor has lost.
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, KeyError) and any(frame.name == "_check_serializable" for frame in frames)


def _logged(error: Exception) -> str:
    fault = secrets.token_hex(4).upper()
    _log.error("fault %s", fault, exc_info=error)
    return fault


REQUEST_ERRORS = {Exception: on_request_error, Problem: on_request_problem}
