"""The real server killed at any moment, again and again, while four visitors save."""

import random
import threading
import time
from dataclasses import dataclass, field

from sqlalchemy.engine import Engine
from websockets.exceptions import WebSocketException

from tests.bench.server import Server
from tests.house.tree import ROOT
from tests.withstand.form import FormVisitor
from tests.withstand.found import looked
from tests.withstand.programme import begun, cookies, name

VISITORS = 4
MEMBERS = 12


@dataclass
class Kills:
    """How often the server was killed, what visitors were told of (name by number), and everything that is wrong."""

    kills: int = 0
    acknowledged: dict[int, str] = field(default_factory=dict)
    # Names that were typed and pressed for, told of or not yet.
    pressed: set[str] = field(default_factory=set)
    pressed_again: int = 0
    wrong: list[str] = field(default_factory=list)


def killed(engine: Engine, environment: dict[str, str], kills: int) -> Kills:
    """Kills the server so many times and looks at the database after each."""
    begun(engine)
    told, over = Kills(), threading.Event()
    server = Server(ROOT / "app.py", environment)
    server.__enter__()
    threads = [
        threading.Thread(target=_visit, args=(server, cookie, told, over), daemon=True, name=f"visitor {place}")
        for place, cookie in enumerate(cookies(engine, VISITORS))
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in range(kills):
            _saving(told)
            server.process.kill()
            server.process.wait()
            told.kills += 1
            told.wrong += looked(engine, dict(told.acknowledged)).wrong
            server.__enter__()
        _saving(told)
    finally:
        over.set()
        for thread in threads:
            thread.join(60)
        server.__exit__()
    found = looked(engine, told.acknowledged)
    told.wrong += found.wrong
    if set(found.names.values()) != told.pressed or set(told.acknowledged.values()) != told.pressed:
        told.wrong.append("somebody pressed and was never told")
    return told


def _saving(told: Kills) -> None:
    """Waits until a visitor is told of a save, and then any moment of the next ones."""
    before, deadline = len(told.acknowledged), time.monotonic() + 30
    while len(told.acknowledged) == before:
        if time.monotonic() > deadline:
            raise RuntimeError("nobody saves any more")
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.4))


def _visit(server: Server, cookie: str, told: Kills, over: threading.Event) -> None:
    visitor, typed = None, ""
    while not over.is_set() or typed:
        try:
            if visitor is None:
                visitor = FormVisitor(server.address, cookie)
                visitor.run()
            elif visitor.socket.close_code is not None:
                visitor = visitor.back(server.address, cookie)
                told.pressed_again += bool(typed)
            if not typed:
                typed = name()
                visitor.fill(typed, MEMBERS)
            told.pressed.add(typed)
            visitor.press()
            if (number := visitor.saved()) is not None:
                told.acknowledged[number] = typed
                typed = ""
        except (OSError, WebSocketException, EOFError):
            # The server is gone; the visitor tries until it is there again.
            time.sleep(0.02)
    if visitor is not None:
        visitor.socket.close()
