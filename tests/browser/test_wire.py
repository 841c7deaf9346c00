"""What a page costs on a village's network: a page drawn anew brings what is new, and next to nothing of the rest."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.menu import HOME, MENU
from pages.server.cookies import SIGN_IN
from tests.bench.visitor import Visitor
from tests.browser.conftest import Server, start_server

# In bytes, as they come through the network.
MOST = 2048
SHOWN = [(page.address, "") for page in MENU if page.room == "explore" and not page.hidden and page is not HOME]
# The longest of the pages that are reached by a link.
SHOWN.append(("explore-province", "province=08.587"))


@pytest.fixture(scope="module")
def demonstration(demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server over the invented programme, and the cookie of somebody who reads all of it."""
    folder = tmp_path_factory.mktemp("wire")
    shutil.copyfile(demonstration_file, folder / "demo.sqlite3")
    started = start_server(folder / "demo.sqlite3", folder / "server.log")
    yield started, f"{SIGN_IN}={started.cookie('administrator', 'coordinator', language='fr')}"
    started.stop()


@pytest.mark.parametrize(("address", "query"), SHOWN)
def test_a_page_drawn_anew_with_nothing_new_is_two_kilobytes_at_most(
    demonstration: tuple[Server, str], address: str, query: str
) -> None:
    server, cookie = demonstration
    with Visitor(server.address, address, query, cookie) as visitor:
        # The first run brings the page; what the browser says to know in the third is what the second brought.
        first, *_, last = [visitor.run() for _ in range(4)]
    assert (first.faults, last.faults) == ([], [])
    assert last.elements == first.elements
    assert last.wire <= MOST
    assert last.wire < first.wire
