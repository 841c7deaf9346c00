"""PostgreSQL stopped in front of somebody who types: a sentence, the form kept, and the page back by itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import Session, select

from core.i18n import words
from core.passwords import new_token, token_hash
from db.engine import make_engine
from db.models import Organisation, OrganisationFigures, SignIn
from tests.browser.conftest import DESK, Server, start_server
from tests.browser.story import Steps
from tests.pages.conftest import new_account
from tests.postgres import Postgres

pytestmark = pytest.mark.browser
FRENCH = words("fr")


@pytest.fixture
def served(own_postgres: Postgres, tmp_path: Path) -> Iterator[Server]:
    """The product over a PostgreSQL server that a test may stop."""
    started = start_server(tmp_path / "no file", tmp_path / "server.log", url=own_postgres.url)
    yield started
    started.stop()


def signed_in(postgres: Postgres) -> str:
    """The cookie of a coordinator who reads French."""
    engine, cookie = make_engine(postgres.url), new_token()
    with Session(engine) as session, session.begin():
        account = new_account(session, "coordinator", "coordinator", (), "fr")
        session.add(SignIn(cookie_hash=token_hash(cookie), account_id=account, security_version=1))
    engine.dispose()
    return cookie


def registered(postgres: Postgres) -> list[tuple[str, str | None, str | None, int | None]]:
    """Kind, name, phone and members of every organisation."""
    engine = make_engine(postgres.url)
    with Session(engine) as session:
        asked = select(Organisation, OrganisationFigures).join(OrganisationFigures)
        found = [(row.kind, row.name_latin, row.phone, figures.members) for row, figures in session.exec(asked)]
    engine.dispose()
    return found


def test_what_was_typed_is_there_again_when_the_database_is_and_is_saved_once(
    own_postgres: Postgres, served: Server, chrome: Browser
) -> None:
    context = chrome.new_context(locale="fr-FR", viewport=DESK)  # type: ignore[arg-type]
    cookie = {"name": "cooper_sign_in", "value": signed_in(own_postgres), "url": served.address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    me = Steps(context.new_page(), FRENCH, served)
    me.page.goto(f"{served.address}/entry-organisations")
    name, phone = (me.page.get_by_label(FRENCH.say(f"organisation.{field}")).first for field in ("name_latin", "phone"))
    expect(name).to_be_visible(timeout=20_000)
    me.tap("organisation.kind", FRENCH.say("kind.union"))
    me.type("organisation.name_latin", "Tifawin")
    me.type("organisation.phone", "0661000001")
    me.choose("form.province", "Zagora")
    me.unfold("organisation.people")
    members = me.page.get_by_label(FRENCH.say("organisation.members")).first
    members.fill("17")
    own_postgres.stop()

    members.press("Tab")
    sentence = me.page.get_by_text(FRENCH.say("problem.database_away"))
    expect(sentence).to_be_visible(timeout=15_000)
    # A page that is opened now says the same.
    other = context.new_page()
    other.goto(f"{served.address}/entry-organisations")
    expect(other.get_by_text(FRENCH.say("problem.database_away"))).to_be_visible(timeout=15_000)
    assert other.request.get(f"{served.address}/healthz").status == 503
    assert other.request.post(f"{served.address}/account/enter", data="ticket").status == 503
    assert not re.search(r"Traceback|fault", served.printed())

    own_postgres.start()
    expect(name).to_have_value("Tifawin", timeout=30_000)
    expect(phone).to_have_value("0661000001")
    expect(me.page.get_by_label(FRENCH.say("form.province")).first).to_have_value("Zagora")
    expect(sentence).to_have_count(0)
    expect(other.get_by_label(FRENCH.say("organisation.name_latin")).first).to_be_visible(timeout=30_000)
    assert registered(own_postgres) == []
    me.press(FRENCH.say("organisation.save"))
    assert me.saved() == 1
    assert registered(own_postgres) == [("union", "Tifawin", "+212661000001", 17)]
    assert other.request.get(f"{served.address}/healthz").status == 200
    context.close()
