"""The two cookies of the product: who is signed in, and the language chosen."""

from starlette.requests import Request
from starlette.responses import Response

SIGN_IN = "cooper_sign_in"
LANGUAGE = "cooper_language"
_YEAR = 365 * 24 * 3600
_HALF_DAY = 12 * 3600


def over_https(request: Request) -> bool:
    """Whether the browser speaks https, be it to a proxy in front."""
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))


def set_sign_in(request: Request, response: Response, cookie: str) -> None:
    """Hands the browser the cookie of a sign-in, out of reach of any script."""
    response.set_cookie(
        SIGN_IN, cookie, max_age=_HALF_DAY, httponly=True, samesite="lax", secure=over_https(request), path="/"
    )


def set_language(request: Request, response: Response, language: str) -> None:
    """Remembers the language for the next visit before anybody is signed in."""
    response.set_cookie(
        LANGUAGE, language, max_age=_YEAR, httponly=True, samesite="lax", secure=over_https(request), path="/"
    )
