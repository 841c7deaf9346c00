"""Anonymising: nothing of the person is found in any column of any table, and every figure is what it was."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.access import Actor
from core.filters import Filters
from core.indicators import INDICATORS
from core.privacy import told_in
from core.problems import Problem
from core.records import validated
from core.records.people import EnrolmentRecord, MembershipRecord
from core.records.privacy import RequestRecord
from db.commands.bin import restore
from db.commands.ledger import COMMANDS
from db.commands.merging import merge_organisations, merge_persons, undo_merge
from db.commands.obstacles import raise_obstacle
from db.commands.organisations import change_organisation, register_organisation
from db.commands.people import change_person, enrol, register_person, withdraw
from db.commands.privacy_erasure import anonymise_person
from db.commands.privacy_requests import answer_request, enter_request, object_to_use, take_objection_back
from db.commands.registrations import add_new_person, register_group, register_people
from db.commands.removals import remove_person
from db.engine import transaction
from db.models import (
    TABLES,
    Account,
    Change,
    Draft,
    Enrolment,
    ExternalId,
    ImportBatch,
    ImportRow,
    Merge,
    Organisation,
    Person,
    PrivacyRequest,
    TrainingSession,
)
from db.models.base import now
from db.queries import figures
from db.queries.chain import broken_link, entries
from db.queries.people import person_values, persons_found
from db.queries.privacy_file import person_file
from db.queries.privacy_traces import contacts_of, places_elsewhere, sought_of
from tests.db.entries import DAY, communes_of, do, mention, obstacle, organisation, person, phase_with_group, province
from tests.db.small_programme import fill

NAME, NAME_AR, PHONE = "Zoubida Planted-Name", "زبيدة المزروعة", "+212661239876"
OLD_NAME = "Zoubaida Formerly"
SOUGHT = (NAME, NAME_AR, OLD_NAME, "661239876", "0661239876")


def every_place(engine: Engine) -> list[str]:
    """The columns of all tables in which the planted person is told, read whole and compared here."""
    found = []
    with Session(engine) as session:
        for table in TABLES.metadata.sorted_tables:
            for row in session.execute(table.select()).mappings():
                found += [
                    f"{table.name}.{name}"
                    for name, value in row.items()
                    if told_in(value, SOUGHT) or any(one.casefold() in repr(value).casefold() for one in SOUGHT)
                ]
    return found


@pytest.fixture
def planted(engine: Engine, administrator: Actor) -> dict[str, int]:
    """A person whose values went through everything that keeps values."""
    with Session(engine) as session:
        commune = communes_of(session, "Zagora")[0]
    phase, group = phase_with_group(engine, commune)
    record = organisation(name_latin="Tifawin", commune_id=commune, contact_name=NAME, phone=PHONE)
    place = do(engine, register_organisation, administrator, "o", record).row_id
    belonging = validated(MembershipRecord, {"organisation_id": place, "role": "president"})
    in_group = validated(EnrolmentRecord, {"group_id": group, "enrolled_on": DAY})
    consents = {"consent_data": True, "consent_data_on": DAY, "consent_photo": True, "consent_photo_on": DAY}
    first = person(name_latin=OLD_NAME, name_ar=NAME_AR, phone=PHONE, birth_year=1990, sex="f", **consents)
    row = do(engine, register_person, administrator, "p", first, belonging, in_group, doubles_seen=(0,)).row_id
    second = person(name_latin=NAME, name_ar=NAME_AR, phone=PHONE, birth_year=1990, sex="f", **consents)
    do(engine, change_person, administrator, "c", row, 1, second)
    with transaction(engine) as session:
        enrolment = session.exec(select(Enrolment)).one().id or 0
        gone = Person(
            name_latin=OLD_NAME, phone=PHONE, search="zoubaida formerly", merged_into_id=row, deleted_at=now()
        )
        session.add(gone)
        session.flush()
        values = {"kept": {"id": row, "name_latin": NAME}, "gone": {"id": gone.id, "name_latin": OLD_NAME}}
        merge: dict[str, Any] = {"choices": {"name_latin": NAME}, "before": values, "moved": [{"reason": NAME}]}
        session.add(Merge(kind="person", kept_id=row, gone_id=gone.id or 0, **merge))
        batch = ImportBatch(file_name="list.csv", file_hash="x", source="list", mapping={}, counts={})
        session.add(batch)
        session.flush()
        told = {"name_latin": "Tifawin", "contact_name": NAME, "phone": PHONE}
        session.add(ImportRow(batch_id=batch.id or 0, row_number=2, verdict="new", organisation_id=place, after=told))
        account = Account(username="officer", name="Officer", roles="field_officer", language="fr", password_hash="x")
        session.add(account)
        session.flush()
        typed: dict[str, Any] = {"values": {"name_latin": NAME}, "base": {"phone": PHONE}, "turn": 0, "version": 1}
        session.add(Draft(account_id=account.id or 0, place=f"person.{row}", page="k", **typed))
        session.add(ExternalId(organisation_id=place, source="list", foreign_key="1", last_values=told))
    do(engine, withdraw, administrator, "w", enrolment, 1, DAY, f"{NAME} a déménagé")
    asked = {"person_id": row, "kind": "erasure", "received_on": DAY, "due_on": DAY, "note": f"Téléphone {PHONE}"}
    request = do(engine, enter_request, administrator, "r", validated(RequestRecord, asked)).row_id
    answered = asked | {"answered_on": DAY, "outcome": "done", "note": f"Vu avec {NAME_AR}"}
    do(engine, answer_request, administrator, "a", request, 1, validated(RequestRecord, answered))
    do(engine, object_to_use, administrator, "b", row, 2, DAY, f"{NAME} ne veut plus")
    return {"person": row, "gone": gone.id or 0, "organisation": place, "group": group, "phase": phase}


def anonymised(engine: Engine, actor: Actor, row: int, contacts: tuple[int, ...] = (), key: str = "x") -> None:
    with Session(engine) as session:
        version = session.get_one(Person, row).version
    do(engine, anonymise_person, actor, key, row, version, "À sa demande", contacts)


def test_the_command_has_the_name_that_the_database_lets_through() -> None:
    assert COMMANDS["anonymise_person"] is anonymise_person


def test_only_an_administrator_anonymises(engine: Engine, planted: dict[str, int], coordinator: Actor) -> None:
    with pytest.raises(Problem) as refused:
        anonymised(engine, coordinator, planted["person"])
    assert refused.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("reason", "code"), [(None, "required"), ("  ", "required"), (f"Demande de {NAME}", "reason_names_person")]
)
def test_a_reason_is_needed_and_does_not_name_the_person(
    engine: Engine, planted: dict[str, int], administrator: Actor, reason: str | None, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        do(engine, anonymise_person, administrator, "x", planted["person"], 3, reason)
    assert (refused.value.code, refused.value.field) == (code, "reason")
    assert every_place(engine)


def test_a_row_that_changed_meanwhile_or_was_merged_is_refused(
    engine: Engine, planted: dict[str, int], administrator: Actor
) -> None:
    for row, version, code in ((planted["person"], 1, "conflict"), (planted["gone"], 1, "person_merged")):
        with pytest.raises(Problem) as refused:
            do(engine, anonymise_person, administrator, "x", row, version, "À sa demande")
        assert refused.value.code == code


def test_nothing_of_the_person_is_found_in_any_column_of_any_table(
    engine: Engine, planted: dict[str, int], administrator: Actor
) -> None:
    before = every_place(engine)
    assert {"person.name_latin", "person.search", "change.before", "change.after", "change.reason"} <= set(before)
    assert {"merge.before", "merge.moved", "privacy_request.note", "enrolment.reason"} <= set(before)
    assert {"organisation.phone", "import_row.after", "external_id.last_values", "draft.values"} <= set(before)
    with Session(engine) as session:
        number = entries(session)
    anonymised(engine, administrator, planted["person"], (planted["organisation"],))
    assert every_place(engine) == []
    with Session(engine) as session:
        assert (entries(session), broken_link(session)) == (number + 1, None)
        own = session.exec(select(Change).where(Change.command == "anonymise_person")).one()
        assert own.before == {"id": planted["person"], "anonymised_at": None}
        assert set(own.after or {}) == {"id", "anonymised_at", "redacted_entries", "contacts_emptied"}
        row = session.get_one(Person, planted["person"])
        assert (row.sex, row.birth_year, row.identified) == ("f", 1990, True)
        assert (row.name_ar, row.name_latin, row.phone, row.search) == (None, None, None, "")
        assert (row.consent_data, row.consent_data_on, row.notice_version, row.objected_on) == (False, None, None, None)
        assert session.get_one(Person, planted["gone"]).anonymised_at is not None
        assert session.get_one(Organisation, planted["organisation"]).name_latin == "Tifawin"
        assert session.exec(select(PrivacyRequest)).one().outcome == "done"
        assert session.exec(select(ImportRow)).one().after == {
            "name_latin": "Tifawin",
            "contact_name": None,
            "phone": None,
        }


def test_what_names_the_person_elsewhere_is_shown_and_stays_for_a_human_to_decide(
    engine: Engine, planted: dict[str, int], administrator: Actor
) -> None:
    said = mention(words=f"Selon {NAME}, appeler le 06 61 23 98 76", organisation_id=planted["organisation"])
    do(engine, raise_obstacle, administrator, "m", obstacle(category_id=1, title="Le prix"), said)
    do(
        engine,
        register_organisation,
        administrator,
        "o2",
        organisation(name_latin="Zoubida Planted"),
        doubles_seen=(0,),
    )
    with Session(engine) as session:
        held = person_file(session, planted["person"])
        sought = sought_of(held)
        assert set(sought) == {NAME, NAME_AR, OLD_NAME, "661239876"}
        assert [one.id for one in contacts_of(session, sought)] == [planted["organisation"]]
        shown = {(place.table, place.column) for place in places_elsewhere(session, held, sought)}
    assert ("mention", "words") in shown
    assert not {"person", "merge", "privacy_request", "enrolment"} & {name for name, _ in shown}
    assert ("organisation", "phone") not in shown
    anonymised(engine, administrator, planted["person"], (planted["organisation"],))
    left = every_place(engine)
    assert set(left) == {"mention.words", "change.after"}


def test_a_contact_is_emptied_only_when_it_was_ticked_and_is_the_person_s(
    engine: Engine, planted: dict[str, int], administrator: Actor
) -> None:
    other = do(engine, register_organisation, administrator, "o2", organisation(name_latin="Other")).row_id
    with pytest.raises(Problem) as refused:
        anonymised(engine, administrator, planted["person"], (other,))
    assert (refused.value.code, refused.value.field) == ("unknown_choice", "empty_contacts")
    anonymised(engine, administrator, planted["person"])
    with Session(engine) as session:
        kept = session.get_one(Organisation, planted["organisation"])
        assert (kept.contact_name, kept.phone) == (NAME, PHONE)


def test_an_anonymised_person_is_not_found_changed_expected_or_anonymised_again(
    engine: Engine, planted: dict[str, int], administrator: Actor
) -> None:
    row = planted["person"]
    anonymised(engine, administrator, row, (planted["organisation"],))
    with transaction(engine) as session:
        commune = communes_of(session, "Zagora")[0]
        session.get_one(Enrolment, 1).withdrawn_on = None
        sitting = TrainingSession(
            phase_id=planted["phase"],
            module_id=1,
            group_id=planted["group"],
            commune_id=commune,
            province_id=session.get_one(Organisation, planted["organisation"]).province_id or 0,
            held_on=date(2026, 3, 10),
            starts_at=now().time(),
            ends_at=now().time(),
            hours=2,
        )
        session.add(sitting)
        session.flush()
        number = sitting.id or 0
    place = validated(EnrolmentRecord, {"group_id": planted["group"], "enrolled_on": DAY})
    asked = {"person_id": row, "kind": "access", "received_on": DAY, "due_on": DAY}
    attempts: list[tuple[Any, tuple[Any, ...], str]] = [
        (change_person, (row, 4, person(name_latin="Back")), "person_anonymised"),
        (enrol, (row, place), "person_anonymised"),
        (object_to_use, (row, 4, DAY, None), "person_anonymised"),
        (take_objection_back, (row, 4, None), "person_anonymised"),
        (enter_request, (validated(RequestRecord, asked),), "person_anonymised"),
        (register_people, (number, (row,)), "person_anonymised"),
        (register_group, (number, planted["group"]), "nobody_to_register"),
        (anonymise_person, (row, 4, "Encore"), "person_anonymised"),
    ]
    for command, arguments, code in attempts:
        with pytest.raises(Problem) as refused:
            do(engine, command, administrator, "again", *arguments)
        assert refused.value.code == code, command.name
    with Session(engine) as session:
        assert persons_found(session, None, NAME).empty
        assert persons_found(session, None, "").empty
        with pytest.raises(Problem):
            person_values(session, None, row)


def test_a_contact_changed_since_is_no_longer_the_person_s(
    engine: Engine, planted: dict[str, int], administrator: Actor
) -> None:
    record = organisation(name_latin="Tifawin", contact_name="Somebody Else", phone="0522334455")
    do(engine, change_organisation, administrator, "ch", planted["organisation"], 1, record)
    with Session(engine) as session:
        assert contacts_of(session, sought_of(person_file(session, planted["person"]))) == []


def test_what_is_taken_out_behind_the_program_s_back_is_found(
    engine: Engine, planted: dict[str, int], administrator: Actor
) -> None:
    anonymised(engine, administrator, planted["person"])
    names = ("change_stays", "change_kept", "change_new") if engine.dialect.name == "sqlite" else ("change_stays",)
    with transaction(engine) as session:
        whole = select(Change).where(col(Change.redacted_by).is_(None), Change.kind == "organisation")
        number = session.exec(whole).first().id  # type: ignore[union-attr]
        own = session.exec(select(Change.id).where(Change.command == "anonymise_person")).one()
        for name in names:
            session.execute(text(f"DROP TRIGGER {name}" + ("" if engine.dialect.name == "sqlite" else " ON change")))
        forged = f"UPDATE change SET after = '{{}}', salt = NULL, redacted_by = {own} WHERE id = {number}"
        session.execute(text(forged))
    with Session(engine) as session:
        assert broken_link(session) == number


def test_every_figure_is_the_same_before_and_after(engine: Engine, administrator: Actor) -> None:
    phases = fill(engine)

    def everything() -> list[list[list[str]]]:
        with Session(engine) as session:
            asked = [Filters(), *(Filters(phase_id=phase) for phase in phases.values())]
            by = [(), ("province",)]
            return [
                figures.measure(session, code, filters, group).astype(str).values.tolist()
                for code in INDICATORS
                for filters in asked
                for group in by
            ]

    before = everything()
    with Session(engine) as session:
        people = list(session.exec(select(Person.id).order_by(col(Person.id))))
    assert len(people) == 15
    for row in people:
        anonymised(engine, administrator, row or 0, key=f"x{row}")
    assert everything() == before
    with Session(engine) as session:
        assert session.exec(select(Person.name_latin).distinct()).all() == [None]
        assert broken_link(session) is None


def test_an_anonymised_person_does_not_come_back_from_the_bin(
    engine: Engine, planted: dict[str, int], administrator: Actor
) -> None:
    do(engine, remove_person, administrator, "rm", planted["person"], 3, "Saisie par erreur")
    anonymised(engine, administrator, planted["person"], (planted["organisation"],))
    assert every_place(engine) == []
    with pytest.raises(Problem) as refused:
        do(engine, restore, administrator, "re", "person", planted["person"], 5, "Quand même")
    assert refused.value.code == "person_anonymised"


def test_a_real_merge_a_walk_in_and_a_merged_organisation_hold_nothing_either(
    engine: Engine, planted: dict[str, int], administrator: Actor
) -> None:
    row, place = planted["person"], planted["organisation"]
    with Session(engine) as session:
        commune = communes_of(session, "Zagora")[0]
    other = organisation(name_latin="Tifawin Sud", commune_id=commune, contact_name=NAME)
    second = do(engine, register_organisation, administrator, "o2", other, doubles_seen=(place,)).row_id
    do(engine, merge_organisations, administrator, "mo", (place, 1), (second, 1), (), "La même")
    with transaction(engine) as session:
        held: dict[str, Any] = {"held_on": DAY, "starts_at": time(9), "ends_at": time(12), "hours": 3, "state": "held"}
        where: dict[str, Any] = {"commune_id": commune, "province_id": province(session, "Zagora")}
        sitting = TrainingSession(phase_id=planted["phase"], module_id=1, **where, **held)
        session.add(sitting)
        session.flush()
        number = sitting.id or 0
    walk_in = person(name_latin=OLD_NAME, phone=PHONE)
    double = do(engine, add_new_person, administrator, "w", number, walk_in, None, doubles_seen=(row, 0)).row_id
    do(engine, merge_persons, administrator, "m", (row, 3), (double, 1), ("name_latin",), (), "La même personne")
    with Session(engine) as session:
        held_now = person_file(session, double)
        assert held_now.ids[0] == row
        assert set(held_now.ids) == {row, planted["gone"], double}
        contacts = tuple(one.id for one in contacts_of(session, sought_of(held_now)))
    assert set(contacts) == {place, second}
    anonymised(engine, administrator, row, contacts)
    assert every_place(engine) == []
    with Session(engine) as session:
        assert broken_link(session) is None
        merge = session.exec(select(Merge).where(Merge.kept_id == row, Merge.gone_id == double)).one()
    with pytest.raises(Problem) as refused:
        do(engine, undo_merge, administrator, "u", merge.id, merge.version)
    assert refused.value.code == "merge_anonymised"
