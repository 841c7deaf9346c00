"""The gate: what strangers reach, what every answer carries, and what an unforeseen fault tells."""

import re
from datetime import timedelta
from typing import NoReturn

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from core.passwords import token_hash
from db.commands.sign_ins import end_sign_in, open_ticket, redeem_ticket
from db.engine import transaction
from db.models import SignIn, Ticket
from db.models.base import now
from pages.server.cookies import SIGN_IN
from pages.server.fault import REQUEST_ERRORS
from pages.server.gate import HEADERS, MIDDLEWARE
from pages.server.routes import ROUTES
from tests.pages.conftest import new_account

pytestmark = pytest.mark.usefixtures("database")
SECRET = "/srv/cooper/data.sqlite3: SELECT password_hash FROM account"

# What a stranger is answered at each address of the product that is no page.
STRANGERS = {
    "POST /account/enter": 403,
    "POST /account/leave": 204,
    "POST /account/language": 400,
    "GET /healthz": 200,
    "GET /roster/{session:int}": 303,
    "GET /roster/{session:int}/paper": 303,
    "GET /roster/{session:int}/photos/{photo:int}": 401,
    "GET /roster/{session:int}/state": 401,
    "POST /roster/{session:int}/marks": 401,
    "POST /roster/{session:int}/open": 401,
    "POST /roster/{session:int}/people": 401,
    "GET /roster/{session:int}/photos": 401,
    "POST /roster/{session:int}/photos": 401,
    "GET /roster/organisations": 401,
    "GET /roster/{session:int}/satisfaction": 303,
    "GET /roster/{session:int}/quiz/{moment}": 303,
    "GET /quiz/{moment}/{link}": 404,
    "POST /quiz/{moment}/{link}": 404,
    "GET /confirm/{token}": 404,
    "POST /confirm/{token}": 404,
    "GET /satisfaction/{link}": 404,
    "POST /satisfaction/{link}": 404,
    "GET /certificate/{serial}": 404,
    "GET /badge/{person}": 303,
    "GET /guest/{badge}": 303,
    "GET /door/{event:int}": 303,
    "POST /door/{event:int}": 401,
    "GET /door/{event:int}/state": 401,
    "POST /door/{event:int}/taps": 401,
    "GET /door/{event:int}/organisations": 401,
    "GET /e/": 200,
    "GET /e/{code}": 404,
    "GET /e/badge/{badge}": 303,
    "GET /e/{event:int}/hall": 404,
    "GET /e/{event:int}/named": 404,
    "GET /e/{event:int}/{part}": 404,
    "POST /e/{event:int}/{part}": 404,
    "GET /stage/{token}": 404,
    "GET /stage/{token}/state": 404,
    "GET /institution/{token}": 404,
    "GET /institution/{token}/{commitment:int}": 404,
    "POST /institution/{token}/{commitment:int}": 404,
    "GET /institution/{token}/proof/{proof:int}": 404,
    "GET /proof/{proof:int}": 404,
    "GET /assets/geo": 404,
    "GET /assets": 303,
}


async def file(_request: Request) -> Response:
    """Stands where Streamlit gives out the files of a page."""
    return PlainTextResponse("a list of persons")


async def broken(_request: Request) -> NoReturn:
    """A fault of ours."""
    raise RuntimeError(SECRET)


async def at_loss(_request: Request) -> NoReturn:
    """A refusal that nobody turned into a sentence is a fault too."""
    from core.problems import Problem

    raise Problem("row_gone", path=SECRET)


