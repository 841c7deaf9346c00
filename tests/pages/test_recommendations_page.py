"""Recommendations as the desk writes and follows them, and as a manager reads them."""

from pathlib import Path

from sqlmodel import Session, select

from core.access import COORDINATOR, FIELD_OFFICER, MANAGER
from core.records import validated
from core.records.recommendations import RecommendationRecord
from db.commands.recommendations import write_recommendation
from db.engine import engine
from db.models import Recommendation, RecommendationStep
from tests.db.entries import DAY
from tests.db.sittings import Sittings
from tests.pages.conftest import Visitor
from tests.pages.test_programme_page import field, press

PAGE = "entry/recommendations.py"


def test_an_empty_page_says_what_belongs_on_it_and_the_first_one_is_written(signed_in: Visitor) -> None:
    page = signed_in(PAGE, COORDINATOR)
    assert "No recommendation yet" in page.info[0].value
    field(page, "text_area", "Text in French").set_value("Vendre par des canaux modernes")
    press(page, "Save the recommendation")
    assert not page.exception
    with Session(engine()) as session:
        made = session.exec(select(Recommendation)).one()
    assert (made.text_fr, made.level, made.state) == ("Vendre par des canaux modernes", "programme", "proposed")


def test_a_manager_reads_and_a_filter_of_the_address_narrows(signed_in: Visitor, database: Path) -> None:
    assert database.exists()
    made = Sittings(engine())
    for text, level in (("Un conseil", "national"), ("Des projets *meilleurs*", "province")):
        record = validated(RecommendationRecord, {"text_fr": text, "level": level, "recommended_on": DAY})
        made.do(write_recommendation, record)
    page = signed_in(PAGE, MANAGER, language="fr", query={"level": "province"})
    texts = [one.value for one in page.markdown if one.value.startswith("**")]
    assert texts == ["**Des projets \\*meilleurs\\***  \n:material/lightbulb: Proposée"]
    assert not page.button_group[0].value
    opened = signed_in(PAGE, FIELD_OFFICER, provinces=(made.zagora,), query={"recommendation": "1"})
    assert opened.subheader[0].value == "Un conseil"
    assert not opened.text_area


def test_a_step_is_noted_with_the_state_it_leads_to(signed_in: Visitor, database: Path) -> None:
    assert database.exists()
    made = Sittings(engine())
    made.do(write_recommendation, validated(RecommendationRecord, {"text_fr": "Un conseil", "recommended_on": DAY}))
    page = signed_in(PAGE, COORDINATOR, query={"recommendation": "1"})
    field(page, "text_area", "What was done?").set_value("Premier texte")
    states = next(one for one in page.button_group if one.key and one.key.endswith("1.step.0.0.state"))
    states.set_value("in_progress")
    press(page, "Save the step")
    assert not page.exception
    with Session(engine()) as session:
        assert session.exec(select(RecommendationStep.text)).all() == ["Premier texte"]
        assert session.exec(select(Recommendation.state)).one() == "in_progress"
