"""Recommendations of an event: written once, followed in steps, linked to what they answer and what answers them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.access import PRESENTER, Actor
from core.problems import Problem
from core.records import validated
from core.records.recommendations import RecommendationRecord, RecommendationStepRecord
from db.commands.obstacles import raise_obstacle
from db.commands.recommendations import (
    answer_recommendation,
    change_recommendation,
    follow_recommendation,
    link_recommendation,
    take_answer_back,
    unlink_recommendation,
    write_recommendation,
)
from db.commands.removals import remove_obstacle
from db.engine import reading, transaction
from db.models import Commitment, Institution, RecommendationStep
from db.queries.history import HistoryFilter, history
from db.queries.recommendations import (
    commitments_answering,
    obstacles_answered,
    recommendation_values,
    recommendations_listed,
    steps_of,
)
from tests.db.entries import DAY, category, mention, obstacle
from tests.db.sittings import Sittings

COUNCIL = "Créer un conseil national des coopératives"


def record(**values: Any) -> RecommendationRecord:
    return validated(RecommendationRecord, {"text_fr": COUNCIL, "recommended_on": DAY, **values})


def step(day: date = DAY, text: str = "Une première réunion") -> RecommendationStepRecord:
    return validated(RecommendationStepRecord, {"happened_on": day, "text": text})


class Chain:
    """An obstacle of Zagora, one of Tinghir, two institutions and a commitment."""

    def __init__(self, engine: Engine) -> None:
        self.sittings = made = Sittings(engine)
        with transaction(engine) as session:
            land = category(session, "land")
            self.odco = session.exec(select(Institution.id).where(Institution.acronym == "ODCO")).one() or 0
        said = mention(guest_name="Fatima")
        self.here, self.there = (
            made.do(raise_obstacle, obstacle(category_id=land, province_id=place), said).row_id
            for place in (made.zagora, made.tinghir)
        )
        with transaction(engine) as session:
            promise = Commitment(institution_id=self.odco, what="Une étude", promised_on=DAY)
            session.add(promise)
            session.flush()
            self.promise = promise.id or 0

    def refused(self, *action: Any, actor: Actor | None = None) -> tuple[str, str]:
        with pytest.raises(Problem) as problem:
            self.sittings.do(*action, actor=actor)
        return problem.value.code, problem.value.field


@pytest.fixture
def chain(engine: Engine) -> Chain:
    return Chain(engine)


def test_what_cannot_be_is_refused_before_anything_is_written(chain: Chain) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    refused = {
        "nothing said": _invalid(text_fr=None),
        "no such level": _invalid(level="world"),
        "no such institution": chain.refused(write_recommendation, record(given_by_id=999)),
        "nobody takes it on": chain.refused(write_recommendation, record(taken_on_by_id=999)),
        "no such event": chain.refused(write_recommendation, record(event_id=999)),
        "tomorrow": chain.refused(write_recommendation, record(recommended_on=tomorrow)),
        "due before": chain.refused(write_recommendation, record(due_on=DAY - timedelta(days=1))),
        "no such obstacle": chain.refused(write_recommendation, record(), (999,)),
    }
    assert refused == {
        "nothing said": ("required", "text_ar"),
        "no such level": ("unknown_choice", "level"),
        "no such institution": ("unknown_choice", "given_by_id"),
        "nobody takes it on": ("unknown_choice", "taken_on_by_id"),
        "no such event": ("unknown_choice", "event_id"),
        "tomorrow": ("day_in_future", "recommended_on"),
        "due before": ("due_before", "due_on"),
        "no such obstacle": ("unknown_choice", "obstacle_id"),
    }
    with reading(chain.sittings.engine) as session:
        assert len(recommendations_listed(session)) == 0


def test_a_step_leads_to_a_state_and_comes_never_before_the_recommendation(chain: Chain) -> None:
    do = chain.sittings.do
    number = do(write_recommendation, record(taken_on_by_id=chain.odco), (chain.there, chain.here, chain.here)).row_id
    assert chain.refused(follow_recommendation, number, step(DAY - timedelta(days=1))) == ("step_before", "happened_on")
    assert chain.refused(follow_recommendation, number, step(), "won") == ("unknown_choice", "state")
    do(follow_recommendation, number, step(DAY + timedelta(days=3), "Les statuts"), "in_progress")
    do(follow_recommendation, number, step())
    with reading(chain.sittings.engine) as session:
        assert steps_of(session, number)["text"].tolist() == ["Les statuts", "Une première réunion"]
        (row,) = recommendations_listed(session, institution_id=chain.odco).to_dict("records")
        entries = [entry.command for entry in history(session, HistoryFilter("recommendation", number, around=True))]
    assert (row["state"], row["steps"], row["obstacles"], row["last_step_on"]) == (
        *("in_progress", 2, 2),
        DAY + timedelta(days=3),
    )
    assert entries == ["follow_recommendation", "follow_recommendation", "write_recommendation"]


def test_two_who_change_one_recommendation_do_not_write_over_each_other(chain: Chain) -> None:
    number = chain.sittings.do(write_recommendation, record()).row_id
    chain.sittings.do(change_recommendation, number, 1, record(level="national", state="taken_on"))
    assert chain.refused(change_recommendation, number, 1, record(level="region")) == ("conflict", "")
    with reading(chain.sittings.engine) as session:
        values = recommendation_values(session, number)
    assert (values["version"], values["level"], values["state"]) == (2, "national", "taken_on")


def test_an_obstacle_is_linked_once_taken_off_and_linked_again(chain: Chain) -> None:
    do, engine = chain.sittings.do, chain.sittings.engine
    number = do(write_recommendation, record(), (chain.here,)).row_id
    assert chain.refused(link_recommendation, number, chain.here) == ("already_linked", "obstacle_id")
    do(link_recommendation, number, chain.there)
    with reading(engine) as session:
        assert obstacles_answered(session, None, number)["id"].tolist() == [chain.here, chain.there]
        zagora = obstacles_answered(session, frozenset({chain.sittings.zagora}), number)
    # An officer of one province sees what is answered there.
    assert zagora["id"].tolist() == [chain.here]
    link = int(zagora["link_id"][0])
    do(unlink_recommendation, link, 1)
    assert chain.refused(unlink_recommendation, link, 2) == ("row_gone", "")
    do(link_recommendation, number, chain.here)
    # What a recommendation answers is dropped or merged with a reason, and not removed under it.
    assert chain.refused(remove_obstacle, chain.there, 1, "entered twice") == ("obstacle_answered", "")
    with reading(engine) as session:
        assert sorted(obstacles_answered(session, None, number)["id"]) == sorted((chain.here, chain.there))
        assert recommendations_listed(session)["obstacles"].tolist() == [2]


def test_a_commitment_answers_a_recommendation_once(chain: Chain) -> None:
    do = chain.sittings.do
    number = do(write_recommendation, record()).row_id
    assert chain.refused(answer_recommendation, number, 999) == ("unknown_choice", "commitment_id")
    do(answer_recommendation, number, chain.promise)
    assert chain.refused(answer_recommendation, number, chain.promise) == ("already_linked", "commitment_id")
    with reading(chain.sittings.engine) as session:
        (row,) = commitments_answering(session, number).to_dict("records")
        assert recommendations_listed(session)["commitments"].tolist() == [1]
    assert (row["what"], row["state"]) == ("Une étude", "promised")
    do(take_answer_back, row["link_id"], row["version"])
    with reading(chain.sittings.engine) as session:
        assert recommendations_listed(session)["commitments"].tolist() == [0]


def test_the_list_is_searched_in_both_scripts_and_a_presenter_writes_what_is_said(chain: Chain) -> None:
    presenter = Actor(None, "stage", frozenset({PRESENTER}))
    arabic = record(text_fr=None, text_ar="إحداث مجلس وطني للتعاونيات", level="national")
    chain.sittings.do(write_recommendation, arabic, actor=presenter)
    chain.sittings.do(write_recommendation, record(text_fr="Vendre par des canaux modernes", taken_on_by="Union"))
    found = {}
    with reading(chain.sittings.engine) as session:
        for text in ("مجلس", "CANAUX", "union", "conseil"):
            found[text] = recommendations_listed(session, text=text)["level"].tolist()
        assert len(recommendations_listed(session, level="national")) == 1
        assert session.exec(select(RecommendationStep.id)).all() == []
    assert found == {"مجلس": ["national"], "CANAUX": ["programme"], "union": ["programme"], "conseil": []}


def _invalid(**values: Any) -> tuple[str, str]:
    with pytest.raises(Problem) as problem:
        record(**values)
    part = next(problem.value.each())
    return part.code, part.field
