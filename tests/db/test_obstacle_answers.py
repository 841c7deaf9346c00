"""An obstacle goes from raised to confirmed by what hangs on it; only the organisations close it or open it again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.access import COORDINATOR, GUEST, MANAGER, Actor
from core.i18n import ZONE
from core.passwords import new_token, token_hash
from core.problems import Problem
from core.records import validated
from core.records.commitments import ConfirmationRecord, OrganisationVisitRecord
from db.commands.bin import restore
from db.commands.commitments import remove_commitment
from db.commands.confirmations import (
    answer_confirmations,
    drop_obstacle,
    give_confirmation_link,
    pick_obstacle_up,
    record_confirmation,
    revoke_confirmation_link,
    take_confirmation_back,
)
from db.commands.ledger import Command, Saved
from db.commands.obstacle_states import close_heard_obstacles, restated, running_out
from db.commands.obstacles import attach_mention, change_obstacle, raise_obstacle
from db.commands.organisation_visits import record_visit, remove_visit
from db.commands.organisations import register_organisation
from db.commands.referrals import withdraw_referral
from db.commands.removals import remove_mention, remove_obstacle
from db.engine import transaction
from db.models import (
    Commitment,
    CommitmentObstacle,
    Confirmation,
    ConfirmationLink,
    Institution,
    Mention,
    Obstacle,
    ObstacleMove,
    Referral,
)
from db.queries.bin import binned
from tests.db.entries import DAY, category, communes_of, do, field_officer_of, mention, obstacle, organisation, province

DESK = Actor(None, "desk", frozenset({COORDINATOR}))
NOBODY = Actor(None, "", frozenset({GUEST}))


def today() -> date:
    return datetime.now(ZONE).date()


@dataclass
class Chain:
    """One obstacle in Zagora that some organisations mention, with what an institution does of it."""

    engine: Engine
    made: int = 0

    def __post_init__(self) -> None:
        with Session(self.engine) as session:
            self.zagora, self.tinghir = province(session, "Zagora"), province(session, "Tinghir")
            self.commune, self.far = communes_of(session, "Zagora")[0], communes_of(session, "Tinghir")[0]
            self.land = category(session, "land")
            self.institution = session.exec(select(Institution.id)).first() or 0
        self.voices = [self.cooperative("Amal")]
        said = mention(organisation_id=self.voices[0])
        self.id = self.do(raise_obstacle, obstacle(category_id=self.land), said).row_id

    def do(self, command: Command[Any, Any], *args: Any, actor: Actor = DESK) -> Saved:
        """One action with a key of its own."""
        self.made += 1
        return do(self.engine, command, actor, f"k{self.made}", *args)

    def refused(self, command: Command[Any, Any], *args: Any, actor: Actor = DESK) -> tuple[str, str]:
        """The code and the field of the refusal."""
        with pytest.raises(Problem) as refused:
            self.do(command, *args, actor=actor)
        return refused.value.code, refused.value.field

    def cooperative(self, name: str, commune: int | None = None) -> int:
        """A cooperative of Zagora, or of another commune."""
        return self.do(register_organisation, organisation(name_latin=name, commune_id=commune or self.commune)).row_id

    def heard_from(self, name: str) -> int:
        """One more cooperative that mentions the obstacle."""
        self.voices.append(self.cooperative(name))
        self.do(attach_mention, self.id, mention(organisation_id=self.voices[-1], words=f"Nous aussi, {name}"))
        return self.voices[-1]

    def add(self, *rows: Any) -> None:
        """Rows of what another part of the product writes, and the obstacle restated as it does."""
        with transaction(self.engine) as session:
            for row in rows:
                session.add(row)
            session.flush()
            restated(session, DESK, [self.id], today())

    def promise(self, state: str = "promised", done_on: date | None = None) -> int:
        """A commitment of the institution for the obstacle."""
        with transaction(self.engine) as session:
            row = Commitment(
                institution_id=self.institution, what="Une parcelle", promised_on=DAY, state=state, done_on=done_on
            )
            session.add(row)
            session.flush()
            number = row.id or 0
        self.add(CommitmentObstacle(commitment_id=number, obstacle_id=self.id))
        return number

    def keep(self, commitment: int, state: str, done_on: date | None = None) -> None:
        """The commitment in another state."""
        with transaction(self.engine) as session:
            row = session.get_one(Commitment, commitment)
            row.state, row.done_on = state, done_on
            session.add(row)
            session.flush()
            restated(session, DESK, [self.id], today())

    def word(self, organisation_id: int, verdict: str, **values: Any) -> ConfirmationRecord:
        """What an organisation says of the obstacle today."""
        start = {"obstacle_id": self.id, "confirmed_on": today(), "way": "visit"}
        return validated(ConfirmationRecord, start | {"organisation_id": organisation_id, "verdict": verdict} | values)

    def say(self, organisation_id: int, verdict: str, **values: Any) -> int:
        """The word, recorded by the desk."""
        return self.do(record_confirmation, self.word(organisation_id, verdict, **values)).row_id

    @property
    def row(self) -> Obstacle:
        with Session(self.engine) as session:
            return session.get_one(Obstacle, self.id)

    @property
    def state(self) -> str:
        return self.row.state

    @property
    def steps(self) -> list[tuple[str, str]]:
        with Session(self.engine) as session:
            asked = select(ObstacleMove.before, ObstacleMove.after).where(ObstacleMove.obstacle_id == self.id)
            return list(session.exec(asked.order_by(col(ObstacleMove.id))).all())


@pytest.fixture
def chain(engine: Engine) -> Chain:
    return Chain(engine)


def test_an_obstacle_goes_from_raised_to_confirmed_by_what_hangs_on_it(chain: Chain) -> None:
    assert chain.state == "raised"
    chain.add(Referral(obstacle_id=chain.id, institution_id=chain.institution, referred_on=DAY))
    assert chain.state == "addressed"
    commitment = chain.promise()
    assert chain.state == "committed"
    chain.keep(commitment, "in_progress")
    assert chain.state == "in_progress"
    chain.keep(commitment, "done", today())
    assert chain.state == "done"
    chain.say(chain.voices[0], "solved")
    assert chain.state == "confirmed"
    assert chain.steps == [
        *(("raised", "addressed"), ("addressed", "committed"), ("committed", "in_progress")),
        *(("in_progress", "done"), ("done", "confirmed")),
    ]


def test_only_a_word_of_all_who_mentioned_it_closes_and_a_no_opens_it_again(chain: Chain) -> None:
    second = chain.heard_from("Tifawt")
    chain.promise("done", today())
    chain.say(chain.voices[0], "solved")
    assert chain.state == "done"
    chain.say(second, "partly", words="La moitié seulement")
    assert chain.state == "in_progress"
    chain.say(second, "solved")
    assert chain.state == "confirmed"
    said = chain.say(chain.voices[0], "no", words="La parcelle est reprise")
    assert chain.state == "in_progress"
    # Of one organisation the newest word counts, and what was said on a later day is newer than what was entered later.
    chain.say(chain.voices[0], "solved", confirmed_on=today() - timedelta(days=1))
    assert chain.state == "in_progress"
    chain.do(take_confirmation_back, said, 1, "Autre coopérative")
    assert chain.state == "confirmed"


def test_a_new_voice_opens_a_confirmed_obstacle_until_it_is_heard_or_taken_away(chain: Chain) -> None:
    chain.say(chain.voices[0], "solved")
    assert chain.state == "confirmed"
    chain.heard_from("Tifawt")
    assert chain.state == "raised"
    with Session(chain.engine) as session:
        voice = session.exec(select(Mention.id).order_by(col(Mention.id).desc())).first() or 0
    chain.do(remove_mention, voice, 1, "Erreur")
    assert chain.state == "confirmed"


def test_when_the_time_for_answers_is_over_those_who_answered_close_it_without_anybody_pressing(chain: Chain) -> None:
    for number in range(33):
        chain.heard_from(f"Coop {number}")
    chain.promise("done", today() - timedelta(days=30))
    for voice in chain.voices[:12]:
        chain.say(voice, "solved")
    assert chain.state == "done"
    with Session(chain.engine) as session:
        # The thirtieth day still belongs to them.
        assert running_out(session, today()) == []
        assert running_out(session, today() + timedelta(days=1)) == [chain.id]
    assert chain.refused(close_heard_obstacles) == ("nothing_runs_out", "")
    with transaction(chain.engine) as session:
        done = session.exec(select(Commitment)).one()
        done.done_on = today() - timedelta(days=31)
        session.add(done)
    chain.do(close_heard_obstacles)
    assert chain.state == "confirmed"
    chain.say(chain.voices[20], "no")
    assert chain.state == "in_progress"


def test_nobodys_time_runs_while_something_promised_is_open(chain: Chain) -> None:
    chain.heard_from("Tifawt")
    chain.promise("done", today() - timedelta(days=90))
    open_one = chain.promise("promised")
    chain.say(chain.voices[0], "solved")
    assert chain.state == "in_progress"
    chain.keep(open_one, "dropped")
    assert chain.state == "confirmed"


def test_words_are_refused_that_nobody_can_have_said(chain: Chain) -> None:
    stranger, far = chain.cooperative("Autre"), chain.cooperative("Loin", chain.far)
    own = chain.voices[0]
    assert (
        chain.refused(record_confirmation, chain.word(own, "solved"), actor=Actor(None, "m", frozenset({MANAGER})))[0]
        == "not_allowed"
    )
    elsewhere = field_officer_of(chain.tinghir)
    assert chain.refused(record_confirmation, chain.word(own, "solved"), actor=elsewhere)[0] == "other_province"
    here = field_officer_of(chain.zagora)
    for record, refusal in (
        (chain.word(stranger, "solved"), ("confirmation_not_asked", "organisation_id")),
        (chain.word(far, "solved"), ("other_province", "organisation_id")),
        (chain.word(own, "solved", way="link"), ("unknown_choice", "way")),
        (chain.word(own, "solved", confirmed_on=today() + timedelta(days=1)), ("day_in_future", "confirmed_on")),
        (chain.word(own, "solved", confirmed_on=DAY - timedelta(days=1)), ("day_before_raised", "confirmed_on")),
    ):
        assert chain.refused(record_confirmation, record, actor=here) == refusal
    earlier = mention(organisation_id=stranger, mentioned_on=DAY - timedelta(days=1))
    assert chain.refused(attach_mention, chain.id, earlier) == ("day_before_raised", "mentioned_on")
    later = obstacle(category_id=chain.land, raised_on=DAY + timedelta(days=1))
    assert chain.refused(change_obstacle, chain.id, 1, later) == ("raised_after_mention", "raised_on")


def test_an_obstacle_is_dropped_and_picked_up_again_with_a_reason(chain: Chain) -> None:
    chain.promise()
    assert chain.refused(drop_obstacle, chain.id, chain.row.version, " ") == ("required", "reason")
    chain.do(drop_obstacle, chain.id, chain.row.version, "La coopérative est dissoute")
    chain.promise("done", today())
    assert chain.state == "dropped"
    assert chain.refused(record_confirmation, chain.word(chain.voices[0], "solved"))[0] == "confirmation_of_dropped"
    assert chain.refused(drop_obstacle, chain.id, chain.row.version, "Encore")[0] == "dropped_already"
    chain.do(pick_obstacle_up, chain.id, chain.row.version, "Elle a repris")
    assert chain.state == "in_progress"
    assert chain.refused(pick_obstacle_up, chain.id, chain.row.version, "Encore")[0] == "not_dropped"
    assert chain.refused(remove_obstacle, chain.id, chain.row.version, "Erreur")[0] == "obstacle_answered"
    with Session(chain.engine) as session:
        reasons = session.exec(select(ObstacleMove.reason).where(col(ObstacleMove.reason).is_not(None))).all()
    assert reasons == ["La coopérative est dissoute", "Elle a repris"]


def test_a_link_answers_for_its_own_organisation_alone_once_and_while_it_is_good(chain: Chain) -> None:
    other = chain.heard_from("Tifawt")
    token = new_token()
    link = chain.do(give_confirmation_link, chain.voices[0], token_hash(token)).row_id
    # Whatever a forged form says of who speaks, when and how, the link says it.
    forged = chain.word(other, "solved", confirmed_on=DAY, words="Oui", way="phone")
    assert chain.refused(answer_confirmations, token_hash("guessed"), (forged,), actor=NOBODY)[0] == (
        "answer_link_unknown"
    )
    assert chain.refused(answer_confirmations, token_hash(token), (), actor=NOBODY)[0] == "nothing_answered"
    for _ in range(2):
        do(chain.engine, answer_confirmations, NOBODY, "the page's key", token_hash(token), (forged,))
    with Session(chain.engine) as session:
        rows = session.exec(select(Confirmation)).all()
        assert [(r.organisation_id, r.verdict, r.confirmed_on, r.way) for r in rows] == [
            (chain.voices[0], "solved", today(), "link")
        ]
        assert token not in repr(session.exec(select(ConfirmationLink)).all())
    strange = chain.do(
        raise_obstacle, obstacle(category_id=chain.land), mention(organisation_id=other, words="Autre chose")
    ).row_id
    not_theirs = chain.word(chain.voices[0], "no", obstacle_id=strange)
    assert chain.refused(answer_confirmations, token_hash(token), (not_theirs,), actor=NOBODY)[0] == (
        "confirmation_not_asked"
    )
    chain.do(revoke_confirmation_link, link, 1)
    assert chain.refused(answer_confirmations, token_hash(token), (forged,), actor=NOBODY)[0] == "answer_link_revoked"
    with transaction(chain.engine) as session:
        row = session.get_one(ConfirmationLink, link)
        row.revoked_at, row.expires_on = None, datetime.now(UTC).date() - timedelta(days=2)
        session.add(row)
    assert chain.refused(answer_confirmations, token_hash(token), (forged,), actor=NOBODY)[0] == "answer_link_over"


def test_what_was_taken_away_of_an_answer_comes_back_from_the_bin_and_moves_the_obstacle_again(chain: Chain) -> None:
    def asked() -> None:
        chain.add(Referral(obstacle_id=chain.id, institution_id=chain.institution, referred_on=DAY))

    def back(kind: str, number: int, version: int = 2) -> str:
        chain.do(restore, kind, number, version, "Par erreur")
        return chain.state

    asked()
    promise = chain.promise("done", today())
    here = {"organisation_id": chain.voices[0], "visited_on": today(), "words": "Vue"}
    seen, solved = validated(OrganisationVisitRecord, here), chain.word(chain.voices[0], "solved")
    visit = chain.do(record_visit, seen, (), (solved,)).row_id
    assert chain.state == "confirmed"
    assert chain.refused(remove_visit, visit, 1, " ") == ("required", "reason")
    assert chain.refused(remove_visit, visit, 2, "Autre jour") == ("conflict", "")
    states = []
    for command, number in ((remove_visit, visit), (remove_commitment, promise), (withdraw_referral, 1)):
        chain.do(command, number, 1, "Par erreur")
        states.append(chain.state)
    assert states == ["done", "addressed", "raised"]
    with Session(chain.engine) as session:
        lies = [(row["kind"], row["id"]) for row in binned(session).to_dict("records")]
    assert lies == [("referral", 1), ("commitment", promise), ("organisation_visit", visit)]
    asked()
    assert chain.refused(restore, "referral", 1, 2, "Par erreur") == ("already_referred", "")
    chain.do(withdraw_referral, 2, 1, "Deux fois")
    assert [back("referral", 1), back("commitment", promise), back("organisation_visit", visit)] == [
        *("addressed", "done", "confirmed"),
    ]
    word = chain.say(chain.voices[0], "no")
    chain.do(take_confirmation_back, word, 1, "Autre coopérative")
    assert chain.state == "confirmed"
    assert back("confirmation", word) == "in_progress"
