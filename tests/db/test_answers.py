"""What institutions are asked, promise and do: every refusal, the versions two people carry, and what the rows hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.access import GUEST, Actor
from core.problems import Problem
from core.records import validated
from core.records.commitments import CommitmentRecord, UpdateRecord
from core.records.institutions import (
    AnswerRecord,
    InstitutionPersonRecord,
    LinkRecord,
    ReferralChange,
    ReferringRecord,
)
from db.commands.commitment_updates import MOST_STEPS_A_DAY, add_update, answer_commitment
from db.commands.commitments import change_commitment, make_commitment, remove_commitment
from db.commands.institution_links import make_institution_link, revoke_institution_link
from db.commands.institution_people import add_institution_person, change_institution_person
from db.commands.ledger import Command, Saved
from db.commands.link_uses import MOST_ADDRESSES_A_DAY, OF_INSTITUTION, note_use
from db.commands.obstacles import raise_obstacle
from db.commands.referrals import change_referral, note_answer, refer_obstacle, withdraw_referral
from db.engine import engine as the_engine
from db.engine import reading, transaction
from db.models import Change, Commitment, CommitmentUpdate, Institution, Obstacle, Proof, Referral
from tests.conftest import actor
from tests.db.entries import category, mention, obstacle, province

DESK = actor("coordinator")
GUEST_ACTOR = Actor(None, "", frozenset({GUEST}))
RAISED = date(2026, 3, 2)


class Desk:
    """A database with an obstacle of Zagora and one of the whole country, and the institutions by acronym."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self._key = engine, 0
        with reading(engine) as session:
            land, sanitary = category(session, "land"), category(session, "sanitary")
            zagora = province(session, "Zagora")
            self.bodies = {row.acronym: row.id or 0 for row in session.exec(select(Institution)).all()}
        said = mention(guest_name="Une visiteuse", province_id=zagora)
        first = obstacle(category_id=sanitary, title="Autorisation", scope="province", province_id=zagora)
        self.obstacle = self.do(raise_obstacle, first, said).row_id
        self.other = self.do(raise_obstacle, obstacle(category_id=land, title="Terrain", scope="national"), said).row_id

    def do(self, command: Command[Any, Any], *args: Any, by: Actor = DESK, key: str | None = None) -> Saved:
        self._key += 1
        with transaction(self.engine) as session:
            return command(session, by, key or f"key {self._key}", *args)

    def refer(self, *acronyms: str, on: date = RAISED, obstacle_id: int | None = None) -> None:
        asked = {"institutions": [self.bodies[one] for one in acronyms], "referred_on": on}
        self.do(refer_obstacle, obstacle_id or self.obstacle, validated(ReferringRecord, asked))

    def promise(self, body: str = "ONSSA", obstacles: tuple[int, ...] = (), **values: Any) -> int:
        record = self.record(body, **values)
        return self.do(make_commitment, record, obstacles or (self.obstacle,)).row_id

    def record(self, body: str = "ONSSA", **values: Any) -> CommitmentRecord:
        usual = {"what": "Une commission mixte", "promised_on": RAISED, "due_on": RAISED + timedelta(days=30)}
        return validated(CommitmentRecord, {"institution_id": self.bodies[body]} | usual | values)

    def person(self, body: str = "ONSSA", **values: Any) -> int:
        record = {"institution_id": self.bodies[body], "name": "Guichet", "office": "Service provincial"} | values
        return self.do(add_institution_person, validated(InstitutionPersonRecord, record)).row_id

    def link(self, person: int, expires_on: date | None = None, digest: str = "d") -> int:
        until = validated(LinkRecord, {"expires_on": expires_on or date.today() + timedelta(days=90)})
        return self.do(make_institution_link, person, digest, until).row_id

    def state(self, obstacle_id: int | None = None) -> str:
        with reading(self.engine) as session:
            return session.get_one(Obstacle, obstacle_id or self.obstacle).state

    def row(self, model: Any, row_id: int) -> Any:
        with reading(self.engine) as session:
            return session.get_one(model, row_id)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


def step(on: date = RAISED, **values: Any) -> UpdateRecord:
    return validated(UpdateRecord, {"happened_on": on, "text": "Visite faite"} | values)


@contextmanager
def refused(code: str, field: str | None = None) -> Iterator[None]:
    """What is done inside is refused with this code, beside this field where one is named."""
    with pytest.raises(Problem) as found:
        yield
    first = next(found.value.each())
    assert (first.code, first.field if field is not None else None) == (code, field)


