"""A link for a new password, opened in a real browser by its owner, who is then signed in."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy.engine import URL
from sqlmodel import Session

from core.i18n import words
from core.passwords import new_token, token_hash
from db.engine import make_engine
from db.models import PasswordLink
from db.models.base import now
from tests.browser.conftest import Opener, Server

pytestmark = pytest.mark.browser
SAY = words("fr").say


def test_the_owner_comes_in_with_the_link_and_nobody_after(opened: Opener, server: Server) -> None:
    server.cookie("manager", language="fr")
    token = new_token()
    engine = make_engine(URL.create("sqlite", database=str(server.database)))
    with Session(engine.execution_options(writing=True)) as session, session.begin():
        session.add(PasswordLink(token_hash=token_hash(token), account_id=1, expires_at=now() + timedelta(hours=1)))
    engine.dispose()

    owner = opened(f"/?new_password={token}", language="fr")
    owner.locator("input[type=password]").fill("une phrase toute nouvelle")
    owner.get_by_role("button", name=SAY("link.save")).click()
    expect(owner.get_by_role("button", name=SAY("sign_in.leave"))).to_be_visible(timeout=15_000)
    assert token not in owner.url

    stranger = opened(f"/?new_password={token}", language="fr")
    expect(stranger.get_by_text(SAY("problem.link_used"))).to_be_visible(timeout=15_000)
