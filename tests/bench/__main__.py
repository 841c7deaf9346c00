"""Prints medians and ratios: the floor, the pages, ticks, a crowd, a browser, cold starts, memory, the door.

`python -m tests.bench country [SCALE]` measures the pages of explore alone, on the demonstration and on the country,
`python -m tests.bench board` the board of a large register of obstacles, and `python -m tests.bench event [PHONES ...]`
a hall of 130 phones and one of a thousand.
"""

import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from db.summaries.growth import wanted
from db.summaries.recount import rebuild
from tests.bench import board, crowd, door, event, explore_pages, hall, painted, paper
from tests.bench.cold import first_pages, starts
from tests.bench.country import make_country
from tests.bench.measures import Measure, ticking, writing
from tests.bench.phones import NAMES, Ticks, open_rosters, ticking_phones
from tests.bench.server import Server
from tests.bench.stage import EMPTY, Stage, demonstration, set_up
from tests.bench.visitor import Run, Visitor

ROUNDS = 8
RUNS = 5
WARM_UP = 4
COLD_ROUNDS = 5
COLD_AIM = 2.4
MOST_MEGABYTES = 200
CHARTS = 6
BARE, FLOOR, SAME, WRITTEN = "bare app", "floor", "overview, nothing changed", "overview, after a write"
TICK, DESK = "a tick", f"roster of {hall.PEOPLE} at a desk"
# Officers at the same moment, and within how many milliseconds 95 of 100 ticks are to be answered.
PHONES = ((10, 50.0), (50, 150.0))
# Over what each is told, and how many times that it may take.
AIMS = {FLOOR: (BARE, 1.6), SAME: (FLOOR, 1.5), WRITTEN: (FLOOR, 3.5), TICK: (FLOOR, 2.1), DESK: (FLOOR, 3.0)}


def main() -> int:
    """Runs the benchmark; the exit status says whether it could be run, not whether its aims were met."""
    with tempfile.TemporaryDirectory() as folder:
        stage = set_up(Path(folder))
        with ExitStack() as stack:
            bare = stack.enter_context(Server(stage.bare))
            product = stack.enter_context(Server(stage.product, stage.environment))
            started = product.megabytes()
            [sixty] = open_rosters(stage, 1, hall.PEOPLE)
            measures = _rounds(stack, stage, bare, product, sixty)
            visited = product.megabytes()
            phones = [(ticking_phones(stage, product, officers), aim) for officers, aim in PHONES]
            drawn = measures[SAME].last.elements
            charts = drawn["arrow_vega_lite_chart"] + drawn["vega_lite_chart"]
            told = list(hall.told(stage, product, sixty))
            told += explore_pages.told(explore_pages.measured(stage, product))
            told += crowd.told(stage, product)
            told += event.told(event.measured(stage, product, event.PHONES))
            told += painted.told(stage, product, charts)
        _tell(measures)
        _line(f"charts drawn by the overview: {charts} (aim {CHARTS})")
        _line(
            f"memory after start: {started:.0f} MB (aim at most {MOST_MEGABYTES}), after these visits {visited:.0f} MB"
        )
        for ticks, aim in phones:
            _tell_phones(ticks, aim)
        for line in told:
            _line(line)
        _tell_cold(stage)
        _tell_starts(stage)
        for line in (*paper.told(), *door.told(door.measured())):
            _line(line)
    # It has the process look at a database of its own, which the door would ask.
    large_board()
    return 0


def country(scale: float) -> int:
    """Measures the pages of explore on the demonstration and on the country, or on a share of it."""
    found = []
    for make in (demonstration, lambda file: make_country(file, scale)):
        with tempfile.TemporaryDirectory() as folder:
            stage = set_up(Path(folder), make)
            if wanted():
                # The server would begin with it a minute after its start.
                start = time.perf_counter()
                rebuild()
                _line(f"figures counted to be kept in {time.perf_counter() - start:.0f} s")
            with Server(stage.product, stage.environment) as product:
                found.append(explore_pages.measured(stage, product))
        for line in explore_pages.told(found[-1]):
            _line(line)
    for line in explore_pages.told_growth(*found):
        _line(line)
    return 0


