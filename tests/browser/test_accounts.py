"""An account is made in a real browser, by somebody who goes from field to field with the tab key."""

from playwright.sync_api import expect
from sqlalchemy.engine import URL
from sqlmodel import Session, select

from core.i18n import words
from db.engine import make_engine
from db.models import Account
from tests.browser.conftest import Opener, Server
from tests.browser.story import Steps


def test_a_password_left_with_the_tab_key_is_the_accounts_password(opened: Opener, server: Server) -> None:
    me = Steps(opened("/manage-accounts", "administrator", language="fr"), words("fr"), server)
    me.unfold("account.new")
    me.type("account.name", "Salma")
    me.type("account.username", "salma.b")
    me.type("account.password", "une phrase assez longue")
    me.page.keyboard.press("Tab")
    me.choose("account.roles", me.words.say("role.coordinator"))
    me.page.keyboard.press("Escape")
    me.press(me.words.say("account.register"))
    assert me.saved()
    expect(me.page.locator("[data-testid=stMain]").get_by_text("salma.b")).to_be_visible()
    engine = make_engine(URL.create("sqlite", database=str(server.database)))
    with Session(engine) as session:
        assert session.exec(select(Account.roles).where(Account.username == "salma.b")).one() == "coordinator"
    engine.dispose()
