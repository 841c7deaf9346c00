"""Whose address and protocol count: the neighbour's own, and what a trusted neighbour says of a visitor."""

from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import uvicorn.config
from sqlalchemy.engine import URL
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from db.engine import make_engine, transaction
from db.models import Setting
from pages.server.cookies import set_sign_in
from pages.server.gate import MIDDLEWARE
from pages.server.neighbours import only_the_setting_says_whom_to_believe, visitor_of

OURS = "10.0.0.0/8 192.168.7.7 fd00::/8"
BELIEVED = tuple(ip_network(network) for network in OURS.split())


@pytest.mark.parametrize(
    ("forwarded", "visitor"),
    [
        ("", "10.0.0.1"),
        ("81.2.3.4", "81.2.3.4"),
        ("81.2.3.4:5123", "81.2.3.4"),
        ("6.6.6.6, 81.2.3.4", "81.2.3.4"),
        ("6.6.6.6, 81.2.3.4, 10.0.0.9, 192.168.7.7", "81.2.3.4"),
        ("10.0.0.8, 10.0.0.9", "10.0.0.8"),
        ("2001:db8::5", "2001:db8::5"),
        ("[2001:db8::5]", "2001:db8::5"),
        ("[2001:db8::5]:443, fd00::1", "2001:db8::5"),
        ("::ffff:81.2.3.4", "81.2.3.4"),
        ("unknown", "10.0.0.1"),
        ("81.2.3.4, _hidden", "10.0.0.1"),
        ("81.2.3.4, ", "10.0.0.1"),
        ("81.2.3.4, 10.0.0.9'; DROP TABLE attempt", "10.0.0.1"),
        ("[", "10.0.0.1"),
        ("81.2.3.4, 10.0.0.9, 999.1.1.1", "10.0.0.1"),
        ("6.6.6.6, 10.0.0.9, nonsense, 10.0.0.7", "10.0.0.7"),
    ],
)
def test_the_visitor_is_the_last_one_that_no_trusted_address_stands_behind(forwarded: str, visitor: str) -> None:
    assert visitor_of(ip_address("10.0.0.1"), forwarded, BELIEVED) == ip_address(visitor)


async def who(request: Request) -> Response:
    response = PlainTextResponse(f"{request.client.host if request.client else ''} {request.url.scheme}")
    set_sign_in(request, response, "cookie")
    return response


async def who_by_socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(f"{socket.client.host if socket.client else ''} {socket.scope['scheme']}")
    await socket.close()


APP = Starlette(
    routes=[Route("/assets/who", who), WebSocketRoute("/_stcore/stream", who_by_socket)], middleware=MIDDLEWARE
)
CLAIMS = {"X-Forwarded-For": "6.6.6.6, 81.2.3.4", "X-Forwarded-Proto": "https"}


def asked(neighbour: str, **headers: str) -> tuple[str, bool, bool]:
    """What the server takes the visitor for, whether its cookie is for https alone, and whether it demands https."""
    client = TestClient(APP, client=(neighbour, 40000))
    answer = client.get("/assets/who", headers=headers)
    with client.websocket_connect("/_stcore/stream", headers=headers) as socket:
        assert socket.receive_text().split()[0] == answer.text.split()[0]
    secure = "secure" in answer.headers["set-cookie"].lower()
    return answer.text, secure, "strict-transport-security" in answer.headers


def believe(networks: str) -> None:
    with transaction() as session:
        session.add(Setting(id=1, values={"trusted_proxies": networks}))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("neighbour", ["10.0.0.1", "127.0.0.1", "::1"])
def test_nobody_is_believed_before_it_is_set(neighbour: str) -> None:
    assert asked(neighbour, **CLAIMS) == (f"{neighbour} http", False, False)


@pytest.mark.usefixtures("database")
def test_a_stranger_s_forged_headers_count_for_nothing() -> None:
    believe(OURS)
    assert asked("81.9.9.9", **CLAIMS) == ("81.9.9.9 http", False, False)
    assert asked("not-an-address", **CLAIMS) == ("not-an-address http", False, False)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("neighbour", ["10.0.0.1", "192.168.7.7", "fd00::2", "::ffff:10.0.0.1"])
def test_a_trusted_neighbour_tells_the_visitor_and_https(neighbour: str) -> None:
    believe(OURS)
    assert asked(neighbour, **CLAIMS) == ("81.2.3.4 https", True, True)
    assert asked(neighbour, **{"X-Forwarded-For": "81.2.3.4"}) == ("81.2.3.4 http", False, False)
    assert asked(neighbour, **{"X-Forwarded-Proto": "https, http"})[1:] == (False, False)
    assert asked(neighbour)[1:] == (False, False)


@pytest.mark.usefixtures("database")
def test_nobody_is_believed_while_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    believe(OURS)
    nowhere = make_engine(URL.create("sqlite", database=str(tmp_path)))
    with monkeypatch.context() as patched:
        patched.setattr("db.engine.engine", lambda: nowhere)
        assert asked("10.0.0.1", **CLAIMS) == ("10.0.0.1 http", False, False)


def test_the_server_below_believes_nobody_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    # Put back afterwards, whatever it is by then.
    monkeypatch.setattr("uvicorn.config.ProxyHeadersMiddleware", None)
    only_the_setting_says_whom_to_believe()

    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        """Answers nothing."""

    config = uvicorn.Config(app, log_config=None)
    config.load()
    assert config.loaded_app is app
