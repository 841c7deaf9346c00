"""What kept figures cost and save on a database: `python -m tests.bench.summaries FILE` ticks in it, so give a copy."""

import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from statistics import median

from sqlalchemy.engine import URL, Engine
from sqlmodel import col, select

from core.access import COORDINATOR, Actor
from core.filters import Filters
from core.records.sessions import AttendanceMark
from db.commands.attendance import mark_attendance
from db.engine import make_engine, reading, transaction
from db.models import AttendanceStatus, Registration, TrainingSession
from db.queries.figures import counts, of_indicators
from db.summaries.answers import kept_for

_TIMES, _ROWS = 30, 10


def milliseconds(work: Callable[[int], object], times: int = _TIMES) -> tuple[float, float]:
    """The medians of wall and processor time of something done so many times."""
    walls, processors = [], []
    for turn in range(times):
        wall, processor = time.perf_counter(), time.process_time()
        work(turn)
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return median(walls) * 1000, median(processors) * 1000


def ticks(engine: Engine) -> tuple[float, float]:
    """A tick on an open roster, as a person at a desk makes it: each changes the mark that is there."""
    actor = Actor(account_id=None, username="bench", roles=frozenset({COORDINATOR}), provinces=None)
    with reading(engine) as session:
        held = select(TrainingSession.id).where(TrainingSession.state == "held").order_by(col(TrainingSession.id))
        of_one = select(Registration.id).where(Registration.session_id == session.exec(held).first())
        rows = [row or 0 for row in session.exec(of_one)][:_ROWS]
        codes = [
            session.exec(select(AttendanceStatus.id).where(AttendanceStatus.code == code)).one() or 0
            for code in ("present", "absent")
        ]

    def tick(turn: int) -> None:
        mark = AttendanceMark(registration_id=rows[turn % len(rows)], status_id=codes[turn // len(rows) % 2])
        with transaction(engine) as session:
            mark_attendance(session, actor, uuid.uuid4().hex, mark)

    for turn in range(2 * len(rows)):
        tick(turn)
    return milliseconds(tick)


def figures(engine: Engine) -> dict[str, tuple[float, float]]:
    """Each figure that indicators stand on, whole for a phase; those counted and not kept are asked once."""
    found = {}
    with reading(engine) as session:
        for asked in of_indicators(Filters(phase_id=1)):
            counts(session, (asked,))
            found[asked.figure] = milliseconds(lambda _, one=asked: counts(session, (one,)), 3)  # type: ignore[misc]
    return found


def main() -> int:
    """Tells whether figures are kept, a tick, and each figure, in milliseconds of wall and processor time."""
    engine = make_engine(URL.create("sqlite", database=str(Path(sys.argv[1]))))
    with reading(engine) as session:
        sys.stdout.write("kept\n" if kept_for(session) else "counted\n")
    for name, (wall, processor) in {"a tick": ticks(engine), **figures(engine)}.items():
        sys.stdout.write(f"{name:24s}{wall:10.1f}{processor:10.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
