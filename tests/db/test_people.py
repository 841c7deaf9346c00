"""Persons are registered in one action, belong to organisations once, and hold one place a phase."""

from datetime import date

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, func, select

from core.problems import Problem
from core.records import validated
from core.records.people import EnrolmentRecord, MembershipRecord
from db.commands.organisations import register_organisation, remove_organisation
from db.commands.people import change_person, end_membership, enrol, join_organisation, register_person, withdraw
from db.engine import transaction
from db.models import Change, Enrolment, Group, Membership, Person
from db.queries.people import (
    enrolments_of,
    groups_to_enrol_in,
    memberships_of,
    person_values,
    persons_found,
)
from tests.db.entries import DAY, communes_of, do, field_officer_of, organisation, person, phase_with_group, province


@pytest.fixture
def places(engine: Engine) -> dict[str, int]:
    """Zagora and Tinghir with a commune each."""
    with Session(engine) as session:
        return {
            "zagora": province(session, "Zagora"),
            "tinghir": province(session, "Tinghir"),
            "in_zagora": communes_of(session, "Zagora")[0],
            "in_tinghir": communes_of(session, "Tinghir")[0],
        }


def member_of(organisation_id: int, **values) -> MembershipRecord:
    return validated(MembershipRecord, {"organisation_id": organisation_id, **values})


def place_in(group_id: int, **values) -> EnrolmentRecord:
    return validated(EnrolmentRecord, {"group_id": group_id, "enrolled_on": DAY, **values})


def test_a_manager_reads_and_writes_no_person(engine: Engine, manager):
    with pytest.raises(Problem) as refused:
        do(engine, register_person, manager, "k", person(name_latin="Zahra"))
    assert refused.value.code == "not_allowed"


def test_a_consent_of_tomorrow_is_refused(engine: Engine, coordinator):
    record = person(name_latin="Zahra", consent_data=True, consent_data_on="2099-01-01")
    with pytest.raises(Problem) as refused:
        do(engine, register_person, coordinator, "k", record)
    assert (refused.value.code, refused.value.field) == ("day_in_future", "consent_data_on")


def test_an_organisation_or_a_group_of_another_province_is_refused_and_leaves_no_person(
    engine: Engine, coordinator, places
):
    _, group = phase_with_group(engine, places["in_tinghir"])
    record = organisation(name_latin="A", commune_id=places["in_tinghir"])
    theirs = do(engine, register_organisation, coordinator, "o", record).row_id
    officer = field_officer_of(places["zagora"])
    with pytest.raises(Problem) as refused:
        do(engine, register_person, officer, "k", person(name_latin="Zahra"), member_of(theirs))
    assert (refused.value.code, refused.value.field) == ("other_province", "organisation_id")
    with pytest.raises(Problem) as refused:
        do(engine, register_person, officer, "k", person(name_latin="Zahra"), None, place_in(group))
    assert (refused.value.code, refused.value.field) == ("other_province", "group_id")
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Person)).one() == 0


def test_nobody_is_enrolled_in_two_groups_of_one_phase(engine: Engine, coordinator, places):
    phase, first = phase_with_group(engine, places["in_zagora"])
    with transaction(engine) as session:
        second = Group(phase_id=phase, commune_id=places["in_zagora"], label="Groupe B")
        session.add(second)
    saved = do(engine, register_person, coordinator, "k", person(name_latin="Zahra"), None, place_in(first))
    with pytest.raises(Problem) as refused:
        do(engine, enrol, coordinator, "e", saved.row_id, place_in(second.id or 0))
    assert (refused.value.code, refused.value.details) == ("already_enrolled", {"group": "Groupe A"})
    with Session(engine) as session:
        place = enrolments_of(session, saved.row_id).iloc[0]
    do(engine, withdraw, coordinator, "w", int(place["id"]), 1, date(2026, 4, 1), "a déménagé")
    do(engine, enrol, coordinator, "e2", saved.row_id, place_in(second.id or 0))
    with Session(engine) as session:
        rows = enrolments_of(session, saved.row_id)
    assert rows["label"].tolist() == ["Groupe B", "Groupe A"]
    assert rows["reason"].tolist() == [None, "a déménagé"]


def test_a_place_is_left_once_and_not_before_it_began(engine: Engine, coordinator, places):
    _, group = phase_with_group(engine, places["in_zagora"])
    do(engine, register_person, coordinator, "k", person(name_latin="Zahra"), None, place_in(group))
    for day, code in ((date(2026, 1, 1), "ends_before_start"), (None, "required"), (date(2099, 1, 1), "day_in_future")):
        with pytest.raises(Problem) as refused:
            do(engine, withdraw, coordinator, f"w{day}", 1, 1, day, None)
        assert [(part.code, part.field) for part in refused.value.each()] == [(code, "withdrawn_on")]
    do(engine, withdraw, coordinator, "w", 1, 1, date(2026, 4, 1), None)
    with pytest.raises(Problem) as refused:
        do(engine, withdraw, coordinator, "w2", 1, 2, date(2026, 4, 2), None)
    assert refused.value.code == "already_withdrawn"


