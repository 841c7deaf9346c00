"""Activity: what a person does puts off the end of a sign-in, what refreshes by itself does not."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from db.commands.sign_ins import open_ticket, redeem_ticket
from db.engine import reading, transaction
from db.models import SignIn
from db.models.base import now
from pages.parts import visit
from tests.pages.conftest import Visitor, new_account

LONG_AGO = timedelta(minutes=59)


def seen(ago: timedelta) -> datetime:
    with transaction() as session:
        held = session.exec(select(SignIn)).one()
        held.seen_at = now() - ago
    return held.seen_at


def last_seen() -> datetime:
    with reading() as session:
        return session.exec(select(SignIn.seen_at)).one()


def test_a_run_of_a_person_puts_off_the_end_and_after_an_idle_hour_there_is_the_door(signed_in: Visitor) -> None:
    page = signed_in("explore/overview.py", "manager")
    before = seen(LONG_AGO)
    page.run()
    assert last_seen() - before > timedelta(minutes=58)
    seen(timedelta(hours=1))
    page.run()
    assert [t.value for t in page.title] == ["Cooper UP Monitor"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("by_itself", "moved"), [(True, False), (False, True)])
def test_a_fragment_that_refreshes_by_itself_is_no_activity(
    monkeypatch: pytest.MonkeyPatch, by_itself: bool, moved: bool
) -> None:
    with transaction() as session:
        account = new_account(session, "amina", "manager", (), "en")
    cookie = redeem_ticket(open_ticket(account))
    monkeypatch.setattr(visit, "connection_cookie", lambda: cookie)
    monkeypatch.setattr("streamlit.session_state", {})
    before = seen(LONG_AGO)
    assert visit.enter("figures.read", by_itself=by_itself).actor.username == "amina"
    assert (last_seen() != before) is moved
