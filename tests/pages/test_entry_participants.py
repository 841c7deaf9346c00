"""The page that registers persons, driven as a person drives it."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, Actor
from core.records import validated
from core.records.organisations import OrganisationRecord
from core.records.people import MembershipRecord, PersonRecord
from db.commands.ledger import perform, raise_revisions
from db.commands.organisations import register_organisation
from db.commands.people import change_person, register_person
from db.engine import engine, transaction
from db.models import Commune, Enrolment, Group, Membership, Person, Phase, Programme, Province
from tests.pages.conftest import Visitor

PAGE = "entry/participants.py"
SOMEBODY = Actor(account_id=None, username="other", roles=frozenset({COORDINATOR}))


def field(page: AppTest, kind: str, label: str) -> Any:
    return next(element for element in getattr(page, kind) if element.label.removesuffix(" \\*") == label)


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def rows(table: Any) -> list[Any]:
    with Session(engine()) as session:
        return list(session.exec(select(table).order_by(table.id)))


def place(name: str) -> tuple[int, int]:
    """The ids of a province and of its first commune."""
    with Session(engine()) as session:
        province = session.exec(select(Province.id).where(Province.name_fr == name)).one() or 0
        commune = session.exec(select(Commune.id).where(Commune.province_id == province)).first() or 0
    return province, commune


def an_organisation(name: str = "Tifawin", commune_id: int | None = None, key: str = "o") -> int:
    record = validated(OrganisationRecord, {"kind": "cooperative", "name_latin": name, "commune_id": commune_id})
    return perform(register_organisation, SOMEBODY, key, record).row_id


def a_group(commune_id: int) -> int:
    with transaction() as session:
        programme = Programme(name_ar="ب", name_fr="P", name_en="P")
        session.add(programme)
        session.flush()
        names: dict[str, Any] = {"name_ar": "م", "name_fr": "Phase 1", "name_en": "Phase 1"}
        days: dict[str, Any] = {"starts_on": date(2020, 1, 1), "ends_on": date(2090, 1, 1)}
        phase = Phase(programme_id=programme.id or 0, code="p1", **names, **days)
        session.add(phase)
        session.flush()
        group = Group(phase_id=phase.id or 0, commune_id=commune_id, label="Group A")
        session.add(group)
        session.flush()
        raise_revisions(session, ("group", "programme"))
        return group.id or 0


@pytest.mark.parametrize("role", ["manager", "presenter"])
def test_who_may_not_know_persons_gets_a_sentence_and_no_name(signed_in: Visitor, role: str) -> None:
    page = signed_in(PAGE, role)
    perform(register_person, SOMEBODY, "k", validated(PersonRecord, {"name_latin": "Zahra"}))
    for query in ({}, {"person": "1"}):
        page = signed_in(PAGE, role, query=query)
        assert [w.value for w in page.warning] == [
            "Your account does not allow this. Ask the coordinator or the administrator."
        ]
        assert len(page.text_input) == 0


def test_without_an_organisation_the_page_says_what_to_do_first(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    assert page.info[0].value == (
        "First register an organisation (cooperative, association, project holder): the person belongs to it."
    )
    assert len(page.text_input) == 0


def test_a_person_without_a_name_is_refused_and_nothing_typed_is_lost(signed_in: Visitor) -> None:
    signed_in(PAGE)
    an_organisation()
    page = signed_in(PAGE, "coordinator")
    field(page, "text_input", "Phone").set_value("0661")
    press(page, "Register")
    assert sorted(e.value for e in page.error) == ["This is no valid phone number. Example: 0661234567."]
    assert field(page, "text_input", "Phone").value == "0661"
    field(page, "text_input", "Phone").set_value("")
    press(page, "Register")
    assert [e.value for e in page.error] == ["Enter the name in Arabic or in Latin letters, at least one of them."]
    assert rows(Person) == []


def test_a_consent_needs_its_day(signed_in: Visitor) -> None:
    signed_in(PAGE)
    an_organisation()
    page = signed_in(PAGE, "coordinator")
    field(page, "text_input", "Full name in Latin letters").set_value("Zahra")
    field(page, "checkbox", "Consents to the processing of personal data (law 09-08)").check().run()
    field(page, "date_input", "Day of consent for data").set_value(None)
    press(page, "Register")
    assert [e.value for e in page.error] == ["Enter the day on which consent was given."]


def test_a_person_comes_in_with_organisation_group_and_consent_and_the_next_one_keeps_them(signed_in: Visitor) -> None:
    signed_in(PAGE)
    province, commune = place("Zagora")
    organisation, group = an_organisation(commune_id=commune), a_group(commune)
    page = signed_in(PAGE, "field_officer", provinces=(province,))
    field(page, "selectbox", "Organisation").set_value(organisation).run()
    field(page, "selectbox", "Training group").set_value(group).run()
    field(page, "text_input", "Full name in Arabic").set_value("الزهراء العلوي")
    field(page, "checkbox", "Consents to the processing of personal data (law 09-08)").check().run()
    press(page, "Register")
    assert not page.exception
    assert page.success[0].value.startswith("Saved as no.")
    (person,) = rows(Person)
    assert (person.name_ar, person.sex, person.consent_data) == ("الزهراء العلوي", "unknown", True)
    assert person.consent_data_on is not None
    assert [m.organisation_id for m in rows(Membership)] == [organisation]
    assert [e.group_id for e in rows(Enrolment)] == [group]
    assert field(page, "selectbox", "Organisation").value == organisation
    assert field(page, "selectbox", "Training group").value == group
    assert field(page, "text_input", "Full name in Arabic").value == ""


def test_the_same_phone_is_shown_with_its_holder_before_a_second_row(signed_in: Visitor) -> None:
    signed_in(PAGE)
    an_organisation()
    record = validated(PersonRecord, {"name_latin": "Zahra Alaoui", "phone": "0661234567"})
    perform(register_person, SOMEBODY, "k", record)
    page = signed_in(PAGE, "coordinator")
    field(page, "text_input", "Full name in Arabic").set_value("الزهراء العلوي")
    field(page, "text_input", "Phone").set_value("06 61 23 45 67").run()
    assert any("same phone" in c.value and "same sound in the other script" in c.value for c in page.caption)
    press(page, "Register")
    assert len(rows(Person)) == 1
    field(page, "checkbox", "It is another one, not what is shown above").check().run()
    press(page, "Register")
    assert len(rows(Person)) == 2


def test_two_people_at_one_person_see_both_sides(signed_in: Visitor) -> None:
    signed_in(PAGE)
    an_organisation()
    perform(register_person, SOMEBODY, "k", validated(PersonRecord, {"name_latin": "First"}))
    page = signed_in(PAGE, "coordinator", query={"person": "1"})
    field(page, "text_input", "Full name in Latin letters").set_value("Mine")
    perform(change_person, SOMEBODY, "c", 1, 1, validated(PersonRecord, {"name_latin": "Theirs"}))
    press(page, "Save the changes")
    assert rows(Person)[0].name_latin == "Theirs"
    press(page, "Save this")
    assert rows(Person)[0].name_latin == "Mine"


def test_a_sheet_of_another_province_is_not_opened_by_its_address(signed_in: Visitor) -> None:
    signed_in(PAGE)
    province, _ = place("Zagora")
    own = an_organisation("Own", place("Zagora")[1])
    theirs = an_organisation("Theirs", place("Tinghir")[1], "t")
    member = validated(MembershipRecord, {"organisation_id": theirs})
    perform(register_person, SOMEBODY, "k", validated(PersonRecord, {"name_latin": "Hidden"}), member)
    page = signed_in(PAGE, "field_officer", provinces=(province,), query={"person": "1"})
    assert own
    assert [w.value for w in page.warning] == ["This record is no longer there."]


def test_a_membership_is_ended_and_a_group_is_left_on_a_day(signed_in: Visitor) -> None:
    signed_in(PAGE)
    _, commune = place("Zagora")
    member = validated(MembershipRecord, {"organisation_id": an_organisation(commune_id=commune)})
    perform(register_person, SOMEBODY, "k", validated(PersonRecord, {"name_latin": "Zahra"}), member)
    group = a_group(commune)
    page = signed_in(PAGE, "coordinator", query={"person": "1"})
    field(page, "selectbox", "Training group").set_value(group)
    press(page, "Enrol in the group")
    assert [e.group_id for e in rows(Enrolment)] == [group]
    press(page, "Withdrew from the group")
    assert rows(Enrolment)[0].withdrawn_on is not None
    press(page, "Left the organisation")
    assert rows(Membership)[0].until is not None
    assert not page.exception


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_page_speaks_every_language(signed_in: Visitor, language: str) -> None:
    signed_in(PAGE)
    member = validated(MembershipRecord, {"organisation_id": an_organisation()})
    perform(register_person, SOMEBODY, "k", validated(PersonRecord, {"name_latin": "Zahra"}), member)
    for query in ({}, {"person": "1"}):
        page = signed_in(PAGE, "coordinator", language=language, query=query)
        assert not page.exception
        assert len(page.text_input) > 2