def test_nobody_is_twice_a_member_of_one_organisation_at_a_time(engine: Engine, coordinator):
    one = do(engine, register_organisation, coordinator, "o", organisation(name_latin="A")).row_id
    saved = do(engine, register_person, coordinator, "k", person(name_latin="Zahra"), member_of(one))
    with pytest.raises(Problem) as refused:
        do(engine, join_organisation, coordinator, "j", saved.row_id, member_of(one, role="president"))
    assert (refused.value.code, refused.value.field) == ("already_member", "organisation_id")
    do(engine, end_membership, coordinator, "l", 1, 1, date(2026, 2, 1))
    do(engine, join_organisation, coordinator, "j2", saved.row_id, member_of(one, role="president"))
    with Session(engine) as session:
        assert memberships_of(session, saved.row_id)["role"].tolist() == ["president", "member"]


def test_a_person_of_another_province_is_neither_changed_nor_read(engine: Engine, coordinator, places):
    record = organisation(name_latin="A", commune_id=places["in_tinghir"])
    theirs = do(engine, register_organisation, coordinator, "o", record).row_id
    saved = do(engine, register_person, coordinator, "k", person(name_latin="Zahra"), member_of(theirs))
    officer = field_officer_of(places["zagora"])
    with pytest.raises(Problem) as refused:
        do(engine, change_person, officer, "c", saved.row_id, 1, person(name_latin="Zohra"))
    assert refused.value.code == "other_province"
    with Session(engine) as session:
        assert len(persons_found(session, frozenset({places["tinghir"]}), "Zahra")) == 1
        assert persons_found(session, officer.provinces, "Zahra").empty
        with pytest.raises(Problem) as refused:
            person_values(session, officer.provinces, saved.row_id)
    assert refused.value.code == "row_gone"


def test_a_stale_version_of_a_person_overwrites_nothing(engine: Engine, coordinator):
    saved = do(engine, register_person, coordinator, "k", person(name_latin="Zahra"))
    do(engine, change_person, coordinator, "c", saved.row_id, 1, person(name_latin="Zohra"))
    with pytest.raises(Problem) as refused:
        do(engine, change_person, coordinator, "c2", saved.row_id, 1, person(name_latin="Fatima"))
    assert refused.value.code == "conflict"
    with Session(engine) as session:
        assert person_values(session, None, saved.row_id)["name_latin"] == "Zohra"


def test_a_person_an_organisation_and_a_group_come_in_as_one_action_done_once(engine: Engine, coordinator, places):
    _, group = phase_with_group(engine, places["in_zagora"])
    record = organisation(name_ar="تعاونية الأمل", commune_id=places["in_zagora"])
    one = do(engine, register_organisation, coordinator, "o", record).row_id
    who = person(
        name_ar="الزهراء", name_latin="Zahra", phone="0661234567", consent_data=True, consent_data_on="2026-03-01"
    )
    for again in (False, True):
        saved = do(engine, register_person, coordinator, "same", who, member_of(one), place_in(group))
        assert (saved.row_id, saved.again) == (1, again)
    with Session(engine) as session:
        counts = [session.exec(select(func.count()).select_from(t)).one() for t in (Person, Membership, Enrolment)]
        assert counts == [1, 1, 1]
        change = session.exec(select(Change).where(Change.command == "register_person")).one()
        assert change.after is not None
        assert change.after["enrolment"]["group_id"] == group
        found = persons_found(session, frozenset({places["zagora"]}), "06 61 23 45 67")
        assert found[["name_ar", "phone", "organisation_ar"]].values.tolist() == [
            ["الزهراء", "+212661234567", "تعاونية الأمل"]
        ]
        assert groups_to_enrol_in(session, frozenset({places["zagora"]}))["label"].tolist() == ["Groupe A"]
        assert groups_to_enrol_in(session, frozenset({places["tinghir"]})).empty


def test_an_organisation_with_members_is_not_removed(engine: Engine, coordinator):
    one = do(engine, register_organisation, coordinator, "o", organisation(name_latin="A")).row_id
    do(engine, register_person, coordinator, "k", person(name_latin="Zahra"), member_of(one))
    with pytest.raises(Problem) as refused:
        do(engine, remove_organisation, coordinator, "r", one, 1, "doublon")
    assert refused.value.code == "organisation_in_use"
