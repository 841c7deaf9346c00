"""Fifty people at the overview, each of whom chooses another province every second: how long they wait."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator

from streamlit.proto.WidgetStates_pb2 import WidgetState

from core.i18n import words
from tests.bench.measures import writing
from tests.bench.server import Server
from tests.bench.stage import Stage
from tests.bench.visitor import Visitor

PEOPLE, SECONDS, AIM = 50, 12, 100.0


def told(stage: Stage, server: Server) -> Iterator[str]:
    """Milliseconds of all of them together, while nobody writes and while an officer marks somebody every second."""
    mark = writing(stage)
    for beside, act in (("nobody writes", None), ("a mark every second", mark)):
        waits = sorted(seconds * 1000 for seconds in _waits(stage, server, act))
        slow = waits[int(len(waits) * 0.95)]
        yield (
            f"{PEOPLE} people at the overview choose every second, {beside}: median {statistics.median(waits):.0f} ms,"
            f" p95 {slow:.0f} ms, aim {AIM:.0f} ms  {'met' if slow <= AIM else 'missed'}"
        )


def _waits(stage: Stage, server: Server, act: Callable[[], None] | None) -> list[float]:
    found: list[float] = []
    here = threading.Barrier(PEOPLE + 1, timeout=120)
    people = [threading.Thread(target=_person, args=(stage, server, one, here, found)) for one in range(PEOPLE)]
    for person in people:
        person.start()
    here.wait()
    for _ in range(SECONDS):
        time.sleep(1)
        if act:
            act()
    for person in people:
        person.join()
    return found


def _person(stage: Stage, server: Server, number: int, here: threading.Barrier, found: list[float]) -> None:
    with Visitor(server.address, "explore-overview", "", stage.cookie) as visitor:
        visitor.run()
        label = words("fr").say("explore.filter.province")
        pills = next(one for one in visitor.widgets.values() if getattr(one, "label", "") == label)
        provinces = [option.content for option in pills.options]
        here.wait()
        # They do not all move in the same moment, and who waited begins no later the next time.
        began = time.perf_counter() + number / PEOPLE
        for turn in range(SECONDS):
            time.sleep(max(0.0, began + turn - time.perf_counter()))
            chosen = WidgetState(id=pills.id)
            chosen.string_array_value.data.append(provinces[(number + turn) % len(provinces)])
            run = visitor.run(chosen)
            if run.faults:
                raise RuntimeError(str(run.faults))
            found.append(run.seconds)
