"""The real server killed while phones of a hall send: what was acknowledged is kept, and nothing is there twice."""

import http.client
import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import time as clock
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.event_codes import event_code
from core.i18n import ZONE
from db.engine import transaction
from db.models import Event, Guest, LiveSubmission, ObstacleCategory
from db.models.base import now
from db.queries.chain import broken_link
from tests.bench.server import Server
from tests.house.tree import ROOT

PHONES = 4
_SENT_BY_EACH = 8
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@dataclass
class Sent:
    """How often the server was killed, the texts it acknowledged, how many were sent again, and what is wrong."""

    kills: int = 0
    acknowledged: list[str] = field(default_factory=list)
    checked_in: int = 0
    again: int = 0
    wrong: list[str] = field(default_factory=list)


def killed_hall(engine: Engine, environment: dict[str, str], kills: int) -> Sent:
    """Kills the server so many times while phones send, and looks at the database at the end."""
    event = _event(engine)
    told, over = Sent(), threading.Event()
    server = Server(ROOT / "app.py", environment)
    server.__enter__()
    threads = [threading.Thread(target=_phone, args=(server, engine, event, told, over)) for _ in range(PHONES)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(kills):
            _sending(told)
            server.process.kill()
            server.process.wait()
            told.kills += 1
            server.__enter__()
        _sending(told)
    finally:
        over.set()
        for thread in threads:
            thread.join(60)
        server.__exit__()
    with Session(engine) as session:
        stored = [row.text for row in session.exec(select(LiveSubmission)).all()]
        told.wrong += [f"lost: {text}" for text in told.acknowledged if text not in stored]
        told.wrong += ["an obstacle is there twice"] * (len(stored) - len(set(stored)))
        # Each phone waits for its last answer, so that what is there was acknowledged.
        told.wrong += ["one is there that nobody was told of"] * (len(stored) - len(told.acknowledged))
        guests = len(session.exec(select(Guest.id)).all())
        told.wrong += [f"{guests} guests of {told.checked_in}"] * (guests != told.checked_in)
        told.wrong += ["the chain is broken"] * (broken_link(session) is not None)
    return told


def _event(engine: Engine) -> int:
    values: dict[str, Any] = {"name_ar": "لقاء", "check_in_open": True, "submissions_open": True}
    values |= {"held_on": now().astimezone(ZONE).date(), "starts_at": clock(0), "ends_at": clock(23, 59)}
    with transaction(engine) as session:
        event = Event(**values, secret=uuid.uuid4().hex)
        session.add(event)
        session.flush()
        return event.id or 0


def _sending(told: Sent) -> None:
    """Waits until two more were acknowledged, and then any moment of the next ones."""
    before, deadline = len(told.acknowledged), time.monotonic() + 30
    while len(told.acknowledged) < before + 2:
        if time.monotonic() > deadline:
            raise RuntimeError("nobody sends any more")
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.1))


def _phone(server: Server, engine: Engine, event: int, told: Sent, over: threading.Event) -> None:
    """A phone after the other, each with some obstacles; the server's port stays the same through its restarts."""
    with Session(engine) as session:
        category = session.exec(select(ObstacleCategory.id)).first()
    while not over.is_set():
        with Session(engine) as session:
            code = event_code(session.get_one(Event, event), now())
        _, headers, _ = _until_answered(server, told, "GET", f"/e/{code}", {}, "")
        cookie = {"Cookie": re.findall(r"cooper_event_[^;]+", headers["set-cookie"])[0]}
        guest = _send(server, told, event, "check-in", cookie, {"kind": "other", "agreed": "1"})
        told.checked_in += 1
        for _ in range(_SENT_BY_EACH):
            if over.is_set():
                return
            text = uuid.uuid4().hex
            _send(server, told, event, "obstacle", cookie, {"for": guest, "category_id": str(category), "text": text})
            told.acknowledged.append(text)


def _send(server: Server, told: Sent, event: int, part: str, cookie: dict[str, str], fields: dict[str, str]) -> str:
    """Sends with one key until it is acknowledged, as the page's script does; for whom the phone speaks then."""
    body = urlencode({"key": uuid.uuid4().hex, "language": "ar", **fields})
    status, _, said = _until_answered(server, told, "POST", f"/e/{event}/{part}", {**_FORM, **cookie}, body)
    found = re.search(r"for=(\d+)", said)
    if status != 200 or not found:
        raise RuntimeError(f"{part} was answered {status}: {said}")
    return found[1]


def _until_answered(
    server: Server, told: Sent, method: str, path: str, headers: dict[str, str], body: str
) -> tuple[int, dict[str, str], str]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        line = http.client.HTTPConnection(str(urlsplit(server.address).netloc), timeout=30)
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            said = answer.read().decode()
            if answer.status < 500:
                return answer.status, {name.lower(): value for name, value in answer.getheaders()}, said
        except (OSError, http.client.HTTPException):
            told.again += method == "POST"
            time.sleep(0.05)
        finally:
            line.close()
    raise RuntimeError("the server does not come back")
