"""Who is beside the phones of a hall, each group in a process of its own: staff at their pages, and the stages."""

import json
import multiprocessing.synchronize
import re
import time
import urllib.request
from threading import Thread
from typing import Any

from tests.bench.visitor import Visitor

STAFF, STAGES = 10, 3
# What staff do while the hall comes in, once a second each.
STAFF_PAGES = ("explore-overview", "entry-today", "explore-obstacles", "present-events", "present-backstage")
_LONGEST = 120.0

_over: multiprocessing.synchronize.Event
_ready: multiprocessing.synchronize.Barrier


def shared(over: multiprocessing.synchronize.Event, ready: multiprocessing.synchronize.Barrier) -> None:
    """Gives this process what tells it when to begin and that all is over."""
    global _over, _ready
    _over, _ready = over, ready


def staff_at_work(address: str, cookie: str) -> tuple[list[float], list[str]]:
    """The seconds of each run of a page, and what went wrong; each of the staff acts once a second."""
    waits: list[float] = []
    faults: list[str] = []
    visitors = [Visitor(address, STAFF_PAGES[one % len(STAFF_PAGES)], "", cookie) for one in range(STAFF)]
    for visitor in visitors:
        visitor.run()
        visitor.run()

    def work(visitor: Visitor, place: int) -> None:
        began = time.perf_counter() + place / STAFF
        for turn in range(int(_LONGEST)):
            if _over.wait(max(0.0, began + turn - time.perf_counter())):
                return
            run = visitor.run()
            waits.append(run.seconds)
            faults.extend(run.faults)

    _ready.wait(_LONGEST)
    threads = [Thread(target=work, args=(visitor, place)) for place, visitor in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for visitor in visitors:
        visitor.socket.close()
    return waits, faults


_REFRESH = re.compile(rb'"refresh": ([\d.]+)')
_GUESTS = re.compile(r'data-count="(\d+)"')


def stages_told(address: str, token: str) -> list[list[tuple[float, int]]]:
    """For each stage, when it was told which number of guests."""
    seen: list[list[tuple[float, int]]] = [[] for _ in range(STAGES)]
    with urllib.request.urlopen(f"{address}/stage/{token}") as answer:
        found = _REFRESH.search(answer.read())
    refresh = float(found[1]) if found else 1.0

    def look(told: list[tuple[float, int]], place: int) -> None:
        edition = ""
        time.sleep(refresh * place / STAGES)
        while not _over.is_set():
            with urllib.request.urlopen(f"{address}/stage/{token}/state?seen={edition}") as answer:
                body = answer.read()
            if body:
                state = json.loads(body)
                edition = state["edition"]
                told.append((time.perf_counter(), _guests_shown(state)))
            _over.wait(refresh)

    _ready.wait(_LONGEST)
    threads = [Thread(target=look, args=(told, place)) for place, told in enumerate(seen)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _guests_shown(state: dict[str, Any]) -> int:
    """How many guests the scene of arrivals tells."""
    found = _GUESTS.search(state["pictures"]["arrivals"])
    return int(found[1]) if found else 0
