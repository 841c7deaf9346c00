"""The short test on paper: one sheet a person with the card's number and no name, choices to circle by their number."""

from collections.abc import Mapping
from typing import Any

from core.i18n import direction, words
from core.records.quizzes import MOMENTS, QuizRecord
from core.reports.sign_in_sheet import session_code
from core.reports.typesetting import pdf


def quiz_sheet(session_id: int, heads: Mapping[str, str], record: QuizRecord, languages: tuple[str, str]) -> bytes:
    """The test as an A4 PDF that prints in black and white, to be copied for everybody: before on the first page,
    after on the second.

    `heads` says in each language which session it is, `languages` are the first one, which the sheet runs in, and
    the one beside it. A question without words in a language is said in another one.
    """
    first, second = languages

    def both(key: str) -> list[str]:
        return [words(language).say(key) for language in languages]

    data: dict[str, Any] = {
        "language": first,
        "direction": direction(first),
        "other": {"language": second, "direction": direction(second)},
        "code": session_code(session_id),
        "heads": [heads[language] for language in languages],
        "moments": [both(f"quiz.light_title.{moment}") for moment in MOMENTS],
        "card": both("quiz.card"),
        "explained": both("quiz.sheet_explained"),
        "questions": [
            [
                [question.words.said(language) for language in languages],
                [[choice.said(language) for language in languages] for choice in question.choices],
            ]
            for question in record.questions
        ],
    }
    return pdf("quiz_sheet", data)
