"""In a real browser: two people compare field by field in Arabic, and drafts outlive a kill, a reload, a closed tab."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.i18n import words
from core.records import validated
from core.records.organisations import OrganisationRecord
from db.commands.organisations import register_organisation
from db.models import Draft, Organisation
from tests.browser.conftest import DESK, PHONE, Opener, Server
from tests.browser.story import Steps
from tests.browser.test_withstand import SOCKET, killed, until
from tests.db.sittings import Sittings

pytestmark = pytest.mark.browser
ARABIC = words("ar")


@pytest.fixture(scope="module")
def sittings(engine: Engine) -> Sittings:
    """A programme with a group in Zagora."""
    return Sittings(engine)


@pytest.fixture
def steps(server: Server, opened: Opener) -> Callable[..., Steps]:
    """`steps("entry-organisations", cookie)`: whoever has this cookie at that page, once its form is there."""

    def begin(address: str, cookie: str, **options: Any) -> Steps:
        page = opened("/healthz", language="ar", cookie=cookie, alone=True, **options)
        page.add_init_script(SOCKET)
        page.goto(f"{server.address}/{address}")
        expect(page.get_by_text(ARABIC.say("organisation.phone"), exact=True).first).to_be_visible(timeout=20_000)
        me = Steps(page, ARABIC, server)
        me.settled()
        return me

    return begin


def typed(engine: Engine) -> list[dict[str, Any]]:
    """The values of every draft that is kept."""
    with Session(engine) as session:
        return [draft.values for draft in session.exec(select(Draft))]


def shows(me: Steps, key: str, text: str) -> None:
    """The field holds this text."""
    expect(me.page.get_by_label(me.words.say(key)).first).to_have_value(text, timeout=15_000)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_two_people_in_arabic_choose_field_by_field_and_write_one_text_of_both(
    server: Server, engine: Engine, sittings: Sittings, steps, size
) -> None:
    name = f"Tifawin {size['width']}"
    began = {"kind": "cooperative", "name_latin": name, "commune_id": sittings.zagora_commune, "note": "قديم"}
    row = sittings.do(register_organisation, validated(OrganisationRecord, began)).row_id
    address = f"entry-organisations?organisation={row}"
    first, second = (steps(address, server.cookie("coordinator"), size=size) for _ in range(2))
    first.type("organisation.name_ar", "تيفاوين")
    first.unfold("organisation.more")
    first.type("organisation.note", "من الأولى")
    first.press(ARABIC.say("organisation.change"))
    first.saved()
    second.type("organisation.phone", "0661000003")
    second.unfold("organisation.more")
    second.type("organisation.note", "من الثانية")
    second.press(ARABIC.say("organisation.change"))
    expect(second.page.get_by_text(ARABIC.say("form.conflict"))).to_be_visible()
    sides = second.page.locator("[data-testid=stRadio]")
    expect(sides).to_have_count(3)
    note = sides.filter(has_text=ARABIC.say("organisation.note"))
    note.get_by_text(ARABIC.say("form.conflict_both"), exact=True).click()
    both = second.page.locator("textarea").last
    expect(both).to_have_value("من الثانية\nمن الأولى")
    assert second.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    both.fill("من الاثنتين")
    both.press("Tab")
    second.settled()
    second.press(ARABIC.say("form.save_chosen"))
    second.saved()
    with Session(engine) as session:
        saved = session.get_one(Organisation, row)
    assert (saved.name_ar, saved.phone, saved.note) == ("تيفاوين", "+212661000003", "من الاثنتين")


def test_what_is_typed_outlives_a_killed_server_a_reload_and_a_closed_tab(
    server: Server, engine: Engine, sittings: Sittings, steps
) -> None:
    assert sittings.phase
    cookie = server.cookie("coordinator")
    me = steps("entry-organisations", cookie)
    me.type("organisation.name_ar", "تعاونية الواحة")
    me.choose("form.province", "زاكورة")
    me.type("organisation.phone", "0661000009")
    until(lambda: [draft["phone"] for draft in typed(engine)] == ["0661000009"])
    killed(server, me.page)
    shows(me, "organisation.name_ar", "تعاونية الواحة")
    me.page.reload()
    shows(me, "organisation.name_ar", "تعاونية الواحة")
    shows(me, "organisation.phone", "0661000009")
    expect(me.page.get_by_role("combobox", name=ARABIC.say("form.province"))).to_have_value("زاكورة")
    me.page.close()
    other = steps("entry-organisations", cookie)
    shows(other, "organisation.name_ar", "")
    other.press(ARABIC.say("form.draft_go_on"))
    shows(other, "organisation.name_ar", "تعاونية الواحة")
    other.press(ARABIC.say("organisation.save"))
    other.saved()
    with Session(engine) as session:
        rows = session.exec(select(Organisation).where(Organisation.name_ar == "تعاونية الواحة")).all()
        assert [row.phone for row in rows] == ["+212661000009"]
        assert session.exec(select(Draft)).all() == []
