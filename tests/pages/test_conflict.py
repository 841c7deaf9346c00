"""Two people at one row: both sides field by field, each field chosen or made of both, and nothing typed is lost."""

import pytest
from sqlmodel import Session

from core.access import COORDINATOR, Actor
from core.records import validated
from core.records.programme import ModuleRecord
from db.commands.ledger import perform
from db.commands.organisations import change_organisation, register_organisation, remove_organisation
from db.commands.reference_lists import change_in_list
from db.engine import engine
from db.models import Module, Organisation
from tests.pages.conftest import Visitor
from tests.pages.test_entry_organisations import PAGE, choose_place, field, place, press, record, sides

SOMEBODY = Actor(account_id=None, username="other", roles=frozenset({COORDINATOR}))
BEGAN = {"name_latin": "Tifawin", "note": "Old", "douar": "Tamnougalt", "phone": "0661000001"}


def organisation() -> Organisation:
    with Session(engine()) as session:
        return session.get_one(Organisation, 1)


def changed(key: str, version: int, **values: object) -> None:
    perform(change_organisation, SOMEBODY, key, 1, version, record(**{**BEGAN, **values}))


@pytest.fixture
def begun(signed_in: Visitor) -> Visitor:
    """One organisation that two people will open."""
    perform(register_organisation, SOMEBODY, "k", record(**BEGAN))
    return signed_in


def test_what_each_changed_alone_is_chosen_from_its_side_and_both_are_saved(begun: Visitor) -> None:
    page = begun(PAGE, "coordinator", query={"organisation": "1"})
    field(page, "text_input", "Phone").set_value("0661000009")
    changed("c", 1, douar="Aït Ali")
    press(page, "Save the changes")
    chosen = {radio.label.strip("*"): radio.value for radio in page.radio}
    assert chosen == {"Phone": "mine", "Douar": "theirs"}
    press(page, "Save this")
    assert not page.exception
    assert page.success[0].value.startswith("Saved as no.")
    row = organisation()
    assert (row.phone, row.douar, row.note, row.version) == ("+212661000009", "Aït Ali", "Old", 3)


def test_one_text_of_both_is_written_freely(begun: Visitor) -> None:
    page = begun(PAGE, "coordinator", query={"organisation": "1"})
    field(page, "text_area", "Note").set_value("Mine")
    changed("c", 1, note="Theirs")
    press(page, "Save the changes")
    assert sides(page, "Note") == ["Mine", "Theirs"]
    field(page, "radio", "**Note**").set_value("both").run()
    both = page.text_area[-1]
    assert both.value == "Mine\nTheirs"
    both.set_value("Theirs, and mine")
    press(page, "Save this")
    assert organisation().note == "Theirs, and mine"


def test_a_third_change_meanwhile_is_compared_anew_and_nothing_chosen_is_lost(begun: Visitor) -> None:
    page = begun(PAGE, "coordinator", query={"organisation": "1"})
    field(page, "text_input", "Douar").set_value("Mine")
    changed("c", 1, douar="Theirs")
    press(page, "Save the changes")
    changed("d", 2, douar="Third", phone="0661000002")
    press(page, "Save this")
    assert not page.exception
    assert organisation().douar == "Third"
    assert sides(page, "Douar") == ["Mine", "Third"]
    press(page, "Save this")
    assert (organisation().douar, organisation().phone) == ("Mine", "+212661000002")


def test_a_refusal_after_the_choice_keeps_what_was_chosen_in_the_fields(begun: Visitor) -> None:
    page = begun(PAGE, "coordinator", query={"organisation": "1"})
    field(page, "text_input", "Phone").set_value("12")
    changed("c", 1, douar="Theirs")
    press(page, "Save the changes")
    assert [e.value for e in page.error] == ["This is no valid phone number. Example: 0661234567."]
    field(page, "text_input", "Phone").set_value("0661000003")
    press(page, "Save the changes")
    field(page, "text_input", "Phone").set_value("13")
    press(page, "Save this")
    assert field(page, "text_input", "Phone").value == "13"
    assert field(page, "text_input", "Douar").value == "Theirs"
    assert len(page.radio) == 0
    field(page, "text_input", "Phone").set_value("0661000003")
    press(page, "Save the changes")
    assert (organisation().phone, organisation().douar) == ("+212661000003", "Theirs")


def test_values_are_said_in_words_and_what_is_typed_can_be_given_up(begun: Visitor) -> None:
    province, commune = place("Zagora")
    page = begun(PAGE, "coordinator", query={"organisation": "1"})
    choose_place(page, province, commune)
    field(page, "text_input", "Name in Latin letters").set_value("![a](http://e.vil/x.png)")
    other = place("Tinghir")[1]
    changed("c", 1, commune_id=other)
    press(page, "Save the changes")
    told = sides(page, "Commune")
    assert all(one and not one.isdigit() for one in told)
    assert not any("![a]" in option for radio in page.radio for option in radio.options)
    field(page, "radio", "**Commune**").set_value("theirs").run()
    press(page, "Keep what is saved")
    assert len(page.radio) == 0
    assert field(page, "text_input", "Name in Latin letters").value == "Tifawin"
    assert organisation().version == 2


def test_a_place_chosen_from_the_other_side_takes_its_province_along(begun: Visitor) -> None:
    province, commune = place("Zagora")
    there, other = place("Tinghir")
    page = begun(PAGE, "coordinator", query={"organisation": "1"})
    choose_place(page, province, commune)
    changed("c", 1, commune_id=other)
    press(page, "Save the changes")
    field(page, "radio", "**Commune**").set_value("theirs")
    press(page, "Save this")
    assert (organisation().commune_id, organisation().province_id) == (other, there)


def test_a_row_that_is_gone_meanwhile_is_told_and_what_is_typed_stays(begun: Visitor) -> None:
    page = begun(PAGE, "coordinator", query={"organisation": "1"})
    field(page, "text_input", "Douar").set_value("Mine")
    perform(remove_organisation, SOMEBODY, "r", 1, 1, "twice")
    press(page, "Save the changes")
    assert not page.exception


def test_the_lists_are_compared_the_same_way(signed_in: Visitor) -> None:
    page = signed_in("manage/reference_lists.py", "administrator")
    with Session(engine()) as session:
        module = session.get_one(Module, 1)
        values = module.model_dump()
    picked = next(box for box in page.selectbox if box.key == "module.picked.0")
    picked.set_value(1).run()
    field(page, "text_input", "Label in English \\*").set_value("Mine")
    other = validated(ModuleRecord, values | {"label_fr": "Théorie"})
    perform(change_in_list, SOMEBODY, "c", "module", 1, module.version, other)
    press(page, "Save changes")
    assert {radio.value for radio in page.radio} == {"mine", "theirs"}
    press(page, "Save this")
    with Session(engine()) as session:
        row = session.get_one(Module, 1)
    assert (row.label_en, row.label_fr) == ("Mine", "Théorie")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_both_sides_are_told_in_every_language(begun: Visitor, language: str) -> None:
    page = begun(PAGE, "coordinator", language=language, query={"organisation": "1"})
    page.text_area[-1].set_value("Mine")
    changed("c", 1, note="Theirs")
    next(b for b in page.button if b.proto.type == "primary").click().run()
    assert not page.exception
    assert any("Theirs" in option for radio in page.radio for option in radio.options)
