"""The phone's roster while the connection is cut before, during and after a save, and while people become others."""

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy.engine import Engine

from core.i18n import words
from db.commands.merging import merge_persons
from db.commands.registrations import take_off_roster
from tests.browser.conftest import PHONE, Opener
from tests.browser.test_phone_roster import person, stands
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
ARABIC = words("ar")


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A programme with a group of six in Zagora."""
    made = Sittings(engine)
    made.people(*(f"Participante {number}" for number in range(1, 7)))
    return made


def test_a_connection_cut_before_during_and_after_a_save_makes_each_tick_once(
    opened: Opener, sittings: Sittings, roster: int
) -> None:
    page = opened(f"/roster/{roster}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    ids = sittings.ids(roster)
    before = len(sittings.changes("mark_attendance"))
    page.route("**/marks", lambda route: route.abort())
    person(page, 1).locator(".person").click()
    stands(page, "offline", 1)
    assert sittings.marks(roster) == {}
    page.unroute("**/marks")
    stands(page, "all_saved")

    heard: list[int] = []

    def saved_and_lost(route: Route) -> None:
        heard.append(route.fetch().status)
        route.abort()

    page.route("**/marks", saved_and_lost)
    person(page, 2).locator(".person").click()
    stands(page, "offline", 1)
    assert heard[0] == 200
    assert sittings.marks(roster) == dict.fromkeys(ids[:2], "present")
    page.unroute("**/marks")
    stands(page, "all_saved")

    person(page, 3).locator(".person").click()
    stands(page, "all_saved")
    page.context.set_offline(True)
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(person(again, 3)).to_have_class("row present")
    stands(again, "all_saved")
    assert sittings.marks(roster) == dict.fromkeys(ids[:3], "present")
    assert len(sittings.changes("mark_attendance")) == before + 3


def test_a_tick_for_somebody_merged_or_taken_off_meanwhile_is_never_out_of_sight(
    opened: Opener, sittings: Sittings, roster: int
) -> None:
    page = opened(f"/roster/{roster}", "field_officer", provinces=(sittings.zagora,), size=PHONE)
    ids, people = sittings.ids(roster), [row[1] for row in sittings.registrations(roster)]
    expect(page.locator(".row")).to_have_count(6)
    page.context.set_offline(True)
    for number in (2, 5):
        person(page, number).locator(".person").click()
    # The ticks wait on the phone; meanwhile the desk finds that 2 is 1, and that 5 was put on the roster by mistake.
    earlier = tuple(n for n in _both(sittings, people[0]) if n != ids[0])
    sittings.do(merge_persons, (people[0], 1), (people[1], 1), (), (ids[0], *earlier), "Même téléphone")
    sittings.do(take_off_roster, ids[4])
    page.context.set_offline(False)
    stands(page, "failed", 1)
    assert sittings.marks(roster) == {ids[0]: "present"}
    gone = page.locator(f'.row[data-registration="{ids[4]}"]')
    expect(gone).to_contain_text("Participante 5")
    expect(gone).to_contain_text(ARABIC.say("problem.taken_off_roster"))
    expect(page.locator(f'.row[data-registration="{ids[0]}"]')).to_have_class("row present")
    expect(page.locator(f'.row[data-registration="{ids[1]}"]')).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    gone.get_by_text(ARABIC.say("light.discard")).click()
    stands(page, "all_saved")
    expect(gone).to_have_count(0)


def _both(sittings: Sittings, person_id: int) -> list[int]:
    """The registrations of a person on every roster of this file."""
    with sittings.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT id FROM registration WHERE person_id = ?", (person_id,))
        return [int(row[0]) for row in found]
