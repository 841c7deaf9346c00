"""After an event what was let through stands in the register once: grouped, under its speakers, with votes beside."""

from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.access import PRESENTER
from core.filters import Filters
from core.problems import Problem
from db.commands.event_register import register_submissions, unregister_submissions
from db.commands.moderation import merge_submission, show_submission
from db.commands.obstacles import raise_obstacle
from db.commands.organisations import register_organisation
from db.engine import transaction
from db.models import Change, Event, LiveSubmission, Mention, Obstacle, Referral
from db.queries.event_record import obstacles_ranked
from db.queries.event_votes import hall_weight
from db.queries.figures.obstacles import obstacle_list
from tests.conftest import actor
from tests.db.entries import communes_of, do, mention, obstacle, organisation
from tests.db.hall import HELD_ON, Hall


class Spoken(Hall):
    """A hall where seven things were said, of which six were let through."""

    def __init__(self, engine: Engine, coordinator: Any) -> None:
        super().__init__(engine)
        self.coordinator = coordinator
        with Session(engine) as session:
            self.commune = communes_of(session, "Tinghir")[0]
        coop = organisation(name_latin="Tissage Toudgha", commune_id=self.commune)
        self.coop = do(engine, register_organisation, coordinator, "coop", coop).row_id
        here = obstacle(category_id=self.marketing, scope="national", title="Pas de marché")
        self.known = do(engine, raise_obstacle, coordinator, "o", here, mention(organisation_id=self.coop)).row_id
        self.weaver = self.guest(organisation_id=self.coop, name_latin="Rkia Oubella")
        self.nameless = self.guest(province_id=self.zagora)
        # One joins an obstacle of the register, two say the same, two say one thing with the same words.
        self.joins = self.sent("Personne n’achète nos tapis", self.weaver)
        self.first = self.sent("Le terrain est au douar entier", category_id=self.land, province_id=None)
        self.repeats = self.sent("La terre n’est à personne", self.weaver, category_id=self.land)
        self.loan = self.sent("Le crédit est refusé", self.nameless, category_id=self.financing)
        self.loan_again = self.sent("LE CREDIT est refusé.", category_id=self.financing)
        self.bad = self.sent("Un fou", category_id=self.land, state="rejected")
        self.waits = self.sent("On verra", category_id=self.land)
        for one in (self.first, self.loan, self.loan_again):
            do(engine, show_submission, coordinator, "k", one, 1)
        do(engine, merge_submission, coordinator, "k", self.joins, 1, obstacle_id=self.known)
        do(engine, merge_submission, coordinator, "k", self.repeats, 1, same_as_id=self.first)

    def do(self, command: Any, *args: Any) -> Any:
        return do(self.engine, command, self.coordinator, f"{command.name}{args}", *args)

    def refused(self, command: Any, version: int) -> Problem:
        with pytest.raises(Problem) as refused:
            do(self.engine, command, self.coordinator, "refused", self.event, version)
        return refused.value

    def mentions(self) -> list[Mention]:
        with Session(self.engine) as session:
            living = select(Mention).where(Mention.event_id == self.event, col(Mention.deleted_at).is_(None))
            return list(session.exec(living.order_by(col(Mention.id))))

    def obstacle_of(self, submission: int) -> int:
        with Session(self.engine) as session:
            named = session.get_one(LiveSubmission, submission).mention_id
            return session.get_one(Mention, named).obstacle_id


@pytest.fixture
def hall(engine: Engine, coordinator) -> Spoken:
    return Spoken(engine, coordinator)


def test_a_presenter_registers_nothing(engine: Engine, hall: Spoken) -> None:
    presenter = actor(PRESENTER)
    for command in (register_submissions, unregister_submissions):
        with pytest.raises(Problem) as refused:
            do(engine, command, presenter, "k", hall.event, 1)
        assert refused.value.code == "not_allowed"
    assert hall.mentions() == []


def test_what_was_let_through_becomes_mentions_and_one_obstacle_for_what_says_the_same(hall: Spoken) -> None:
    hall.do(register_submissions, hall.event, 1)
    made = hall.mentions()
    assert len(made) == 5
    assert hall.obstacle_of(hall.joins) == hall.known
    assert hall.obstacle_of(hall.first) == hall.obstacle_of(hall.repeats)
    assert hall.obstacle_of(hall.loan) == hall.obstacle_of(hall.loan_again)
    with Session(hall.engine) as session:
        assert len(session.exec(select(Obstacle)).all()) == 3
        land = session.get_one(Obstacle, hall.obstacle_of(hall.first))
        loan = session.get_one(Obstacle, hall.obstacle_of(hall.loan))
        assert session.get_one(LiveSubmission, hall.waits).mention_id is None
        assert session.get_one(LiveSubmission, hall.bad).mention_id is None
        assert session.get_one(Event, hall.event).registered_at is not None
        entry = session.exec(select(Change).where(Change.command == "register_submissions")).one()
    # Two provinces, or one that is unknown, are the whole country's; who sent it says where it is heard.
    assert (land.scope, land.province_id, land.raised_on, land.state) == ("national", None, HELD_ON, "raised")
    assert (loan.scope, loan.province_id, loan.category_id) == ("province", hall.zagora, hall.financing)
    after = entry.after or {}
    assert (len(after["mentions_made"]), after["obstacles_made"]) == (5, [land.id, loan.id])
    assert "secret" not in after


