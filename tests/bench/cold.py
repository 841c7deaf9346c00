"""What a first visitor waits for: a new server, a browser never here before, something to read."""

import time

from playwright.sync_api import Browser, sync_playwright

from tests.bench.server import Server
from tests.bench.stage import SENTENCE, Stage
from tests.bench.visitor import Visitor
from tests.browser.chromium import chromium

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
_LONGEST = 60_000


def first_pages(stage: Stage, rounds: int) -> tuple[list[float], list[float]] | None:
    """Seconds until the bare app's sentence and until the product's sign-in form; None without a browser."""
    path = chromium()
    if path is None:
        return None
    bare: list[float] = []
    product: list[float] = []
    with sync_playwright() as driver, driver.chromium.launch(executable_path=path, args=list(ARGUMENTS)) as browser:
        for _ in range(rounds):
            with Server(stage.bare) as server:
                bare.append(_until(browser, server.address, f"text={SENTENCE}"))
            with Server(stage.product, stage.environment) as server:
                product.append(_until(browser, server.address, "input[type=password]"))
    return bare, product


def starts(stage: Stage, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds from the start of the process until the bare app's page is whole, and until the overview is."""
    bare: list[float] = []
    product: list[float] = []
    for _ in range(rounds):
        for found, app, environment, page, cookie in (
            (bare, stage.bare, None, "", ""),
            (product, stage.product, stage.environment, "explore-overview", stage.cookie),
        ):
            start = time.perf_counter()
            with Server(app, environment) as server, Visitor(server.address, page, "", cookie) as visitor:
                visitor.run()
                found.append(time.perf_counter() - start)
    return bare, product


def _until(browser: Browser, address: str, selector: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(selector, timeout=_LONGEST)
    seconds = time.perf_counter() - start
    context.close()
    return seconds
