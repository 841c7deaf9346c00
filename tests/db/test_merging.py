"""Two rows that are one become one, with everything that pointed to either; undoing brings both back exactly."""

from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.filters import Filters
from core.names import search_key
from core.problems import Problem
from core.records import validated
from core.records.organisations import OrganisationRecord
from core.records.people import MembershipRecord
from core.records.sessions import AttendanceMark
from db.commands.attendance import mark_attendance
from db.commands.imports import undo_import
from db.commands.ledger import values_of
from db.commands.merging import merge_organisations, merge_persons, undo_merge
from db.commands.merging_apart import tell_apart
from db.commands.merging_rows import TOGETHER
from db.commands.obstacles import raise_obstacle
from db.commands.organisations import change_organisation, register_organisation
from db.commands.people import change_person, join_organisation
from db.commands.registrations import register_people
from db.engine import transaction
from db.models import (
    TABLES,
    Apart,
    Attendance,
    Change,
    Enrolment,
    ExternalId,
    ImportBatch,
    ImportRow,
    Membership,
    Mention,
    Merge,
    Organisation,
    Participation,
    Person,
    Registration,
    TrainingSession,
)
from db.models.base import Row, now
from db.queries.figures import measure
from db.queries.imports.differences import as_json
from db.queries.pairs_compare import pointers
from tests.db.entries import DAY, category, communes_of, do, mention, obstacle, organisation, person
from tests.db.small_programme import fill

TRAINED_TWICE, LATE = "two modules, provinces, organisations", "late, then left early"
REASON = "Same phone, asked her"
ICE = "001561191000066"


def filled(engine: Engine) -> None:
    """The small programme, with the search keys that commands would have written."""
    fill(engine)
    with transaction(engine) as session:
        for row in (*session.exec(select(Person)), *session.exec(select(Organisation))):
            row.search = search_key(row.name_ar, row.name_latin)


def number(engine: Engine, name: str, table: Any = Person) -> int:
    """The id of the row of this Latin name."""
    with Session(engine) as session:
        return int(session.exec(select(table.id).where(table.name_latin == name)).one())


def seen(engine: Engine, row_id: int, table: Any = Person) -> tuple[int, int]:
    """The id and the version of a row as a page shows it."""
    with Session(engine) as session:
        return row_id, int(session.get_one(table, row_id).version)


