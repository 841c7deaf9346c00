"""Moderators decide on what phones sent: two at once do nothing twice, and nothing is on the stage without them."""

from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.access import PRESENTER, Actor
from core.problems import Problem
from db.commands.ledger import Command
from db.commands.moderation import (
    ban_phone,
    bring_phone_back,
    merge_submission,
    reject_submission,
    set_switch,
    show_submission,
    take_submission_back,
)
from db.commands.obstacles import raise_obstacle
from db.engine import transaction
from db.models import Change, Event, EventPhone, LiveSubmission, Obstacle
from db.models.base import now
from db.queries.moderation import (
    banned_phones,
    decided_submissions,
    proposals,
    submission_now,
    submissions_counted,
    waiting_submissions,
)
from tests.db.entries import do, mention, obstacle
from tests.db.hall import Hall
from tests.pages.conftest import new_account


@pytest.fixture
def hall(engine: Engine) -> Hall:
    return Hall(engine)


@pytest.fixture
def amina(engine: Engine) -> Actor:
    return _moderator(engine, "amina")


@pytest.fixture
def said(engine: Engine) -> Actor:
    return _moderator(engine, "said")


def _moderator(engine: Engine, name: str) -> Actor:
    with transaction(engine) as session:
        return Actor(new_account(session, name, "presenter", (), "fr"), name, frozenset({PRESENTER}))


def refusal(engine: Engine, command: Command[Any, Any], actor: Actor, *args: Any, **options: Any) -> Problem:
    with pytest.raises(Problem) as refused:
        do(engine, command, actor, "refused", *args, **options)
    return refused.value


def state(engine: Engine, submission_id: int) -> tuple[str, int]:
    with Session(engine) as session:
        row = session.get_one(LiveSubmission, submission_id)
        return row.state, row.version


def test_a_manager_moderates_nothing(engine: Engine, hall: Hall, manager) -> None:
    one = hall.sent("La route est coupée")
    assert refusal(engine, show_submission, manager, one, 1).code == "not_allowed"
    assert state(engine, one) == ("pending", 1)


def test_of_two_moderators_at_once_the_second_learns_what_the_first_did(
    engine: Engine, hall: Hall, amina: Actor, said: Actor
) -> None:
    one = hall.sent("Le prix du transport")
    do(engine, show_submission, amina, "k", one, 1)
    for second, more in ((show_submission, ()), (reject_submission, ("offensive",)), (take_submission_back, ())):
        refused = refusal(engine, second, said, one, 1, *more)
        assert (refused.code, refused.details) == ("submission_shown_meanwhile", {"who": "Name of amina"})
    # Who looks at it anew and asks for what stands already does nothing twice either.
    assert refusal(engine, show_submission, said, one, 2).code == "submission_shown_meanwhile"
    assert state(engine, one) == ("shown", 2)
    with Session(engine) as session:
        entries = session.exec(select(Change.command).where(Change.kind == "live_submission")).all()
    assert entries == ["show_submission"]


def test_a_double_press_is_one_decision(engine: Engine, hall: Hall, amina: Actor) -> None:
    one = hall.sent("Le prix du transport")
    assert [do(engine, show_submission, amina, "same", one, 1).again for _ in range(2)] == [False, True]
    assert state(engine, one) == ("shown", 2)


def test_a_rejection_needs_a_reason_that_is_known(engine: Engine, hall: Hall, amina: Actor) -> None:
    one = hall.sent("Achetez mon téléphone")
    refused = refusal(engine, reject_submission, amina, one, 1, "")
    assert (refused.code, refused.field) == ("required", "reason")
    assert refusal(engine, reject_submission, amina, one, 1, "ugly").code == "unknown_choice"
    do(engine, reject_submission, amina, "k", one, 1, "advertising")
    assert state(engine, one) == ("rejected", 2)


