"""What a flood of wrong sign-ins costs those who know their password, and whether a name that is unknown shows."""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import bcrypt
from sqlalchemy import delete

from core.passwords import hashed
from core.problems import Problem
from db.commands.sign_ins import checked_account
from db.engine import transaction
from db.models import Account, Attempt

WRONG, SESSIONS, ROUNDS, OTHERS = 500, 50, 5, 10
PASSWORD, GUESS = "une phrase assez longue", "une autre phrase fausse"
FLOODED, UNKNOWN = "flooded", "nobody"


@dataclass
class Door:
    """Seconds of right sign-ins alone and during the flood, of wrong ones by name, and how many wrong ones hashed."""

    alone: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    unknown: list[float] = field(default_factory=list)
    reached: list[int] = field(default_factory=list)


def measured() -> Door:
    """Asks the door of the database that the environment names; some accounts are added to it."""
    with transaction() as session:
        secret = hashed(PASSWORD).value
        for name in (FLOODED, *(f"other{number}" for number in range(OTHERS))):
            session.add(Account(username=name, name=name, roles="manager", password_hash=secret))
    found = Door()
    for number in range(ROUNDS * 6):
        _forget()
        for name, seconds in ((FLOODED, found.known), (UNKNOWN, found.unknown)):
            seconds.append(_seconds(name, GUESS, number))
    for _ in range(ROUNDS):
        found.alone += [_seconds(f"other{number}", PASSWORD, number) for number in range(OTHERS)]
        _forget()
        with _counted(found.reached):
            _flood_beside(found.meanwhile)
    return found


def _flood_beside(seconds: list[float]) -> None:
    # All begin at one moment, and whoever knows the password signs in until the flood is over.
    start = threading.Barrier(SESSIONS + 1)

    def guess(session: int) -> None:
        start.wait()
        for _ in range(WRONG // SESSIONS):
            _seconds(FLOODED, GUESS, session)

    threads = [threading.Thread(target=guess, args=(session,)) for session in range(SESSIONS)]
    for thread in threads:
        thread.start()
    start.wait()
    number = 0
    while any(thread.is_alive() for thread in threads):
        seconds.append(_seconds(f"other{number % OTHERS}", PASSWORD, 200 + number % OTHERS))
        number += 1


def _seconds(name: str, password: str, address: int) -> float:
    began = time.perf_counter()
    with suppress(Problem):
        checked_account(name, password, f"10.0.0.{address}")
    return time.perf_counter() - began


@contextmanager
def _counted(reached: list[int]) -> Iterator[None]:
    # The hash of the flooded account alone is counted; the others are right.
    count = 0
    turn = threading.Lock()
    matches = bcrypt.checkpw

    def check(password: bytes, hashed_password: bytes) -> bool:
        nonlocal count
        if password == GUESS.encode():
            with turn:
                count += 1
        return matches(password, hashed_password)

    bcrypt.checkpw = check
    try:
        yield
    finally:
        bcrypt.checkpw = matches
    reached.append(count)


def _forget() -> None:
    with transaction() as session:
        session.execute(delete(Attempt))


def told(found: Door) -> Iterator[str]:
    """The lines of the benchmark."""
    alone, meanwhile = (statistics.median(one) * 1000 for one in (found.alone, found.meanwhile))
    known, unknown = (statistics.median(one) * 1000 for one in (found.known, found.unknown))
    yield f"{WRONG} wrong sign-ins from {SESSIONS} threads: {max(found.reached)} reached the hash (aim at most 10)"
    yield f"right sign-ins: alone {alone:.0f} ms, meanwhile {meanwhile:.0f} ms (longest {max(found.meanwhile):.1f} s)"
    yield f"wrong ones: known name {known:.1f} ms, unknown name {unknown:.1f} ms"
