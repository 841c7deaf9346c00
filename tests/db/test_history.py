"""Reading the history: a row with all that hangs on it, and what the rows in an entry are called."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.access import Actor
from core.records import validated
from core.records.obstacles import MentionRecord, ObstacleRecord
from core.records.organisations import FiguresRecord
from core.records.people import EnrolmentRecord, MembershipRecord, PersonRecord
from core.records.sessions import AttendanceMark, SessionRecord
from db.commands.attendance import close_roster, mark_attendance, open_roster
from db.commands.merging import merge_organisations, merge_persons
from db.commands.merging_apart import tell_apart
from db.commands.obstacles import attach_mention, raise_obstacle
from db.commands.organisations import declare_figures
from db.commands.people import change_person, enrol, join_organisation, register_person
from db.commands.registrations import register_people, take_off_roster
from db.commands.sessions import plan_session
from db.models import (
    AttendanceStatus,
    Commune,
    Group,
    Module,
    ObstacleCategory,
    Organisation,
    Person,
    Phase,
    Programme,
    Registration,
)
from db.queries.history import HistoryFilter, history, history_counted
from db.queries.history_names import Named, names_of
from tests.db.entries import mention, obstacle

DAY = date(2025, 3, 4)


class Story:
    """Two persons of one organisation: one enrolled and marked, the other taken off the roster."""

    def __init__(self, engine: Engine, actor: Actor) -> None:
        self.engine, self.actor, self.number = engine, actor, 0
        with Session(engine) as session, session.begin():
            self.rows(session)
        self.first = self.do(register_person, self.person("Amina"))
        self.second = self.do(register_person, self.person("Brahim"))
        self.do(join_organisation, self.first, validated(MembershipRecord, {"organisation_id": self.organisation}))
        self.do(enrol, self.first, validated(EnrolmentRecord, {"group_id": self.group, "enrolled_on": DAY}))
        self.sitting = self.do(plan_session, self.session_record(time(9)))
        self.other = self.do(plan_session, self.session_record(time(14)))
        self.do(register_people, self.sitting, (self.second,))
        self.do(take_off_roster, self.registration(self.second))
        self.do(open_roster, self.sitting)
        mark = {"registration_id": self.registration(self.first), "status_id": self.status("present")}
        self.do(mark_attendance, validated(AttendanceMark, mark))
        self.do(open_roster, self.other)
        self.do(close_roster, self.other)
        self.do(change_person, self.second, 1, self.person("Brahim", birth_year=1990))
        said = {"organisation_id": self.organisation, "words": "Water", "mentioned_on": DAY}
        raised = validated(ObstacleRecord, {"category_id": self.category, "raised_on": DAY})
        self.obstacle = self.do(raise_obstacle, raised, validated(MentionRecord, said))
        guest = validated(MentionRecord, {"guest_name": "Guest", "words": "Roads", "mentioned_on": DAY})
        self.do(attach_mention, self.obstacle, guest)
        figures = validated(FiguresRecord, {"as_of": DAY, "members": 12})
        self.do(declare_figures, self.organisation, figures)

    def rows(self, session: Session) -> None:
        commune = session.exec(select(Commune)).first()
        module = session.exec(select(Module)).first()
        category = session.exec(select(ObstacleCategory)).first()
        assert commune
        assert module
        assert category
        self.commune, self.module, self.category = commune.id or 0, module.id or 0, category.id or 0
        names: dict[str, Any] = {"name_ar": "برنامج", "name_fr": "Programme", "name_en": "Programme"}
        self.programme = self.add(session, Programme(**names))
        dates: dict[str, Any] = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
        self.phase = self.add(session, Phase(programme_id=self.programme, code="one", **names, **dates))
        self.group = self.add(session, Group(phase_id=self.phase, commune_id=self.commune, label="G1"))
        self.organisation = self.add(session, Organisation(kind="cooperative", name_latin="Tissage"))

    def add(self, session: Session, row: Any) -> int:
        session.add(row)
        session.flush()
        return int(row.id)

    def do(self, command: Any, *args: Any) -> int:
        self.number += 1
        with Session(self.engine) as session, session.begin():
            saved = command(session, self.actor, str(self.number), *args)
            return int(saved.row_id)

    def person(self, name: str, **values: Any) -> PersonRecord:
        return validated(PersonRecord, {"name_latin": name, **values})

    def session_record(self, begins: time) -> SessionRecord:
        values: dict[str, Any] = {
            "phase_id": self.phase,
            "module_id": self.module,
            "group_id": self.group,
            "held_on": DAY,
        }
        values |= {"commune_id": self.commune, "starts_at": begins, "ends_at": time(begins.hour + 2), "hours": 2.0}
        return validated(SessionRecord, values)

    def registration(self, person: int) -> int:
        with Session(self.engine) as session:
            mine = select(Registration.id).where(Registration.person_id == person)
            return session.exec(mine.order_by(col(Registration.id))).first() or 0

    def status(self, meaning: str) -> int:
        with Session(self.engine) as session:
            return session.exec(select(AttendanceStatus.id).where(AttendanceStatus.meaning == meaning)).first() or 0

    def read(self, kind: str, row: int, around: bool = True) -> list[str]:
        asked = HistoryFilter(kind=kind, row_id=row, around=around)
        with Session(self.engine) as session:
            found = [entry.command for entry in history(session, asked)][::-1]
            assert history_counted(session, asked) == len(found)
        return found


@pytest.fixture
def story(engine: Engine, administrator: Actor) -> Story:
    return Story(engine, administrator)


def test_a_row_alone_has_its_own_entries(story: Story) -> None:
    assert story.read("person", story.first, around=False) == ["register_person"]
    assert story.read("person", 999) == []


def test_a_person_has_the_entries_of_memberships_places_rosters_and_marks(story: Story) -> None:
    assert story.read("person", story.first) == [
        *("register_person", "join_organisation", "enrol"),
        *("open_roster", "mark_attendance", "open_roster", "close_roster"),
    ]
    assert story.read("person", story.second) == [
        *("register_person", "register_people", "take_off_roster", "change_person"),
    ]


def test_an_organisation_has_the_entries_of_members_figures_and_what_it_said(story: Story) -> None:
    assert story.read("organisation", story.organisation) == ["join_organisation", "raise_obstacle", "declare_figures"]


def test_a_person_entered_with_a_membership_and_a_place_stands_in_the_history_of_both(story: Story) -> None:
    membership = validated(MembershipRecord, {"organisation_id": story.organisation})
    enrolment = validated(EnrolmentRecord, {"group_id": story.group, "enrolled_on": DAY})
    person = story.do(register_person, story.person("Chama"), membership, enrolment)
    assert story.read("organisation", story.organisation)[-1] == "register_person"
    assert story.read("training_group", story.group) == ["enrol", "register_person"]
    assert story.read("person", person) == ["register_person"]


def test_a_session_has_its_marks_and_an_obstacle_its_voices(story: Story) -> None:
    assert story.read("training_session", story.sitting) == [
        *("plan_session", "register_people", "take_off_roster", "open_roster", "mark_attendance"),
    ]
    assert story.read("obstacle", story.obstacle) == ["raise_obstacle", "attach_mention"]
    assert story.read("training_group", story.group) == ["enrol"]


def test_a_merge_and_what_was_found_to_differ_stand_in_the_history_of_both(story: Story) -> None:
    third = story.do(register_person, story.person("Chama"))
    story.do(tell_apart, "person", third, story.first)
    assert story.read("person", third) == ["register_person", "tell_apart"]
    with Session(story.engine) as session:
        versions = {number: session.get_one(Person, number).version for number in (story.first, story.second)}
    kept, gone = ((number, versions[number]) for number in (story.first, story.second))
    there = story.do(merge_persons, kept, gone, (), (), "the same person")
    assert there == story.first
    assert story.read("person", story.second) == ["register_person", "change_person", "merge_persons"]
    assert story.read("person", story.first) == [
        *("register_person", "join_organisation", "enrol", "register_people", "take_off_roster"),
        *("open_roster", "mark_attendance", "open_roster", "close_roster", "tell_apart", "merge_persons"),
    ]


def test_what_was_entered_under_rows_that_were_merged_is_found_from_the_one_left(story: Story) -> None:
    rows = [story.organisation]
    for number in (1, 2):
        with Session(story.engine) as session, session.begin():
            other = Organisation(kind="cooperative", name_latin=f"Tissage {number}")
            session.add(other)
            session.flush()
            rows.append(other.id or 0)
    for name, row in zip(("Chama", "Driss"), rows[1:], strict=True):
        story.do(register_person, story.person(name), validated(MembershipRecord, {"organisation_id": row}))
        story.do(raise_obstacle, obstacle(category_id=story.category, title=name), mention(organisation_id=row))
    before = story.read("organisation", story.organisation)
    # The third into the second, and then the second into the first.
    for kept, gone in ((rows[1], rows[2]), (rows[0], rows[1])):
        with Session(story.engine) as session:
            seen = (
                (kept, session.get_one(Organisation, kept).version),
                (gone, session.get_one(Organisation, gone).version),
            )
        story.do(merge_organisations, *seen, (), "the same")
    found = story.read("organisation", story.organisation)
    assert [one for one in found if one in ("register_person", "raise_obstacle")] == [
        *(one for one in before if one in ("register_person", "raise_obstacle")),
        *("register_person", "raise_obstacle", "register_person", "raise_obstacle"),
    ]


def test_a_row_with_what_hangs_on_it_is_narrowed_to_an_account_too(story: Story) -> None:
    asked = HistoryFilter(kind="person", row_id=story.first, around=True, account_id=1)
    with Session(story.engine) as session:
        assert history(session, asked) == []


def test_rows_are_called_by_their_names_even_when_they_are_in_the_bin(story: Story) -> None:
    with Session(story.engine) as session, session.begin():
        person = session.get_one(Person, story.first)
        person.deleted_at, person.name_ar = person.created_at, "أمينة"
    wanted = {
        "person": {story.first, story.second, 999},
        "organisation": {story.organisation},
        "training_session": {story.sitting},
        "registration": {story.registration(story.first)},
        "mention": {1, 2},
        "obstacle": {story.obstacle},
        "training_group": {story.group},
        "phase": {story.phase},
        "commune": {story.commune},
        "target": {1},
        "no_table": {1},
    }
    with Session(story.engine) as session:
        named = names_of(session, wanted)
        commune, category = session.get_one(Commune, story.commune), session.get_one(ObstacleCategory, story.category)
        module = session.get_one(Module, story.module)
    assert named == {
        ("person", story.first): Named("أمينة", "Amina", "Amina"),
        ("person", story.second): Named("Brahim", "Brahim", "Brahim"),
        ("organisation", story.organisation): Named("Tissage", "Tissage", "Tissage"),
        ("training_session", story.sitting): Named(module.label_ar, module.label_fr, module.label_en, DAY),
        ("registration", story.registration(story.first)): Named("أمينة", "Amina", "Amina"),
        ("mention", 1): Named("Tissage", "Tissage", "Tissage"),
        ("mention", 2): Named("Guest", "Guest", "Guest"),
        ("obstacle", story.obstacle): Named(category.label_ar, category.label_fr, category.label_en),
        ("training_group", story.group): Named("G1", "G1", "G1"),
        ("phase", story.phase): Named("برنامج", "Programme", "Programme"),
        ("commune", story.commune): Named(commune.name_ar, commune.name_fr, commune.name_fr),
    }
