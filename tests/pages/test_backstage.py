"""Backstage: what the hall sends is decided on with one press, two at once see each other, and the stage is moved."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.i18n import words
from db.commands.ledger import perform
from db.commands.moderation import show_submission
from db.commands.stage import make_stage
from db.engine import engine, transaction
from db.models import Event, EventPhone, LiveSubmission, Mention, Recommendation, StageLink
from db.queries.stage import stage_now
from pages.parts import moderation_hand
from pages.parts.moderation_turns import Turns
from tests.conftest import actor
from tests.db.hall import Hall
from tests.pages.conftest import Visitor

PAGE = "present/backstage.py"
SAY = words("en").say
HOSTILE = "![x](https://evil.example/p.png) <b>\u202eabc https://evil.example"


@pytest.fixture
def hall(database: Path) -> Hall:
    assert database.exists()
    return Hall(engine())


def pressed(test: AppTest, label: str, place: int = 0) -> AppTest:
    found = [button for button in test.button if button.label == SAY(label)]
    return found[place].click().run()


def front(test: AppTest) -> list[str]:
    """What stands in front of the moderator."""
    return [one.value for one in test.subheader if one.value.startswith("\u2068")]


def row(submission_id: int) -> LiveSubmission:
    with Session(engine()) as session:
        return session.get_one(LiveSubmission, submission_id)


def test_without_an_event_the_page_says_what_to_do_first(signed_in: Visitor) -> None:
    test = signed_in(PAGE, "presenter")
    assert SAY("backstage.no_event") in [one.value for one in test.info]
    assert not test.exception


def test_an_event_without_submissions_has_a_page_that_makes_sense(signed_in: Visitor, hall: Hall) -> None:
    test = signed_in(PAGE, "coordinator", language="ar")
    assert not test.exception
    arabic = words("ar").say
    assert arabic("moderation.empty") in [one.value for one in test.success]
    assert arabic("backstage.nothing_accepted") in [one.value for one in test.info]
    assert arabic("backstage.no_stage") in [one.value for one in test.info]
    assert hall.event


def test_a_moderator_decides_one_after_the_other_the_oldest_first(signed_in: Visitor, hall: Hall) -> None:
    ids = [hall.sent(text) for text in ("Un", "Deux", "Trois")]
    test = signed_in(PAGE, "presenter")
    assert front(test) == ["\u2068Un\u2069"]
    test = pressed(test, "moderation.show")
    assert (row(ids[0]).state, front(test)) == ("shown", ["\u2068Deux\u2069"])
    test = pressed(test, "moderation.later")
    assert (row(ids[1]).state, front(test)) == ("pending", ["\u2068Trois\u2069"])
    test = pressed(test, "moderation.reject")
    assert (row(ids[2]).state, row(ids[2]).reason) == ("rejected", "no_obstacle")
    # Undone, it is in front again.
    test = pressed(test, "moderation.undo")
    assert (row(ids[2]).state, front(test)) == ("pending", ["\u2068Trois\u2069"])
    shortcuts = {button.label: button.proto.shortcut for button in test.button if button.proto.shortcut}
    assert {shortcuts[SAY(f"moderation.{name}")] for name in ("show", "reject", "later", "ban")} == {"s", "x", "n", "k"}


def test_the_second_moderator_sees_what_the_first_did_and_does_nothing_twice(signed_in: Visitor, hall: Hall) -> None:
    one, _ = hall.sent("Un"), hall.sent("Deux")
    test = signed_in(PAGE, "presenter")
    perform(show_submission, actor("coordinator"), "first", one, 1)
    test = pressed(test, "moderation.reject")
    told = words("en").show("problem.submission_shown_meanwhile", who="—")
    assert [warning.value for warning in test.warning if "Meanwhile" in warning.value] == [told]
    assert (row(one).state, row(one).version, front(test)) == ("shown", 2, ["\u2068Deux\u2069"])


def test_two_moderators_begin_at_two_places_and_a_closed_browser_holds_nothing_back(
    signed_in: Visitor, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, seconds = [hall.sent(text) for text in ("Un", "Deux", "Trois")], [0.0]
    monkeypatch.setattr(moderation_hand, "TURNS", Turns(lambda: seconds[0]))
    first, second = signed_in(PAGE, "presenter"), signed_in(PAGE, "coordinator")
    assert (front(first), front(second)) == (["\u2068Un\u2069"], ["\u2068Deux\u2069"])
    second = pressed(pressed(second, "moderation.show"), "moderation.show")
    assert [row(number).state for number in ids] == ["pending", "shown", "shown"]
    # What waits is in front of the other one, and can be taken up all the same.
    assert SAY("moderation.with_others") in [one.value for one in second.info]
    assert front(second) == []
    # The first has closed the browser: what was in front there comes to the second by itself.
    seconds[0] = 11.0
    assert front(second.run()) == ["\u2068Un\u2069"]
    pressed(second, "moderation.show")
    assert [row(number).version for number in ids] == [2, 2, 2]


def test_what_a_submission_repeats_is_one_press_away(signed_in: Visitor, hall: Hall) -> None:
    shown = hall.sent("Il manque des marchés", state="shown")
    one = hall.sent("Il manque des marchés pour nous")
    test = signed_in(PAGE, "presenter")
    (button,) = [button for button in test.button if f"merge.submission.{shown}" in str(button.key)]
    assert button.proto.shortcut == "1"
    test = button.click().run()
    assert (row(one).state, row(one).same_as_id) == ("merged", shown)
    assert SAY("moderation.empty") in [one.value for one in test.success]


def test_a_banned_phone_is_apart_and_comes_back(signed_in: Visitor, hall: Hall) -> None:
    noisy = hall.phone()
    hall.sent("Bruit", hall.guest(phone_id=noisy))
    test = pressed(signed_in(PAGE, "presenter"), "moderation.ban")
    with Session(engine()) as session:
        assert session.get_one(EventPhone, noisy).banned_at is not None
    assert front(test) == []
    pressed(test, "moderation.phone_back")
    with Session(engine()) as session:
        assert session.get_one(EventPhone, noisy).banned_at is None


def test_hostile_text_is_shown_as_it_was_typed(signed_in: Visitor, hall: Hall) -> None:
    hall.sent(HOSTILE)
    test = signed_in(PAGE, "presenter")
    (shown,) = front(test)
    # No mark of Markdown, HTML or a bare address is left as one, and the turning round ends with the text.
    assert "![" not in shown
    assert "<b>" not in shown
    assert "https://evil" not in shown
    assert shown.endswith("\u2069")


def test_a_switch_is_turned_and_follows_whoever_turned_it(signed_in: Visitor, hall: Hall) -> None:
    test = signed_in(PAGE, "presenter")
    (votes,) = [one for one in test.toggle if one.label == SAY("backstage.votes_open")]
    test = votes.set_value(True).run()
    with transaction() as session:
        event = session.get_one(Event, hall.event)
        assert (event.votes_open, event.submissions_open) == (True, False)
        event.submissions_open = True
    test = test.run()
    stand: dict[str, Any] = {one.label: one.value for one in test.toggle}
    assert (stand[SAY("backstage.votes_open")], stand[SAY("backstage.submissions_open")]) == (True, False)


def test_the_stage_is_made_moved_frozen_and_linked(signed_in: Visitor, hall: Hall) -> None:
    test = pressed(signed_in(PAGE, "presenter"), "backstage.make_stage")
    test = pressed(test, "backstage.go_next")
    test = pressed(test, "backstage.freeze")
    test = pressed(test, "backstage.make_link")
    assert not test.exception
    with Session(engine()) as session:
        stage = stage_now(session, hall.event)
        assert stage is not None
        assert [line.kind for line in stage.scenes if line.id == stage.scene_id] == ["arrivals"]
        assert stage.frozen_at is not None
        (link,) = session.exec(select(StageLink)).all()
    (address,) = [one.value for one in test.code]
    assert link.digest not in address
    # Once it is hidden, nobody can read it again.
    test = pressed(test, "backstage.link_hide")
    assert list(test.code) == []
    pressed(test, "backstage.revoke")
    with Session(engine()) as session:
        assert session.get_one(StageLink, link.id).revoked_at is not None


def test_scenes_are_moved_and_left_out(signed_in: Visitor, hall: Hall) -> None:
    perform(make_stage, actor("presenter"), "k", hall.event)
    test = signed_in(PAGE, "presenter")
    (welcome,) = [one for one in test.toggle if one.label == SAY("stage.scene.welcome")]
    test = welcome.set_value(False).run()
    test = [one for one in test.button if one.help == SAY("backstage.down")][1].click().run()
    with Session(engine()) as session:
        stage = stage_now(session, hall.event)
    assert stage is not None
    assert [(line.kind, line.shown) for line in stage.scenes][:3] == [
        *(("welcome", False), ("programme", True), ("arrivals", True)),
    ]


def test_a_recommendation_is_written_as_it_is_said(signed_in: Visitor, hall: Hall) -> None:
    test = signed_in(PAGE, "presenter")
    (said,) = [one for one in test.text_area if str(one.key).endswith("text_en")]
    said.input("A national council of cooperatives")
    test = pressed(test, "recommendation.save")
    with Session(engine()) as session:
        (made,) = session.exec(select(Recommendation)).all()
    assert (made.event_id, made.text_en, made.state) == (hall.event, "A national council of cooperatives", "proposed")
    assert any("A national council" in str(one.value) for one in test.markdown)


def test_one_press_enters_what_was_let_through_and_another_takes_it_out(signed_in: Visitor, hall: Hall) -> None:
    hall.sent("Il manque des marchés", state="shown")
    hall.sent("La route", state="shown")
    hall.sent("On verra")
    test = signed_in(PAGE, "coordinator")
    assert words("en").count("backstage.still_pending", 1) in [one.value for one in test.warning]
    test = pressed(test, "backstage.register")
    assert words("en").count("backstage.registered", 2) in [one.value for one in test.success]
    with Session(engine()) as session:
        assert len(session.exec(select(Mention)).all()) == 2
    test = pressed(test, "backstage.unregister_yes")
    assert not test.exception
    with Session(engine()) as session:
        assert all(mention.deleted_at for mention in session.exec(select(Mention)))


def test_a_presenter_registers_nothing(signed_in: Visitor, hall: Hall) -> None:
    hall.sent("La route", state="shown")
    test = signed_in(PAGE, "presenter")
    assert SAY("backstage.register") not in [button.label for button in test.button]
