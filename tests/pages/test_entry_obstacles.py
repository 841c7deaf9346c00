"""The page that notes obstacles, driven as a person drives it."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, Actor
from core.records import validated
from core.records.obstacles import MentionRecord, ObstacleRecord
from core.records.organisations import OrganisationRecord
from db.commands.ledger import perform
from db.commands.obstacles import change_obstacle, raise_obstacle
from db.commands.organisations import register_organisation
from db.engine import engine
from db.models import Commune, Mention, Obstacle, ObstacleCategory, Province
from tests.pages.conftest import Visitor
from tests.pages.test_entry_organisations import sides

PAGE = "entry/obstacles.py"
SOMEBODY = Actor(account_id=None, username="other", roles=frozenset({COORDINATOR}))
DAY = date(2026, 3, 2)


def field(page: AppTest, kind: str, label: str) -> Any:
    return next(element for element in getattr(page, kind) if element.label.removesuffix(" \\*") == label)


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def rows(table: Any) -> list[Any]:
    with Session(engine()) as session:
        return list(session.exec(select(table).order_by(table.id)))


def category(code: str) -> int:
    with Session(engine()) as session:
        return session.exec(select(ObstacleCategory.id).where(ObstacleCategory.code == code)).one() or 0


def place(name: str) -> tuple[int, int]:
    """The ids of a province and of its first commune."""
    with Session(engine()) as session:
        province = session.exec(select(Province.id).where(Province.name_fr == name)).one() or 0
        commune = session.exec(select(Commune.id).where(Commune.province_id == province)).first() or 0
    return province, commune


def an_organisation(name: str, province: str = "Zagora") -> int:
    values = {"kind": "cooperative", "name_latin": name, "commune_id": place(province)[1]}
    return perform(register_organisation, SOMEBODY, name, validated(OrganisationRecord, values)).row_id


def an_obstacle(organisation: int, words: str) -> int:
    obstacle = validated(ObstacleRecord, {"category_id": category("marketing"), "raised_on": DAY})
    said = validated(MentionRecord, {"organisation_id": organisation, "words": words, "mentioned_on": DAY})
    return perform(raise_obstacle, SOMEBODY, words, obstacle, said).row_id


@pytest.mark.parametrize("role", ["manager", "presenter"])
def test_who_only_reads_gets_a_sentence_and_no_form(signed_in: Visitor, role: str) -> None:
    page = signed_in(PAGE, role)
    assert [w.value for w in page.warning] == [
        "Your account does not allow this. Ask the coordinator or the administrator."
    ]
    assert len(page.text_area) == 0


def test_without_an_organisation_the_page_says_what_to_do_first(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    assert page.info[0].value == (
        "There is no organisation yet: first register the one that speaks, or enter the name of a guest."
    )


def test_an_obstacle_of_nobody_in_no_words_is_refused_beside_each_field(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    press(page, "Save the obstacle")
    assert [e.value for e in page.error] == ["This field is needed.", "This field is needed."]
    field(page, "selectbox", "Category").set_value(category("land"))
    field(page, "text_area", "What is said, in their words").set_value("Pas de terrain")
    press(page, "Save the obstacle")
    assert [e.value for e in page.error] == ["Choose the organisation that speaks, or enter the name of a guest."]
    assert rows(Obstacle) == []


def test_an_obstacle_is_noted_with_its_first_voice(signed_in: Visitor) -> None:
    signed_in(PAGE)
    organisation = an_organisation("Tifawin")
    province = place("Zagora")[0]
    page = signed_in(PAGE, "field_officer", provinces=(province,), query={"organisation": str(organisation)})
    assert field(page, "selectbox", "Who mentions it?").value == organisation
    field(page, "selectbox", "Category").set_value(category("land"))
    field(page, "text_area", "What is said, in their words").set_value("![x](http://e.vil) لا أرض")
    press(page, "Save the obstacle")
    assert page.success[0].value.startswith("Saved as no.")
    (obstacle,) = rows(Obstacle)
    assert (obstacle.severity, obstacle.province_id) == ("medium", province)
    assert [(m.words, m.organisation_id) for m in rows(Mention)] == [("![x](http://e.vil) لا أرض", organisation)]


def test_a_similar_obstacle_is_offered_and_takes_the_voice(signed_in: Visitor) -> None:
    signed_in(PAGE)
    first, second, far = an_organisation("One"), an_organisation("Two"), an_organisation("Far", "Tinghir")
    there = an_obstacle(first, "Le transport coûte trop cher")
    an_obstacle(far, "Le transport est loin")
    page = signed_in(PAGE, "coordinator")
    field(page, "selectbox", "Category").set_value(category("marketing"))
    field(page, "selectbox", "Who mentions it?").set_value(second)
    field(page, "text_area", "What is said, in their words").set_value("transport cher").run()
    offered = field(page, "button_group", "Is it one of these? Choose it to add this mention to it")
    assert len(offered.options) == 1
    offered.set_value(there).run()
    press(page, "Add the mention to this obstacle")
    assert not page.exception
    assert len(rows(Obstacle)) == 2
    assert [(m.obstacle_id, m.organisation_id) for m in rows(Mention)][-1] == (there, second)


def test_two_people_at_one_obstacle_overwrite_nothing(signed_in: Visitor) -> None:
    signed_in(PAGE)
    row = an_obstacle(an_organisation("One"), "Transport")
    page = signed_in(PAGE, "coordinator", query={"obstacle": str(row)})
    field(page, "text_input", "Short title").set_value("Mine")
    values = {"category_id": category("land"), "raised_on": DAY, "title": "Theirs"}
    perform(change_obstacle, SOMEBODY, "c", row, 1, validated(ObstacleRecord, values))
    press(page, "Save the changes")
    assert rows(Obstacle)[0].title == "Theirs"
    assert sides(page, "Short title") == ["Mine", "Theirs"]


def test_a_sheet_of_another_province_is_not_opened_by_its_address(signed_in: Visitor) -> None:
    signed_in(PAGE)
    row = an_obstacle(an_organisation("Far", "Tinghir"), "Transport")
    page = signed_in(PAGE, "field_officer", provinces=(place("Zagora")[0],), query={"obstacle": str(row)})
    assert [w.value for w in page.warning] == ["This record is no longer there."]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_page_speaks_every_language(signed_in: Visitor, language: str) -> None:
    signed_in(PAGE)
    row = an_obstacle(an_organisation("One"), "Transport")
    for query in ({}, {"obstacle": str(row)}):
        page = signed_in(PAGE, "coordinator", language=language, query=query)
        assert not page.exception
        assert len(page.text_area) == 1


def test_obstacles_are_found_by_what_was_said_and_by_category(signed_in: Visitor) -> None:
    organisation = an_organisation("Coopérative Amal")
    for said in ("Le transport coûte cher", "![x](http://e.vil/x.png) personne n'achète"):
        an_obstacle(organisation, said)
    page = signed_in(PAGE, "coordinator")
    page.button_group(key="obstacle.task").set_value("find").run()
    assert "2 obstacles" in [c.value for c in page.caption]
    field(page, "text_input", "A word of the title or of what was said").set_value("TRANSPORT").run()
    assert "1 obstacle" in [c.value for c in page.caption]
    field(page, "text_input", "A word of the title or of what was said").set_value("").run()
    field(page, "selectbox", "Category").set_value(category("land")).run()
    assert not page.exception
    assert "0 obstacles" in [c.value for c in page.caption]
