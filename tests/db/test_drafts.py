"""Drafts are the account's own, bounded in number, size and age, and stand outside of the history."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from core.problems import Problem
from db.commands.drafts import forget_draft, forget_drafts_of, keep_draft
from db.engine import reading, transaction
from db.models import Change, Draft
from db.models.base import now
from db.queries.drafts import draft_kept
from tests.pages.conftest import new_account

PLACE, PAGE, OTHER = "organisation.new", "a" * 12, "b" * 12


@pytest.fixture
def account(database: Path) -> int:
    """Somebody who types."""
    assert database.exists()
    with transaction() as session:
        return new_account(session, "amina", "coordinator", (), "ar")


def count() -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(Draft)).one()


def test_the_latest_values_are_kept_and_found_by_page_first(account: int) -> None:
    keep_draft(account, PLACE, PAGE, 0, 0, {"douar": "First"}, {})
    keep_draft(account, PLACE, PAGE, 0, 0, {"douar": "Second"}, {"douar": None})
    keep_draft(account, PLACE, OTHER, 1, 4, {"douar": "Third"}, {})
    with reading() as session:
        own = draft_kept(session, account, PLACE, PAGE)
        latest = draft_kept(session, account, PLACE, "c" * 12)
        assert draft_kept(session, account, PLACE, "c" * 12, only=True) is None
        assert draft_kept(session, account, "organisation.1", PAGE) is None
        assert draft_kept(session, account + 1, PLACE, PAGE) is None
        assert session.exec(select(func.count()).select_from(Change)).one() == 0
    assert own is not None
    assert latest is not None
    assert (own.values, own.base) == ({"douar": "Second"}, {"douar": None})
    assert (latest.values, latest.turn, latest.version) == ({"douar": "Third"}, 1, 4)
    forget_draft(account, PLACE, PAGE)
    assert count() == 1
    with transaction() as session:
        forget_drafts_of(session, PLACE)
    assert count() == 0


def test_what_nobody_typed_by_hand_is_not_kept(account: int) -> None:
    keep_draft(account, PLACE, PAGE, 0, 0, {"note": "x" * 100_001}, {})
    assert count() == 0


def test_twenty_drafts_of_one_account_are_kept_and_the_oldest_goes(account: int) -> None:
    for number in range(25):
        keep_draft(account, f"organisation.{number}", PAGE, 0, 0, {"douar": "x"}, {})
    with reading() as session:
        places = session.exec(select(Draft.place)).all()
    assert sorted(places) == sorted(f"organisation.{number}" for number in range(5, 25))


def test_drafts_of_a_week_ago_are_not_found_and_go_with_the_next_one(account: int) -> None:
    keep_draft(account, PLACE, PAGE, 0, 0, {"douar": "x"}, {})
    with transaction() as session:
        session.get_one(Draft, (account, PLACE, PAGE)).at = now() - timedelta(days=7)
    with reading() as session:
        assert draft_kept(session, account, PLACE, PAGE) is None
    keep_draft(account, PLACE, OTHER, 0, 0, {"douar": "x"}, {})
    assert count() == 1


def test_a_database_that_cannot_be_written_keeps_nobody_from_typing(
    account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object, **_options: object) -> Session:
        raise Problem("database_busy")

    monkeypatch.setattr("db.commands.drafts.transaction", refused)
    keep_draft(account, PLACE, PAGE, 0, 0, {"douar": "x"}, {})
    forget_draft(account, PLACE, PAGE)
    assert count() == 0
