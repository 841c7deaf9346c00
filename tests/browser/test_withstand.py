"""Two clicks, two people, a lost connection, a killed server: nothing told as saved is lost, nothing is there twice."""

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.i18n import isolated, words
from core.records import validated
from core.records.organisations import OrganisationRecord
from db.commands.attendance import open_roster
from db.commands.organisations import register_organisation
from db.models import Change, Organisation
from tests.browser.conftest import PHONE, Opener, Server, start_server
from tests.browser.story import Steps
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
FRENCH = words("fr")
ROLE = "coordinator"

# What a page hears from the server can be held back, and its connection dropped.
SOCKET = """
window.deaf = false;
window.connections = 0;
// How often the server said, on the connection of now, that the page is drawn: the sixth field of its message.
window.drawn = 0;
function fields(message) {
    const bytes = new Uint8Array(message), found = [];
    let at = 0;
    const number = () => {
        let value = 0, shift = 1, byte;
        do { byte = bytes[at++]; value += (byte & 127) * shift; shift *= 128; } while (byte & 128);
        return value;
    };
    while (at < bytes.length) {
        const tag = number();
        found.push(tag >> 3);
        if ((tag & 7) === 2) { const length = number(); at += length; } else number();
    }
    return found;
}
const listen = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (kind, heard, ...rest) {
    if (kind === "message") {
        window.socket = this;
        window.connections += 1;
        window.drawn = 0;
    }
    const told = (e) => {
        if (window.deaf) return;
        heard(e);
        new Response(e.data).arrayBuffer().then((message) => {
            if (this === window.socket && fields(message).includes(6)) window.drawn += 1;
        });
    };
    return listen.call(this, kind, kind === "message" ? told : heard, ...rest);
};
"""


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A programme with a group in Zagora."""
    return Sittings(engine)


@pytest.fixture
def steps(server: Server, opened: Opener) -> Callable[..., Steps]:
    """`steps("entry-organisations", "organisation.name_ar")`: a coordinator at that page, once this field is there."""

    def begin(address: str, key: str | None = None, **options: Any) -> Steps:
        page = opened("/healthz", ROLE, language="fr", alone=True, **options)
        page.add_init_script(SOCKET)
        page.goto(f"{server.address}/{address}")
        if key:
            expect(page.get_by_text(FRENCH.say(key), exact=True).first).to_be_visible(timeout=20_000)
        me = Steps(page, FRENCH, server)
        me.settled()
        return me

    return begin


def registered(sittings: Sittings, **values: Any) -> int:
    record = validated(OrganisationRecord, {"kind": "cooperative", "commune_id": sittings.zagora_commune, **values})
    return sittings.do(register_organisation, record).row_id


def named(engine: Engine, name: str) -> list[tuple[str | None, int]]:
    """Phone and version of the organisations of this name."""
    with Session(engine) as session:
        rows = session.exec(select(Organisation).where(Organisation.name_latin == name))
        return [(row.phone, row.version) for row in rows]


def changes(engine: Engine, command: str, row_id: int | None = None) -> int:
    """How often the history tells of this command."""
    counted = select(func.count()).select_from(Change).where(Change.command == command)
    with Session(engine) as session:
        return session.exec(counted if row_id is None else counted.where(col(Change.row_id) == row_id)).one()


def saved(me: Steps, key: str = "form.saved") -> None:
    """Waits for the notice of a save, which begins so and goes on with the number of the row."""
    begins = re.escape(FRENCH.say(key, row="|", at="").split("|")[0])
    notice = me.page.locator("[data-testid=stAlert]").get_by_text(re.compile(rf"{begins}\d+"))
    expect(notice).to_be_visible(timeout=15_000)


def shows(me: Steps, key: str, text: str) -> None:
    """The field holds this text."""
    # While a form is drawn anew, the old field may still stand beside the new one.
    expect(me.page.get_by_label(me.words.say(key)).first).to_have_value(text, timeout=15_000)


def until(there: Callable[[], Any]) -> None:
    """Asks until it is so; the question itself is the wait."""
    deadline = time.monotonic() + 20
    while not there():
        assert time.monotonic() < deadline


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """What is done inside is done once the page has drawn the server's answer to it.

    A connection that is cut between the first two words of an answer leaves the browser believing that it has it all.
    """
    before = page.evaluate("window.drawn")
    yield
    page.wait_for_function("(before) => window.drawn > before", arg=before)


def killed(server: Server, *pages: Page) -> None:
    """The server as after a cut of power: gone, and started again at its old address, where the pages find it."""
    connections = [page.evaluate("window.connections") for page in pages]
    server.stop(kill=True)
    for page in pages:
        page.evaluate("window.deaf = false")
    server.process = start_server(server.database, server.log, urlsplit(server.address).port).process
    for page, connection in zip(pages, connections, strict=True):
        connected_again(page, connection)


def connected_again(page: Page, connection: int) -> None:
    """Waits until the page has a later connection than this one, and has drawn what it heard through it."""
    # A page that has only just connected again shows what the server of before had drawn.
    drawn = "(before) => window.connections > before && window.drawn > 0"
    page.wait_for_function(drawn, arg=connection, timeout=30_000)
    connected = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
    page.locator(connected).wait_for(state="attached")


def test_two_clicks_on_save_make_one_row_and_one_entry_in_the_history(engine: Engine, steps) -> None:
    me = steps("entry-organisations", "organisation.name_latin")
    before = changes(engine, "register_organisation")
    me.type("organisation.name_latin", "Tifawin")
    me.page.get_by_role("button", name=FRENCH.say("organisation.save")).dblclick()
    saved(me)
    assert len(named(engine, "Tifawin")) == 1
    assert changes(engine, "register_organisation") == before + 1


def test_of_two_people_at_one_organisation_the_second_sees_both_sides_and_chooses(
    engine: Engine, sittings: Sittings, steps
) -> None:
    row = registered(sittings, name_latin="Amal", phone="0661000001")
    address = f"entry-organisations?organisation={row}"
    first, second, third = (steps(address, "organisation.phone") for _ in range(3))
    first.type("organisation.phone", "0661000002")
    first.press(FRENCH.say("organisation.change"))
    saved(first)
    for slow, phone in ((second, "0661000003"), (third, "0661000004")):
        slow.type("organisation.phone", phone)
        slow.press(FRENCH.say("organisation.change"))
        expect(slow.page.get_by_text(FRENCH.say("form.conflict"))).to_be_visible()
        for side, number in (("mine", phone), ("theirs", "+212661000002")):
            told = re.compile(rf"{FRENCH.say(f'form.conflict_{side}')}.*{re.escape(number)}")
            expect(slow.page.get_by_text(told)).to_be_visible()
    assert named(engine, "Amal") == [("+212661000002", 2)]

    third.press(FRENCH.say("form.keep_theirs"))
    shows(third, "organisation.phone", "+212661000002")
    assert named(engine, "Amal") == [("+212661000002", 2)]
    second.press(FRENCH.say("form.save_chosen"))
    saved(second)
    assert named(engine, "Amal") == [("+212661000003", 3)]
    assert changes(engine, "change_organisation", row) == 2


def test_a_connection_lost_in_the_middle_of_a_roster_loses_no_tick_and_doubles_none(
    engine: Engine, sittings: Sittings, steps
) -> None:
    sittings.people("Amina", "Brahim", "Chaima", "Driss", "Fadma")
    number = sittings.plan()
    sittings.do(open_roster, number)
    ids = sittings.ids(number)
    me = steps(f"entry-attendance?session={number}", "roster.who_came", size=PHONE)
    before = changes(engine, "mark_attendance")

    def tick(place: int, name: str) -> None:
        me.page.get_by_role("button", name=f"{place}. {isolated(name)}").click()

    def told(present: int) -> None:
        expect(me.page.get_by_text(FRENCH.count("session.present", present), exact=True)).to_be_visible()

    tick(1, "Amina")
    told(1)
    tick(2, "Brahim")
    told(2)
    me.page.context.set_offline(True)
    me.page.evaluate("window.socket.close()")
    me.page.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for(state="attached")
    assert sittings.marks(number) == dict.fromkeys(ids[:2], "present")
    me.page.context.set_offline(False)
    me.page.locator("[data-testid=stApp][data-test-connection-state=CONNECTED]").wait_for(state="attached")
    told(2)
    with answered(me.page):
        tick(3, "Chaima")
    told(3)

    # The tick arrives, and the word of it does not.
    me.page.evaluate("window.deaf = true")
    tick(4, "Driss")
    until(lambda: len(sittings.marks(number)) == 4)
    connection = me.page.evaluate("window.deaf = false; window.socket.close(); window.connections")
    connected_again(me.page, connection)
    told(4)
    tick(5, "Fadma")
    told(5)
    tick(1, "Amina")
    told(4)
    assert sittings.marks(number) == dict.fromkeys(ids[1:], "present")
    assert changes(engine, "mark_attendance") == before + 6


def test_a_click_that_the_server_never_heard_leaves_the_form_as_it_was_typed(
    server: Server, engine: Engine, steps
) -> None:
    me = steps("entry-organisations", "organisation.name_latin")
    me.type("organisation.name_latin", "Avant")
    me.press(FRENCH.say("organisation.save"))
    saved(me)
    me.type("organisation.name_latin", "Ighrem")
    with answered(me.page):
        me.type("organisation.phone", "0661000005")
    server.process.send_signal(signal.SIGSTOP)
    me.page.get_by_role("button", name=FRENCH.say("organisation.save")).click()
    killed(server, me.page)
    shows(me, "organisation.name_latin", "Ighrem")
    shows(me, "organisation.phone", "0661000005")
    expect(me.page.locator("[data-testid=stAlert]")).to_have_count(0)
    assert named(engine, "Ighrem") == []
    me.press(FRENCH.say("organisation.save"))
    saved(me)
    assert named(engine, "Ighrem") == [("+212661000005", 1)]
    assert len(named(engine, "Avant")) == 1


def test_a_server_killed_before_it_could_answer_saves_once_however_often_one_presses(
    server: Server, engine: Engine, steps
) -> None:
    me = steps("entry-organisations", "organisation.name_latin")
    with answered(me.page):
        me.type("organisation.name_latin", "Azetta")
    me.page.evaluate("window.deaf = true")
    me.page.get_by_role("button", name=FRENCH.say("organisation.save")).click()
    until(lambda: named(engine, "Azetta"))
    killed(server, me.page)
    shows(me, "organisation.name_latin", "Azetta")
    me.press(FRENCH.say("organisation.save"))
    saved(me, "form.saved_before")
    assert len(named(engine, "Azetta")) == 1


def test_after_a_restart_an_old_draft_is_not_saved_over_a_newer_row(
    server: Server, engine: Engine, sittings: Sittings, steps
) -> None:
    row = registered(sittings, name_latin="Afous", phone="0661000011")
    me = steps(f"entry-organisations?organisation={row}", "organisation.phone")
    looking = steps(f"entry-organisations?organisation={row}", "organisation.phone")
    me.type("organisation.phone", "0661000007")
    other = steps(f"entry-organisations?organisation={row}", "organisation.phone")
    other.type("organisation.phone", "0661000006")
    other.press(FRENCH.say("organisation.change"))
    saved(other)
    killed(server, me.page, looking.page)
    for page in (me, looking):
        page.press(FRENCH.say("organisation.change"))
        expect(page.page.get_by_text(FRENCH.say("form.conflict"))).to_be_visible()
    assert named(engine, "Afous") == [("+212661000006", 2)]
    # A page that is loaded anew still has what was typed; put aside, it shows the newer row, and nothing is asked.
    me.page.reload()
    shows(me, "organisation.phone", "0661000007")
    me.press(FRENCH.say("form.draft_discard"))
    shows(me, "organisation.phone", "+212661000006")
    me.type("organisation.phone", "0661000008")
    me.press(FRENCH.say("organisation.change"))
    saved(me)
    assert named(engine, "Afous") == [("+212661000008", 3)]
