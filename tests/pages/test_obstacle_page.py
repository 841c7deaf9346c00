"""The page of one obstacle: its story in order, what each cooperative says, and who may decide what."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select
from streamlit.testing.v1 import AppTest

from core.records import validated
from core.records.commitments import ConfirmationRecord
from core.records.obstacles import MentionRecord
from db.commands.confirmations import record_confirmation
from db.commands.ledger import perform
from db.commands.merging_obstacles import merge_obstacles
from db.commands.obstacles import attach_mention
from db.engine import engine, transaction
from db.models import Confirmation, Institution, Merge, Obstacle, Referral
from tests.pages.conftest import Visitor
from tests.pages.test_entry_obstacles import DAY, SOMEBODY, an_obstacle, an_organisation, place, press, rows

PAGE = "explore/obstacle.py"


def told(page: AppTest) -> str:
    """Everything that stands on the page as text, without marks of direction."""
    parts = [str(element.value) for kind in ("title", "markdown", "caption") for element in getattr(page, kind)]
    return "\n".join(parts).replace("\u2068", "").replace("\u2069", "").replace("\\", "")


def an_open_one() -> tuple[int, int, int]:
    """An obstacle that two cooperatives and a guest of Zagora mention, put before an institution; its id and theirs."""
    one, two = an_organisation("Coopérative Amal"), an_organisation("Coopérative Tifawt")
    number = an_obstacle(one, "Pas de terrain")
    for key, who in (("b", {"organisation_id": two}), ("c", {"guest_name": "Une visiteuse"})):
        said = {"words": f"Nous non plus {key}", "mentioned_on": DAY, "commune_id": place("Zagora")[1]}
        perform(attach_mention, SOMEBODY, key, number, validated(MentionRecord, said | who))
    with transaction() as session:
        institution = session.exec(select(Institution.id)).first() or 0
        session.add(Referral(obstacle_id=number, institution_id=institution, referred_on=DAY, note="À étudier"))
    return number, one, two


def a_word(obstacle: int, organisation: int, verdict: str, **values: Any) -> None:
    said = {"obstacle_id": obstacle, "organisation_id": organisation, "verdict": verdict, "confirmed_on": date.today()}
    perform(record_confirmation, SOMEBODY, f"{organisation} {verdict}", validated(ConfirmationRecord, said | values))


def test_a_manager_reads_the_story_in_order_and_no_guests_name(signed_in: Visitor) -> None:
    signed_in(PAGE)
    number, one, two = an_open_one()
    a_word(number, one, "solved", words="Nous avons la parcelle")
    page = signed_in(PAGE, "manager", query={"obstacle": str(number)})
    assert not page.exception
    said = told(page)
    assert "1 of 2 organisations say it is solved" in said
    assert "Solved: 1 · partly: 0 · no: 0 · not heard yet: 1" in said
    order = ["Mentioned by Coopérative Amal", "Mentioned by a guest", "Referred to", "Coopérative Amal says: Solved"]
    places = [said.rindex(step) for step in order]
    assert places == sorted(places)
    assert "Une visiteuse" not in said
    # A manager decides nothing here.
    assert not [button for button in page.button if button.label in ("Save the word", "Drop the obstacle")]
    assert "Une visiteuse" in told(signed_in(PAGE, "coordinator", query={"obstacle": str(number)}))
    assert two


def test_a_word_is_noted_and_closes_and_a_no_opens_again(signed_in: Visitor) -> None:
    signed_in(PAGE)
    number, one, two = an_open_one()
    a_word(number, one, "solved")
    page = signed_in(PAGE, "field_officer", provinces=(place("Zagora")[0],), query={"obstacle": str(number)})
    for verdict, state in (("solved", "confirmed"), ("no", "addressed")):
        next(box for box in page.selectbox if box.label == "Who spoke?").set_value(two)
        next(group for group in page.button_group if group.label == "Is it solved?").set_value(verdict)
        press(page, "Save the word")
        assert not page.exception
        assert rows(Obstacle)[0].state == state
    assert [(row.organisation_id, row.verdict, row.way) for row in rows(Confirmation)] == [
        *((one, "solved", "visit"), (two, "solved", "visit"), (two, "no", "visit"))
    ]
    said = told(page)
    assert said.index("Closed: the cooperatives confirm") < said.index("Reopened: ")


def test_what_is_wrong_is_said_beside_the_field_and_stays_typed(signed_in: Visitor) -> None:
    signed_in(PAGE)
    number, one, _ = an_open_one()
    page = signed_in(PAGE, "coordinator", query={"obstacle": str(number)})
    next(box for box in page.selectbox if box.label == "Who spoke?").set_value(one)
    next(group for group in page.button_group if group.label == "Is it solved?").set_value("solved")
    next(area for area in page.text_area if area.label == "In its own words").set_value("Oui")
    next(day for day in page.date_input if day.label == "Day it was said").set_value(DAY - timedelta(days=1))
    press(page, "Save the word")
    assert "This day is before the obstacle was raised (March 2, 2026)." in [
        error.value.replace("\u2068", "").replace("\u2069", "") for error in page.error
    ]
    assert [area.value for area in page.text_area if area.label == "In its own words"] == ["Oui"]
    assert rows(Confirmation) == []


def test_it_is_dropped_for_a_reason_that_the_story_keeps(signed_in: Visitor) -> None:
    signed_in(PAGE)
    number, _, _ = an_open_one()
    page = signed_in(PAGE, "coordinator", query={"obstacle": str(number)})
    reason = [field for field in page.text_input if field.label == "Reason \\*"]
    reason[0].set_value("Dissoute")
    press(page, "Drop the obstacle")
    assert rows(Obstacle)[0].state == "dropped"
    assert "Reason: Dissoute" in told(page)
    assert "Pick the obstacle up" in [button.label for button in page.button]


def test_another_obstacle_is_merged_into_it_and_the_merge_undone(signed_in: Visitor) -> None:
    signed_in(PAGE)
    number, one, _ = an_open_one()
    other = an_obstacle(one, "Le terrain manque")
    page = signed_in(PAGE, "coordinator", query={"obstacle": str(number)})
    next(group for group in page.button_group if group.label.startswith("Which one")).set_value(other).run()
    [field for field in page.text_input if field.label == "Reason \\*"][-1].set_value("La même parcelle")
    press(page, "Merge the two")
    assert not page.exception
    assert "Le terrain manque" in told(page)
    # Whoever opens the one that went is led to the one that is left.
    led = signed_in(PAGE, "manager", query={"obstacle": str(other)})
    assert led.query_params["obstacle"] in (str(number), [str(number)])
    page = signed_in(PAGE, "coordinator", query={"obstacle": str(number)})
    press(page, "Undo this merge")
    assert not page.exception
    with Session(engine()) as session:
        assert session.exec(select(Merge.undone_at).order_by(col(Merge.id))).one() is not None
        assert session.get_one(Obstacle, other).deleted_at is None
    assert merge_obstacles.action == "double.write"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_page_speaks_every_language(signed_in: Visitor, language: str) -> None:
    signed_in(PAGE)
    number, one, _ = an_open_one()
    a_word(number, one, "partly", words="Bit")
    page = signed_in(PAGE, "coordinator", language=language, query={"obstacle": str(number)})
    assert not page.exception
    assert page.title[0].value