def everything(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that points to a person or an organisation, without what a change of a row counts."""
    with Session(engine) as session:
        models: set[Any] = {model for table in (Person, Organisation) for model, _ in pointers(table)} | {
            Person,
            Organisation,
        }
        return {
            model.__name__: [
                {name: value for name, value in values_of(row).items() if name not in ("version",)}
                for row in session.exec(select(model).order_by(model.id))
            ]
            for model in sorted(models, key=lambda model: model.__name__)
        }


def figures(engine: Engine, *codes: str, phase_id: int | None = None) -> list[float]:
    """What the small programme counts."""
    with Session(engine) as session:
        return [float(measure(session, code, Filters(phase_id=phase_id)).iloc[0]["value"]) for code in codes]


def the_merge(engine: Engine) -> tuple[int, int]:
    """The id and the version of the latest merge."""
    with Session(engine) as session:
        merge = session.exec(select(Merge).order_by(col(Merge.id).desc())).first()
        assert merge is not None
        return merge.id or 0, merge.version


def shared(engine: Engine, first: int, second: int) -> dict[str, dict[int, int]]:
    """The registrations of two persons by day of the session and person."""
    with Session(engine) as session:
        rows = session.exec(
            select(col(TrainingSession.held_on), col(Registration.person_id), col(Registration.id))
            .join(TrainingSession, col(TrainingSession.id) == Registration.session_id)
            .where(col(Registration.person_id).in_((first, second)), col(Registration.deleted_at).is_(None))
        )
        found: dict[str, dict[int, int]] = {}
        for day, who, row in rows:
            found.setdefault(str(day), {})[who] = row or 0
        return {day: both for day, both in found.items() if len(both) == 2}


def merge_the_two(engine: Engine, actor: Any, counts: int = 0, **options: Any) -> tuple[int, int]:
    """The two best known persons of the small programme made one; of each roster the `counts`-th mark counts."""
    kept, gone = number(engine, TRAINED_TWICE), number(engine, LATE)
    rows = [(both[kept], both[gone])[counts] for both in shared(engine, kept, gone).values()]
    marks = options.get("registrations", tuple(rows))
    do(engine, merge_persons, actor, "m", seen(engine, kept), seen(engine, gone), (), marks, REASON)
    return kept, gone


def test_a_merge_needs_two_rows_a_reason_the_versions_that_were_shown_and_the_right_to_it(
    engine: Engine, coordinator, field_officer
):
    filled(engine)
    kept, gone = number(engine, "A", Organisation), number(engine, "B", Organisation)
    one, other = seen(engine, kept, Organisation), seen(engine, gone, Organisation)
    for actor, first, second, parts, reason, code in (
        (field_officer, one, other, (), REASON, "not_allowed"),
        (coordinator, one, other, (), " ", "required"),
        (coordinator, one, one, (), REASON, "merge_itself"),
        (coordinator, (kept, 7), other, (), REASON, "conflict"),
        (coordinator, one, (gone, 7), (), REASON, "conflict"),
        (coordinator, one, (9999, 1), (), REASON, "row_gone"),
        (coordinator, one, other, ("search",), REASON, "unknown_choice"),
    ):
        with pytest.raises(Problem) as refused:
            do(engine, merge_organisations, actor, "m", first, second, parts, reason)
        assert refused.value.code == code
    with Session(engine) as session:
        assert session.exec(select(Merge)).all() == []


def test_two_registrations_of_one_session_are_never_collapsed_silently(engine: Engine, coordinator):
    filled(engine)
    kept, gone = number(engine, TRAINED_TWICE), number(engine, LATE)
    meeting = shared(engine, kept, gone)
    assert list(meeting) == ["2025-02-10", "2025-03-10", "2026-02-01"]
    first = meeting["2025-02-10"]
    for registrations, left in (((), 3), ((first[kept],), 2), (tuple(first.values()), 3)):
        with pytest.raises(Problem) as refused:
            do(
                engine,
                merge_persons,
                coordinator,
                "m",
                seen(engine, kept),
                seen(engine, gone),
                (),
                registrations,
                REASON,
            )
        assert refused.value.code == "registrations_meet"
        assert (refused.value.details["number"], len(refused.value.details["sessions"])) == (left, left)
    assert figures(engine, "people_trained", "attendances") == [8, 14]


@pytest.mark.parametrize("counts", [0, 1])
def test_the_mark_that_was_chosen_counts_and_undoing_brings_both_back_exactly(engine: Engine, coordinator, counts):
    filled(engine)
    before = everything(engine)
    assert figures(engine, "people_trained", "attendances") == [8, 14]
    kept, gone = merge_the_two(engine, coordinator, counts)
    assert figures(engine, "people_trained", "attendances") == [7, 11]
    with Session(engine) as session:
        living = select(Registration).where(col(Registration.deleted_at).is_(None))
        assert session.exec(living.where(Registration.person_id == gone)).all() == []
        assert session.get_one(Person, gone).merged_into_id == kept
    do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    assert everything(engine) == before
    assert figures(engine, "people_trained", "attendances") == [8, 14]
    with pytest.raises(Problem) as refused:
        do(engine, undo_merge, coordinator, "u2", *the_merge(engine))
    assert refused.value.code == "merge_undone"


def test_the_mark_chosen_is_the_one_that_is_read(engine: Engine, coordinator):
    filled(engine)
    kept, gone = number(engine, TRAINED_TWICE), number(engine, LATE)
    theirs = shared(engine, kept, gone)["2025-02-10"][gone]
    merge_the_two(engine, coordinator, counts=1)
    with Session(engine) as session:
        row = session.get_one(Registration, theirs)
        assert (row.person_id, row.deleted_at) == (kept, None)


def test_an_open_place_in_a_phase_stays_one_and_both_come_back(engine: Engine, coordinator):
    filled(engine)
    merge_the_two(engine, coordinator)
    with Session(engine) as session:
        kept = number(engine, TRAINED_TWICE)
        rows = session.exec(select(Enrolment).where(Enrolment.person_id == kept).order_by(col(Enrolment.id))).all()
        assert [row.deleted_at is None for row in rows] == [True, False]
    assert figures(engine, "completion", phase_id=1) == [2 / 4]


def test_figures_of_two_organisations_become_those_of_one(engine: Engine, coordinator):
    filled(engine)
    codes = ("organisations_registered", "organisations_trained", "voices", "mentions", "obstacles", "people_trained")
    assert figures(engine, *codes, phase_id=1) == [5, 3, 5, 7, 3, 8]
    assert figures(engine, "coverage", phase_id=1) == [2 / 3]
    before = everything(engine)
    kept, gone = (seen(engine, number(engine, name, Organisation), Organisation) for name in "AB")
    do(engine, merge_organisations, coordinator, "m", kept, gone, (), REASON)
    assert figures(engine, *codes, phase_id=1) == [4, 2, 4, 7, 3, 8]
    assert figures(engine, "coverage", phase_id=1) == [1 / 2]
    with Session(engine) as session:
        for model, column in pointers(Organisation):
            assert session.exec(select(model).where(getattr(model, column) == gone[0])).all() == []
        parts = session.exec(select(Participation).where(Participation.organisation_id == kept[0])).all()
        assert [part.deleted_at is None for part in sorted(parts, key=lambda part: part.id or 0)] == [True, False]
    do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    assert everything(engine) == before
    assert figures(engine, *codes, phase_id=1) == [5, 3, 5, 7, 3, 8]


def test_a_number_that_is_taken_moves_before_it_must_be_free(engine: Engine, coordinator):
    with Session(engine) as session:
        here = communes_of(session, "Zagora")[0]
    ours = organisation(name_latin="Tifawin", commune_id=here)
    theirs = organisation(
        name_ar="تيفاوين", ice=ICE, court="Zagora", registration_number="7/2020", phone="0661234567", commune_id=here
    )
    do(engine, register_organisation, coordinator, "a", ours)
    do(engine, register_organisation, coordinator, "b", theirs, doubles_seen=(1,))
    before = everything(engine)
    parts = ("name_ar", "ice", "registration_number", "phone")
    do(engine, merge_organisations, coordinator, "m", (1, 1), (2, 1), parts, REASON)
    with Session(engine) as session:
        kept = session.get_one(Organisation, 1)
        assert (kept.name_ar, kept.name_latin, kept.ice, kept.court) == ("تيفاوين", "Tifawin", ICE, "Zagora")
        assert kept.search == "تيفاوين | tifawin"
        entry = session.exec(select(Change).order_by(col(Change.id).desc())).first()
        assert entry is not None
        assert (entry.command, entry.subject, entry.kind, entry.row_id) == (
            "merge_organisations",
            "double",
            "organisation",
            1,
        )
        assert (entry.before or {})["ice"] is None
        assert {name: (entry.after or {})[name] for name in ("ice", "merged_from")} == {"ice": ICE, "merged_from": 2}
        assert entry.reason == REASON
    do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    assert everything(engine) == before


def test_what_was_changed_after_the_merge_stays_and_what_came_later_stays_with_the_row_that_was_kept(
    engine: Engine, coordinator
):
    with Session(engine) as session:
        land, here = category(session, "land"), communes_of(session, "Zagora")[0]
    do(engine, register_organisation, coordinator, "a", organisation(name_latin="Amal", commune_id=here))
    theirs = organisation(name_ar="الأمل", phone="0661234567", mail="a@b.ma", commune_id=here)
    do(engine, register_organisation, coordinator, "b", theirs, doubles_seen=(1,))
    do(engine, merge_organisations, coordinator, "m", (1, 1), (2, 1), ("phone", "mail"), REASON)
    later = organisation(name_latin="Amal", phone="0661234567", mail="new@b.ma", commune_id=here)
    do(engine, change_organisation, coordinator, "c", *seen(engine, 1, Organisation), later)
    do(engine, raise_obstacle, coordinator, "o", obstacle(category_id=land), mention(organisation_id=1))
    do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    with Session(engine) as session:
        kept, gone = (session.get_one(Organisation, row) for row in (1, 2))
        assert (kept.phone, kept.mail, gone.phone, gone.mail) == (None, "new@b.ma", "+212661234567", "a@b.ma")
        assert (gone.deleted_at, gone.merged_into_id) == (None, None)
        assert session.exec(select(Mention.organisation_id)).all() == [1]


def test_a_number_that_went_to_another_organisation_meanwhile_keeps_the_merge_from_being_undone(
    engine: Engine, coordinator
):
    ours, theirs = organisation(name_latin="Amal"), organisation(name_latin="Nour", ice=ICE)
    for key, record in {"a": ours, "b": theirs}.items():
        do(engine, register_organisation, coordinator, key, record)
    do(engine, merge_organisations, coordinator, "m", (1, 1), (2, 1), (), REASON)
    do(engine, register_organisation, coordinator, "c", organisation(name_latin="Third", ice=ICE))
    before = everything(engine)
    with pytest.raises(Problem) as refused:
        do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    assert (refused.value.code, refused.value.details["name"]) == ("ice_taken", "Third")
    assert everything(engine) == before


def test_an_open_place_taken_since_keeps_the_merge_from_being_undone(engine: Engine, coordinator):
    filled(engine)
    kept, gone = merge_the_two(engine, coordinator)
    with transaction(engine) as session:
        stays = session.exec(
            select(Enrolment).where(Enrolment.person_id == kept, col(Enrolment.deleted_at).is_(None))
        ).one()
        binned = session.exec(select(Enrolment).where(Enrolment.person_id == kept, Enrolment.id != stays.id)).one()
        session.add(
            Enrolment(
                person_id=gone, group_id=binned.group_id, phase_id=binned.phase_id, enrolled_on=binned.enrolled_on
            )
        )
    with pytest.raises(Problem) as refused:
        do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    assert refused.value.code == "merge_meets_newer"


def test_a_file_is_not_undone_while_its_organisation_is_one_with_another(engine: Engine, coordinator):
    for key, name in {"a": "Amal", "b": "Nour"}.items():
        do(engine, register_organisation, coordinator, key, organisation(name_latin=name))
    with transaction(engine) as session:
        batch = ImportBatch(file_name="a.csv", file_hash="x", source="list", mapping={}, counts={})
        session.add(batch)
        session.flush()
        there = session.get_one(Organisation, 2)
        left = {name: as_json(getattr(there, name)) for name in OrganisationRecord.model_fields}
        nothing: dict[str, Any] = {"mentions": [], "figures": [], "obstacles": [], "external_before": None}
        external = ExternalId(source="list", foreign_key="7", organisation_id=2, last_values={})
        session.add(external)
        session.flush()
        made = {"left": left, "new": True, "external": external.id, **nothing}
        session.add(ImportRow(batch_id=batch.id or 0, row_number=1, verdict="new", organisation_id=2, made=made))
    do(engine, merge_organisations, coordinator, "m", (1, 1), (2, 1), (), REASON)
    with Session(engine) as session:
        assert session.exec(select(ImportRow.organisation_id)).all() == [1]
        assert session.exec(select(ExternalId.organisation_id)).all() == [1]
    with pytest.raises(Problem) as refused:
        do(engine, undo_import, coordinator, "u", 1, 1)
    assert refused.value.code == "import_in_use"
    do(engine, undo_merge, coordinator, "v", *the_merge(engine))
    do(engine, undo_import, coordinator, "w", 1, 1)
    with Session(engine) as session:
        rows = session.exec(select(Organisation).order_by(col(Organisation.id)))
        assert [row.deleted_at is None for row in rows] == [True, False]


def test_an_anonymised_person_is_neither_merged_nor_given_back(engine: Engine, coordinator):
    fill_people(engine, "a", "b", "c")
    do(engine, merge_persons, coordinator, "m", (1, 1), (2, 1), (), (), REASON)
    with transaction(engine) as session:
        session.get_one(Person, 1).anonymised_at = now()
    with pytest.raises(Problem) as refused:
        do(engine, merge_persons, coordinator, "n", (3, 1), seen(engine, 1), (), (), REASON)
    assert refused.value.code == "merge_anonymised"
    with pytest.raises(Problem) as refused:
        do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    assert refused.value.code == "merge_anonymised"


def test_merges_of_one_row_are_undone_from_the_last_one_back(engine: Engine, coordinator):
    for key in "abc":
        do(engine, register_organisation, coordinator, key, organisation(name_latin=f"Amal {key * 4}"))
    do(engine, merge_organisations, coordinator, "m1", (1, 1), (2, 1), (), REASON)
    first = the_merge(engine)
    do(engine, merge_organisations, coordinator, "m2", (3, 1), seen(engine, 1, Organisation), (), REASON)
    second = the_merge(engine)
    with pytest.raises(Problem) as refused:
        do(engine, undo_merge, coordinator, "u", *first)
    assert (refused.value.code, refused.value.details) == ("merge_later", {"merge": str(second[0])})
    do(engine, undo_merge, coordinator, "u2", *second)
    do(engine, undo_merge, coordinator, "u1", *first)
    with Session(engine) as session:
        assert [row.merged_into_id for row in session.exec(select(Organisation))] == [None, None, None]


def test_of_two_places_in_one_organisation_the_office_stays_since_its_first_day(engine: Engine, coordinator):
    do(engine, register_organisation, coordinator, "o", organisation(name_latin="Amal"))
    fill_people(engine, "Zahra", "Zohra")
    plain = validated(MembershipRecord, {"organisation_id": 1, "since": "2020-01-01"})
    office = validated(MembershipRecord, {"organisation_id": 1, "role": "president", "since": "2022-01-01"})
    do(engine, join_organisation, coordinator, "1", 1, plain)
    do(engine, join_organisation, coordinator, "2", 2, office)
    before = everything(engine)
    do(engine, merge_persons, coordinator, "m", (1, 1), (2, 1), (), (), REASON)
    with Session(engine) as session:
        rows = session.exec(select(Membership).order_by(col(Membership.id))).all()
        assert [(row.person_id, row.role, str(row.since), row.deleted_at is None) for row in rows] == [
            (1, "member", "2020-01-01", False),
            (1, "president", "2020-01-01", True),
        ]
    do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    assert everything(engine) == before


def fill_people(engine: Engine, *names: str) -> None:
    """Persons with nothing but a name."""
    with transaction(engine) as session:
        session.add_all(Person(name_latin=name, search=name.lower()) for name in names)


def test_an_objection_of_either_holds_whatever_is_chosen(engine: Engine, coordinator):
    fill_people(engine, "Zahra", "Zohra")
    with transaction(engine) as session:
        session.get_one(Person, 2).objected_on = DAY
    do(engine, merge_persons, coordinator, "m", (1, 1), (2, 1), (), (), REASON)
    with Session(engine) as session:
        assert session.get_one(Person, 1).objected_on == DAY
    do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    with Session(engine) as session:
        assert [row.objected_on for row in session.exec(select(Person).order_by(col(Person.id)))] == [None, DAY]


def test_whoever_was_merged_is_followed_by_what_still_names_the_row_that_went(engine: Engine, coordinator):
    filled(engine)
    kept, gone = number(engine, "without mark"), number(engine, "left out")
    do(engine, merge_persons, coordinator, "m", seen(engine, kept), seen(engine, gone), (), (), REASON)
    with Session(engine) as session:
        planned = session.exec(select(TrainingSession.id).where(TrainingSession.state == "planned")).one() or 0
        there = session.exec(select(Organisation.id).where(Organisation.name_latin == "F")).one() or 0
        land = category(session, "land")
        one, other = (number(engine, name, Organisation) for name in "CF")
    do(engine, register_people, coordinator, "r", planned, (gone,))
    do(
        engine,
        merge_organisations,
        coordinator,
        "n",
        seen(engine, one, Organisation),
        seen(engine, other, Organisation),
        (),
        REASON,
    )
    do(engine, join_organisation, coordinator, "j", gone, validated(MembershipRecord, {"organisation_id": there}))
    do(engine, raise_obstacle, coordinator, "o", obstacle(category_id=land), mention(organisation_id=other))
    with Session(engine) as session:
        rows = session.exec(select(Registration).where(Registration.session_id == planned))
        assert kept in {row.person_id for row in rows}
        member = session.exec(select(Membership).order_by(col(Membership.id).desc())).first()
        assert member is not None
        assert (member.person_id, member.organisation_id) == (kept, one)
        said = session.exec(select(Mention).order_by(col(Mention.id).desc())).first()
        assert said is not None
        assert said.organisation_id == one
    with pytest.raises(Problem) as refused:
        do(engine, change_person, coordinator, "c", gone, 1, person(name_latin="X"))
    assert refused.value.code == "merged_meanwhile"


def test_a_tick_on_a_roster_that_was_open_during_the_merge_lands_on_the_one_left(engine: Engine, coordinator):
    filled(engine)
    kept, gone = number(engine, "without mark"), number(engine, "organisation elsewhere")
    meeting = shared(engine, kept, gone)["2025-03-20"]
    marks = (meeting[kept],)
    do(engine, merge_persons, coordinator, "m", seen(engine, kept), seen(engine, gone), (), marks, REASON)
    with Session(engine) as session:
        assert session.exec(select(Attendance).where(Attendance.registration_id == meeting[kept])).all() == []
        present = session.exec(select(Attendance.status_id).where(Attendance.registration_id == meeting[gone])).one()
    tick = validated(AttendanceMark, {"registration_id": meeting[gone], "status_id": present})
    do(engine, mark_attendance, coordinator, "t", tick)
    with Session(engine) as session:
        there = session.exec(select(Attendance.status_id).where(Attendance.registration_id == meeting[kept])).one()
    assert there == present


def test_a_decision_about_two_follows_and_one_about_the_two_that_are_one_falls(engine: Engine, coordinator):
    fill_people(engine, "a", "b", "c")
    do(engine, tell_apart, coordinator, "1", "person", 2, 3)
    do(engine, tell_apart, coordinator, "2", "person", 2, 1)
    with pytest.raises(Problem) as refused:
        do(engine, tell_apart, coordinator, "3", "person", 3, 2)
    assert refused.value.code == "apart_already"
    do(engine, merge_persons, coordinator, "m", (1, 1), (2, 1), (), (), REASON)
    with Session(engine) as session:
        rows = session.exec(select(Apart).order_by(col(Apart.id))).all()
        assert [(row.first_id, row.second_id, row.deleted_at is None) for row in rows] == [(1, 3, True), (1, 2, False)]
    do(engine, undo_merge, coordinator, "u", *the_merge(engine))
    with Session(engine) as session:
        rows = session.exec(select(Apart).order_by(col(Apart.id))).all()
        assert [(row.first_id, row.second_id, row.deleted_at is None) for row in rows] == [(2, 3, True), (1, 2, True)]


def test_a_table_that_points_to_a_person_or_an_organisation_is_taken_up_by_itself():
    found = {
        (str(model.__tablename__), column) for table in (Person, Organisation) for model, column in pointers(table)
    }
    by_hand = {
        (table.name, column.name)
        for table in TABLES.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in ("person", "organisation")
    } - {("person", "merged_into_id"), ("organisation", "merged_into_id")}
    assert found == by_hand
    assert len(found) >= 10


@pytest.mark.parametrize("table", [Person, Organisation], ids=["person", "organisation"])
def test_every_pointer_that_may_stand_once_has_a_rule_for_two_that_fall_together(table: type[Row]):
    without = [
        f"{model.__tablename__}.{column}"
        for model, column in pointers(table)
        for index in model.__table__.indexes
        if index.unique and column in index.columns and (str(model.__tablename__), column) not in TOGETHER
    ]
    assert without == []
    assert all("id" in model.__table__.columns for model, _ in pointers(table))
