"""The coordinator's week at its borders: due today and yesterday, thirty days to the day, words still to be heard."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.names import normalised
from db.engine import reading, transaction
from db.models import (
    Account,
    Commitment,
    CommitmentObstacle,
    CommitmentUpdate,
    Confirmation,
    Institution,
    Mention,
    Obstacle,
    Organisation,
    Recommendation,
    Referral,
)
from db.queries.board import COLUMNS, obstacles_in_columns, obstacles_of_column, obstacles_page
from db.queries.board_cards import cards_of
from db.queries.board_narrowing import Narrowed
from db.queries.board_search import obstacles_said, searched
from db.queries.week import (
    Week,
    obstacles_to_confirm,
    promises_of_week,
    recommendations_due,
    referrals_unanswered,
    week_counted,
)
from tests.db.entries import category, province

TODAY = date(2026, 4, 10)


class Chain:
    """Obstacles of Zagora with what hangs on them; ids by the name given."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.land, self.zagora = category(session, "land"), province(session, "Zagora")
        self.odco = session.exec(select(Institution.id).where(Institution.acronym == "ODCO")).one() or 0
        self.speakers = [self.add(Organisation(kind="cooperative", name_latin=f"Coop {n}")) for n in range(3)]

    def add(self, row: Any) -> int:
        self.session.add(row)
        self.session.flush()
        return int(row.id)

    def obstacle(self, state: str = "addressed", speakers: int = 1, **values: Any) -> int:
        place: dict[str, Any] = {"category_id": self.land, "province_id": self.zagora, "raised_on": TODAY}
        made = self.add(Obstacle(state=state, **(place | values)))
        for speaker in self.speakers[:speakers]:
            said: dict[str, Any] = {"words": "Le terrain", "mentioned_on": TODAY, "organisation_id": speaker}
            self.add(Mention(obstacle_id=made, province_id=self.zagora, **said))
        return made

    def referral(self, obstacle: int, days: int, **values: Any) -> int:
        on: dict[str, Any] = {"referred_on": TODAY - timedelta(days=days), "institution_id": self.odco}
        return self.add(Referral(obstacle_id=obstacle, **(on | values)))

    def promise(self, obstacle: int, due: int | None, **values: Any) -> int:
        day = None if due is None else TODAY + timedelta(days=due)
        made = Commitment(institution_id=self.odco, what=f"Due {due}", promised_on=TODAY, due_on=day, **values)
        number = self.add(made)
        self.add(CommitmentObstacle(commitment_id=number, obstacle_id=obstacle))
        return number

    def said(self, obstacle: int, speaker: int, verdict: str, day: int = 0) -> None:
        on = TODAY + timedelta(days=day)
        who = self.speakers[speaker]
        self.add(Confirmation(obstacle_id=obstacle, organisation_id=who, verdict=verdict, confirmed_on=on))


@pytest.fixture
def chain(engine: Engine) -> Any:
    with transaction(engine) as session:
        yield Chain(session)


def test_what_was_due_yesterday_is_late_and_what_is_due_today_or_in_six_days_is_due(chain: Chain) -> None:
    obstacle = chain.obstacle()
    for due in (-1, 0, 6, 7, None):
        chain.promise(obstacle, due)
    chain.promise(obstacle, -2, state="done", done_on=TODAY)
    chain.promise(obstacle, -3, state="dropped")
    told = (promises_of_week(chain.session, None, TODAY, late=late)["what"].tolist() for late in (True, False))
    assert tuple(told) == (["Due -1"], ["Due 0", "Due 6"])


def test_thirty_days_to_the_day_are_unanswered_and_an_answer_or_a_promise_ends_the_wait(chain: Chain) -> None:
    days = {days: chain.referral(chain.obstacle(), days) for days in (29, 30, 31)}
    chain.referral(chain.obstacle(), 40, answered_on=TODAY)
    promised = chain.obstacle()
    chain.referral(promised, 40)
    chain.promise(promised, 90)
    chain.referral(chain.obstacle(state="confirmed"), 40)
    chain.referral(chain.obstacle(state="dropped"), 40)
    assert referrals_unanswered(chain.session, None, TODAY)["id"].tolist() == [days[31], days[30]]


def test_an_obstacle_waits_for_the_organisations_that_have_not_spoken(chain: Chain) -> None:
    two_of_three = chain.obstacle(state="done", speakers=3)
    chain.said(two_of_three, 0, "no", day=-5)
    chain.said(two_of_three, 0, "solved")
    chain.said(two_of_three, 1, "partly")
    everybody = chain.obstacle(state="done", speakers=1)
    chain.said(everybody, 0, "solved")
    chain.obstacle(state="in_progress", speakers=2)
    rows = obstacles_to_confirm(chain.session, None)[["id", "asked", "heard", "solved"]]
    assert rows.to_numpy().tolist() == [[two_of_three, 3, 2, 1]]
    # The card of the board tells the same: the newest word of each counts.
    (card,) = cards_of(chain.session, (two_of_three,), TODAY).to_dict("records")
    assert (card["organisations"], card["confirmed"]) == (3, 1)


