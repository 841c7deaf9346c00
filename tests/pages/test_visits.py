"""A visit is recorded at one place with what was raised and confirmed there, and stands on the organisation's page."""

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.models import Confirmation, Mention, Obstacle, OrganisationVisit
from tests.pages.conftest import Visitor
from tests.pages.test_entry_obstacles import an_obstacle, an_organisation, category, field, place, press, rows
from tests.pages.test_obstacle_page import told

PAGE, PROFILE = "entry/visit.py", "explore/organisation.py"


def boxes(page: AppTest, kind: str, label: str) -> list[Any]:
    return [element for element in getattr(page, kind) if element.label.removesuffix(" \\*") == label]


def test_a_visit_its_new_obstacle_and_its_words_are_saved_together_and_shown_on_the_profile(signed_in: Visitor) -> None:
    signed_in(PAGE)
    own, other = an_organisation("Coopérative Amal"), an_organisation("Coopérative Tifawt")
    mine, theirs = an_obstacle(own, "Le transport est cher"), an_obstacle(other, "Personne n'achète")
    officer = {"provinces": (place("Zagora")[0],), "query": {"organisation": str(own)}}
    page = signed_in(PAGE, "field_officer", **officer)
    # Its own obstacle is asked about, and nobody else's.
    assert len(boxes(page, "button_group", "Is it solved?")) == 1
    field(page, "text_area", "What was seen and said").set_value("Atelier visité")
    field(page, "text_input", "Next step").set_value("Apporter le dossier")
    field(page, "date_input", "When?").set_value(date.today() + timedelta(days=7))
    field(page, "button_group", "Is it solved?").set_value("partly").run()
    field(page, "text_area", "In its own words").set_value("Moins cher, pas assez")
    field(page, "selectbox", "Category of the obstacle").set_value(category("sanitary")).run()
    field(page, "button_group", "Which paper?").set_value("worker")
    field(page, "text_area", "As it was said").set_value("Le certificat tarde")
    press(page, "Add another obstacle")
    boxes(page, "selectbox", "Category of the obstacle")[1].set_value(category("marketing"))
    boxes(page, "text_area", "As it was said")[1].set_value("personne n'achète ici").run()
    boxes(page, "button_group", "Is it one of these?")[-1].set_value(theirs)
    press(page, "Save the visit")
    assert not page.exception
    assert page.success[0].value.startswith("Saved as no.")
    (visit,) = rows(OrganisationVisit)
    assert (visit.organisation_id, visit.next_step) == (own, "Apporter le dossier")
    made = [(row.obstacle_id, row.source, row.visit_id, row.mentioned_on) for row in rows(Mention)][2:]
    fresh = rows(Obstacle)[-1]
    assert (fresh.paper, fresh.category_id) == ("worker", category("sanitary"))
    assert made == [(fresh.id, "visit", visit.id, date.today()), (theirs, "visit", visit.id, date.today())]
    (word,) = rows(Confirmation)
    assert (word.obstacle_id, word.verdict, word.words, word.way, word.visit_id) == (
        *(mine, "partly", "Moins cher, pas assez", "visit", visit.id),
    )
    profile = told(signed_in(PROFILE, "manager", query={"organisation": str(own)}))
    assert "Atelier visité" in profile
    assert "Next step: Apporter le dossier" in profile
    assert "Obstacles named: 2 · confirmations: 1" in profile


def test_a_visit_to_come_or_without_words_saves_nothing_and_keeps_what_was_typed(signed_in: Visitor) -> None:
    signed_in(PAGE)
    own = an_organisation("Coopérative Amal")
    an_obstacle(own, "Le transport est cher")
    page = signed_in(PAGE, "coordinator", query={"organisation": str(own)})
    field(page, "button_group", "Is it solved?").set_value("solved").run()
    press(page, "Save the visit")
    assert "This field is needed." in [error.value for error in page.error]
    field(page, "text_area", "What was seen and said").set_value("Vue")
    field(page, "date_input", "Day of the visit").set_value(date.today() + timedelta(days=1))
    press(page, "Save the visit")
    assert "This day has not come yet." in [error.value for error in page.error]
    field(page, "date_input", "Day of the visit").set_value(date.today())
    field(page, "date_input", "When?").set_value(date.today() - timedelta(days=1))
    press(page, "Save the visit")
    assert "The next step is before the visit." in [error.value for error in page.error]
    assert field(page, "button_group", "Is it solved?").value == "solved"
    assert (rows(OrganisationVisit), rows(Confirmation)) == ([], [])


def test_a_visit_is_corrected_and_a_link_for_answers_is_given_and_revoked_on_the_profile(signed_in: Visitor) -> None:
    signed_in(PAGE)
    own = an_organisation("Coopérative Amal")
    page = signed_in(PAGE, "coordinator", query={"organisation": str(own)})
    field(page, "text_area", "What was seen and said").set_value("Vue")
    press(page, "Save the visit")
    page = signed_in(PAGE, "coordinator", query={"organisation": str(own), "correct": "1"})
    field(page, "text_area", "What was seen and said").set_value("Revue")
    press(page, "Save the changes")
    assert [row.words for row in rows(OrganisationVisit)] == ["Revue"]
    profile = signed_in(PROFILE, "coordinator", query={"organisation": str(own)})
    press(profile, "Make a link for answers")
    assert not profile.exception
    assert "/confirm/" in profile.code[0].value
    press(profile, "Revoke the link")
    assert not profile.exception
    assert not [button for button in profile.button if button.label == "Revoke the link"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_form_speaks_every_language(signed_in: Visitor, language: str) -> None:
    signed_in(PAGE)
    own = an_organisation("Coopérative Amal")
    an_obstacle(own, "Le transport est cher")
    page = signed_in(PAGE, "coordinator", language=language, query={"organisation": str(own)})
    assert not page.exception
    assert len(page.text_area) == 2
