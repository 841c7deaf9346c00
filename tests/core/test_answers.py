"""What institutions answered, said in words, and kept in reports without moving the hash of older ones."""

from datetime import date

import pytest

from core.answers import standing, told
from core.i18n import words
from core.records.answers import Answer
from core.records.snapshot import Obstacle

TODAY = date(2026, 11, 24)
LATER, BEFORE = date(2026, 12, 31), date(2026, 11, 1)
PROMISE = Answer(institution="ODCO", promise="Un stand", due_on=LATER, state="promised")
OBSTACLE = Obstacle(
    number=4,
    category="marketing",
    title=None,
    scope="national",
    severity=None,
    state="raised",
    raised_on="2026-10-15",
    province=None,
    voices=2,
    mentions=3,
)


@pytest.mark.parametrize(
    ("changed", "code", "french"),
    [
        ({}, "promised", "Promis pour le 31 décembre 2026"),
        ({"due_on": None}, "promised", "Promis, sans date"),
        ({"due_on": TODAY}, "promised", "Promis pour le 24 novembre 2026"),
        ({"due_on": BEFORE, "state": "in_progress"}, "late", "En retard, promis pour le 1er novembre 2026"),
        ({"state": "in_progress"}, "in_progress", "En cours, pour le 31 décembre 2026"),
        ({"due_on": BEFORE, "state": "done", "done_on": TODAY}, "done", "Tenu le 24 novembre 2026"),
        ({"due_on": BEFORE, "state": "dropped"}, "dropped", "Abandonné"),
    ],
)
def test_a_promise_is_told_by_when_it_is_due_late_or_kept(changed: dict[str, object], code: str, french: str) -> None:
    answer = PROMISE.model_copy(update=changed)
    assert answer.standing(TODAY) == code
    assert standing(words("fr"), answer, TODAY) == french
    assert told(words("fr"), answer) == "Un stand"


def test_an_answer_in_words_and_a_question_without_one_are_told_apart() -> None:
    answered = Answer(institution="INDH", asked_on=BEFORE, words="En 2027", answered_on=TODAY)
    waiting = Answer(institution="INDH", asked_on=BEFORE)
    said = words("en")
    assert [told(said, answered), standing(said, answered, TODAY)] == [
        "“\u2068En 2027\u2069”",
        "Answered on November 24, 2026",
    ]
    assert [told(said, waiting), standing(said, waiting, TODAY)] == ["Asked on November 1, 2026", "No answer yet"]


def test_an_obstacle_without_answers_is_written_as_it_was_before_they_were_kept() -> None:
    assert "answers" not in OBSTACLE.model_dump(mode="json")
    answered = OBSTACLE.model_copy(update={"answers": (PROMISE,)})
    kept = answered.model_dump(mode="json")
    assert kept["answers"][0]["due_on"] == "2026-12-31"
    assert Obstacle.model_validate(kept) == answered
