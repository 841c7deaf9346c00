"""A roster from its opening to its closing: who is on it, who marks it, and that no mark is lost or made twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.problems import Problem
from core.records import validated
from core.records.organisations import OrganisationRecord
from core.records.people import MembershipRecord, PersonRecord
from core.records.programme import PhaseRecord
from core.records.sessions import AttendanceMark
from db.commands.attendance import close_roster, mark_attendance, open_roster, reopen_roster
from db.commands.organisations import register_organisation
from db.commands.people import join_organisation, withdraw
from db.commands.programme import change_phase
from db.commands.registrations import (
    add_known_person,
    add_new_person,
    register_group,
    register_organisation_members,
    register_people,
    take_off_roster,
)
from db.commands.sessions import cancel_session
from db.engine import reading
from db.models import Attendance, Change, Enrolment
from db.queries.accounts import revisions
from db.queries.roster import clashes, roster
from db.queries.sessions import session_card
from tests.db.sittings import DAY, Sittings, done


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


@pytest.fixture
def opened(sittings: Sittings) -> int:
    """A session whose roster is open with Amina, Hassan and Itto on it."""
    sittings.people("Amina", "Hassan", "Itto")
    row = sittings.plan()
    sittings.do(open_roster, row, actor=sittings.officer)
    return row


def _organisation(sittings: Sittings, name: str, commune: int) -> int:
    record = validated(OrganisationRecord, {"kind": "cooperative", "name_latin": name, "commune_id": commune})
    return sittings.do(register_organisation, record).row_id


def _join(sittings: Sittings, person: int, organisation: int, since: date | None = None) -> None:
    sittings.do(
        join_organisation, person, validated(MembershipRecord, {"organisation_id": organisation, "since": since})
    )


def test_an_officer_of_another_province_touches_no_roster(sittings: Sittings, opened: int):
    person = sittings.people("Said", enrolled=False)
    first = sittings.ids(opened)[0]
    mark = validated(AttendanceMark, {"registration_id": first, "status_id": sittings.status["present"]})
    for command, arguments in (
        (open_roster, (opened,)),
        (mark_attendance, (mark,)),
        (register_people, (opened, tuple(person))),
        (register_group, (opened, sittings.group)),
        (add_known_person, (opened, person[0])),
        (add_new_person, (opened, validated(PersonRecord, {"name_latin": "Zahra"}))),
        (take_off_roster, (first,)),
        (close_roster, (opened,)),
    ):
        with pytest.raises(Problem) as refused:
            sittings.do(command, *arguments, actor=sittings.stranger)
        assert refused.value.code == "other_province"
    assert sittings.marks(opened) == {}
    assert len(sittings.ids(opened)) == 3


def test_a_manager_marks_nobody(sittings: Sittings, opened: int, manager):
    with pytest.raises(Problem) as refused:
        sittings.mark(sittings.ids(opened)[0], "present", actor=manager)
    assert refused.value.code == "not_allowed"


def test_a_session_of_a_day_to_come_is_not_opened(sittings: Sittings):
    names = {"name_ar": "مرحلة", "name_fr": "Phase", "name_en": "Phase"}
    days = {"starts_on": date(2025, 1, 1), "ends_on": date(2099, 12, 31)}
    record = validated(PhaseRecord, {"programme_id": sittings.programme, "code": "phase_1", **names, **days})
    sittings.do(change_phase, sittings.phase, 1, record)
    row = sittings.plan(held_on=date(2099, 5, 1))
    with pytest.raises(Problem) as refused:
        sittings.do(open_roster, row)
    assert (refused.value.code, refused.value.details) == ("session_to_come", {"day": date(2099, 5, 1)})


def test_nobody_is_marked_before_the_roster_is_open(sittings: Sittings):
    people = sittings.people("Amina")
    row = sittings.plan()
    sittings.do(register_people, row, tuple(people))
    with pytest.raises(Problem) as refused:
        sittings.mark(sittings.ids(row)[0], "present")
    assert refused.value.code == "roster_not_open"
    with pytest.raises(Problem) as refused:
        sittings.do(close_roster, row)
    assert refused.value.code == "roster_not_open"


def test_a_closed_roster_is_marked_by_nobody_and_reopened_by_a_coordinator_who_says_why(
    sittings: Sittings, opened: int
):
    first = sittings.ids(opened)[0]
    sittings.do(close_roster, opened, actor=sittings.officer)
    for attempt in (lambda: sittings.mark(first, "present"), lambda: sittings.do(open_roster, opened)):
        with pytest.raises(Problem) as refused:
            attempt()
        assert refused.value.code == "roster_closed"
    with pytest.raises(Problem) as refused:
        sittings.do(reopen_roster, opened, "oubli", actor=sittings.officer)
    assert refused.value.code == "not_allowed"
    with pytest.raises(Problem) as refused:
        sittings.do(reopen_roster, opened, " ")
    assert (refused.value.code, refused.value.field) == ("required", "reason")
    sittings.do(reopen_roster, opened, "oubli")
    sittings.mark(first, "present")
    assert sittings.marks(opened)[first] == "present"
    with pytest.raises(Problem) as refused:
        sittings.do(reopen_roster, opened, "encore")
    assert refused.value.code == "roster_not_closed"


def test_a_cancelled_session_has_no_roster(sittings: Sittings):
    row = sittings.plan()
    sittings.do(cancel_session, row, 1, "pluie")
    with pytest.raises(Problem) as refused:
        sittings.do(open_roster, row)
    assert refused.value.code == "session_cancelled"


def test_an_empty_roster_is_not_closed(sittings: Sittings):
    row = sittings.plan(group_id=None)
    sittings.do(open_roster, row)
    with pytest.raises(Problem) as refused:
        sittings.do(close_roster, row)
    assert refused.value.code == "roster_empty"


def test_hours_belong_to_presence_and_fit_in_the_session(sittings: Sittings, opened: int):
    first = sittings.ids(opened)[0]
    for code, hours, refusal in (("absent", 1.0, "hours_without_presence"), ("present", 3.5, "hours_over_session")):
        with pytest.raises(Problem) as refused:
            sittings.mark(first, code, hours=hours)
        assert (refused.value.code, refused.value.field) == (refusal, "hours")


def test_a_mark_that_never_was_is_not_taken_back(sittings: Sittings, opened: int):
    with pytest.raises(Problem) as refused:
        sittings.mark(sittings.ids(opened)[0], None)
    assert refused.value.code == "nothing_marked"


def test_opening_holds_the_session_and_puts_the_enrolled_people_on_its_roster(sittings: Sittings):
    amina, hassan, itto = sittings.people("Amina", "Hassan", "Itto")
    with reading(sittings.engine) as session:
        place = session.exec(select(Enrolment).where(Enrolment.person_id == hassan)).one()
    sittings.do(withdraw, place.id, 1, DAY, "parti")
    cooperative = _organisation(sittings, "Tissage", sittings.zagora_commune)
    _join(sittings, itto, cooperative)
    row = sittings.plan()
    sittings.do(open_roster, row, actor=sittings.officer)
    assert sittings.registrations(row) == [(1, amina, None), (2, itto, cooperative)]
    sittings.do(open_roster, row)
    assert len(sittings.ids(row)) == 2
    with reading(sittings.engine) as session:
        assert session_card(session, None, row).state == "held"


def test_a_second_tick_changes_nothing_but_who_said_it_last(sittings: Sittings, opened: int):
    first = sittings.ids(opened)[0]
    one, two = sittings.mark(first, "present"), sittings.mark(first, "present", actor=sittings.officer)
    assert one.row_id == two.row_id
    with reading(sittings.engine) as session:
        assert session.exec(select(func.count()).select_from(Attendance)).one() == 1
    assert sittings.marks(opened) == {first: "present"}


def test_the_same_tick_sent_twice_is_one_entry_in_the_history(sittings: Sittings, opened: int):
    mark = validated(
        AttendanceMark, {"registration_id": sittings.ids(opened)[0], "status_id": sittings.status["present"]}
    )
    one = done(sittings.engine, mark_attendance, sittings.officer, "tick", mark)
    two = done(sittings.engine, mark_attendance, sittings.officer, "tick", mark)
    assert (one.again, two.again, one.row_id) == (False, True, two.row_id)
    assert len(sittings.changes("mark_attendance")) == 1


def test_a_tick_taken_back_is_unknown_and_can_be_ticked_again(sittings: Sittings, opened: int):
    first = sittings.ids(opened)[0]
    sittings.mark(first, "present")
    sittings.mark(first, None)
    with reading(sittings.engine) as session:
        assert [row.meaning for row in roster(session, None, opened)] == [None, None, None]
    sittings.mark(first, None)
    sittings.mark(first, "late", hours=2.0)
    with reading(sittings.engine) as session:
        assert [row.meaning for row in roster(session, None, opened)] == ["present", None, None]
        assert session.exec(select(func.count()).select_from(Attendance)).one() == 1
    entries = sittings.changes("mark_attendance")
    assert [subject for subject, *_ in entries] == ["attendance"] * 4
    assert [after["status_id"] for *_, after in entries][-1] == sittings.status["late"]
    assert entries[-1][3]["hours"] == 2.0


def test_a_mark_raises_the_attendance_and_nothing_else(sittings: Sittings, opened: int):
    with reading(sittings.engine) as session:
        before = revisions(session)
    sittings.mark(sittings.ids(opened)[0], "present")
    with reading(sittings.engine) as session:
        after = revisions(session)
    assert {subject for subject in after if after[subject] != before.get(subject)} == {"attendance"}


def test_closing_turns_exactly_the_unknown_into_absent_in_one_entry(sittings: Sittings, opened: int):
    first, second, third = sittings.ids(opened)
    sittings.mark(first, "present")
    sittings.mark(second, "present")
    sittings.mark(second, None)
    sittings.mark(third, "excused")
    with reading(sittings.engine) as session:
        earlier = session.exec(select(func.count()).select_from(Change)).one()
    sittings.do(close_roster, opened, actor=sittings.officer)
    assert sittings.marks(opened) == {first: "present", second: "absent", third: "excused"}
    with reading(sittings.engine) as session:
        assert session.exec(select(func.count()).select_from(Change)).one() == earlier + 1
    subject, row, before, after = sittings.changes("close_roster")[0]
    assert (subject, row, before["state"], after["state"]) == ("session", opened, "held", "closed")
    assert after["turned_absent"] == [second]


def test_two_officers_ticking_different_people_at_once_are_both_kept(sittings: Sittings):
    sittings.people(*(f"Personne {number:02}" for number in range(40)))
    row = sittings.plan()
    sittings.do(open_roster, row)
    ids = sittings.ids(row)

    def tick(officer: int) -> None:
        for registration in ids[officer::4]:
            mark = validated(AttendanceMark, {"registration_id": registration, "status_id": sittings.status["present"]})
            done(sittings.engine, mark_attendance, sittings.officer, f"{officer} {registration}", mark)

    with ThreadPoolExecutor(4) as officers:
        list(officers.map(tick, range(4)))
    assert sittings.marks(row) == dict.fromkeys(ids, "present")
    assert len(sittings.changes("mark_attendance")) == 40


def test_the_same_person_ticked_by_four_at_once_has_one_mark(sittings: Sittings, opened: int):
    first = sittings.ids(opened)[0]
    mark = validated(AttendanceMark, {"registration_id": first, "status_id": sittings.status["present"]})
    with ThreadPoolExecutor(4) as officers:
        every = officers.map(
            lambda n: done(sittings.engine, mark_attendance, sittings.officer, f"key {n}", mark), range(100, 104)
        )
        assert len({saved.row_id for saved in every}) == 1
    assert sittings.marks(opened) == {first: "present"}


def test_people_are_registered_once_with_numbers_that_go_on(sittings: Sittings):
    amina, hassan, itto = sittings.people("Amina", "Hassan", "Itto", enrolled=False)
    row = sittings.plan()
    sittings.do(register_people, row, (amina, hassan), actor=sittings.officer)
    sittings.do(register_people, row, (hassan, itto), actor=sittings.officer)
    assert [(number, person) for number, person, _ in sittings.registrations(row)] == [
        (1, amina),
        (2, hassan),
        (3, itto),
    ]
    with pytest.raises(Problem) as refused:
        sittings.do(register_people, row, (amina,))
    assert refused.value.code == "nobody_to_register"


def test_a_whole_group_and_a_whole_organisation_are_registered(sittings: Sittings):
    amina, hassan = sittings.people("Amina", "Hassan")
    itto, said = sittings.people("Itto", "Said", enrolled=False)
    weavers = _organisation(sittings, "Tissage", sittings.zagora_commune)
    bakers = _organisation(sittings, "Pain", sittings.zagora_commune)
    _join(sittings, amina, bakers)
    _join(sittings, amina, weavers, since=date(2025, 3, 1))
    _join(sittings, itto, weavers)
    _join(sittings, said, weavers, since=date(2025, 3, 5))
    row = sittings.plan(group_id=None)
    sittings.do(register_group, row, sittings.group, actor=sittings.officer)
    sittings.do(register_organisation_members, row, weavers, actor=sittings.officer)
    assert sittings.registrations(row) == [(1, amina, weavers), (2, hassan, None), (3, itto, weavers)]


def test_people_and_organisations_of_another_province_are_not_named_by_an_officer(sittings: Sittings):
    person = sittings.people("Amina", enrolled=False)[0]
    elsewhere = _organisation(sittings, "Tinghir", sittings.tinghir_commune)
    _join(sittings, person, elsewhere)
    row = sittings.plan()
    for command, arguments in (
        (register_people, (row, (person,))),
        (register_organisation_members, (row, elsewhere)),
    ):
        with pytest.raises(Problem) as refused:
            sittings.do(command, *arguments, actor=sittings.officer)
        assert refused.value.code == "other_province"


def test_who_is_marked_is_not_taken_off_and_who_is_taken_off_can_come_back(sittings: Sittings, opened: int):
    first, second, third = sittings.ids(opened)
    sittings.mark(first, "present")
    with pytest.raises(Problem) as refused:
        sittings.do(take_off_roster, first)
    assert refused.value.code == "registration_marked"
    sittings.do(take_off_roster, second, actor=sittings.officer)
    assert sittings.ids(opened) == [first, third]
    with pytest.raises(Problem) as refused:
        sittings.mark(second, "present")
    assert (refused.value.code, refused.value.field) == ("taken_off_roster", "registration_id")
    sittings.do(register_group, opened, sittings.group)
    assert [number for number, *_ in sittings.registrations(opened)] == [1, 3, 4]


def test_a_known_person_who_was_not_expected_is_present_in_one_action(sittings: Sittings, opened: int):
    person = sittings.people("Said", enrolled=False)[0]
    sittings.do(add_known_person, opened, person, actor=sittings.officer)
    assert sittings.registrations(opened)[-1][:2] == (4, person)
    assert sittings.marks(opened) == {sittings.ids(opened)[-1]: "present"}
    with pytest.raises(Problem) as refused:
        sittings.do(add_known_person, opened, person)
    assert (refused.value.code, refused.value.field) == ("already_on_roster", "person_id")


def test_a_new_person_is_made_a_member_expected_and_present_in_one_action(sittings: Sittings, opened: int):
    weavers = _organisation(sittings, "Tissage", sittings.zagora_commune)
    record = validated(PersonRecord, {"name_ar": "زهرة", "sex": "f", "phone": "0612345678"})
    saved = sittings.do(add_new_person, opened, record, weavers, actor=sittings.officer)
    assert sittings.registrations(opened)[-1] == (4, saved.row_id, weavers)
    assert sittings.marks(opened) == {sittings.ids(opened)[-1]: "present"}
    subject, row, _, after = sittings.changes("add_new_person")[0]
    assert (subject, row, after["membership"]["organisation_id"]) == ("person", saved.row_id, weavers)


def test_a_likely_double_is_shown_before_a_new_person_is_made(sittings: Sittings, opened: int):
    record = validated(PersonRecord, {"name_latin": "Zahra", "phone": "0612345678"})
    first = sittings.do(add_new_person, opened, record, actor=sittings.officer).row_id
    again = validated(PersonRecord, {"name_latin": "Zohra", "phone": "+212 6 12 34 56 78"})
    with pytest.raises(Problem) as refused:
        sittings.do(add_new_person, opened, again, actor=sittings.officer)
    assert (refused.value.code, refused.value.details) == ("likely_double", {"ids": (first,)})
    assert len(sittings.ids(opened)) == 4
    sittings.do(add_new_person, opened, again, None, (first,), actor=sittings.officer)
    assert len(sittings.ids(opened)) == 5


def test_a_person_on_two_rosters_at_one_time_is_told(sittings: Sittings, opened: int):
    with reading(sittings.engine) as session:
        assert clashes(session, opened).empty
        amina = roster(session, None, opened)[0].person_id
    overlapping = sittings.plan(starts_at=time(11), ends_at=time(13), hours=2.0, group_id=None)
    after = sittings.plan(starts_at=time(12), ends_at=time(14), hours=2.0, group_id=None)
    dropped = sittings.plan(group_id=None)
    other_day = sittings.plan(group_id=None, held_on=date(2025, 3, 5))
    for row in (overlapping, after, dropped, other_day):
        sittings.do(register_people, row, (amina,))
    sittings.do(cancel_session, dropped, 1, "pluie")
    with reading(sittings.engine) as session:
        found = clashes(session, opened)
        assert list(zip(found["person_id"], found["session_id"], strict=True)) == [(amina, overlapping)]
        assert clashes(session, overlapping)["session_id"].to_list() == [opened, after]


def test_a_roster_shows_names_organisations_and_marks_in_the_order_of_its_rows(sittings: Sittings, opened: int):
    weavers = _organisation(sittings, "Tissage", sittings.zagora_commune)
    record = validated(PersonRecord, {"name_ar": "زهرة", "sex": "f"})
    sittings.do(add_new_person, opened, record, weavers)
    with reading(sittings.engine) as session:
        rows = roster(session, None, opened)
    assert [row.name_latin or row.name_ar for row in rows] == ["Amina", "Hassan", "Itto", "زهرة"]
    assert [row.row_number for row in rows] == [1, 2, 3, 4]
    assert [row.organisation_latin for row in rows] == [None, None, None, "Tissage"]
    assert [row.meaning for row in rows] == [None, None, None, "present"]
    assert rows[3].status_id == sittings.status["present"]
    with reading(sittings.engine) as session:
        assert roster(session, sittings.stranger.provinces, opened) == []
        assert roster(session, sittings.officer.provinces, opened) == rows