def test_what_is_merged_names_exactly_one_thing_that_was_let_through(engine: Engine, hall: Hall, amina: Actor) -> None:
    one, other, third = (hall.sent(text) for text in ("Pas de marché", "Pas de débouchés", "Aucun souk"))
    elsewhere = Hall(engine).sent("Pas de marché", state="shown")
    for options, code in (
        ({}, "merge_with_one"),
        ({"obstacle_id": 1, "same_as_id": other}, "merge_with_one"),
        ({"same_as_id": other}, "merge_with_shown_only"),
        ({"same_as_id": one}, "merge_with_itself"),
        ({"same_as_id": elsewhere}, "unknown_choice"),
        ({"obstacle_id": 999}, "unknown_choice"),
    ):
        assert refusal(engine, merge_submission, amina, one, 1, **options).code == code
    do(engine, show_submission, amina, "k", other, 1)
    do(engine, merge_submission, amina, "k", one, 1, same_as_id=other)
    # What repeats a repetition repeats the first.
    do(engine, merge_submission, amina, "k", third, 1, same_as_id=one)
    # And the first cannot repeat what repeats it.
    assert refusal(engine, merge_submission, amina, other, 2, same_as_id=third).code == "merge_with_itself"
    with Session(engine) as session:
        assert [session.get_one(LiveSubmission, row).same_as_id for row in (one, other, third)] == [other, None, other]


def test_what_repeats_something_that_is_rejected_later_waits_again(engine: Engine, hall: Hall, amina: Actor) -> None:
    first, second, own = (hall.sent(text) for text in ("Un fou nous gouverne", "Un fou !", "La route"))
    for row in (first, own):
        do(engine, show_submission, amina, "k", row, 1)
    do(engine, merge_submission, amina, "k", second, 1, same_as_id=first)
    do(engine, reject_submission, amina, "k", first, 2, "offensive")
    assert [state(engine, row) for row in (first, second, own)] == [("rejected", 3), ("pending", 3), ("shown", 2)]
    with Session(engine) as session:
        assert session.get_one(LiveSubmission, second).same_as_id is None
        entry = session.exec(select(Change).where(Change.command == "reject_submission")).one()
    assert (entry.after or {})["waiting_again"] == [second]


def test_an_obstacle_that_was_merged_meanwhile_takes_the_voice_under_its_new_number(
    engine: Engine, hall: Hall, coordinator, amina: Actor
) -> None:
    record = obstacle(category_id=hall.marketing)
    gone, kept = (
        do(engine, raise_obstacle, coordinator, f"k{turn}", record, mention(guest_name=f"Une visiteuse {turn}")).row_id
        for turn in (1, 2)
    )
    with transaction(engine) as session:
        session.get_one(Obstacle, gone).merged_into_id = kept
    one = hall.sent("Pas de marché")
    do(engine, merge_submission, amina, "k", one, 1, obstacle_id=gone)
    with Session(engine) as session:
        assert session.get_one(LiveSubmission, one).obstacle_id == kept


def test_what_is_in_the_register_is_decided(engine: Engine, hall: Hall, amina: Actor, coordinator) -> None:
    said = mention(guest_name="Une visiteuse")
    do(engine, raise_obstacle, coordinator, "k", obstacle(category_id=hall.marketing), said)
    one = hall.sent("Pas de marché", state="shown", mention_id=1)
    assert refusal(engine, take_submission_back, amina, one, 1).code == "submission_registered"
    assert state(engine, one) == ("shown", 1)


def test_a_phone_is_banned_once_and_what_it_sent_waits_apart(
    engine: Engine, hall: Hall, amina: Actor, said: Actor
) -> None:
    noisy, guest = hall.phone(), 0
    guest = hall.guest(phone_id=noisy)
    loud = [hall.sent(f"Bruit {turn}", guest) for turn in (1, 2)]
    quiet = hall.sent("La route")
    do(engine, ban_phone, amina, "k", noisy, 1)
    assert refusal(engine, ban_phone, said, noisy, 1).code == "phone_banned_meanwhile"
    with Session(engine) as session:
        waiting = waiting_submissions(session, hall.event)
        apart = waiting_submissions(session, hall.event, True)
        told = banned_phones(session, hall.event).to_dict("records")
    assert (list(waiting["id"]), list(apart["id"]), list(apart["phone_sent"])) == ([quiet], loud, [2, 2])
    assert [(row["id"], row["sent"], row["last"]) for row in told] == [(noisy, 2, "Bruit 2")]
    do(engine, bring_phone_back, said, "k", noisy, 2)
    assert refusal(engine, bring_phone_back, amina, noisy, 3).code == "phone_back_meanwhile"
    with Session(engine) as session:
        assert session.get_one(EventPhone, noisy).banned_at is None
        kept = [change.after for change in session.exec(select(Change).where(Change.kind == "event_phone"))]
    assert all(set(content or {}) == {"banned_at"} for content in kept)


