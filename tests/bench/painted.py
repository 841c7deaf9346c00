"""What a browser takes until the charts of the overview are on the screen: on a warm visit, and after a click."""

import re
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.cold import ARGUMENTS
from tests.bench.server import Server
from tests.bench.stage import EMPTY, SENTENCE, Stage
from tests.browser.chromium import chromium

ROUNDS, CLICKS = 5, 10
VISIT_AIM, REPAINT_AIM = 2.5, 150.0
_PAGE = "explore-overview"
# When each chart was painted last, after the last click: the frame that follows the change of its marks.
_WATCHED = """
window.clicked = 0; window.painted = new Map();
addEventListener('click', () => { window.clicked = performance.now(); window.painted.clear(); }, true);
new MutationObserver(changes => {
  const charts = new Set(changes.map(one => one.target.closest?.('[data-testid=stVegaLiteChart]')).filter(Boolean));
  if (charts.size) requestAnimationFrame(() => charts.forEach(one => window.painted.set(one, performance.now())));
}).observe(document, {subtree: true, childList: true, attributes: true});
"""
_ALL = """number => {
  const drawn = [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg.marks')];
  return drawn.length === number && drawn.every(one => one.querySelector('.role-mark path, .role-mark text'));
}"""
_STILL = "() => window.painted.size && performance.now() - Math.max(...window.painted.values()) > 400"
_TOOK = "() => Math.max(...window.painted.values()) - window.clicked"


def told(stage: Stage, server: Server, charts: int) -> Iterator[str]:
    """The two lines; `charts` is how many of them the overview draws."""
    path = chromium()
    if path is None:
        yield "no Chromium here: visits and clicks in a browser were not measured (apt install chromium)"
        return
    with sync_playwright() as driver, driver.chromium.launch(executable_path=path, args=list(ARGUMENTS)) as browser:
        page = _signed_in(browser, stage, server)
        empty, shown = [], []
        for _ in range(ROUNDS + 1):
            empty.append(_visit(page, server, EMPTY, f"() => document.body.innerText.includes('{SENTENCE}')", None))
            shown.append(_visit(page, server, _PAGE, _ALL, charts))
        # The first visit of each fills what the browser keeps.
        below, above = statistics.median(empty[1:]) * 1000, statistics.median(shown[1:]) * 1000
        yield (
            f"in a browser, warm: empty page {below:.0f} ms, overview to its last chart {above:.0f} ms,"
            f" ratio {above / below:.2f}, aim {VISIT_AIM}  {'met' if above / below <= VISIT_AIM else 'missed'}"
        )
        took = [_click(page) for _ in range(CLICKS)]
        median, slowest = statistics.median(took), max(took)
        yield (
            f"a province chosen in one chart, all {charts} painted: median {median:.0f} ms, slowest {slowest:.0f} ms,"
            f" aim {REPAINT_AIM:.0f} ms  {'met' if median <= REPAINT_AIM else 'missed'}"
        )


def _signed_in(browser: Browser, stage: Stage, server: Server) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    name, _, value = stage.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "domain": str(urlsplit(server.address).hostname), "path": "/"}])
    page = context.new_page()
    page.add_init_script(_WATCHED)
    return page


def _visit(page: Page, server: Server, address: str, ready: str, given: int | None) -> float:
    start = time.perf_counter()
    page.goto(f"{server.address}/{address}", wait_until="commit")
    page.wait_for_function(ready, arg=given, polling="raf")
    return time.perf_counter() - start


def _click(page: Page) -> float:
    """Milliseconds from a click on the longest bar until the last chart was painted; every other one takes it back."""
    bars = page.locator(".st-key-chart-people_by_province svg.marks").first
    bars.scroll_into_view_if_needed()
    box = bars.bounding_box()
    if box is None:
        raise RuntimeError("the chart of the provinces is not on the page")
    rows = bars.locator("g.role-mark").nth(1).locator("path").count()
    before = page.url
    bars.click(position={"x": box["width"] * 0.2, "y": box["height"] / (2 * rows) + 12})
    page.wait_for_url(lambda url: re.sub(r"#.*", "", url) != before)
    page.wait_for_function(_STILL, polling="raf")
    return float(page.evaluate(_TOOK))
