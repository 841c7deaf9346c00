"""The short tests of the invented programme: two modules have one, and most of their sittings answered it."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from core.records import validated
from core.records.quizzes import MOMENTS, PLACES, CardAnswers, QuizRecord
from db.demo.material import FOLDER, Material, key
from db.demo.people import DIAGNOSED
from db.demo.satisfaction import sittings_over
from db.models import Module, Quiz, QuizAnswer, TrainingSession
from db.models.base import table

# Every fifth sitting nobody was asked; how many of ten know an answer before, and after.
_NOT_ASKED = 5
_KNOW = {"before": 4, "after": 7}


def give_tests(material: Material) -> None:
    """The tests, then the cards of four of five sittings of their modules. No dice: what was invented before stays."""
    sittings = sittings_over(material)
    module = table(Module).c
    ids = {row.code: row.id for row in material.session.execute(select(module.code, module.id))}
    texts: dict[str, Any] = json.loads((FOLDER / "quizzes.json").read_text(encoding="utf-8"))
    made = {}
    for code, questions in texts.items():
        record = validated(QuizRecord, {"questions": questions})
        values = {"module_id": ids[code], "number": 1, "questions": questions, **record.rights}
        made[ids[code]] = (record, material.row(Quiz, DIAGNOSED, values))
    material.session.flush()
    sitting = table(TrainingSession).c
    taught = {row.id: row.module_id for row in material.session.execute(select(sitting.id, sitting.module_id))}
    asked = [one for one in sittings if taught[one[0]] in made]
    for number, (session_id, day, present) in enumerate(asked):
        if number % _NOT_ASKED != _NOT_ASKED - 1:
            record, quiz = made[taught[session_id]]
            place = {"session_id": session_id, "quiz_id": key(quiz), "way": "paper" if number % 3 else "phone"}
            for moment, answers in _cards(record, present, number):
                material.row(QuizAnswer, day, answers, CardAnswers, moment=moment, **place)


def _cards(record: QuizRecord, present: int, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for moment in MOMENTS:
        # Some come late and miss the first one, some leave early and miss the second.
        missed = {1 + number % 7} if moment == "before" else {3 + number % 5, 11}
        for card in range(1, present + 1):
            if card not in missed:
                # No two groups are alike.
                lift = number * 5 % 3 - 1
                choices = {f"choice_{place}": _choice(record, place, moment, card + number, lift) for place in PLACES}
                yield moment, {"card": card} | choices


def _choice(record: QuizRecord, place: int, moment: str, turn: int, lift: int) -> int | None:
    if place > len(record.questions):
        return None
    question = record.questions[place - 1]
    right = question.right or 1
    # Whoever knew it before knows it after too, and the last questions are the harder ones.
    if (turn * 7 + place * 3) % 10 < _KNOW[moment] + lift - place // 3:
        return right
    wrong = [0, *(one for one in range(1, len(question.choices) + 1) if one != right)]
    return wrong[turn % len(wrong)]
