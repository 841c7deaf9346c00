"""What changed since the last visit, as the overview tells it to those who come back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access import FIELD_OFFICER, MANAGER, PRESENTER
from core.i18n import LANGUAGES, words
from db.engine import engine, transaction
from db.models import Account, Change, LastVisit, Province
from db.models.base import now
from pages.parts.last_visit import moved
from tests.db.small_programme import fill
from tests.db.small_programme_rows import ZAGORA
from tests.pages.conftest import Visitor

OVERVIEW = "explore/overview.py"
# As it is in the small programme.
NUMBERS = {
    "people_trained": 8,
    "attendances": 14,
    "organisations_registered": 5,
    "organisations_trained": 3,
    "obstacles": 4,
    "sheets_verified": 0,
}
Back = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def programme(database: Path) -> None:
    """The small programme in the pages' database."""
    assert database.exists()
    fill(engine())


@pytest.fixture
def back(signed_in: Visitor) -> Back:
    """`back(role, {"obstacles": 1}, scope="whole:")`: somebody who saw other numbers two days ago comes back."""

    def come(role: str, seen: dict[str, Any], scope: str = "whole:", **options: Any) -> AppTest:
        page = signed_in(OVERVIEW, role, run=False, **options)
        with transaction() as session:
            (account,) = session.exec(select(Account.id)).all()[-1:]
            told = {"scope": scope, **NUMBERS, **seen}
            session.add(LastVisit(account_id=account or 0, at=now() - timedelta(days=2), seen=told))
        return page.run()

    return come


def said(page: AppTest) -> str:
    text = " ".join(
        str(getattr(element, "value", "")) for kind in ("markdown", "caption") for element in page.get(kind)
    )
    return text.translate(dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069, ord("\\")]))


def links(page: AppTest) -> set[str]:
    return {str(link.proto.page) for link in page.get("page_link")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_says_so_and_is_noted(signed_in: Visitor, language: str) -> None:
    page = signed_in(OVERVIEW, MANAGER, language=language)
    assert words(language).say("since.first") in said(page)
    with transaction() as session:
        (visit,) = session.exec(select(LastVisit)).all()
    assert {name: value for name, value in visit.seen.items() if name != "scope"} == NUMBERS
    assert visit.before is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_changed_is_said_with_the_pages_that_tell_more(back: Back, language: str) -> None:
    page = back(MANAGER, {"people_trained": 5, "organisations_registered": 6, "obstacles": 3}, language=language)
    assert not page.exception
    for key, number in (("people_trained.more", 3), ("organisations_registered.fewer", 1), ("obstacles.more", 1)):
        assert words(language).count(f"since.{key}", number).translate({0x2066: None, 0x2069: None}) in said(page)
    # What did not move is not named.
    assert words(language).count("since.attendances.more", 14) not in said(page)
    assert {"explore-provinces", "explore-organisations", "explore-obstacles"} <= links(page)


def test_nothing_changed_says_so_in_one_line(back: Back) -> None:
    page = back(MANAGER, {})
    assert "Nothing has changed since your visit of" in said(page)
    assert "last_visit" not in str(page.get("container"))


def test_a_visit_is_noted_once_and_the_day_is_compared_with_the_one_before(back: Back) -> None:
    page = back(MANAGER, {"obstacles": 1})
    with transaction() as session:
        (visit,) = session.exec(select(LastVisit)).all()
        first = visit.at
    assert visit.before is not None
    assert (visit.before["obstacles"], visit.seen["obstacles"]) == (1, 4)
    page.run()
    assert "3 more obstacles" in said(page)
    with transaction() as session:
        assert session.exec(select(LastVisit.at)).one() == first


@pytest.mark.parametrize("role", [MANAGER, FIELD_OFFICER])
def test_the_actions_behind_the_change_are_told_to_whoever_sees_all_provinces(back: Back, role: str) -> None:
    with transaction() as session:
        for command, subject in (("close_roster", "session"), ("close_roster", "session"), ("merge_persons", "double")):
            session.add(Change(command=command, subject=subject, kind="person", at=now() - timedelta(days=1)))
        session.add(Change(command="close_roster", subject="session", kind="person", at=now() - timedelta(days=3)))
        own = session.exec(select(Province.id).where(Province.code == ZAGORA)).one() or 0
    if role == MANAGER:
        page = back(role, {"people_trained": 5})
        english = words("en").say
        closed, merged = english("command.close_roster"), english("command.merge_persons")
        assert f"The figures changed because of: {closed} (2) and {merged} (1)." in said(page)
    else:
        page = back(role, {**dict.fromkeys(NUMBERS, 0)}, f"whole:{ZAGORA}", provinces=(own,))
        assert "Since your visit of" in said(page)
        assert "The figures changed because of" not in said(page)


def test_numbers_of_another_reach_are_not_compared(back: Back) -> None:
    with transaction() as session:
        own = session.exec(select(Province.id).where(Province.code == ZAGORA)).one() or 0
    page = back(FIELD_OFFICER, {"people_trained": 5}, provinces=(own,))
    assert "What you may see is not the same" in said(page)
    same = back(FIELD_OFFICER, {**dict.fromkeys(NUMBERS, 1), "sheets_verified": 0}, f"whole:{ZAGORA}", provinces=(own,))
    assert "1 more obstacle" in said(same)


def test_a_presenter_is_told_no_small_change_of_persons(back: Back) -> None:
    hidden = {"people_trained": None, "attendances": None}
    page = back(PRESENTER, {**hidden, "obstacles": 3}, "guarded:")
    assert "1 more obstacle" in said(page)
    assert "people trained." not in said(page).split("Since your visit")[1].split("**")[1]
    told = moved({**NUMBERS, "people_trained": 100}, {**NUMBERS, "people_trained": 103}, 5)
    assert (told.by, told.small) == ({}, True)
    told = moved({**NUMBERS, "people_trained": 100}, {**NUMBERS, "people_trained": 105, "obstacles": 3}, 5)
    assert (told.by, told.small) == ({"people_trained": 5, "obstacles": -1}, False)
    assert moved({}, NUMBERS, 0).by == {}
