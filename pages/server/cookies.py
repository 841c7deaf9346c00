"""The two cookies of the product: who is signed in, and the language chosen."""

from starlette.requests import Request
from starlette.responses import Response

from core.records.settings import LONGEST_SIGN_IN_HOURS

SIGN_IN = "cooper_sign_in"
LANGUAGE = "cooper_language"
_YEAR = 365 * 24 * 3600
_LONGEST = LONGEST_SIGN_IN_HOURS * 3600


def over_https(request: Request) -> bool:
    """Whether the browser speaks https, be it to a trusted proxy in front, which the gate has asked by now."""
    return bool(request.scope["scheme"] == "https")


def set_sign_in(request: Request, response: Response, cookie: str) -> None:
    """Hands the browser the cookie of a sign-in, out of reach of any script."""
    response.set_cookie(
        SIGN_IN, cookie, max_age=_LONGEST, httponly=True, samesite="lax", secure=over_https(request), path="/"
    )


def set_language(request: Request, response: Response, language: str) -> None:
    """Remembers the language for the next visit before anybody is signed in."""
    response.set_cookie(
        LANGUAGE, language, max_age=_YEAR, httponly=True, samesite="lax", secure=over_https(request), path="/"
    )
