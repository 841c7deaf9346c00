"""How long a sign-in lasts: an hour without activity, a field officer's day, twelve hours at most."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from core.access import ROLES
from db.commands.sign_ins import note_activity, open_ticket, redeem_ticket
from db.engine import engine, reading, transaction
from db.models import Setting, SignIn
from db.models.base import now
from db.queries.accounts import Reader, reader_of_cookie
from db.queries.sign_ins import open_sign_ins
from tests.pages.conftest import new_account

pytestmark = pytest.mark.usefixtures("database")
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def enter(roles: str, seen: timedelta, began: timedelta | None = None) -> str:
    """The cookie of somebody with these roles whose sign-in began and was last seen so long ago."""
    with transaction() as session:
        account = new_account(session, "amina", roles, (1,), "fr")
    cookie = redeem_ticket(open_ticket(account))
    assert cookie
    with transaction() as session:
        held = session.exec(select(SignIn)).one()
        held.created_at, held.seen_at = now() - (began or seen), now() - seen
    return cookie


def who(cookie: str) -> Reader | None:
    with reading() as session:
        return reader_of_cookie(session, cookie)


def last_seen() -> datetime:
    with reading() as session:
        return session.exec(select(SignIn.seen_at)).one()


@pytest.mark.parametrize("roles", [*(r for r in ROLES if r != "field_officer"), "coordinator field_officer"])
def test_after_an_hour_without_activity_a_sign_in_is_over(roles: str) -> None:
    assert who(enter(roles, HOUR)) is None
    with reading() as session:
        assert open_sign_ins(session, 1, "").empty


def test_just_within_the_hour_it_goes_on() -> None:
    assert who(enter("manager", HOUR - 5 * SECOND)) is not None


def test_a_field_officers_sign_in_lasts_the_day_without_activity_and_no_longer() -> None:
    cookie = enter("field_officer", 12 * HOUR - 5 * SECOND)
    assert who(cookie) is not None
    with transaction() as session:
        session.exec(select(SignIn)).one().created_at = now() - 12 * HOUR
    assert who(cookie) is None


@pytest.mark.parametrize("roles", ROLES)
def test_activity_does_not_carry_a_sign_in_beyond_twelve_hours(roles: str) -> None:
    assert who(enter(roles, SECOND, began=12 * HOUR)) is None


def test_activity_is_noted_after_a_minute_and_not_before() -> None:
    cookie = enter("manager", timedelta(seconds=50))
    before = last_seen()
    note_activity(cookie, before)
    assert last_seen() == before
    with transaction() as session:
        session.exec(select(SignIn)).one().seen_at = before = now() - timedelta(seconds=61)
    note_activity(cookie, before)
    assert last_seen() > now() - 5 * SECOND


def test_a_reader_does_not_wait_for_a_writer_to_note_activity(monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = enter("manager", 2 * timedelta(minutes=1))
    before = last_seen()

    class _Taken:
        def acquire(self, timeout: float) -> bool:
            assert timeout == 0
            return False

    monkeypatch.setattr("db.engine._write_turn", _Taken())
    note_activity(cookie, before)
    assert last_seen() == before


def test_who_reads_is_asked_in_one_statement() -> None:
    cookie = enter("manager", SECOND)
    asked: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine(), "before_cursor_execute", heard)
    assert who(cookie) is not None
    event.remove(engine(), "before_cursor_execute", heard)
    assert [statement.split()[0] for statement in asked] == ["BEGIN", "SELECT"]


@pytest.mark.parametrize(
    ("roles", "set_to", "lasts"),
    [
        ("manager", {"idle_minutes": 30}, 30),
        ("coordinator field_officer", {"idle_minutes": 30}, 30),
        ("manager", {"field_idle_minutes": 30}, 60),
        ("field_officer", {"field_idle_minutes": 90}, 90),
        ("manager", {"idle_minutes": 720}, 720),
        ("field_officer", {"sign_in_hours": 2}, 120),
        ("manager", {"sign_in_hours": 1, "idle_minutes": 90}, 60),
    ],
)
def test_the_limits_are_those_of_the_settings_at_the_next_run(roles: str, set_to: dict[str, int], lasts: int) -> None:
    limit = timedelta(minutes=lasts)
    cookie = enter(roles, limit - 5 * SECOND)
    with transaction() as session:
        session.add(Setting(id=1, values=set_to))
    assert who(cookie) is not None
    with transaction() as session:
        held = session.exec(select(SignIn)).one()
        held.created_at = held.seen_at = now() - limit
    assert who(cookie) is None
    with reading() as session:
        assert open_sign_ins(session, 1, "").empty
