"""A text that looks like an identity-card number is warned about where it is typed, and saved only when confirmed."""

from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.i18n import LANGUAGES, words
from db.engine import engine, reading
from db.models import Organisation, Person
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor
from tests.pages.test_import_organisations import PAGE, give

PARTICIPANTS = "entry/participants.py"
NUMBER = "AB123456"


def warnings(page: AppTest) -> list[str]:
    return [one.value for one in page.warning]


def typed(page: AppTest, label: str, text: str) -> AppTest:
    return next(one for one in page.text_input if one.label.startswith(label)).set_value(text).run()


def save(page: AppTest) -> AppTest:
    return next(one for one in page.button if one.proto.type == "primary").click().run()


def persons() -> list[str | None]:
    with reading() as session:
        return [one for one in session.exec(select(Person.name_latin)) if one and one.startswith("Amal")]


@pytest.fixture
def programme(database: Path) -> Path:
    """The small programme."""
    fill(engine())
    return database


@pytest.mark.usefixtures("programme")
def test_a_number_is_warned_about_when_it_is_typed_and_not_saved(signed_in: Visitor) -> None:
    english = words("en")
    page = typed(signed_in(PARTICIPANTS, "coordinator"), english.say("person.name_latin"), f"Amal {NUMBER}")
    assert warnings(page) == [english.say("identity_card.warning")]
    save(page)
    assert english.say("identity_card.first") in [one.value for one in page.error]
    assert persons() == []
    # Taken out, it is saved without a question.
    typed(page, english.say("person.name_latin"), "Amal")
    assert warnings(page) == []
    save(page)
    assert persons() == ["Amal"]


@pytest.mark.usefixtures("programme")
def test_whoever_says_that_it_is_another_number_saves_it(signed_in: Visitor) -> None:
    english = words("en")
    page = typed(signed_in(PARTICIPANTS, "coordinator"), english.say("person.name_latin"), f"Amal {NUMBER}")
    another = [one for one in page.checkbox if one.label == english.say("identity_card.another_number")]
    another[0].check().run()
    save(page)
    assert persons() == [f"Amal {NUMBER}"]


@pytest.mark.usefixtures("programme")
def test_the_answer_about_one_text_is_none_about_the_next(signed_in: Visitor) -> None:
    english = words("en")
    page = typed(signed_in(PARTICIPANTS, "coordinator"), english.say("person.name_latin"), f"Amal {NUMBER}")
    next(one for one in page.checkbox if one.label == english.say("identity_card.another_number")).check().run()
    typed(page, english.say("person.name_latin"), "Amal CD654321")
    save(page)
    assert persons() == []


def test_a_phone_and_a_number_of_the_register_are_no_question(signed_in: Visitor) -> None:
    page = signed_in("entry/organisations.py", "coordinator")
    typed(page, words("en").say("organisation.registration_number"), NUMBER)
    assert warnings(page) == []


@pytest.mark.usefixtures("programme")
def test_somebody_put_on_a_roster_in_one_line_is_asked_about(signed_in: Visitor) -> None:
    page = signed_in("entry/attendance.py", "coordinator", query={"session": "3"})
    typed(page, words("en").say("walk_in.name"), f"Amal {NUMBER}")
    assert words("en").say("identity_card.warning") in warnings(page)


def test_a_file_is_taken_in_when_its_numbers_were_looked_at(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    file = f"Nom;Province;Commune;ICE;Note\nAmal;Zagora;Agdez;;CIN {NUMBER}\nIzem;Zagora;Agdez;;RC 12345\n"
    give(page, file.encode())
    english = words("en")
    assert english.count("identity_card.rows", 1) in warnings(page)
    accept = next(one for one in page.button if one.label.startswith("Import "))
    assert accept.disabled
    next(one for one in page.checkbox if one.label == english.say("identity_card.other_numbers")).check().run()
    next(one for one in page.button if one.label.startswith("Import ")).click().run()
    with reading() as session:
        assert len(session.exec(select(Organisation)).all()) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_warning_names_the_law(language: str) -> None:
    # Arabic writes the number with a point: a dash would turn it around.
    assert ("09.08" if language == "ar" else "09-08") in words(language).say("identity_card.warning")
