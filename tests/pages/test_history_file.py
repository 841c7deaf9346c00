"""The history's file keeps to who is listed: anybody else is told by a number, with nothing written of the person."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core.access import ADMINISTRATOR, Actor
from core.i18n import LANGUAGES, words
from core.records import validated
from core.records.people import EnrolmentRecord, MembershipRecord, PersonRecord
from core.records.privacy import RequestRecord
from db.commands.attendance import open_roster
from db.commands.ledger import perform
from db.commands.merging import merge_persons
from db.commands.organisations import register_organisation
from db.commands.people import change_person, register_person, withdraw
from db.commands.privacy_requests import enter_request, object_to_use
from db.commands.registrations import add_known_person, add_new_person, register_people
from db.engine import engine, reading
from db.models import Person
from db.queries.history import HistoryFilter, history
from pages.parts.history import exported
from pages.parts.history_words import Teller
from pages.parts.visit import Visit
from tests.db.entries import organisation
from tests.db.sittings import DAY, Sittings

READER = Actor(None, "test", frozenset({ADMINISTRATOR}))
PLANTED = "Zzplanted"


def somebody(name: str, consent: bool, **values: Any) -> PersonRecord:
    given: dict[str, Any] = {
        "consent_data": True,
        "consent_data_on": DAY,
        "consent_way": "paper",
        "notice_version": "1",
    }
    return validated(PersonRecord, {"name_latin": name, "phone": "0661239876", **(given if consent else {}), **values})


def file(language: str = "en") -> str:
    visit = Visit(actor=READER, name="test", words=words(language))
    with reading() as session:
        return exported(visit, "csv", history(session, HistoryFilter())).decode("utf-8-sig")


def version(person: int) -> int:
    with reading() as session:
        return session.get_one(Person, person).version


@pytest.fixture
def person(database: Path) -> int:
    """Somebody without consent of whom every kind of entry tells, also in free words."""
    assert database.exists()
    sittings = Sittings(engine())
    place = sittings.do(register_organisation, organisation(name_latin="Tifawin")).row_id
    belongs = validated(MembershipRecord, {"organisation_id": place, "since": DAY})
    enrolled = validated(EnrolmentRecord, {"group_id": sittings.group, "enrolled_on": DAY})
    row = sittings.do(register_person, somebody(f"{PLANTED} One", False), belongs, enrolled).row_id
    sittings.do(change_person, row, 1, somebody(f"{PLANTED} Two", False, birth_year=1957))
    number = sittings.plan(held_on=DAY)
    sittings.do(open_roster, number)
    asked = {"person_id": row, "kind": "access", "received_on": DAY, "due_on": DAY, "note": f"{PLANTED} came"}
    sittings.do(enter_request, validated(RequestRecord, asked), actor=READER)
    later = sittings.plan(held_on=date(2025, 3, 6))
    sittings.do(register_people, later, (row,))
    third = sittings.plan(held_on=date(2025, 3, 7), group_id=None)
    sittings.do(open_roster, third)
    sittings.do(add_known_person, third, row)
    walk_in = sittings.do(add_new_person, third, somebody(f"{PLANTED} In", False, phone=None), None, (row, 0)).row_id
    reason = f"{PLANTED} twice"
    seen = ((row, version(row)), (walk_in, version(walk_in)))
    sittings.do(merge_persons, *seen, ("name_latin",), _one_of_each(third, row), reason, actor=READER)
    with reading() as session:
        place_in_group = session.execute(text("SELECT id FROM enrolment WHERE deleted_at IS NULL")).scalar_one()
    sittings.do(withdraw, place_in_group, 1, DAY, f"{PLANTED} moved")
    return row


def _one_of_each(session_id: int, person: int) -> tuple[int, ...]:
    asked = text("SELECT id FROM registration WHERE session_id = :session AND person_id = :person")
    with reading() as session:
        found = session.execute(asked, {"session": session_id, "person": person}).scalars()
        return tuple(int(one) for one in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_gave_no_consent_is_told_by_a_number_alone(person: int, language: str) -> None:
    given = file(language)
    assert PLANTED not in given
    for told in ("661239876", "1957"):
        assert told not in given
    assert words(language).say("history.not_listed") in given
    named = words(language).say("history.number", number=str(person)).translate(dict.fromkeys((0x2068, 0x2069)))
    assert named in given


def test_who_objects_is_not_told_and_who_consents_is(person: int) -> None:
    perform(change_person, READER, "c", person, version(person), somebody(f"{PLANTED} Three", True))
    assert f"{PLANTED} Three" in file()
    perform(object_to_use, READER, "o", person, version(person), DAY, f"{PLANTED} objects")
    assert PLANTED not in file()


def test_the_page_tells_the_desk_what_the_file_keeps(person: int) -> None:
    with reading() as session:
        entries = history(session, HistoryFilter(kind="person", row_id=person))
    teller = Teller(words("en"), entries)
    assert teller.row("person", person).endswith(f": \u2068{PLANTED} In\u2069")
    assert any(PLANTED in (new or "") for entry in entries for _, _, new in teller.differences(entry))
