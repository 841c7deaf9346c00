"""The desk’s roster under a server that is killed: what was told as saved is there, what was half typed comes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy.engine import Engine

from core.i18n import isolated, words
from db.commands.attendance import open_roster
from tests.browser.conftest import Opener, Server
from tests.browser.story import Steps
from tests.browser.test_withstand import SOCKET, killed
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
ARABIC = words("ar")


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A programme with a group of three in Zagora."""
    made = Sittings(engine)
    made.people("Amina", "Brahim", "Chaima")
    return made


@pytest.fixture
def desk(server: Server, opened: Opener, sittings: Sittings) -> Callable[[int], Steps]:
    """`desk(session)`: an officer of Zagora at that roster, in Arabic."""

    def begin(number: int) -> Steps:
        page = opened("/healthz", "field_officer", provinces=(sittings.zagora,), alone=True)
        page.add_init_script(SOCKET)
        page.goto(f"{server.address}/entry-attendance?session={number}")
        expect(page.get_by_text(ARABIC.say("roster.who_came"), exact=True)).to_be_visible(timeout=30_000)
        me = Steps(page, ARABIC, server)
        me.settled()
        return me

    return begin


def test_a_half_typed_roster_comes_back_after_a_killed_server(
    server: Server, sittings: Sittings, desk: Callable[[int], Steps]
) -> None:
    number = sittings.plan()
    sittings.do(open_roster, number)
    ids = sittings.ids(number)
    me = desk(number)
    me.page.get_by_role("button", name=f"1. {isolated('Amina')}").click()
    expect(me.page.get_by_text(ARABIC.count("session.present", 1), exact=True)).to_be_visible(timeout=15_000)
    me.unfold("walk_in.title")
    me.type("walk_in.name", "دنيا العلوي")
    killed(server, me.page)
    expect(me.page.get_by_label(ARABIC.say("walk_in.name")).first).to_have_value("دنيا العلوي", timeout=15_000)
    expect(me.page.get_by_text(ARABIC.count("session.present", 1), exact=True)).to_be_visible(timeout=15_000)
    assert sittings.marks(number) == {ids[0]: "present"}
    me.page.get_by_role("button", name=f"2. {isolated('Brahim')}").click()
    expect(me.page.get_by_text(ARABIC.count("session.present", 2), exact=True)).to_be_visible(timeout=15_000)
    me.press(ARABIC.say("walk_in.save"))
    expect(me.page.get_by_text(ARABIC.count("session.present", 3), exact=True)).to_be_visible(timeout=15_000)
    assert sittings.marks(number) == dict.fromkeys([*ids[:2], sittings.ids(number)[-1]], "present")
    assert len(sittings.registrations(number)) == 4
