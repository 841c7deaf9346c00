"""Visits to the overview: a day is one, what was seen is kept, and what was done since is told by its kind."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from core.filters import Filters
from db.commands import visits
from db.commands.visits import note_visit
from db.engine import reading, transaction
from db.models import Account, Change, LastVisit, Revision
from db.models.base import now
from db.queries.visits import COMPARED, SHEETS, actions_since, numbers_now, seen_before
from tests.db.small_programme import fill
from tests.db.small_programme_rows import ZAGORA

MORNING = datetime.fromisoformat("2026-03-12T08:00:00+00:00")
Noted = Callable[[float, datetime], None]


@pytest.fixture
def account(engine: Engine) -> int:
    """An account that never looked."""
    with transaction(engine) as session:
        row = Account(username="amina", name="Amina", roles="manager", language="fr", password_hash="x")
        session.add(row)
        session.flush()
        return row.id or 0


@pytest.fixture
def noted(engine: Engine, account: int, monkeypatch: pytest.MonkeyPatch) -> Noted:
    """`noted(people, moment)`: the account saw so many people."""
    monkeypatch.setattr(visits, "transaction", lambda patience: transaction(engine, patience))
    return lambda people, at: note_visit(account, {"scope": "whole:", "people_trained": people}, at)


def before(engine: Engine, account: int, at: datetime) -> tuple[str, object] | None:
    with reading(engine) as session:
        found = seen_before(session, account, at.date())
    return None if found is None else (f"{found[0]:%m-%d %H}", found[1]["people_trained"])


def test_nobody_was_here_before_the_first_visit(engine: Engine, account: int, noted: Noted) -> None:
    assert before(engine, account, MORNING) is None
    noted(5, MORNING)
    assert before(engine, account, MORNING) is None


def test_a_visit_is_a_day_and_what_was_seen_last_on_it_is_compared(engine: Engine, account: int, noted: Noted) -> None:
    noted(5, MORNING)
    noted(7, MORNING + timedelta(hours=6))
    assert before(engine, account, MORNING + timedelta(days=2)) == ("03-12 14", 7)
    noted(9, MORNING + timedelta(days=2))
    noted(11, MORNING + timedelta(days=2, hours=3))
    # All day long it is the visit of the day before.
    assert before(engine, account, MORNING + timedelta(days=2)) == ("03-12 14", 7)
    assert before(engine, account, MORNING + timedelta(days=3)) == ("03-14 11", 11)


def test_the_day_is_that_of_morocco(engine: Engine, account: int, noted: Noted) -> None:
    # Casablanca is an hour ahead of UTC outside of Ramadan.
    late = datetime.fromisoformat("2026-06-12T23:30:00+00:00")
    noted(5, late - timedelta(hours=2))
    noted(6, late)
    assert before(engine, account, late + timedelta(hours=1)) == ("06-12 21", 5)


def test_a_visit_is_no_action(engine: Engine, account: int, noted: Noted) -> None:
    with Session(engine) as session:
        told = (len(session.exec(select(Change)).all()), session.exec(select(Revision)).all())
    noted(5, MORNING)
    with Session(engine) as session:
        assert (len(session.exec(select(Change)).all()), session.exec(select(Revision)).all()) == told
        assert [row.account_id for row in session.exec(select(LastVisit))] == [account]


def test_the_numbers_are_those_of_the_figures(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        every = numbers_now(session, Filters(), whole=True)
        there = numbers_now(session, Filters(provinces=(ZAGORA,)), whole=True)
        guarded = numbers_now(session, Filters(), whole=False)
    assert every == dict(zip((*COMPARED, SHEETS), (8, 14, 5, 3, 4, 0), strict=True))
    assert there == dict(zip((*COMPARED, SHEETS), (1, 1, 1, 1, 2, 0), strict=True))
    assert {code for code, value in guarded.items() if value is None} == {"people_trained", "attendances"}


def test_actions_are_counted_by_their_kind_most_often_done_first(engine: Engine) -> None:
    then = now()
    with transaction(engine) as session:
        for command, subject, at in (
            ("close_roster", "session", then - timedelta(days=1)),
            ("close_roster", "session", then + timedelta(seconds=1)),
            ("mark_attendance", "attendance", then + timedelta(seconds=2)),
            ("mark_attendance", "attendance", then + timedelta(seconds=3)),
            ("enter_export", "export", then + timedelta(seconds=4)),
        ):
            session.add(Change(command=command, subject=subject, kind="person", at=at))
    with reading(engine) as session:
        assert actions_since(session, then) == [("mark_attendance", 2), ("close_roster", 1)]
        assert actions_since(session, then + timedelta(minutes=1)) == []
