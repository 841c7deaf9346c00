"""The short test of a module as it may be entered, its cards typed from paper, and the sheet."""

from typing import Any

import pytest

from core.problems import Problem
from core.records.quizzes import (
    QuizRecord,
    card_answers,
    cards_of,
    fields_of,
    fits,
    quiz_of,
    right_share,
    rights_of,
)
from core.reports.quiz_sheet import quiz_sheet

TWO: dict[str, Any] = {
    **{"words_1_fr": "Combien de voix ?", "choice_1_1_fr": "Une", "choice_1_2_fr": "Deux", "right_1": 1},
    **{"words_2_ar": "متى؟", "words_2_fr": "Quand ?", "right_2": 3},
    **{"choice_2_1_ar": "غدا", "choice_2_2_ar": "أمس", "choice_2_3_ar": "اليوم"},
}


def refused(values: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Problem) as problem:
        quiz_of(values)
    return [(one.code, one.field) for one in problem.value.each()]


def test_a_test_without_a_question_or_with_one_that_cannot_be_asked_is_refused_beside_its_field() -> None:
    assert refused({}) == [("quiz_empty", "words_1_ar")]
    assert refused({"words_1_ar": "  "}) == [("quiz_empty", "words_1_ar")]
    assert refused(TWO | {"words_1_fr": ""}) == [("quiz_question_unsaid", "words_1_ar")]
    assert refused(TWO | {"choice_1_2_fr": None}) == [("quiz_choices", "choice_1_2_ar")]
    assert refused(TWO | {"choice_2_2_ar": ""}) == [("quiz_choice_unsaid", "choice_2_2_ar")]
    assert refused(TWO | {"right_2": None}) == [("quiz_no_right", "right_2")]
    assert refused(TWO | {"right_1": 3}) == [("quiz_no_right", "right_1")]


def test_a_form_becomes_questions_and_questions_a_form() -> None:
    record = quiz_of(TWO | {"words_2_ar": "  متى؟  "})
    assert [len(question.choices) for question in record.questions] == [2, 3]
    assert record.rights == {"right_1": 1, "right_2": 3, "right_3": None, "right_4": None, "right_5": None}
    assert record.missing() == ("ar", "fr", "en")
    assert quiz_of(fields_of(record)) == record


def test_a_gap_between_questions_is_closed() -> None:
    later = {
        name.replace("_2", "_4", 1): value for name, value in TWO.items() if name.startswith(("words_2", "right_2"))
    }
    choices = {name.replace("choice_2", "choice_4"): value for name, value in TWO.items() if "choice_2" in name}
    first = {name: value for name, value in TWO.items() if "_1_" in name and not name.startswith("choice_2")}
    assert quiz_of(first | {"right_1": 1} | later | choices) == quiz_of(TWO)


def test_words_that_are_missing_in_a_language_are_said_in_another_one() -> None:
    first, second = quiz_of(TWO).questions
    assert [first.words.said(language) for language in ("ar", "fr", "en")] == ["Combien de voix ?"] * 3
    assert [second.words.said(language) for language in ("ar", "fr", "en")] == ["متى؟", "Quand ?", "Quand ?"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("7 2", "quiz_line"),
        ("7 213", "quiz_line"),
        ("7 25", "quiz_line"),
        ("0 21", "quiz_line"),
        ("1000 21", "quiz_line"),
        ("Amina 21", "quiz_line"),
        ("721", "quiz_line"),
        ("7 21\n\n7 12", "quiz_card_twice"),
    ],
)
def test_a_line_that_is_no_card_is_named(text: str, code: str) -> None:
    with pytest.raises(Problem) as problem:
        cards_of(text, 2)
    assert (problem.value.code, problem.value.field) == (code, "cards")


def test_cards_are_typed_with_digits_of_either_script() -> None:
    found = cards_of("7 21\n\n 8\t0 4\n٩ ١-٢\n", 2)
    assert [(one.card, one.choices) for one in found] == [(7, (2, 1)), (8, (0, 4)), (9, (1, 2))]


def test_answers_fit_the_questions_they_are_for() -> None:
    questions = quiz_of(TWO).questions
    assert fits(card_answers(1, (2, 3)), questions)
    assert fits(card_answers(1, (0, 0)), questions)
    assert not fits(card_answers(1, (3, 3)), questions)
    assert not fits(card_answers(1, (1,)), questions)
    assert not fits(card_answers(1, (1, 1, 1)), questions)
    with pytest.raises(Problem, match="quiz_too_long"):
        card_answers(1, (1, 1, 1, 1, 1, 1))


def test_a_share_is_of_all_questions_of_all_cards_and_of_none_there_is_none() -> None:
    counts = {f"right_{place}_before": place for place in range(1, 6)}
    assert rights_of(counts, "before") == 15
    assert right_share(15, 10, 2) == 0.75
    assert right_share(0, 0, 2) is None


@pytest.mark.parametrize("languages", [("ar", "fr"), ("fr", "ar")])
def test_the_test_on_paper_is_a_pdf(languages: tuple[str, str]) -> None:
    heads = {"ar": "التدبير المالي · 31 مارس 2026", "fr": "Gestion financière · 31 mars 2026"}
    record: QuizRecord = quiz_of(TWO)
    assert quiz_sheet(198, heads, record, languages).startswith(b"%PDF-")