def test_switches_of_two_moderators_do_not_disturb_each_other(
    engine: Engine, hall: Hall, amina: Actor, said: Actor
) -> None:
    assert refusal(engine, set_switch, amina, hall.event, "secret", True).code == "unknown_choice"
    do(engine, set_switch, amina, "k", hall.event, "votes_open", True)
    do(engine, set_switch, said, "k", hall.event, "submissions_open", True)
    do(engine, set_switch, said, "k2", hall.event, "votes_open", True)
    with Session(engine) as session:
        event = session.get_one(Event, hall.event)
        assert (event.check_in_open, event.submissions_open, event.votes_open, event.ratings_open) == (
            *(False, True, True, False),
        )
        told = session.exec(select(Change.after).where(Change.command == "set_switch")).all()
    assert told == [{"votes_open": True}, {"submissions_open": True}, {"votes_open": True}]


def test_nothing_of_an_event_that_is_over_is_opened(engine: Engine, amina: Actor) -> None:
    over = Hall(engine, closed_at=now(), votes_open=True)
    assert refusal(engine, set_switch, amina, over.event, "check_in_open", True).code == "event_closed"
    do(engine, set_switch, amina, "k", over.event, "votes_open", False)


def test_the_queue_is_read_the_oldest_first_with_its_numbers(engine: Engine, hall: Hall, amina: Actor) -> None:
    rows = [hall.sent(text) for text in ("Un", "Deux", "Trois", "Quatre", "Cinq")]
    Hall(engine).sent("Ailleurs")
    do(engine, show_submission, amina, "k", rows[1], 1)
    do(engine, reject_submission, amina, "k", rows[2], 1, "no_obstacle")
    do(engine, merge_submission, amina, "k", rows[4], 1, same_as_id=rows[1])
    with Session(engine) as session:
        assert list(waiting_submissions(session, hall.event)["id"]) == [rows[0], rows[3]]
        assert list(waiting_submissions(session, hall.event, limit=1)["id"]) == [rows[0]]
        decided = decided_submissions(session, hall.event)
        assert submissions_counted(session, hall.event) == {
            **{"pending": 2, "shown": 1, "merged": 1, "rejected": 1, "registered": 0, "banned": 0},
        }
        there = submission_now(session, rows[1]) or {}
        assert (there["state"], there["version"], there["who"]) == ("shown", 2, "Name of amina")
        assert submission_now(session, 999) is None
    assert [(row["id"], row["state"]) for row in decided.to_dict("records")] == [
        *((rows[4], "merged"), (rows[2], "rejected"), (rows[1], "shown")),
    ]


def test_what_a_submission_may_repeat_is_proposed_in_either_script(engine: Engine, hall: Hall, coordinator) -> None:
    here = obstacle(category_id=hall.marketing, province_id=hall.zagora, scope="province")
    known = do(engine, raise_obstacle, coordinator, "k", here, mention(guest_name="X", words="Manque de marchés"))
    shown = hall.sent("Il manque des marchés pour nos tapis", state="shown")
    hall.sent("Il manque des marchés pour nos tapis")
    other = hall.sent("Il manque des marchés pour nos tapis", state="shown", category_id=hall.land)
    asked, nothing = hall.sent("il manque des marches"), hall.sent("zzz qqq")
    with Session(engine) as session:
        found = proposals(session, None, hall.event, asked)
        assert list(zip(found["kind"], found["id"], strict=True)) == [("submission", shown), ("obstacle", known.row_id)]
        assert not len(proposals(session, None, hall.event, nothing))
        searched = proposals(session, None, hall.event, nothing, "tapis")
    # A moderator who looks for words finds those of every category.
    assert list(searched["id"])[:2] == [other, shown]
