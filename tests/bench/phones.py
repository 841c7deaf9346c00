"""Officers who tick at the same moment on the light roster: how long each tick waits, and whether any is lost."""

import http.client
import json
import re
import statistics
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.engine import URL

from db.engine import make_engine, transaction
from db.models import Attendance, Person, Registration, TrainingSession
from db.models.base import table
from tests.bench.server import Server
from tests.bench.stage import Stage

NAMES = 30
_FACTS = re.compile(rb'<script id="page" type="application/json">(.*?)</script>')


@dataclass
class Ticks:
    """Seconds that each tick waited for its answer, the ticks refused, and the marks stored at the end."""

    officers: int
    waits: list[float] = field(default_factory=list)
    refused: int = 0
    stored: int = 0

    @property
    def slowest_twentieth(self) -> float:
        """The 95th percentile of the waits in seconds."""
        return statistics.quantiles(self.waits, n=20)[-1]


def ticking_phones(stage: Stage, server: Server, officers: int) -> Ticks:
    """Each officer opens a roster of its own and ticks its names as fast as the answers come."""
    rosters = open_rosters(stage, officers, NAMES)
    found = Ticks(officers)
    start = threading.Barrier(officers)
    threads = [threading.Thread(target=_officer, args=(stage, server, roster, start, found)) for roster in rosters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine = make_engine(URL.create("sqlite", database=str(stage.database)))
    mark, registration = table(Attendance).c, table(Registration).c
    with transaction(engine) as session:
        marked = select(func.count()).select_from(
            table(Attendance).join(table(Registration), mark.registration_id == registration.id)
        )
        found.stored = session.execute(marked.where(registration.session_id.in_(rosters))).scalar_one()
    engine.dispose()
    return found


def open_rosters(stage: Stage, number: int, names: int) -> list[int]:
    """So many sessions whose rosters are open, with so many people of the demonstration on each."""
    engine = make_engine(URL.create("sqlite", database=str(stage.database)))
    with transaction(engine) as session:
        model = session.get_one(TrainingSession, stage.roster)
        people = list(session.execute(select(table(Person).c.id).limit(names)).scalars())
        made = []
        for day in range(number):
            values = model.model_dump(exclude={"id"}) | {
                "held_on": date(2026, 1, 1) + timedelta(days=day),
                "starts_at": clock(9),
                "ends_at": clock(12),
                "group_id": None,
                "opened_at": datetime.now(UTC),
            }
            sitting = TrainingSession(**values)
            session.add(sitting)
            session.flush()
            session.add_all(
                Registration(session_id=sitting.id or 0, person_id=person, row_number=row)
                for row, person in enumerate(people, start=1)
            )
            made.append(sitting.id or 0)
    engine.dispose()
    return made


def _officer(stage: Stage, server: Server, roster: int, start: threading.Barrier, found: Ticks) -> None:
    line = http.client.HTTPConnection(str(urlsplit(server.address).netloc), timeout=60)
    line.request("GET", f"/roster/{roster}", headers={"Cookie": stage.cookie})
    told = _FACTS.search(line.getresponse().read())
    assert told, "the page of the roster has no facts"
    facts = json.loads(told[1])
    headers = {"Cookie": stage.cookie, "X-Cooper-Token": facts["token"], "Content-Type": "application/json"}
    start.wait()
    for row in facts["rows"]:
        tick = {
            "key": f"{roster:016x}{row[0]:016x}",
            "seen": 0,
            "registration_id": row[0],
            "status_id": facts["present"],
        }
        began = time.perf_counter()
        line.request("POST", f"/roster/{roster}/marks", body=json.dumps({"ticks": [tick]}), headers=headers)
        answer = json.loads(line.getresponse().read())
        found.waits.append(time.perf_counter() - began)
        found.refused += "refused" in answer["done"][0]
    line.close()