def test_a_guest_speaks_for_their_organisation_and_one_without_a_name_under_a_number(hall: Spoken) -> None:
    hall.do(register_submissions, hall.event, 1)
    joins, first, repeats, loan, _ = hall.mentions()
    assert (joins.organisation_id, joins.guest_id, joins.guest_name) == (hall.coop, hall.weaver, None)
    # The province that was said, and no commune beside a province that it does not lie in.
    assert (joins.province_id, joins.commune_id, joins.source) == (hall.zagora, None, "event")
    assert (first.organisation_id, first.province_id) == (None, None)
    assert (repeats.organisation_id, repeats.words) == (hall.coop, "La terre n’est à personne")
    assert (loan.organisation_id, loan.guest_id, loan.guest_name) == (None, hall.nameless, None)
    with Session(hall.engine) as session:
        heaviest = obstacle_list(session, Filters()).to_dict("records")
    told = {row["id"]: (row["voices"], row["mentions"]) for row in heaviest}
    assert told == {
        # The weaver speaks for the cooperative that had named it before.
        hall.known: (1, 2),
        hall.obstacle_of(hall.first): (2, 2),
        # Two guests without a name are two voices.
        hall.obstacle_of(hall.loan): (2, 2),
    }


def test_registering_twice_changes_nothing_and_what_is_let_through_later_joins_its_group(hall: Spoken) -> None:
    hall.do(register_submissions, hall.event, 1)
    before = [one.model_dump() for one in hall.mentions()]
    assert hall.refused(register_submissions, 1).code == "conflict"
    assert hall.refused(register_submissions, 2).code == "nothing_to_register"
    assert [one.model_dump() for one in hall.mentions()] == before
    do(hall.engine, merge_submission, hall.coordinator, "late", hall.waits, 1, same_as_id=hall.first)
    hall.do(register_submissions, hall.event, 2)
    assert hall.obstacle_of(hall.waits) == hall.obstacle_of(hall.first)
    assert len(hall.mentions()) == 6


def test_an_obstacle_merged_meanwhile_is_the_one_that_is_left(hall: Spoken) -> None:
    kept = do(
        hall.engine,
        raise_obstacle,
        hall.coordinator,
        "kept",
        obstacle(category_id=hall.marketing),
        mention(guest_name="X"),
    ).row_id
    with transaction(hall.engine) as session:
        session.get_one(Obstacle, hall.known).merged_into_id = kept
    hall.do(register_submissions, hall.event, 1)
    assert hall.obstacle_of(hall.joins) == kept


def test_what_was_registered_can_be_taken_out_and_entered_anew(hall: Spoken) -> None:
    assert hall.refused(unregister_submissions, 1).code == "nothing_registered"
    hall.do(register_submissions, hall.event, 1)
    hall.do(unregister_submissions, hall.event, 2)
    assert hall.mentions() == []
    with Session(hall.engine) as session:
        living = session.exec(select(Obstacle.id).where(col(Obstacle.deleted_at).is_(None))).all()
        assert session.get_one(Event, hall.event).registered_at is None
    # What stood in the register before the event stands as it stood.
    assert living == [hall.known]
    hall.do(register_submissions, hall.event, 3)
    assert len(hall.mentions()) == 5


def test_what_somebody_has_worked_with_since_is_not_taken_out(hall: Spoken) -> None:
    hall.do(register_submissions, hall.event, 1)
    with transaction(hall.engine) as session:
        referred = {"obstacle_id": hall.obstacle_of(hall.loan), "institution_id": 1, "referred_on": HELD_ON}
        session.add(Referral.model_validate(referred))
    refused = hall.refused(unregister_submissions, 2)
    assert (refused.code, refused.details) == ("registered_in_use", {"number": 1})
    assert len(hall.mentions()) == 5


def test_an_event_without_submissions_has_nothing_to_enter(engine: Engine, coordinator) -> None:
    quiet = Hall(engine)
    with pytest.raises(Problem) as refused:
        do(engine, register_submissions, coordinator, "k", quiet.event, 1)
    assert refused.value.code == "nothing_to_register"


def test_obstacles_of_the_hall_are_ranked_by_voices_with_the_votes_of_their_category(hall: Spoken) -> None:
    hall.votes(hall.weaver, hall.land, hall.financing)
    hall.votes(hall.nameless, hall.financing)
    with Session(hall.engine) as session:
        before = obstacles_ranked(session, hall.event).to_dict("records")
    hall.do(register_submissions, hall.event, 1)
    with Session(hall.engine) as session:
        after = obstacles_ranked(session, hall.event).to_dict("records")
        loan = hall_weight(session, hall.obstacle_of(hall.loan)).to_dict("records")
        known = hall_weight(session, hall.known).to_dict("records")
    told = [(row["category_id"], row["text"], row["voices"], row["submissions"], row["votes"]) for row in before]
    assert told == [
        (hall.financing, "Le crédit est refusé", 2, 2, 2),
        (hall.land, "Le terrain est au douar entier", 2, 2, 1),
        (hall.marketing, "Pas de marché", 1, 1, 0),
    ]
    # In the register or not yet, the hall said the same.
    assert after == before
    assert [(row["event_id"], row["mentions"], row["votes"]) for row in loan] == [(hall.event, 2, 2)]
    # Named in the hall once, and nobody voted for its category.
    assert [(row["event_id"], row["mentions"], row["votes"]) for row in known] == [(hall.event, 1, 0)]
