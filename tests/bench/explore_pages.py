"""Every page of explore over the empty page: with nothing changed, after a write, and on a filter never asked for."""

import itertools
import random
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import select

from db.commands.ledger import raise_revisions
from db.engine import reading, transaction
from db.models import Institution, Obstacle, Organisation, Phase, Province
from db.models.base import table
from pages.menu import HOME, MENU
from tests.bench.measures import Measure, writing
from tests.bench.server import Server
from tests.bench.stage import EMPTY, Stage
from tests.bench.visitor import Run, Visitor

FLOOR, SAME, WRITTEN, CHOSEN = "floor", "nothing changed", "after a write", "new filter"
ROUNDS, RUNS, WARM_UP = 4, 3, 3
# How many times the floor a page may take, and how many bytes may come when nothing changed.
AIMS = {SAME: 2.0, WRITTEN: 4.0, CHOSEN: 4.0}
MOST_BYTES = 2048
# How many times as long a page may take on the country.
GROWTH = 1.2
# Filters that no summary keeps, on the country: at most so many seconds.
OUTSIDE, OUTSIDE_SECONDS = "sex=f&age=youth&kind=cooperative", 1.0
# What a day in the field writes to; lists, places, phases and settings change seldom.
DAILY = ("attendance", "obstacle", "organisation", "person", "session")
PAGES = tuple(page for page in MENU if page.room == "explore" and page is not HOME)


@dataclass(frozen=True)
class Costs:
    """What a page costs: medians of wall and processor milliseconds by what was done, bytes when nothing changed,
    and seconds under filters outside of the summaries.
    """

    wall: dict[str, float]
    processor: dict[str, float]
    bytes: int
    outside: float

    def ratio(self, name: str) -> tuple[float, float]:
        """How many times the floor it takes, in wall and in processor time."""
        return self.wall[name] / self.wall[FLOOR], self.processor[name] / self.processor[FLOOR]


def measured(stage: Stage, server: Server) -> dict[str, Costs]:
    """The costs of every page that the menu names, by its address."""
    opened = _opened()
    return {page.address: _page(stage, server, page.address, opened if page.hidden else "") for page in PAGES}


def told(costs: dict[str, Costs]) -> Iterator[str]:
    """The table: for each page, what each thing takes over the empty page, in wall and processor time."""
    yield f"{'explore, over the floor':28s}" + "".join(f"{name:>26s}" for name in AIMS) + f"{'wire':>9s}"
    yield f"{'':28s}" + f"{'ms   wall    cpu   ':>26s}" * len(AIMS) + f"{'bytes':>9s}"
    for address, cost in costs.items():
        line = f"{address:28s}"
        met = cost.bytes <= MOST_BYTES
        for name, aim in AIMS.items():
            wall, processor = cost.ratio(name)
            met = met and max(wall, processor) <= aim
            line += f"{cost.wall[name]:11.1f}{wall:7.2f}{processor:7.2f} "
        yield f"{line}{cost.bytes:9d}  {'met' if met else 'missed'}"
    aims = ", ".join(f"{name} {aim:.0f} times" for name, aim in AIMS.items())
    floor = statistics.median(cost.wall[FLOOR] for cost in costs.values())
    below = statistics.median(cost.processor[FLOOR] for cost in costs.values())
    yield f"aims: {aims}, {MOST_BYTES} bytes; the floor is {floor:.1f} ms, {below:.1f} ms of processor"


def told_growth(small: dict[str, Costs], large: dict[str, Costs]) -> Iterator[str]:
    """How each page grows from the demonstration to the country, and what filters outside of the summaries take."""
    yield f"{'from demo to country':28s}" + "".join(f"{name:>18s}" for name in AIMS) + f"{'outside, s':>12s}"
    for address, cost in large.items():
        grown = [cost.wall[name] / small[address].wall[name] for name in AIMS]
        met = max(grown) <= GROWTH and cost.outside <= OUTSIDE_SECONDS
        line = f"{address:28s}" + "".join(f"{times:18.2f}" for times in grown)
        yield f"{line}{cost.outside:12.2f}  {'met' if met else 'missed'}"
    yield f"aims: {GROWTH} times; filters outside of the summaries {OUTSIDE_SECONDS:.0f} s"


def _page(stage: Stage, server: Server, address: str, query: str) -> Costs:
    filters = _filters()
    with ExitStack() as stack:
        empty = stack.enter_context(Visitor(server.address, EMPTY, "", stage.cookie))
        page = stack.enter_context(Visitor(server.address, address, query, stage.cookie))
        chooser = stack.enter_context(Visitor(server.address, address, query, stage.cookie))
        for visitor in (empty, page, chooser):
            for _ in range(WARM_UP):
                visitor.run()
        write = writing_all_day(stage)

        def after_a_write() -> Run:
            write()
            return page.run()

        def on_a_new_filter() -> Run:
            chooser.query = "&".join(filter(None, (query, next(filters))))
            return chooser.run()

        same = Measure(SAME, server, page.run)
        listed = (
            Measure(FLOOR, server, empty.run),
            same,
            Measure(CHOSEN, server, on_a_new_filter),
            Measure(WRITTEN, server, after_a_write),
        )
        for _ in range(ROUNDS):
            page.run()
            for measure in listed:
                measure.take(RUNS)
        chooser.query = "&".join(filter(None, (query, OUTSIDE)))
        outside = chooser.run().seconds
    return Costs(
        wall={one.name: statistics.median(one.wall) * 1000 for one in listed},
        processor={one.name: statistics.median(one.processor) * 1000 for one in listed},
        bytes=same.last.wire,
        outside=outside,
    )


def writing_all_day(stage: Stage) -> Callable[[], None]:
    """A mark of an officer, after which all is asked again that reads what the field writes on a day."""
    mark = writing(stage)

    def write() -> None:
        mark()
        with transaction() as session:
            raise_revisions(session, DAILY)

    return write


def _filters() -> Iterator[str]:
    """Choices of phases and provinces in an order of chance that is always the same; each but once."""
    with reading() as session:
        province, phase = table(Province).c, table(Phase).c
        provinces = list(session.execute(select(province.code).where(province.in_programme.is_(True))).scalars())
        phases = list(session.execute(select(phase.code)).scalars())
    chosen = [one for number in range(1, len(provinces)) for one in itertools.combinations(provinces, number)]
    made = [f"phase={phase}&province={','.join(some)}" for phase in phases for some in chosen]
    random.Random(1).shuffle(made)
    return itertools.cycle(made)


def _opened() -> str:
    """What pages that are reached by a link show: each takes the name it knows."""
    named = []
    with reading() as session:
        for model in (Institution, Obstacle, Organisation):
            rows = table(model)
            first = select(rows.c.id).where(rows.c.deleted_at.is_(None)).order_by(rows.c.id).limit(1)
            named.append(f"{rows.name}={session.execute(first).scalar_one()}")
        province = table(Province).c
        code = session.execute(select(province.code).where(province.in_programme.is_(True)).limit(1)).scalar_one()
    return "&".join((*named, "indicator=people_trained", f"province={code}"))
