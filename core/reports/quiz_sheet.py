"""The short test on paper: one sheet a person with the card's number and no name, choices to circle by their number."""

from collections.abc import Mapping

from core.records.quizzes import MOMENTS, QuizRecord
from core.reports.two_languages import both, of_session
from core.reports.typesetting import pdf


def quiz_sheet(session_id: int, heads: Mapping[str, str], record: QuizRecord, languages: tuple[str, str]) -> bytes:
    """The test as an A4 PDF that prints in black and white, to be copied for everybody: before on the first page,
    after on the second.

    `heads` says in each language which session it is, `languages` are the first one, which the sheet runs in, and
    the one beside it. A question without words in a language is said in another one.
    """
    data = of_session(session_id, heads, languages) | {
        "moments": [both(languages, f"quiz.light_title.{moment}") for moment in MOMENTS],
        "card": both(languages, "quiz.card"),
        "explained": both(languages, "quiz.sheet_explained"),
        "questions": [
            [
                [question.words.said(language) for language in languages],
                [[choice.said(language) for language in languages] for choice in question.choices],
            ]
            for question in record.questions
        ],
    }
    return pdf("quiz_sheet", data)