def test_the_numbers_are_those_of_the_lists_and_a_recommendation_counts_until_it_is_done(chain: Chain) -> None:
    obstacle = chain.obstacle()
    chain.promise(obstacle, -1)
    chain.promise(obstacle, 3)
    for due, state in ((-9, "proposed"), (6, "taken_on"), (7, "proposed"), (1, "done")):
        day = TODAY + timedelta(days=due)
        chain.add(Recommendation(text_fr=f"R {due}", state=state, recommended_on=day, due_on=day))
    chain.add(Recommendation(text_fr="R", state="proposed", recommended_on=TODAY))
    assert recommendations_due(chain.session, TODAY)["text_fr"].tolist() == ["R -9", "R 6"]
    told = week_counted(chain.session, None, TODAY)
    assert told == Week(late=1, due=1, unanswered=0, to_confirm=0, recommendations=2)


def test_the_board_counts_each_column_and_gives_its_pages_without_a_double_or_a_gap(chain: Chain) -> None:
    late = chain.obstacle(title="Route coupée")
    chain.promise(late, -1)
    waits = chain.obstacle()
    chain.referral(waits, 30)
    others = [chain.obstacle(raised_on=TODAY - timedelta(days=n)) for n in range(1, 6)]
    done = chain.obstacle(state="done", province_id=None, scope="national")
    every, narrowed = Narrowed(TODAY), Narrowed(TODAY, late=True)
    columns = {by: obstacles_in_columns(chain.session, None, every, by, 5) for by in COLUMNS}
    counts = {by: dict(zip(rows["key"], rows["number"], strict=True)) for by, rows in columns.items()}
    assert counts["state"] == {"addressed": 7, "done": 1}
    assert counts["institution"] == {str(chain.odco): 1, "none": 7}
    assert sorted(counts["province"].values()) == [1, 7]
    # Of a column the first five are sent, and the number of all of them.
    assert columns["state"]["id"].tolist() == [late, waits, *others[:3], done]
    pages = [
        obstacles_of_column(chain.session, None, every, "state", "addressed", 3, offset)["id"].tolist()
        for offset in (0, 3, 6)
    ]
    # Those that are due come first, then the latest raised.
    assert [one for page in pages for one in page] == [late, waits, *others]
    assert obstacles_page(chain.session, None, narrowed) == (late,)
    assert obstacles_page(chain.session, None, Narrowed(TODAY, unanswered=30)) == (waits,)
    assert obstacles_page(chain.session, None, Narrowed(TODAY, unanswered=31)) == ()
    assert obstacles_page(chain.session, None, Narrowed(TODAY, scopes=("national",))) == (done,)
    tinghir = frozenset({province(chain.session, "Tinghir")})
    assert obstacles_page(chain.session, tinghir, every) == (done,)


def test_a_search_finds_words_and_whoever_said_them_in_the_other_script_too(chain: Chain) -> None:
    late, named = chain.obstacle(title="Route coupée"), chain.obstacle()
    speaker: dict[str, Any] = {"kind": "cooperative", "name_latin": "Tazarine", "search": "tazarine"}
    arabic: dict[str, Any] = {"kind": "cooperative", "name_ar": "تعاونية الورد", "search": normalised("تعاونية الورد")}
    for who in (speaker, arabic):
        said = Mention(obstacle_id=named, words="الماء", mentioned_on=TODAY)
        said.organisation_id = chain.add(Organisation(**who))
        chain.add(said)
    told = obstacles_said(chain.session, None)
    found = {text: searched(told, text) for text in ("route COUPEE", "تزارين", "ورد ماء", "ward", "route ورد", "?")}
    assert found == {
        **{"route COUPEE": (late,), "تزارين": (named,), "ورد ماء": (named,)},
        **{"ward": (), "route ورد": (), "?": ()},
    }


def test_mine_is_what_an_account_entered_referred_noted_or_heard_and_an_officers_own_provinces(chain: Chain) -> None:
    account, other = (
        chain.add(Account(username=name, name=name, roles="coordinator", password_hash="-")) for name in ("one", "two")
    )
    entered, referred, promised, stepped, heard, theirs = (chain.obstacle(created_by=other) for _ in range(6))
    national = chain.obstacle(province_id=None, scope="national", created_by=other)
    chain.session.get_one(Obstacle, entered).created_by = account
    chain.session.get_one(Referral, chain.referral(referred, 3)).created_by = account
    chain.session.get_one(Commitment, chain.promise(promised, 3)).created_by = account
    step = CommitmentUpdate(commitment_id=chain.promise(stepped, 3), text="Reçu", happened_on=TODAY)
    step.account_id = account
    chain.add(step)
    chain.said(heard, 0, "no")
    chain.session.exec(select(Confirmation)).one().created_by = account
    chain.session.flush()
    mine = {entered, referred, promised, stepped, heard}
    assert set(obstacles_page(chain.session, None, Narrowed(TODAY, mine=account))) == mine
    own = frozenset({chain.zagora})
    assert set(obstacles_page(chain.session, own, Narrowed(TODAY, mine=account))) == {*mine, theirs}
    assert national in obstacles_page(chain.session, own, Narrowed(TODAY))


def test_reading_of_the_week_writes_nothing(engine: Engine) -> None:
    with reading(engine) as session:
        assert not week_counted(session, None, TODAY).anything
