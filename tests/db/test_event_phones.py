"""What phones of a hall send, on both databases: once by its key, by guests alone, and told of nobody."""

from datetime import time
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from core.access import COORDINATOR, GUEST, Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records import validated
from core.records.event_phones import PhoneCheckIn
from core.records.events import EventRatingRecord, LiveSubmissionRecord
from db.commands.event_phones import check_in_by_phone, rate, send_submission, vote
from db.engine import reading, transaction
from db.models import Change, Event, EventPhone, EventRating, LiveSubmission, ObstacleCategory, Vote
from db.models.base import now
from db.queries.event_phones import hall_phone, sent_of, votes_of
from tests.conftest import actor
from tests.db.entries import do

PHONE = Actor(None, "", frozenset({GUEST}))
DIGEST = "d" * 64
RECORD = validated(PhoneCheckIn, {"kind": "cooperative", "name_latin": "Planted Name", "comes_from": "Planted Place"})


@pytest.fixture
def event(engine: Engine) -> int:
    """An event that runs now with everything open."""
    values: dict[str, Any] = {"name_fr": "Rencontre", "secret": "s", "seats": 130}
    values |= dict.fromkeys(("check_in_open", "submissions_open", "votes_open", "ratings_open"), True)
    values |= {"held_on": now().astimezone(ZONE).date(), "starts_at": time(0), "ends_at": time(23, 59)}
    with transaction(engine) as session:
        made = Event(**values)
        session.add(made)
        session.flush()
        return made.id or 0


def test_what_a_phone_sends_is_kept_once_and_told_without_anybody(engine: Engine, event: int) -> None:
    with reading(engine) as session:
        four = session.exec(select(ObstacleCategory.id).order_by(col(ObstacleCategory.position)).limit(4)).all()
    said = validated(LiveSubmissionRecord, {"category_id": four[0], "text": "Planted words"})
    asked: list[tuple[str, Any, tuple[Any, ...]]] = [
        ("send", send_submission, (said,)),
        ("vote", vote, (four[:3],)),
        ("other", vote, (four[2:4],)),
        ("rate", rate, (validated(EventRatingRecord, {"stars": 5, "text": "Planted sentence"}),)),
        ("again", rate, (validated(EventRatingRecord, {"stars": 3}),)),
    ]
    came = [do(engine, check_in_by_phone, PHONE, "come", event, DIGEST, RECORD, "1") for _ in range(2)]
    guest = came[0].row_id
    assert [one.again for one in came] == [False, True]
    for key, command, rest in asked:
        twice = [do(engine, command, PHONE, key, event, DIGEST, guest, *rest).again for _ in range(2)]
        assert twice == [False, True]
    with reading(engine) as session:
        [one] = hall_phone(session, event, DIGEST).guests
        assert (one.id, one.number, one.kind, one.votes, one.stars) == (guest, 1, "cooperative", 2, 3)
        assert [(row.text, row.state) for row in sent_of(session, guest)] == [("Planted words", "pending")]
        assert votes_of(session, guest) == frozenset(four[2:4])
        assert session.exec(select(EventPhone.sent)).all() == [1]
        assert session.exec(select(EventRating.text)).all() == [None]
        changes = session.exec(select(Change).order_by(col(Change.id))).all()
        told = str([(change.before, change.after) for change in changes])
    assert [change.command for change in changes] == [
        *("check_in_by_phone", "send_submission", "vote", "vote", "rate", "rate")
    ]
    assert "Planted" not in told


def test_nobody_speaks_before_a_check_in_for_another_phone_or_with_an_account(engine: Engine, event: int) -> None:
    guest = do(engine, check_in_by_phone, PHONE, "come", event, DIGEST, RECORD, "1").row_id
    for who, digest, number, code in (
        (PHONE, "e" * 64, guest, "event_check_in_first"),
        (PHONE, DIGEST, guest + 1, "event_check_in_first"),
        (actor(COORDINATOR), DIGEST, guest, "not_allowed"),
    ):
        with pytest.raises(Problem) as refused:
            do(engine, vote, who, f"{digest}{number}", event, digest, number, (1,))
        assert refused.value.code == code
    with reading(engine) as session:
        assert session.exec(select(Vote)).all() == []
        assert session.exec(select(LiveSubmission)).all() == []
