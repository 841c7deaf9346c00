"""A real server without a browser: a running session under another connection, and claims of a neighbour."""

from urllib.request import Request, urlopen

import pytest
from sqlalchemy.engine import URL
from sqlmodel import Session
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from core.passwords import token_hash
from db.engine import make_engine
from db.models import Setting
from tests.browser.conftest import Server

OWN, LISTED = "manage-accounts", "Name of u"
# Streamlit takes the session that is to be gone on with as the third of these.
_GOING_ON = ("streamlit", "none")


def run(server: Server, cookie: str | None, session: str | None = None, **headers: str) -> tuple[str, str]:
    """The id of the session that answered and all that one run of the page of accounts drew."""
    protocols = [*_GOING_ON, session] if session else ["streamlit"]
    given = headers | ({"Cookie": f"cooper_sign_in={cookie}"} if cookie else {})
    address = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    drawn: list[str] = []
    with connect(address, subprotocols=protocols, additional_headers=given, max_size=None) as socket:  # type: ignore[arg-type]
        asked = BackMsg()
        asked.rerun_script.page_name = OWN
        socket.send(asked.SerializeToString())
        answered = ""
        while True:
            message = ForwardMsg()
            raw = socket.recv(30)
            assert isinstance(raw, bytes)
            message.ParseFromString(raw)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                answered = message.new_session.initialize.session_id
                drawn.clear()
            elif kind == "delta":
                drawn.append(str(message.delta))
            elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return answered, " ".join(drawn)


def test_a_running_session_goes_on_for_its_own_connection_and_for_nobody_else_s(server: Server) -> None:
    mine, other = server.cookie("administrator", language="en"), server.cookie("administrator", language="en")
    session, drawn = run(server, mine)
    assert LISTED in drawn
    assert run(server, mine, session)[0] == session
    for presented in (other, None, "forged", token_hash(mine)):
        answered, drawn = run(server, presented, session)
        assert answered == session
        assert LISTED not in drawn
        assert "Sign in" in drawn or "Se connecter" in drawn
    assert LISTED in run(server, mine, session)[1]


def test_a_connection_from_another_site_s_page_is_refused(server: Server) -> None:
    with pytest.raises(InvalidStatus) as refused:
        run(server, server.cookie("administrator"), Origin="https://evil.example")
    assert refused.value.response.status_code == 403


def test_a_program_on_the_server_s_machine_is_believed_when_it_is_set_and_not_before(server: Server) -> None:
    def demands_https() -> bool:
        claims = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "81.2.3.4"}
        with urlopen(Request(server.address + "/healthz", headers=claims), timeout=10) as answer:
            return "strict-transport-security" in {name.lower() for name in answer.headers}

    assert not demands_https()
    engine = make_engine(URL.create("sqlite", database=str(server.database)))
    with Session(engine.execution_options(writing=True)) as session, session.begin():
        session.add(Setting(id=1, values={"trusted_proxies": "127.0.0.1 ::1"}))
    engine.dispose()
    assert demands_https()
