"""The paper sheet of three questions: faces to circle, a row a person and no names, with a box to count them in."""

from collections.abc import Mapping
from typing import Any

from core.i18n import Words, direction, words
from core.records.satisfaction import FACES, QUESTIONS
from core.reports.sign_in_sheet import session_code
from core.reports.typesetting import pdf

# A sheet with fewer rows than this is no use once somebody brings a cousin along.
LEAST_ROWS = 20


def satisfaction_sheet(session_id: int, heads: Mapping[str, str], rows: int, languages: tuple[str, str]) -> bytes:
    """The sheet as an A4 PDF that prints in black and white.

    `heads` says in each language which session it is, `languages` are the first one, which the sheet runs in, and
    the one beside it; `rows` is how many people may answer.
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
        "title": both("satisfaction.sheet_title"),
        "explained": both("satisfaction.sheet_explained"),
        "questions": [both(f"satisfaction.question.{question}") for question in QUESTIONS],
        "faces": [[face, both(f"satisfaction.face.{face}")] for face in FACES],
        "count": both("satisfaction.sheet_count"),
        "answered": both("satisfaction.sheet_answered"),
        "rows": [_number(words(first), row) for row in range(1, max(rows, LEAST_ROWS) + 1)],
    }
    return pdf("satisfaction_sheet", data)


def _number(said: Words, row: int) -> str:
    return said.number(row)
