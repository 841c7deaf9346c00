"""What is measured: each thing a visitor does, once; the rounds around it take the times."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from streamlit.proto.WidgetStates_pb2 import WidgetState

from core.access import COORDINATOR, Actor
from core.records.sessions import AttendanceMark
from db.commands.attendance import mark_attendance
from db.commands.ledger import perform
from tests.bench.server import Server
from tests.bench.stage import Stage
from tests.bench.visitor import Run, Visitor


@dataclass
class Measure:
    """One thing a visitor does, on which server, and what it took: wall and processor seconds a run."""

    name: str
    server: Server
    act: Callable[[], Run]
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    last: Run = field(default_factory=Run)

    def take(self, runs: int) -> None:
        """Does it so many times and notes each time; a page that shows a fault ends the benchmark."""
        before = self.server.processor_seconds()
        for _ in range(runs):
            self.last = self.act()
            if self.last.faults:
                raise RuntimeError(f"{self.name}: {self.last.faults}")
            self.wall.append(self.last.seconds)
        self.processor.append((self.server.processor_seconds() - before) / runs)


def writing(stage: Stage) -> Callable[[], None]:
    """A write as another officer makes it: one mark of the open roster, present and absent in turn."""
    actor = Actor(stage.account_id, "bench", frozenset({COORDINATOR}))
    state = {"turn": 0}

    def write() -> None:
        state["turn"] += 1
        status = stage.statuses["present" if state["turn"] % 2 else "absent"]
        mark = AttendanceMark(registration_id=stage.registrations[0], status_id=status)
        perform(mark_attendance, actor, uuid.uuid4().hex, mark)

    return write


def ticking(visitor: Visitor) -> Callable[[], Run]:
    """A tick on the roster: the last name of the list, on and off in turn."""

    def tick() -> Run:
        pills = visitor.widget("ButtonGroup")
        options = [option.content for option in pills.options]
        state = visitor.states.get(pills.id)
        chosen = list(state.string_array_value.data) if state else [options[place] for place in pills.default]
        last = options[-1]
        chosen = [one for one in chosen if one != last] if last in chosen else [*chosen, last]
        sent = WidgetState(id=pills.id)
        sent.string_array_value.data.extend(chosen)
        return visitor.run(sent)

    return tick
