"""A browser without a screen: speaks Streamlit's websocket protocol and times each run until it is finished."""

import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Subprotocol

_LONGEST_RUN = 60.0
_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Run:
    """One run of a page: seconds until it was finished, bytes that came, and the kinds of element drawn.

    `size` is what the messages hold, `wire` what came through the network, compressed and framed.
    """

    seconds: float = 0.0
    size: int = 0
    wire: int = 0
    messages: int = 0
    elements: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class _Counted(socket.socket):
    """A connection that counts the bytes that came."""

    came = 0

    def recv(self, *asked: Any) -> bytes:
        """Receives and counts."""
        data = super().recv(*asked)
        self.came += len(data)
        return data


class Visitor:
    """One open page."""

    def __init__(self, address: str, page: str = "", query: str = "", cookie: str = "") -> None:
        self.page, self.query = page, query
        self.script = ""
        # Messages the server may name instead of sending them again, by their hash.
        self.known: dict[str, bytes] = {}
        self.widgets: dict[str, Any] = {}
        self.fragments: dict[str, str] = {}
        self.states: dict[str, WidgetState] = {}
        self.line = _Counted()
        try:
            place = urlsplit(address)
            self.line.connect((place.hostname, place.port))
            self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            self.socket = connect(
                f"{address.replace('http', 'ws', 1)}/_stcore/stream",
                sock=self.line,
                subprotocols=[Subprotocol("streamlit")],
                additional_headers={"Cookie": cookie} if cookie else None,
                max_size=None,
                # It is closed where the visitor is left, and a visitor who comes back opens another.
                legacy=True,
            )
        except BaseException:
            # A server that is not there refuses many times; each refused line is given back at once.
            self.line.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def run(self, *changed: WidgetState) -> Run:
        """Runs the page again, or the fragment of the changed widget, and waits until it is finished."""
        found = Run()
        before, start = self.line.came, time.perf_counter()
        self.ask(*changed)
        while not self._finished(self.socket.recv(_LONGEST_RUN), found):
            found.messages += 1
        found.seconds = time.perf_counter() - start
        found.wire = self.line.came - before
        return found

    def ask(self, *changed: WidgetState) -> None:
        """Asks for the run and waits for nothing."""
        asked = BackMsg()
        rerun = asked.rerun_script
        rerun.query_string = self.query
        if self.script:
            rerun.page_script_hash = self.script
        else:
            rerun.page_name = self.page
        for state in changed:
            self.states[state.id] = state
            rerun.fragment_id = self.fragments.get(state.id, "")
        rerun.widget_states.widgets.extend(self.states.values())
        rerun.cached_message_hashes.extend(self.known)
        self.socket.send(asked.SerializeToString())

    def widget(self, kind: str) -> Any:
        """The first widget of a kind that runs by itself, not the frame's; KeyError where there is none."""
        for identity, element in self.widgets.items():
            if element.DESCRIPTOR.name == kind and self.fragments[identity]:
                return element
        raise KeyError(kind)

    def _finished(self, raw: bytes | str, found: Run) -> bool:
        data = raw if isinstance(raw, bytes) else raw.encode()
        found.size += len(data)
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "ref_hash":
            message.ParseFromString(self.known[message.ref_hash])
        elif message.metadata.cacheable and message.hash:
            self.known[message.hash] = data
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.script = message.new_session.page_script_hash
        elif kind == "navigation":
            self.script = message.navigation.page_script_hash or self.script
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._drawn(message.delta, found)
        return kind == "script_finished" and message.script_finished in _FINISHED

    def _drawn(self, delta: Any, found: Run) -> None:
        kind = delta.new_element.WhichOneof("type")
        element = getattr(delta.new_element, kind)
        found.elements[kind] += 1
        if kind == "exception":
            found.faults.append(f"{element.type}: {element.message}")
        identity = getattr(element, "id", "")
        if identity:
            self.widgets[identity] = element
            self.fragments[identity] = delta.fragment_id
