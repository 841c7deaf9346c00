"""The village hall: a roster of sixty on a phone and at a desk, its sheet as PDF, its workbook read and previewed."""

import hashlib
import io
import statistics
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from datetime import time as clock
from typing import Any
from urllib.parse import urlsplit

from openpyxl import load_workbook
from playwright.sync_api import Browser, sync_playwright

from core.reports.sign_in_sheet import SheetPerson, SheetSession, sign_in_sheet
from core.sheets.reading import read_sheets
from core.sheets.roster_filled import filled_roster
from core.sheets.roster_workbook import roster_workbook
from db.engine import reading
from db.queries.roster import printed_rows
from db.queries.roster_workbook import workbook_secret
from db.queries.roster_workbook_giving import roster_to_fill, rows_to_fill
from db.queries.roster_workbook_preview import workbook_preview
from tests.bench.cold import ARGUMENTS
from tests.bench.server import Server
from tests.bench.stage import Stage
from tests.browser.chromium import chromium

PEOPLE = 60
_TIMES = 5
# A phone in a village: so many bytes a second come, so many go, and every question waits so many milliseconds.
_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
_PAGE_SECONDS, _PAGE_KILOBYTES, _SHEET_SECONDS, _WORKBOOK_SECONDS = 2.0, 60.0, 0.5, 1.5


@dataclass(frozen=True)
class Visits:
    """Seconds until the first name of the roster can be ticked, and the bytes that came, fonts left out."""

    seconds: list[float]
    size: int


def told(stage: Stage, server: Server, roster: int) -> Iterator[str]:
    """The lines of the benchmark about one roster of sixty."""
    visits = _cold_visits(stage, server, roster)
    if visits is None:
        yield "no Chromium here: the light roster's cold visit was not measured (apt install chromium)"
    else:
        seconds, kilobytes = statistics.median(visits.seconds), visits.size / 1024
        yield _line("light roster, cold visit at 1.6 Mbit/s and 150 ms", seconds, _PAGE_SECONDS)
        verdict = "met" if kilobytes <= _PAGE_KILOBYTES else "missed"
        yield f"light roster of {PEOPLE}: {kilobytes:.1f} KB, aim {_PAGE_KILOBYTES:.0f} KB  {verdict}"
    yield _line(f"sheet of {PEOPLE} rows as PDF", _median(_sheet(roster)), _SHEET_SECONDS)
    yield _line(f"workbook of {PEOPLE} rows read and previewed", _median(_workbook(roster)), _WORKBOOK_SECONDS)


def _line(what: str, seconds: float, aim: float) -> str:
    return f"{what}: {seconds:.2f} s, aim {aim} s  {'met' if seconds <= aim else 'missed'}"


def _median(act: Callable[[], Any]) -> float:
    taken = []
    act()
    for _ in range(_TIMES):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _cold_visits(stage: Stage, server: Server, roster: int) -> Visits | None:
    path = chromium()
    if path is None:
        return None
    address = f"{server.address}/roster/{roster}"
    # The first to ask pays for the server's own imports; what is measured is the phone.
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": stage.cookie})) as answer:
        answer.read()
    with sync_playwright() as driver, driver.chromium.launch(executable_path=path, args=list(ARGUMENTS)) as browser:
        found = [_cold_visit(browser, stage, address) for _ in range(_TIMES)]
    return Visits([seconds for seconds, _ in found], max(size for _, size in found))


def _cold_visit(browser: Browser, stage: Stage, address: str) -> tuple[float, int]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    name, _, value = stage.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "domain": str(urlsplit(address).hostname), "path": "/"}])
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", _NETWORK)
    fonts: set[str] = set()
    sizes: dict[str, float] = {}
    line.on("Network.responseReceived", lambda said: fonts.add(said["requestId"]) if said["type"] == "Font" else None)
    line.on("Network.loadingFinished", lambda said: sizes.update({said["requestId"]: said["encodedDataLength"]}))
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(f"#rows li:nth-child({PEOPLE}) button.person:enabled")
    seconds = time.perf_counter() - start
    page.wait_for_load_state("load")
    context.close()
    return seconds, int(sum(size for request, size in sizes.items() if request not in fonts))


def _sheet(roster: int) -> Callable[[], bytes]:
    with reading() as session:
        people = [SheetPerson(*row) for row in printed_rows(session, None, roster)]
    said = {"ar": "التدبير المالي", "fr": "Gestion financière"}
    sitting = SheetSession(
        session_id=roster,
        address=f"https://example.org/roster/{roster}",
        module=said,
        place=said,
        group=None,
        held_on=date(2026, 1, 1),
        starts_at=clock(9),
        ends_at=clock(12),
        notice=said,
    )
    return lambda: sign_in_sheet(sitting, people, ("ar", "fr"))


def _workbook(roster: int) -> Callable[[], Any]:
    with reading() as session:
        rows = rows_to_fill(session, None, roster, "fr")
        to_fill = roster_to_fill(session, None, roster, rows, "fr", uuid.uuid4().hex)
        book = load_workbook(io.BytesIO(roster_workbook(to_fill, workbook_secret(session))))
    keys = {row.key for row in rows}
    for cells in book.worksheets[0].iter_rows():
        if cells[5].value in keys:
            cells[3].value = "present"
    file = io.BytesIO()
    book.save(file)
    data = file.getvalue()

    def preview() -> None:
        with reading() as session:
            found = workbook_preview(
                session, None, roster, hashlib.sha256(data).hexdigest(), filled_roster(read_sheets(data))
            )
        if [line.verdict for line in found.of("new")] != ["new"] * PEOPLE:
            raise RuntimeError("the workbook was not read as it was filled")

    return preview
