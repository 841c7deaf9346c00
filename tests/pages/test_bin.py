"""The bin and the removals that fill it, driven as a person drives them."""

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, Actor
from core.records import validated
from core.records.obstacles import MentionRecord, ObstacleRecord
from core.records.organisations import OrganisationRecord
from core.records.people import PersonRecord
from db.commands.ledger import perform
from db.commands.obstacles import attach_mention, raise_obstacle
from db.commands.organisations import register_organisation, remove_organisation
from db.commands.people import register_person
from db.engine import engine
from db.models import Change, Mention, Obstacle, ObstacleCategory, Organisation, Person
from tests.db.entries import DAY
from tests.pages.conftest import Visitor
from tests.pages.test_entry_organisations import field, press

PAGE = "manage/bin.py"
SOMEBODY = Actor(account_id=None, username="other", roles=frozenset({COORDINATOR}))
HOSTILE = "![a](http://e.vil/x.png) <b>"


def taken_away(name: str, key: str, **values: object) -> int:
    record = validated(OrganisationRecord, {"kind": "cooperative", "name_latin": name, **values})
    row = perform(register_organisation, SOMEBODY, key, record).row_id
    perform(remove_organisation, SOMEBODY, key, row, 1, f"typed twice {HOSTILE}")
    return row


def texts(page: AppTest) -> str:
    return " ".join([m.value for m in page.markdown] + [c.value for c in page.caption])


def give_reason(page: AppTest, text: str, which: int = 0) -> None:
    [box for box in page.text_input if box.label.startswith(("Why", "Reason"))][which].set_value(text)


@pytest.mark.parametrize("role", ["field_officer", "manager", "presenter"])
def test_only_the_desk_opens_the_bin(signed_in: Visitor, role: str) -> None:
    taken_away("Tifawin", "k")
    page = signed_in(PAGE, role)
    assert len(page.warning) == 1
    assert "Tifawin" not in texts(page)


def test_a_row_is_shown_with_who_when_why_and_comes_back_with_a_reason(signed_in: Visitor) -> None:
    row = taken_away(HOSTILE, "k")
    page = signed_in(PAGE, "coordinator")
    assert page.subheader[0].value == "1 record in the bin"
    assert "![a]" not in texts(page)
    assert "Can be brought back until" in texts(page)
    press(page, "Bring it back")
    assert [e.value for e in page.error] == ["This field is needed."]
    give_reason(page, "it is another one")
    press(page, "Bring it back")
    assert not page.exception
    assert page.success[0].value.startswith("\u2068Organisation\u2069, ")
    assert [i.value for i in page.info] == ["Nothing lies in the bin. What is removed on a sheet is found here."]
    with Session(engine()) as session:
        assert session.get_one(Organisation, row).deleted_at is None
        assert session.exec(select(Change.reason).where(Change.command == "restore")).all() == ["it is another one"]


def test_what_cannot_come_back_says_why_and_keeps_the_reason(signed_in: Visitor) -> None:
    taken_away("Tifawin", "k", ice="001561191000066")
    record = {"kind": "cooperative", "name_latin": "Other", "ice": "001561191000066"}
    perform(register_organisation, SOMEBODY, "o", validated(OrganisationRecord, record))
    page = signed_in(PAGE, "coordinator")
    give_reason(page, "mine")
    press(page, "Bring it back")
    assert len(page.error) == 1
    assert "Other" in page.error[0].value
    assert [box.value for box in page.text_input if box.label.startswith("Why")] == ["mine"]


def test_the_bin_is_narrowed_by_the_address_and_by_hand(signed_in: Visitor) -> None:
    for number, name in enumerate(("Tifawin", "Argane")):
        taken_away(name, f"k{number}")
    page = signed_in(PAGE, "coordinator", query={"search": "argane"})
    assert page.subheader[0].value == "1 record in the bin"
    field(page, "selectbox", "Kind").set_value("person").run()
    assert page.query_params["kind"] == "person"
    assert page.info[0].value == "Nothing in the bin is called so. Choose another kind or other words."
    assert not signed_in(PAGE, "coordinator", query={"kind": "nonsense", "search": "%"}).exception


def test_fifty_rows_stand_on_a_page(signed_in: Visitor) -> None:
    for number in range(51):
        taken_away(f"Name {number}", f"k{number}")
    page = signed_in(PAGE, "coordinator")
    assert page.subheader[0].value == "51 records in the bin"
    assert len([box for box in page.text_input if box.label.startswith("Why")]) == 50


def test_a_person_is_removed_on_its_sheet_and_can_come_back(signed_in: Visitor) -> None:
    coop = {"kind": "cooperative", "name_latin": "Coop"}
    perform(register_organisation, SOMEBODY, "o", validated(OrganisationRecord, coop))
    row = perform(register_person, SOMEBODY, "k", validated(PersonRecord, {"name_latin": "Zahra"})).row_id
    page = signed_in("entry/participants.py", "coordinator", query={"person": str(row)})
    press(page, "Remove this person")
    assert [e.value for e in page.error] == ["This field is needed."]
    give_reason(page, "typed twice")
    press(page, "Remove this person")
    assert page.info[0].value == f"Person no. \u2068{row}\u2069 is removed. The history keeps a trace."
    assert "For 30 days the coordinator can bring it back from the bin." in texts(page)
    with Session(engine()) as session:
        assert session.get_one(Person, row).deleted_at is not None
    assert "Zahra" in texts(signed_in(PAGE, "coordinator"))


def test_one_voice_or_the_whole_obstacle_is_removed_on_its_sheet(signed_in: Visitor) -> None:
    coop = {"kind": "cooperative", "name_latin": "Coop"}
    row = perform(register_organisation, SOMEBODY, "o", validated(OrganisationRecord, coop)).row_id
    with Session(engine()) as session:
        category = session.exec(select(ObstacleCategory.id)).first()
    first, second = (
        validated(MentionRecord, {"organisation_id": row, "words": words, "mentioned_on": DAY})
        for words in ("The road", "The price")
    )
    record = validated(ObstacleRecord, {"category_id": category, "raised_on": DAY})
    made = perform(raise_obstacle, SOMEBODY, "k", record, first).row_id
    voice = perform(attach_mention, SOMEBODY, "m", made, second).row_id
    page = signed_in("entry/obstacles.py", "coordinator", query={"obstacle": str(made)})
    field(page, "selectbox", "What is removed").set_value(voice).run()
    give_reason(page, "not said", -1)
    press(page, "Remove")
    assert page.info[0].value == f"Mention no. \u2068{voice}\u2069 is removed. The history keeps a trace."
    assert "The price" not in texts(page)
    give_reason(page, "no obstacle", -1)
    press(page, "Remove")
    assert page.info[0].value == f"Obstacle no. \u2068{made}\u2069 is removed. The history keeps a trace."
    with Session(engine()) as session:
        assert [o.deleted_at is None for o in session.exec(select(Obstacle))] == [False]
        assert [m.deleted_at is None for m in session.exec(select(Mention))] == [False, False]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_bin_speaks_every_language(signed_in: Visitor, language: str) -> None:
    taken_away("Tifawin", "k")
    page = signed_in(PAGE, "administrator", language=language)
    assert not page.exception
    assert "Tifawin" in texts(page)
