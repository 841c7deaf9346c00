"""Who gets a badge, and which rosters it opens, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from db.commands.attendance import close_roster, open_roster
from db.commands.people import withdraw
from db.commands.registrations import register_people
from db.commands.sessions import cancel_session
from db.engine import reading, transaction
from db.models import Enrolment, Person
from db.queries.badges import Wearers, rosters_of_person, wearers_of_group, wearers_of_session
from tests.db.sittings import DAY, Sittings


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


def changed(sittings: Sittings, person: int, **values: object) -> None:
    with transaction(sittings.engine) as session:
        row = session.get_one(Person, person)
        for name, value in values.items():
            setattr(row, name, value)


def named(found: Wearers) -> list[str | None]:
    return [one.name_latin for one in found.people]


def opened_by(sittings: Sittings, person: int, day: date = DAY, reach: frozenset[int] | None = None) -> list[int]:
    with reading(sittings.engine) as session:
        return [int(row) for row in rosters_of_person(session, reach, person, day)["id"].tolist()]


def test_whoever_did_not_consent_or_objects_has_no_badge_and_is_counted(sittings: Sittings) -> None:
    amina, brahim, chaima = sittings.people("Amina", "Brahim", "Chaima")
    for person in (amina, brahim):
        changed(sittings, person, consent_data=True)
    changed(sittings, brahim, objected_on=DAY)
    assert chaima
    number = sittings.plan()
    sittings.do(open_roster, number)
    with reading(sittings.engine) as session:
        of_group = wearers_of_group(session, None, sittings.group)
        of_list = wearers_of_session(session, None, number)
    assert (named(of_group), of_group.left_out) == (["Amina"], 2)
    assert of_list == of_group
    assert of_group.people[0] == (amina, None, "Amina", None, None, "A")


def test_badges_are_of_the_reader_s_provinces_and_of_open_places_alone(sittings: Sittings) -> None:
    people = sittings.people("Amina", "Brahim")
    for person in people:
        changed(sittings, person, consent_data=True)
    number = sittings.plan()
    sittings.do(open_roster, number)
    elsewhere, here = frozenset({sittings.tinghir}), frozenset({sittings.zagora})
    with reading(sittings.engine) as session:
        place = session.exec(select(Enrolment).where(Enrolment.person_id == people[0])).one()
        assert wearers_of_group(session, elsewhere, sittings.group) == ([], 0)
        assert wearers_of_session(session, elsewhere, number) == ([], 0)
        assert named(wearers_of_session(session, here, number)) == ["Amina", "Brahim"]
    sittings.do(withdraw, place.id, place.version, DAY, None)
    with reading(sittings.engine) as session:
        assert named(wearers_of_group(session, here, sittings.group)) == ["Brahim"]


def test_a_badge_opens_what_the_day_holds_and_what_was_left_open_before(sittings: Sittings) -> None:
    [amina] = sittings.people("Amina")
    before, today, later = (sittings.plan() for _ in range(3))
    assert later
    day = DAY + timedelta(days=1)
    assert opened_by(sittings, amina, day) == [today]
    sittings.do(open_roster, before)
    assert opened_by(sittings, amina, day) == [before, today]
    sittings.do(close_roster, before)
    sittings.do(open_roster, today)
    sittings.do(close_roster, today)
    assert opened_by(sittings, amina, day) == [today]
    assert opened_by(sittings, amina, day, frozenset({sittings.tinghir})) == []
    assert opened_by(sittings, 10_000, day) == []


def test_a_badge_opens_a_session_open_to_all_for_those_on_its_list(sittings: Sittings) -> None:
    [amina, brahim] = sittings.people("Amina", "Brahim", enrolled=False)
    number = sittings.plan(group_id=None, held_on=DAY)
    sittings.do(register_people, number, (amina,))
    assert (opened_by(sittings, amina), opened_by(sittings, brahim)) == ([number], [])
    sittings.do(cancel_session, number, 1, "Route coupée")
    assert opened_by(sittings, amina) == []
