"""A real server on a free port over its own database, and a real Chromium in front of it."""

import contextlib
import os
import re
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from psutil import NoSuchProcess, Process
from sqlalchemy.engine import URL, Engine
from sqlmodel import Session

from core.passwords import new_token, token_hash
from db.commands.attendance import open_roster
from db.engine import make_engine
from db.models import SignIn
from tests.browser.chromium import chromium
from tests.browser.forked import forked
from tests.browser.windows import Windows
from tests.db.sittings import Sittings
from tests.pages.conftest import new_account

# A machine that does many things at once answers later; what never comes fails all the same.
expect.set_options(timeout=20_000)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@dataclass
class Server:
    """A running product: its address, its database file, and what it printed."""

    address: str
    database: Path
    log: Path
    process: Process

    def printed(self) -> str:
        """Everything the server said so far."""
        return self.log.read_text(encoding="utf-8")

    def setup_code(self) -> str:
        """The code of the first start."""
        found = re.search(r"^\w{3}-\w{3}-\w{3}-\w{3}$", self.printed(), re.MULTILINE)
        assert found, self.printed()
        return found.group()

    def cookie(self, *roles: str, language: str = "ar", provinces: tuple[int, ...] = ()) -> str:
        """The cookie of a new account with these roles, signed in."""
        engine = make_engine(URL.create("sqlite", database=str(self.database)))
        cookie = new_token()
        with Session(engine.execution_options(writing=True)) as session, session.begin():
            account = new_account(session, f"u{new_token()[:8].lower()}", " ".join(roles), provinces, language)
            session.add(SignIn(cookie_hash=token_hash(cookie), account_id=account, security_version=1))
        engine.dispose()
        return cookie

    def stop(self, kill: bool = False) -> None:
        """Ends the process, softly or as a cut of power would."""
        with contextlib.suppress(NoSuchProcess):
            self.process.kill() if kill else self.process.terminate()
            self.process.wait(20)


def start_server(database: Path, log: Path, port: int | None = None, url: URL | None = None) -> Server:
    """Starts the product as `make run` does, over a file or the PostgreSQL of `url`, and waits until it answers."""
    chosen = port or free_port()
    environment = {**os.environ, "COOPER_DATABASE": str(database)}
    environment.pop("DATABASE_URL", None)
    if url is not None:
        environment["DATABASE_URL"] = url.render_as_string(hide_password=False)
    process = forked(["run", "app.py", "--server.port", str(chosen)], environment, log)
    server = Server(f"http://localhost:{chosen}", database, log, process)
    deadline = time.monotonic() + 120
    while process.is_running() and time.monotonic() < deadline:
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(f"{server.address}/healthz", timeout=2),
        ):
            return server
        # Nothing tells when the port opens; the question itself is the wait.
        with contextlib.suppress(OSError), socket.create_connection(("localhost", chosen), timeout=0.2):
            pass
    server.stop(kill=True)
    raise AssertionError(server.printed())


# A browser has what it fetched before only at the address that it fetched it from.
_PORTS: list[int] = []


def free_port() -> int:
    """A port that nobody listens at: one of an earlier server, if any."""
    for port in [*_PORTS, 0]:
        with contextlib.suppress(OSError), socket.socket() as found:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(("127.0.0.1", port))
            chosen = int(found.getsockname()[1])
            if not port:
                _PORTS.append(chosen)
            return chosen
    raise AssertionError("no port is free")


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a database with nothing but the reference rows, for the tests of one file."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copyfile(sqlite_template, folder / "cooper.sqlite3")
    started = start_server(folder / "cooper.sqlite3", folder / "server.log")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def engine(server: Server) -> Iterator[Engine]:
    """The database that the server writes to."""
    made = make_engine(URL.create("sqlite", database=str(server.database)))
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """The system's Chromium."""
    path = chromium()
    assert path, "the browser tests need Chromium"
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        browser = driver.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def roster(sittings: Sittings) -> int:
    """A session of the file's own programme whose roster is open."""
    number = sittings.plan()
    sittings.do(open_roster, number)
    return number


def settled(page: Page) -> None:
    """Waits until the page is drawn whole, as somebody does who reads it before pressing.

    A field whose own script is still on its way stands there lower than it will be, and moves what is below it from
    under the finger.
    """
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


@pytest.fixture(scope="session")
def windows(chrome: Browser) -> Windows:
    """The windows that the tests of one process look through."""
    return Windows(chrome)


Opener = Callable[..., Page]


@pytest.fixture
def opened(windows: Windows, server: Server) -> Iterator[Opener]:
    """`opened("/entry-today", "coordinator", language="ar", size=PHONE)`: that page as this somebody sees it."""
    taken: list[tuple[str, BrowserContext, Page | None]] = []

    def open_page(
        path: str,
        *roles: str,
        language: str = "ar",
        size: dict[str, int] | None = None,
        cookie: str | None = None,
        dark: bool = False,
        provinces: tuple[int, ...] = (),
        alone: bool = False,
    ) -> Page:
        page = windows.take(language, size or DESK, dark, alone)
        taken.append((language, page.context, None if alone else page))
        if roles:
            cookie = server.cookie(*roles, language=language, provinces=provinces)
        if cookie:
            page.context.add_cookies([{"name": "cooper_sign_in", "value": cookie, "url": server.address}])
        page.goto(server.address + path)
        return page

    yield open_page
    for language, context, page in taken:
        windows.give_back(language, context, page, server.address)
