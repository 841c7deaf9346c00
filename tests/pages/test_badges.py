"""Where a badge leads: one roster, words where there are several or none, the door first, and nobody else's names."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.i18n import ZONE, words
from db.commands.attendance import close_roster, open_roster
from db.engine import engine, transaction
from db.models import Person, Phase
from pages.public.addresses import asked_for
from pages.server.gate import is_page
from tests.db.sittings import Sittings
from tests.pages.conftest import Phone, Visitor

ARABIC, ENGLISH = words("ar"), words("en")


@pytest.fixture
def sittings(database: Path) -> Sittings:
    """A programme that is still running today."""
    assert database.exists()
    made = Sittings(engine())
    with transaction() as session:
        session.get_one(Phase, made.phase).ends_on = today() + timedelta(days=30)
    return made


def today() -> date:
    return datetime.now(ZONE).date()


def test_a_stranger_is_sent_to_the_door_and_then_there(phone: Phone) -> None:
    stranger = phone()
    for path, to in (
        ("/badge/7", "%2Fbadge%2F7"),
        ("/badge/javascript:alert(1)", "%2Fbadge%2F0"),
        ("/roster/5?person=7", "%2Froster%2F5%3Fperson%3D7"),
        ("/roster/5?person=//evil.example", "%2Froster%2F5"),
    ):
        answer = stranger.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/entry-today?to={to}")


@pytest.mark.parametrize(
    "address",
    [
        *(
            "//evil.example",
            "https://evil.example/badge/7",
            "/badge/7/../../x",
            "/badge/7?x=1",
            "/badge/7\n",
            "/badge/x",
        ),
        *("javascript:alert(1)", "/roster/5/open", "/badge/٧", "", None, 7, ["/badge/7"]),
    ],
)
def test_the_door_leads_to_no_other_address(address: object) -> None:
    assert asked_for(address) is None


def test_the_door_leads_to_rosters_and_badges() -> None:
    for address in ("/badge/7", "/roster/5", "/roster/5?person=7"):
        assert asked_for(address) == address
        assert not is_page(address.partition("?")[0])


@pytest.mark.parametrize("role", ["manager", "presenter"])
def test_a_role_without_rosters_is_refused_in_words(phone: Phone, sittings: Sittings, role: str) -> None:
    [amina] = sittings.people("Amina")
    sittings.plan(held_on=today())
    answer = phone(role).get(f"/badge/{amina}")
    assert answer.status_code == 200
    assert ENGLISH.say("problem.not_allowed") in answer.text


def test_a_badge_lands_on_the_one_roster_of_today(phone: Phone, sittings: Sittings) -> None:
    [amina] = sittings.people("Amina")
    number = sittings.plan(held_on=today())
    officer = phone("field_officer", provinces=(sittings.zagora,))
    for _ in ("planned", "held"):
        answer = officer.get(f"/badge/{amina}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/roster/{number}?person={amina}")
        sittings.do(open_roster, number)
    sittings.do(close_roster, number)
    answer = officer.get(f"/badge/{amina}")
    assert (answer.status_code, ENGLISH.say("badge.closed_today") in answer.text) == (200, True)


def test_the_badge_of_a_merged_person_lands_on_the_person_who_stayed(phone: Phone, sittings: Sittings) -> None:
    amina, twin = sittings.people("Amina", "Amina")
    number = sittings.plan(held_on=today())
    with transaction() as session:
        session.get_one(Person, twin).merged_into_id = amina
    answer = phone("coordinator").get(f"/badge/{twin}")
    assert answer.headers["location"] == f"/roster/{number}?person={amina}"


def test_several_rosters_or_none_are_said_in_words_with_links(phone: Phone, sittings: Sittings) -> None:
    [amina] = sittings.people("Amina")
    left = sittings.plan()
    sittings.do(open_roster, left)
    client = phone("coordinator", language="ar")
    page = client.get(f"/badge/{amina}").text
    assert ARABIC.say("badge.none_today") in page
    assert ARABIC.say("badge.left_open") in page
    assert f'href="/roster/{left}?person={amina}"' in page
    morning = sittings.plan(held_on=today())
    afternoon = sittings.plan(held_on=today(), starts_at="14:00", ends_at="17:00")
    page = client.get(f"/badge/{amina}").text
    assert ARABIC.say("badge.several") in page
    for number in (morning, afternoon):
        assert f'href="/roster/{number}?person={amina}"' in page


def test_a_person_out_of_reach_is_answered_like_one_that_nobody_knows(phone: Phone, sittings: Sittings) -> None:
    [amina] = sittings.people("Amina")
    sittings.plan(held_on=today())
    elsewhere = phone("field_officer", provinces=(sittings.tinghir,))
    answers = [elsewhere.get(f"/badge/{person}") for person in (amina, 4_000_000, 10**30, "x")]
    assert len({answer.text for answer in answers}) == 1
    assert ENGLISH.say("badge.none_today") in answers[0].text
    assert "Amina" not in answers[0].text


def buttons(visitor: Visitor, page: str, role: str, **query: str) -> list[str]:
    test: Any = visitor(page, role, query=query)
    assert not test.exception
    return [button.label for button in test.get("download_button")]


def test_badges_are_offered_on_the_pages_of_a_session_and_of_its_group(signed_in: Visitor, sittings: Sittings) -> None:
    number = sittings.plan(held_on=today())
    label, of_group = ENGLISH.say("badge.download"), ENGLISH.say("badge.download_of", group="A")
    assert of_group not in buttons(signed_in, "manage/programme.py", "coordinator", part="group")
    sittings.people("Amina")
    assert of_group in buttons(signed_in, "manage/programme.py", "coordinator", part="group")
    assert label in buttons(signed_in, "entry/attendance.py", "coordinator", session=str(number))
    sittings.do(open_roster, number)
    assert label in buttons(signed_in, "entry/attendance.py", "coordinator", session=str(number))
    assert buttons(signed_in, "entry/attendance.py", "manager", session=str(number)) == []