def test_a_referral_is_refused_twice_too_early_tomorrow_to_nobody_and_to_who_is_switched_off(desk: Desk) -> None:
    tomorrow = date.today() + timedelta(days=1)
    with refused("required", "institutions"):
        desk.refer()
    with refused("day_in_future", "referred_on"):
        desk.refer("ONSSA", on=tomorrow)
    with refused("referred_before_raised", "referred_on"):
        desk.refer("ONSSA", on=RAISED - timedelta(days=1))
    with transaction(desk.engine) as session:
        session.get_one(Institution, desk.bodies["ADS"]).active = False
    with refused("institution_switched_off", "institutions"):
        desk.refer("ADS")
    assert desk.state() == "raised"
    desk.refer("ONSSA", "ODCO")
    with refused("already_referred", "institutions"):
        desk.refer("ONSSA")
    assert desk.state() == "addressed"


def test_an_answer_cannot_come_before_the_question_nor_the_question_be_moved_behind_it(desk: Desk) -> None:
    desk.refer("ONSSA", on=RAISED + timedelta(days=2))
    with refused("answered_before_asked", "answered_on"):
        desk.do(note_answer, 1, 1, validated(AnswerRecord, {"answer": "Oui", "answered_on": RAISED}))
    answer = validated(AnswerRecord, {"answer": "Oui", "answered_on": RAISED + timedelta(days=9)})
    desk.do(note_answer, 1, 1, answer)
    with refused("conflict"):
        desk.do(note_answer, 1, 1, answer)
    late = validated(ReferralChange, {"referred_on": RAISED + timedelta(days=10)})
    with refused("answered_before_asked", "referred_on"):
        desk.do(change_referral, 1, 2, late)
    with refused("required", "reason"):
        desk.do(withdraw_referral, 1, 2, " ")
    desk.do(withdraw_referral, 1, 2, "Par erreur")
    assert desk.state() == "raised"
    desk.refer("ONSSA")
    assert desk.row(Referral, 2).deleted_at is None


def test_a_promise_is_refused_for_nothing_before_it_was_made_and_by_a_person_of_another_institution(desk: Desk) -> None:
    with refused("due_before_promised", "due_on"):
        desk.promise(due_on=RAISED - timedelta(days=1))
    with refused("day_in_future", "promised_on"):
        desk.promise(promised_on=date.today() + timedelta(days=1), due_on=None)
    with refused("commitment_for_nothing", "obstacles"):
        desk.do(make_commitment, desk.record(), ())
    with refused("row_gone"):
        desk.do(make_commitment, desk.record(), (999,))
    with refused("unknown_choice", "recommendations"):
        desk.do(make_commitment, desk.record(), (), (999,))
    elsewhere = desk.person("ODCO")
    with refused("person_of_other_institution", "institution_person_id"):
        desk.promise(institution_person_id=elsewhere)
    assert desk.state() == "raised"


def test_one_promise_answers_several_obstacles_and_each_follows_its_state(desk: Desk) -> None:
    made = desk.promise(obstacles=(desk.obstacle, desk.other))
    assert [desk.state(one) for one in (desk.obstacle, desk.other)] == ["committed", "committed"]
    desk.do(add_update, made, 1, step(state="in_progress"))
    assert desk.state(desk.other) == "in_progress"
    desk.do(change_commitment, made, 2, desk.record(), (desk.obstacle,))
    assert [desk.state(one) for one in (desk.obstacle, desk.other)] == ["in_progress", "raised"]
    desk.do(add_update, made, 3, step(RAISED + timedelta(days=40), state="done"))
    row = desk.row(Commitment, made)
    assert (row.state, row.done_on, desk.state()) == ("done", RAISED + timedelta(days=40), "done")
    desk.do(add_update, made, 4, step(RAISED + timedelta(days=41), state="in_progress"))
    assert desk.row(Commitment, made).done_on is None
    with refused("required", "reason"):
        desk.do(remove_commitment, made, 5, None)
    desk.do(remove_commitment, made, 5, "Saisi deux fois")
    assert desk.state() == "raised"


def test_no_day_is_moved_into_a_past_that_cannot_have_been(desk: Desk) -> None:
    made = desk.promise()
    with refused("day_in_future", "happened_on"):
        desk.do(add_update, made, 1, step(date.today() + timedelta(days=1)))
    with refused("step_before_promise", "happened_on"):
        desk.do(add_update, made, 1, step(RAISED - timedelta(days=1)))
    with refused("question_without_state", "state"):
        desk.do(add_update, made, 1, step(kind="question", state="done"))
    desk.do(add_update, made, 1, step(RAISED + timedelta(days=1)))
    moved = desk.record(promised_on=RAISED + timedelta(days=2))
    with refused("promised_after_step", "promised_on"):
        desk.do(change_commitment, made, 2, moved, (desk.obstacle,))
    with refused("never_changes", "institution_id"):
        desk.do(change_commitment, made, 2, desk.record("ODCO"), (desk.obstacle,))
    with refused("due_before_promised", "due_on"):
        desk.record(due_on=RAISED - timedelta(days=1))


