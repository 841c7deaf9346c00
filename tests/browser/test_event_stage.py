"""The stage on a screen in a browser: it follows within two seconds, and comes back by itself after a cut or a kill."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.access import COORDINATOR, PRESENTER
from core.i18n import ZONE
from core.passwords import token_hash
from core.records import validated
from core.records.stage import StageLinkRecord
from db.commands.events import make_event
from db.commands.guests import add_walk_in
from db.commands.stage import make_stage, move_stage
from db.commands.stage_links import make_stage_link, revoke_stage_link
from db.engine import reading
from db.models import Scene
from tests.browser.conftest import Server, start_server
from tests.conftest import actor
from tests.db.entries import do
from tests.db.rows_elsewhere import event_record, guest_record

pytestmark = pytest.mark.browser
TOKEN = "the-stage-of-the-hall"
WALL: ViewportSize = {"width": 1920, "height": 1080}
# A change is on the stage within this many milliseconds.
SOON = 2_000


@dataclass
class Hall:
    """An event with its stage in a server's database, and what is done there behind the server's back."""

    engine: Engine
    event: int = 0
    link: int = 0
    actions: int = 0

    def do(self, command: Any, *arguments: Any, role: str = PRESENTER) -> int:
        self.actions += 1
        return do(self.engine, command, actor(role), f"stage {self.actions}", *arguments).row_id

    def come(self) -> None:
        """One more guest comes in."""
        self.do(add_walk_in, self.event, guest_record(), role=COORDINATOR)

    def jump(self, kind: str) -> None:
        with reading(self.engine) as session:
            asked = select(Scene.id).where(Scene.event_id == self.event, Scene.kind == kind)
            scene = session.exec(asked).one()
        self.do(move_stage, self.event, "jump", scene)


@pytest.fixture(scope="module")
def hall(engine: Engine) -> Hall:
    """An event of today, its stage on who is here, and a link to it."""
    made = Hall(engine)
    today = datetime.now(ZONE).date()
    record = event_record(name_ar="اللقاء الختامي", held_on=today, starts_at="00:00", ends_at="23:59")
    made.event = made.do(make_event, record, role=COORDINATOR)
    made.do(make_stage, made.event)
    until = validated(StageLinkRecord, {"expires_on": today + timedelta(days=1)})
    made.link = made.do(make_stage_link, made.event, token_hash(TOKEN), until)
    made.come()
    return made


@pytest.fixture
def screen(chrome: Browser, server: Server, hall: Hall) -> Iterator[Page]:
    """The stage on the wall of the hall, on who is here."""
    hall.jump("arrivals")
    context = chrome.new_context(viewport=WALL)
    page = context.new_page()
    page.goto(f"{server.address}/stage/{TOKEN}")
    expect(page.locator(".scene.arrivals .big bdi")).to_be_visible(timeout=30_000)
    # The page is kept from the second time on that the browser opens it.
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.reload()
    expect(page.locator(".scene.arrivals .big bdi")).to_be_visible(timeout=30_000)
    yield page
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    context.close()


def here(page: Page, number: int, timeout: int) -> None:
    """Waits until the stage counts so many guests."""
    expect(page.locator(".big bdi")).to_have_text(str(number), timeout=timeout)


def age(page: Page) -> str:
    """What the stage says of its data."""
    return page.locator("#age").inner_text()


def test_a_change_and_a_move_are_on_the_stage_within_two_seconds(hall: Hall, screen: Page) -> None:
    number = int(screen.locator(".big bdi").inner_text())
    hall.come()
    # Heard within two seconds; the number then counts up in front of the hall.
    expect(screen.locator(".big bdi")).to_have_attribute("data-count", str(number + 1), timeout=SOON)
    here(screen, number + 1, 5_000)
    hall.jump("vote")
    expect(screen.locator("#stage")).to_have_attribute("data-kind", "vote", timeout=SOON)
    assert "المعطيات محيَّنة" in age(screen)
    assert "Données à jour" in age(screen)


def test_arrow_keys_move_this_screen_alone_until_escape_or_backstage(hall: Hall, screen: Page) -> None:
    kind = screen.locator("#stage")
    # Arabic reads from right to left, so what comes next lies to the left.
    screen.keyboard.press("ArrowLeft")
    expect(kind).to_have_attribute("data-kind", "programme")
    screen.keyboard.press("PageDown")
    expect(kind).to_have_attribute("data-kind", "map")
    screen.keyboard.press("ArrowRight")
    expect(kind).to_have_attribute("data-kind", "programme")
    assert "Cet écran seul" in age(screen)
    screen.keyboard.press("Escape")
    expect(kind).to_have_attribute("data-kind", "arrivals")
    assert "Cet écran seul" not in age(screen)
    screen.keyboard.press("ArrowLeft")
    hall.jump("thanks")
    expect(kind).to_have_attribute("data-kind", "thanks", timeout=SOON)


def test_through_a_cut_network_the_last_good_picture_stays_and_tells_its_age(hall: Hall, screen: Page) -> None:
    number = int(screen.locator(".big bdi").inner_text())
    screen.context.set_offline(True)
    hall.come()
    expect(screen.locator("#age")).to_contain_text("Connexion coupée : données reçues", timeout=15_000)
    assert "انقطع الاتصال: معطيات وصلت" in age(screen)
    here(screen, number, 1_000)
    screen.context.set_offline(False)
    here(screen, number + 1, 10_000)
    expect(screen.locator("#age")).to_contain_text("Données à jour")


def test_a_killed_server_takes_nothing_off_the_stage_and_started_again_is_found_by_it(
    hall: Hall, screen: Page, server: Server
) -> None:
    number = int(screen.locator(".big bdi").inner_text())
    server.stop(kill=True)
    expect(screen.locator("#age")).to_contain_text("Connexion coupée", timeout=15_000)
    here(screen, number, 1_000)
    # Opened anew while nobody answers, the screen still has its last good picture, and says how old it is.
    screen.reload()
    here(screen, number, 5_000)
    expect(screen.locator("#age")).to_contain_text("Connexion coupée", timeout=15_000)
    server.process = start_server(server.database, server.log, urlsplit(server.address).port).process
    hall.come()
    here(screen, number + 1, 30_000)
    expect(screen.locator("#age")).to_contain_text("Données à jour")


def test_who_wants_less_motion_sees_every_number_at_once(chrome: Browser, server: Server, hall: Hall) -> None:
    hall.jump("arrivals")
    context = chrome.new_context(viewport=WALL, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server.address}/stage/{TOKEN}")
    number = int(page.locator(".big bdi").inner_text())
    hall.come()
    page.wait_for_function("(n) => document.querySelector('.big bdi').dataset.count === n", arg=str(number + 1))
    assert page.locator(".big bdi").inner_text() == str(number + 1)
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


def test_a_link_that_is_taken_back_leaves_nothing_on_the_screen(hall: Hall, screen: Page) -> None:
    hall.do(revoke_stage_link, hall.link)
    expect(screen.get_by_text("Ce lien n’ouvre rien, ou plus rien.")).to_be_visible(timeout=10_000)
    assert screen.locator(".scene").count() == 0
