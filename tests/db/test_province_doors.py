"""What a field officer cannot reach through a row of its own province: a person, an organisation, a voice."""

import threading

import pytest
from sqlalchemy.engine import Engine

from core.problems import Problem
from core.records import validated
from core.records.people import MembershipRecord
from core.records.sessions import AttendanceMark
from db.commands.attendance import mark_attendance, open_roster
from db.commands.obstacles import attach_mention, raise_obstacle
from db.commands.organisations import register_organisation
from db.commands.people import join_organisation
from db.commands.registrations import add_known_person, register_people, take_off_roster
from db.commands.roster_guards import session_of
from db.engine import transaction
from tests.db.entries import category, mention, obstacle, organisation
from tests.db.sittings import Sittings


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


@pytest.fixture
def elsewhere(sittings: Sittings) -> int:
    """A cooperative of Tinghir, where the officer of Zagora has nothing to do."""
    record = organisation(name_latin="Tissage", commune_id=sittings.tinghir_commune)
    return sittings.do(register_organisation, record).row_id


def test_nobody_of_another_province_is_put_on_a_roster(sittings: Sittings, elsewhere: int):
    stranger, newcomer = sittings.people("Ali", "Sara", enrolled=False)
    sittings.do(join_organisation, stranger, validated(MembershipRecord, {"organisation_id": elsewhere}))
    opened = sittings.plan()
    sittings.do(open_roster, opened)
    for command, arguments, field in (
        (add_known_person, (opened, stranger), "person_id"),
        (register_people, (opened, (stranger,)), "person_ids"),
        (add_known_person, (opened, newcomer, elsewhere), "organisation_id"),
    ):
        with pytest.raises(Problem) as refused:
            sittings.do(command, *arguments, actor=sittings.officer)
        assert (refused.value.code, refused.value.field) == ("other_province", field)
    assert sittings.registrations(opened) == []
    sittings.do(add_known_person, opened, stranger)
    assert [person for _, person, _ in sittings.registrations(opened)] == [stranger]


def test_no_words_are_put_into_the_mouth_of_an_organisation_elsewhere(sittings: Sittings, elsewhere: int):
    with transaction(sittings.engine) as session:
        land = category(session, "land")
    said = mention(organisation_id=elsewhere, commune_id=sittings.zagora_commune)
    with pytest.raises(Problem) as refused:
        sittings.do(raise_obstacle, obstacle(category_id=land), said, actor=sittings.officer)
    assert (refused.value.code, refused.value.field) == ("other_province", "organisation_id")
    guest = mention(guest_name="Une visiteuse", commune_id=sittings.zagora_commune)
    there = sittings.do(raise_obstacle, obstacle(category_id=land), guest, actor=sittings.officer).row_id
    with pytest.raises(Problem) as refused:
        sittings.do(attach_mention, there, said, actor=sittings.officer)
    assert (refused.value.code, refused.value.field) == ("other_province", "organisation_id")


def test_a_person_taken_off_the_roster_meanwhile_is_not_marked(sittings: Sittings, monkeypatch: pytest.MonkeyPatch):
    sittings.people("Amina", "Brahim")
    opened = sittings.plan()
    sittings.do(open_roster, opened)
    first = sittings.ids(opened)[0]
    at_it, codes = threading.Event(), []

    def looked_up(*arguments):
        found = session_of(*arguments)
        at_it.set()
        return found

    def mark():
        record = validated(AttendanceMark, {"registration_id": first, "status_id": sittings.status["present"]})
        if sittings.engine.dialect.name == "sqlite":
            # There the second writer does not even begin before the first is done.
            at_it.set()
        try:
            with transaction(sittings.engine) as session:
                mark_attendance(session, sittings.coordinator, "mark", record)
        except Problem as problem:
            codes.append((problem.code, problem.field))

    monkeypatch.setattr("db.commands.attendance.session_of", looked_up)
    with transaction(sittings.engine) as session:
        take_off_roster(session, sittings.coordinator, "off", first)
        marking = threading.Thread(target=mark)
        marking.start()
        assert at_it.wait(10)
    marking.join()
    assert codes == [("taken_off_roster", "registration_id")]
    assert sittings.marks(opened) == {}
