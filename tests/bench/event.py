"""The closing event as a load: phones that come within six seconds, staff on their pages, and three stages.

Phones, staff and stages are three processes of their own beside the server, so that none of them waits for another.
"""

import asyncio
import multiprocessing
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlalchemy.engine import URL
from sqlmodel import Session, select

from core.access import ADMINISTRATOR, Actor
from core.event_codes import event_code
from core.i18n import ZONE
from core.passwords import token_hash
from core.records import validated
from core.records.stage import StageLinkRecord
from db.commands.ledger import perform
from db.commands.stage import make_stage
from db.commands.stage_links import make_stage_link
from db.engine import make_engine, transaction
from db.models import Event, Guest, LiveSubmission, Vote
from tests.bench.audience import Heard, crowd
from tests.bench.beside import STAFF, STAGES, shared, staff_at_work, stages_told
from tests.bench.server import Server
from tests.bench.stage import Stage, set_up

PHONES, STRETCH, WITHIN = 130, 1000, 6.0
PHONE_AIM, STAFF_AIM, CHANGE_AIM, MOST_MEGABYTES = 50.0, 100.0, 2.0, 300.0
_LONGEST = 120.0


@dataclass(frozen=True)
class Found:
    """What was heard of one hall: the phones, the waits of staff, seconds until a change was on all stages, memory."""

    phones: int
    heard: Heard
    staff: list[float]
    faults: list[str]
    changes: list[float]
    before: float
    after: float
    lost: int
    doubled: int


def main(*counts: int) -> int:
    """Prints the hall of the aims, and larger ones as a stretch."""
    with tempfile.TemporaryDirectory() as folder:
        stage = set_up(Path(folder))
        for phones in counts or (PHONES, STRETCH):
            with Server(stage.product, stage.environment) as server:
                for line in told(measured(stage, server, phones)):
                    print(line, flush=True)  # noqa: T201
    return 0


def measured(stage: Stage, server: Server, phones: int) -> Found:
    """One hall of so many phones beside staff and stages."""
    event, token, code = _made(stage, phones)
    context = multiprocessing.get_context("spawn")
    over, ready = context.Event(), context.Barrier(3)
    with ProcessPoolExecutor(2, mp_context=context, initializer=shared, initargs=(over, ready)) as beside:
        staff = beside.submit(staff_at_work, server.address, stage.cookie)
        stages = beside.submit(stages_told, server.address, token)
        ready.wait(_LONGEST)
        before = server.megabytes()
        heard = asyncio.run(crowd("127.0.0.1", server.port, code, event, phones, WITHIN))
        # The last change has its two seconds.
        time.sleep(CHANGE_AIM + 0.5)
        over.set()
        waits, faults = staff.result(_LONGEST)
        seen = stages.result(_LONGEST)
    engine = make_engine(URL.create("sqlite", database=str(stage.database)))
    with Session(engine) as session:
        guests = select(func.count()).where(Guest.event_id == event)
        votes = select(func.count()).where(Vote.event_id == event)
        stored = session.exec(select(LiveSubmission.text).where(LiveSubmission.event_id == event)).all()
        counted = (session.exec(guests).one(), session.exec(votes).one())
    engine.dispose()
    lost = sum(text not in set(stored) for text in heard.sent)
    lost += max(0, len(heard.checked_in) - counted[0]) + max(0, heard.voted * 3 - counted[1])
    doubled = len(stored) - len(set(stored)) + max(0, counted[0] - phones) + max(0, counted[1] - phones * 3)
    changes = _until_seen(heard.checked_in, seen)
    return Found(phones, heard, waits, faults, changes, before, server.megabytes(), lost, doubled)


def told(found: Found) -> Iterator[str]:
    """The lines of the benchmark about one hall."""
    errors = found.heard.errors + found.faults
    yield (
        f"event: {found.phones} phones within {WITHIN:.0f} s, {STAFF} staff, {STAGES} stages:"
        f" {len(found.heard.waits)} answers to phones, {len(errors)} errors, {found.lost} lost, {found.doubled} doubled"
        f"  {_verdict(not errors and not found.lost and not found.doubled)}"
    )
    yield from (f"  {error}" for error in errors[:5])
    for what, waits, aim in (("phones", found.heard.waits, PHONE_AIM), ("staff pages", found.staff, STAFF_AIM)):
        slow = _slowest_twentieth(waits) * 1000
        yield (
            f"event, {what}: median {statistics.median(waits) * 1000:.0f} ms, p95 {slow:.0f} ms, aim {aim:.0f} ms"
            f"  {_verdict(slow <= aim)}"
        )
    slow = _slowest_twentieth(found.changes)
    yield (
        f"event, a check-in on all stages: median {statistics.median(found.changes):.2f} s, p95 {slow:.2f} s,"
        f" aim {CHANGE_AIM:.0f} s  {_verdict(slow <= CHANGE_AIM)}"
    )
    yield (
        f"event, memory: {found.before:.0f} MB before the hall came, {found.after:.0f} MB after,"
        f" aim {MOST_MEGABYTES:.0f} MB  {_verdict(found.after <= MOST_MEGABYTES)}"
    )


def _verdict(met: bool) -> str:
    return "met" if met else "missed"


def _slowest_twentieth(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else float("inf")


def _made(stage: Stage, phones: int) -> tuple[int, str, str]:
    """An event that runs now with all switches on, the token of its stage, and its code."""
    actor = Actor(stage.account_id, "bench", frozenset({ADMINISTRATOR}))
    moment = datetime.now(UTC)
    opened: dict[str, Any] = dict.fromkeys(("check_in_open", "submissions_open", "votes_open", "ratings_open"), True)
    with transaction() as session:
        event = Event(
            name_ar="اللقاء الختامي",
            held_on=moment.astimezone(ZONE).date(),
            starts_at=clock(0),
            ends_at=clock(23, 59),
            seats=phones,
            secret=uuid.uuid4().hex,
            **opened,
        )
        session.add(event)
        session.flush()
        number, code = event.id or 0, event_code(event, moment) or ""
    token = uuid.uuid4().hex
    perform(make_stage, actor, uuid.uuid4().hex, number)
    link = validated(StageLinkRecord, {"expires_on": event.held_on + timedelta(days=1)})
    perform(make_stage_link, actor, uuid.uuid4().hex, number, token_hash(token), link)
    return number, token, code


def _until_seen(acknowledged: list[float], stages: list[list[tuple[float, int]]]) -> list[float]:
    """For the check-in that was the nth to be acknowledged: seconds until the last stage showed n guests.

    One that a stage never showed counts as a minute.
    """
    waits = []
    for number, moment in enumerate(sorted(acknowledged), start=1):
        shown = [next((at for at, count in seen if count >= number), moment + 60) for seen in stages]
        waits.append(max(0.0, max(shown) - moment))
    return waits