def test_of_two_who_update_one_promise_the_second_is_told_and_nothing_is_written_over(desk: Desk) -> None:
    made = desk.promise()
    desk.do(add_update, made, 1, step(state="in_progress"))
    with refused("conflict"):
        desk.do(add_update, made, 1, step(state="done"))
    with refused("conflict"):
        desk.do(change_commitment, made, 1, desk.record(what="Autre"), (desk.obstacle,))
    desk.do(add_update, made, 2, step(state="done"), key="the same")
    assert desk.do(add_update, made, 2, step(state="done"), key="the same").again
    with reading(desk.engine) as session:
        assert [row.state for row in session.exec(select(CommitmentUpdate)).all()] == ["in_progress", "done"]


def test_a_person_of_an_institution_is_known_once_and_closing_one_ends_the_links(desk: Desk) -> None:
    person = desk.person()
    with refused("institution_person_known", "name"):
        desk.person()
    link = desk.link(person)
    closed = {"institution_id": desk.bodies["ONSSA"], "name": "Guichet", "active": False}
    elsewhere = validated(InstitutionPersonRecord, closed | {"institution_id": desk.bodies["ADS"]})
    with refused("never_changes", "institution_id"):
        desk.do(change_institution_person, person, 1, elsewhere)
    desk.do(change_institution_person, person, 1, validated(InstitutionPersonRecord, closed))
    with refused("institution_link_over"):
        desk.do(answer_commitment, link, desk.promise(), 1, step(), by=GUEST_ACTOR)
    with refused("person_closed"):
        desk.link(person, digest="e")
    with refused("person_of_other_institution", "institution_person_id"):
        desk.promise(institution_person_id=person)


def test_a_link_answers_for_its_own_institution_only_and_says_neither_answer_nor_dropped(desk: Desk) -> None:
    link, mine, theirs = desk.link(desk.person()), desk.promise(), desk.promise("ODCO")
    with refused("row_gone"):
        desk.do(answer_commitment, link, theirs, 1, step(), by=GUEST_ACTOR)
    with refused("unknown_choice", "state"):
        desk.do(answer_commitment, link, mine, 1, step(state="dropped"), by=GUEST_ACTOR)
    with refused("unknown_choice", "kind"):
        desk.do(answer_commitment, link, mine, 1, step(kind="answer"), by=GUEST_ACTOR)
    with refused("not_allowed"):
        desk.do(answer_commitment, link, mine, 1, step())
    desk.do(answer_commitment, link, mine, 1, step(state="done"), by=GUEST_ACTOR)
    with reading(desk.engine) as session:
        entry = session.exec(select(Change).where(Change.command == "answer_commitment")).one()
        assert (entry.account_id, (entry.after or {})["link_id"]) == (None, link)
    desk.do(revoke_institution_link, link, 1)
    with refused("link_revoked"):
        desk.do(revoke_institution_link, link, 2)
    with refused("institution_link_over"):
        desk.do(answer_commitment, link, mine, 2, step(), by=GUEST_ACTOR)


def test_a_link_ends_within_a_year_and_not_before_today(desk: Desk) -> None:
    person = desk.person()
    for wrong in (date.today() - timedelta(days=1), date.today() + timedelta(days=367)):
        with refused("link_ends_wrong", "expires_on"):
            desk.link(person, wrong)
    with reading(desk.engine) as session:
        assert session.exec(select(Change).where(Change.command == "make_institution_link")).first() is None
    desk.link(person, date.today())
    with reading(desk.engine) as session:
        entry = session.exec(select(Change).where(Change.command == "make_institution_link")).one()
        assert "digest" not in (entry.after or {})


def test_a_flood_of_steps_by_one_link_ends_and_no_proof_of_it_is_kept(desk: Desk) -> None:
    link, made = desk.link(desk.person()), desk.promise()
    with transaction(desk.engine) as session:
        said: dict[str, Any] = {"happened_on": RAISED, "text": "x", "kind": "step"}
        session.add_all(CommitmentUpdate(commitment_id=made, link_id=link, **said) for _ in range(MOST_STEPS_A_DAY))
    with refused("link_used_too_much"):
        desk.do(answer_commitment, link, made, 1, step(), by=GUEST_ACTOR)
    with reading(desk.engine) as session:
        assert session.exec(select(Proof)).first() is None


def test_a_link_that_is_handed_around_opens_from_no_further_place(database: Any) -> None:
    assert database.exists()
    desk = Desk(the_engine())
    link = desk.link(desk.person())
    for place in range(MOST_ADDRESSES_A_DAY):
        note_use(OF_INSTITUTION, link, f"10.0.0.{place}")
    with refused("link_shared"):
        note_use(OF_INSTITUTION, link, "10.0.1.1")
    note_use(OF_INSTITUTION, link, "10.0.0.3")