def large_board() -> int:
    """Measures the board of a large register of obstacles over the empty page."""
    with tempfile.TemporaryDirectory() as folder:
        stage = set_up(Path(folder), board.many_obstacles)
        with Server(stage.product, stage.environment) as product:
            for line in board.told(board.measured(stage, product)):
                _line(line)
    return 0


def _rounds(stack: ExitStack, stage: Stage, bare: Server, product: Server, sixty: int) -> dict[str, Measure]:
    def visit(page: str, query: str = "") -> Visitor:
        return stack.enter_context(Visitor(product.address, page, query, stage.cookie))

    overview, roster = visit("explore-overview"), visit("entry-attendance", f"session={stage.roster}")
    desk = visit("entry-attendance", f"session={sixty}")
    plain, empty = stack.enter_context(Visitor(bare.address)), visit(EMPTY)
    for visitor in (plain, empty, overview, roster, desk):
        for _ in range(WARM_UP):
            visitor.run()
    write = writing(stage)

    def after_a_write() -> Run:
        write()
        return overview.run()

    listed = (
        Measure(BARE, bare, plain.run),
        Measure(FLOOR, product, empty.run),
        Measure(SAME, product, overview.run),
        Measure(WRITTEN, product, after_a_write),
        Measure(TICK, product, ticking(roster)),
        Measure(DESK, product, desk.run),
    )
    for _ in range(ROUNDS):
        for measure in listed:
            if measure.name == SAME:
                # The round before ended with a write.
                overview.run()
            measure.take(RUNS)
    return {measure.name: measure for measure in listed}


def _tell(measures: dict[str, Measure]) -> None:
    _line(f"{'':26s}{'wall ms':>9s}{'cpu ms':>9s}{'KB':>7s}{'ratio':>8s}{'cpu ratio':>11s}{'aim':>7s}")
    for name, measure in measures.items():
        wall, processor = statistics.median(measure.wall), statistics.median(measure.processor)
        text = f"{name:26s}{wall * 1000:9.1f}{processor * 1000:9.1f}{measure.last.size / 1024:7.1f}"
        if name in AIMS:
            over, aim = AIMS[name]
            ratio = wall / statistics.median(measures[over].wall)
            # The system counts the processor in steps: an empty page may be less than one of them.
            below = statistics.median(measures[over].processor)
            cpu_ratio = f"{processor / below:.2f}" if below else "-"
            text += f"{ratio:8.2f}{cpu_ratio:>11s}{aim:7.1f}  {'met' if ratio <= aim else 'missed'}, over the {over}"
        _line(text)


def _tell_phones(ticks: Ticks, aim: float) -> None:
    slow, lost = ticks.slowest_twentieth * 1000, ticks.officers * NAMES - ticks.stored
    verdict = "met" if slow <= aim and not lost and not ticks.refused else "missed"
    _line(
        f"{ticks.officers} officers ticking {NAMES} names each on phones: median"
        f" {statistics.median(ticks.waits) * 1000:.0f} ms, p95 {slow:.0f} ms, {lost} lost, {ticks.refused} refused,"
        f" aim {aim:.0f} ms  {verdict}"
    )


def _tell_cold(stage: Stage) -> None:
    times = first_pages(stage, COLD_ROUNDS)
    if times is None:
        _line("no Chromium here: the cold first page was not measured (apt install chromium)")
        return
    bare, product = (statistics.median(one) for one in times)
    verdict = "met" if product / bare <= 1.5 else "missed"
    _line(f"cold, in a browser: empty app {bare * 1000:.0f} ms, sign-in form {product * 1000:.0f} ms, ")
    _line(f"  ratio {product / bare:.2f}, aim 1.5  {verdict}")


def _tell_starts(stage: Stage) -> None:
    bare, product = (statistics.median(one) for one in starts(stage, COLD_ROUNDS))
    verdict = "met" if product / bare <= COLD_AIM else "missed"
    _line(f"cold start to the first page whole: empty app {bare * 1000:.0f} ms, overview {product * 1000:.0f} ms,")
    _line(f"  ratio {product / bare:.2f}, aim {COLD_AIM}  {verdict}")


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if "board" in sys.argv[1:2]:
        sys.exit(large_board())
    if "event" in sys.argv[1:2]:
        sys.exit(event.main(*(int(phones) for phones in sys.argv[2:])))
    sys.exit(country(float(sys.argv[2]) if len(sys.argv) > 2 else 1.0) if "country" in sys.argv[1:2] else main())
