"""The page that registers organisations, driven as a person drives it."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, Actor
from core.i18n import words
from core.records import validated
from core.records.organisations import OrganisationRecord
from db.commands.ledger import perform, raise_revisions
from db.commands.organisations import change_organisation, register_organisation
from db.engine import engine, transaction
from db.models import Commune, Organisation, OrganisationFigures, Participation, Phase, Programme, Province
from tests.pages.conftest import Visitor

PAGE = "entry/organisations.py"
SOMEBODY = Actor(account_id=None, username="other", roles=frozenset({COORDINATOR}))


def field(page: AppTest, kind: str, label: str) -> Any:
    return next(element for element in getattr(page, kind) if element.label == label)


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def sides(page: AppTest, label: str) -> list[str]:
    """What both sides of a conflict say of the field with this label."""
    options = field(page, "radio", f"**{label}**").options
    return [option.split(": ", 1)[1].strip("\u2068\u2069") for option in options if ": " in option]


def record(**values: Any) -> OrganisationRecord:
    return validated(OrganisationRecord, {"kind": "cooperative", **values})


def organisations() -> list[Organisation]:
    with Session(engine()) as session:
        return list(session.exec(select(Organisation).order_by(Organisation.id)))  # type: ignore[arg-type]


def place(name: str) -> tuple[int, int]:
    """The ids of a province and of its first commune."""
    with Session(engine()) as session:
        province = session.exec(select(Province.id).where(Province.name_fr == name)).one() or 0
        commune = session.exec(select(Commune.id).where(Commune.province_id == province)).first() or 0
    return province, commune


def choose_place(page: AppTest, province: int, commune: int) -> None:
    field(page, "selectbox", "Province").set_value(province).run()
    field(page, "selectbox", "Commune").set_value(commune).run()


@pytest.mark.parametrize("role", ["manager", "presenter"])
def test_who_only_reads_gets_a_sentence_and_no_form(signed_in: Visitor, role: str) -> None:
    page = signed_in(PAGE, role)
    assert [w.value for w in page.warning] == [
        "Your account does not allow this. Ask the coordinator or the administrator."
    ]
    assert len(page.text_input) == 0


def test_an_empty_database_says_what_to_do_first(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    assert page.info[0].value == "There is no organisation yet. Register the first one here, or import a list."
    assert "There is no phase yet: phases are made on the page of the programme." in [c.value for c in page.caption]


def test_every_refused_field_says_why_and_nothing_typed_is_lost(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    field(page, "text_input", "Phone").set_value("12")
    field(page, "text_input", "ICE").set_value("001")
    field(page, "number_input", "Members").set_value(3)
    field(page, "number_input", "of whom women").set_value(4)
    press(page, "Register")
    assert sorted(e.value for e in page.error) == [
        "Cannot be more than the number of members: 3.",
        "This is no valid phone number. Example: 0661234567.",
        "Wrong ICE: 15 digits, the last two of which check the others.",
    ]
    assert field(page, "text_input", "Phone").value == "12"
    assert organisations() == []


def test_an_organisation_is_registered_with_its_place_figures_and_phase(signed_in: Visitor) -> None:
    with transaction() as session:
        programme = Programme(name_ar="ب", name_fr="P", name_en="P")
        session.add(programme)
        session.flush()
        names: dict[str, Any] = {"name_ar": "م", "name_fr": "Phase 1", "name_en": "Phase 1"}
        days: dict[str, Any] = {"starts_on": date(2020, 1, 1), "ends_on": date(2090, 1, 1)}
        session.add(Phase(programme_id=programme.id or 0, code="p1", **names, **days))
        raise_revisions(session, ("programme",))
    province, commune = place("Zagora")
    page = signed_in(PAGE, "field_officer", provinces=(province,))
    field(page, "text_input", "Name in Arabic").set_value("تعاونية الأمل")
    field(page, "text_input", "Name in Latin letters").set_value("=HYPERLINK('x') ![a](http://e.vil/x.png) <b>")
    field(page, "number_input", "Members").set_value(20)
    choose_place(page, province, commune)
    press(page, "Register")
    assert not page.exception
    assert page.success[0].value.startswith("Saved as no.")
    assert page.success[0].value.endswith(f"  \n{words('en').say('command.register_organisation')}")
    assert page.toast[0].value == page.success[0].value
    assert field(page, "text_input", "Name in Arabic").value == ""
    (row,) = organisations()
    assert (row.name_latin, row.province_id) == ("=HYPERLINK('x') ![a](http://e.vil/x.png) <b>", province)
    with Session(engine()) as session:
        assert session.exec(select(OrganisationFigures.members)).all() == [20]
        assert session.exec(select(Participation.state)).all() == ["enrolled"]


def test_a_likely_double_is_shown_with_what_is_shared_and_needs_a_tick(signed_in: Visitor) -> None:
    province, commune = place("Zagora")
    perform(register_organisation, SOMEBODY, "k", record(name_latin="![x](http://e.vil) Amal", commune_id=commune))
    page = signed_in(PAGE, "coordinator")
    choose_place(page, province, commune)
    field(page, "text_input", "Name in Latin letters").set_value("Coopérative x http e vil amal").run()
    assert any("In common" in c.value and "same name" in c.value for c in page.caption)
    assert not any("![x]" in m.value for m in page.markdown)
    press(page, "Register")
    assert [e.value for e in page.error] == [
        "This may be registered already. Look at what is shown, then confirm that it is another one."
    ]
    field(page, "checkbox", "It is another one, not what is shown above").check().run()
    press(page, "Register")
    assert len(organisations()) == 2


def test_of_a_double_elsewhere_no_name_and_no_phone_is_shown(signed_in: Visitor) -> None:
    province, _ = place("Zagora")
    _, elsewhere = place("Tinghir")
    hidden = record(name_latin="Hidden", phone="0661234567", commune_id=elsewhere)
    perform(register_organisation, SOMEBODY, "k", hidden)
    page = signed_in(PAGE, "field_officer", provinces=(province,))
    field(page, "text_input", "Phone").set_value("0661234567").run()
    texts = [m.value for m in page.markdown] + [c.value for c in page.caption]
    assert "There may be one in another province: ask the coordinator." in texts
    assert not any("Hidden" in text or "661234567" in text for text in texts)


def test_a_sheet_of_another_province_is_not_opened_by_its_address(signed_in: Visitor) -> None:
    province, _ = place("Zagora")
    _, elsewhere = place("Tinghir")
    perform(register_organisation, SOMEBODY, "k", record(name_latin="Hidden", commune_id=elsewhere))
    page = signed_in(PAGE, "field_officer", provinces=(province,), query={"organisation": "1"})
    assert [w.value for w in page.warning] == ["This record is no longer there."]
    assert len(page.text_input) == 0


@pytest.mark.parametrize("given", ["0", "-1", "x", "99999999999999999999", "٣"])
def test_an_address_that_names_nothing_opens_the_form_or_a_sentence(signed_in: Visitor, given: str) -> None:
    page = signed_in(PAGE, "coordinator", query={"organisation": given})
    assert not page.exception


def test_two_people_at_one_organisation_see_both_sides_and_nothing_is_overwritten(signed_in: Visitor) -> None:
    perform(register_organisation, SOMEBODY, "k", record(name_latin="First"))
    page = signed_in(PAGE, "coordinator", query={"organisation": "1"})
    field(page, "text_input", "Name in Latin letters").set_value("Mine")
    perform(change_organisation, SOMEBODY, "k2", 1, 1, record(name_latin="Theirs"))
    press(page, "Save the changes")
    assert organisations()[0].name_latin == "Theirs"
    assert sides(page, "Name in Latin letters") == ["Mine", "Theirs"]
    assert field(page, "text_input", "Name in Latin letters").value == "Mine"


def test_an_entry_made_by_mistake_is_removed_with_its_reason(signed_in: Visitor) -> None:
    perform(register_organisation, SOMEBODY, "k", record(name_latin="Mistake"))
    page = signed_in(PAGE, "coordinator", query={"organisation": "1"})
    press(page, "Remove")
    assert [e.value for e in page.error] == ["This field is needed."]
    field(page, "text_input", "Reason").set_value("typed twice").run()
    press(page, "Remove")
    assert page.info[0].value == "Entry no. \u20681\u2069 is removed. The history keeps a trace of it."
    assert organisations()[0].deleted_at is not None


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_page_speaks_every_language(signed_in: Visitor, language: str) -> None:
    perform(register_organisation, SOMEBODY, "k", record(name_latin="First"))
    for query in ({}, {"organisation": "1"}):
        page = signed_in(PAGE, "coordinator", language=language, query=query)
        assert not page.exception
        assert len(page.text_input) > 5