STREAMLITS: list[BaseRoute] = [
    *(Route(path, file, methods=["GET", "PUT", "DELETE"]) for path in ("/media/{name}", "/_stcore/upload_file/{name}")),
    *(Route(path, file) for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json")),
    Route("/_stcore/script-health-check", file),
    Route("/assets-broken.txt", broken),
    Route("/assets-lost.txt", at_loss),
]
APP = Starlette(routes=[*STREAMLITS, *ROUTES], middleware=MIDDLEWARE, exception_handlers=REQUEST_ERRORS)


def client(cookie: str | None = None) -> TestClient:
    made = TestClient(APP, raise_server_exceptions=False, follow_redirects=False)
    if cookie:
        made.cookies.set(SIGN_IN, cookie)
    return made


def signed_in(roles: str = "manager") -> str:
    with transaction() as session:
        account = new_account(session, "amina", roles, (1,), "fr")
    cookie = redeem_ticket(open_ticket(account))
    assert cookie
    return cookie


def every_route() -> dict[str, str]:
    """Each address of the product with a path that reaches it."""
    found = {}
    for route in ROUTES:
        assert isinstance(route, Route | Mount)
        methods = sorted((route.methods or set()) - {"HEAD"}) if isinstance(route, Route) else ["GET"]
        for method in methods:
            found[f"{method} {route.path}"] = re.sub(r"\{\w+:int\}", "1", route.path)
    return found


def test_every_address_has_its_line_and_a_stranger_gets_what_it_says() -> None:
    routes = every_route()
    assert sorted(routes) == sorted(STRANGERS)
    stranger = client()
    answers = {name: stranger.request(name.split()[0], path).status_code for name, path in routes.items()}
    assert answers == STRANGERS


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/media/list.csv", "/_stcore/upload_file/1"])
@pytest.mark.parametrize("host", ["testserver", "x/assets?", "x/static/#", "x#", "x/healthz?", "@", "x/y/../z"])
def test_a_stranger_reaches_no_file_whatever_host_is_asked_for(method: str, path: str, host: str) -> None:
    answer = client().request(method, path, headers={"Host": host})
    assert (answer.status_code, "persons" in answer.text) == (403, False)


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check"])
@pytest.mark.parametrize("host", ["testserver", "x/assets?"])
def test_nobody_reaches_what_tells_of_the_machine(path: str, host: str) -> None:
    assert client(signed_in("administrator")).get(path, headers={"Host": host}).status_code == 404


@pytest.mark.parametrize("path", ["/nonsense", "/explore-overviews", "/a/b/c", "/explore-home", "/roster"])
def test_an_address_that_is_no_page_leads_to_the_first_one_which_says_so(path: str) -> None:
    answer = client().get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?lost=1")


def test_a_page_is_given_at_its_own_address_and_found_with_a_slash_too_many() -> None:
    assert [client().get(path).status_code for path in ("/", "/explore-overview?phase=phase_1")] == [200, 200]
    answer = client().get("/explore-overview/?phase=phase_1&province=08.401")
    assert (answer.status_code, answer.headers["location"]) == (303, "/explore-overview?phase=phase_1&province=08.401")


def test_a_file_is_given_to_an_open_sign_in_and_to_no_ended_one() -> None:
    cookie = signed_in()
    assert client(cookie).get("/media/list.csv").text == "a list of persons"
    assert client(cookie + "x").get("/media/list.csv").status_code == 403
    assert client(token_hash(cookie)).get("/media/list.csv").status_code == 403
    end_sign_in(cookie)
    assert client(cookie).get("/media/list.csv").status_code == 403


def test_a_stale_file_is_not_given_after_an_idle_hour() -> None:
    cookie = signed_in()
    with transaction() as session:
        session.exec(select(SignIn)).one().seen_at = now() - timedelta(hours=1)
    assert client(cookie).get("/media/list.csv").status_code == 403


def test_a_ticket_is_changed_once_into_a_cookie_that_no_script_reads() -> None:
    signed_in()
    ticket = open_ticket(1)
    first = client().post("/account/enter", content=ticket)
    assert first.status_code == 204
    parts = {part.strip().lower() for part in first.headers["set-cookie"].split(";")[1:]}
    assert parts == {"httponly", "max-age=43200", "path=/", "samesite=lax"}
    for replayed in (ticket, ticket + "x", token_hash(ticket), "x" * 5000, "\0", ""):
        again = client().post("/account/enter", content=replayed)
        assert (again.status_code, "set-cookie" in again.headers) == (403, False)


def test_a_stale_ticket_gets_no_cookie() -> None:
    signed_in()
    ticket = open_ticket(1)
    with transaction() as session:
        session.exec(select(Ticket)).one().expires_at = now()
    assert client().post("/account/enter", content=ticket).status_code == 403


def test_a_cookie_replayed_after_signing_out_opens_nothing() -> None:
    cookie = signed_in()
    left = client(cookie).post("/account/leave")
    assert left.status_code == 204
    assert f'{SIGN_IN}=""' in left.headers["set-cookie"]
    assert client(cookie).get("/media/list.csv").status_code == 403


@pytest.mark.parametrize("path", ["/account/enter", "/account/leave", "/account/language", "/_stcore/upload_file/1"])
def test_another_site_does_nothing_here_in_somebody_s_name(path: str) -> None:
    cookie = signed_in()
    method = "PUT" if "upload" in path else "POST"
    answer = client(cookie).request(method, path, content=open_ticket(1), headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert client(cookie).get("/media/list.csv").status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/manage-accounts", "/healthz", "/assets/icon.svg", "/media/x", "/_stcore/metrics", "/no.such"]
)
def test_every_answer_carries_the_headers(path: str) -> None:
    headers = client().get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_the_headers_are_these() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' ws: wss:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    assert {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"} == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "microphone=(), payment=(), geolocation=(self), camera=(self)",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


@pytest.mark.parametrize("path", ["/assets-broken.txt", "/assets-lost.txt"])
def test_a_fault_of_an_address_tells_an_id_that_the_log_has_and_nothing_else(
    path: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client().get(path, headers={"Accept-Language": "fr"})
    assert answer.status_code == 500
    told = re.search(r"[0-9A-F]{8}", answer.text)
    assert told
    assert f"fault {told.group()}" in caplog.text
    assert not re.search(r"Traceback|srv|SELECT|password|\.py|row_gone", answer.text)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
