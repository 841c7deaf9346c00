"""The paper sheet of three questions: faces to circle, a row a person and no names, with a box to count them in."""

from collections.abc import Mapping

from core.i18n import words
from core.records.satisfaction import FACES, QUESTIONS
from core.reports.two_languages import both, of_session
from core.reports.typesetting import pdf

# A sheet with fewer rows than this is no use once somebody brings a cousin along.
LEAST_ROWS = 20


def satisfaction_sheet(session_id: int, heads: Mapping[str, str], rows: int, languages: tuple[str, str]) -> bytes:
    """The sheet as an A4 PDF that prints in black and white.

    `heads` says in each language which session it is, `languages` are the first one, which the sheet runs in, and
    the one beside it; `rows` is how many people may answer.
    """
    data = of_session(session_id, heads, languages) | {
        "title": both(languages, "satisfaction.sheet_title"),
        "explained": both(languages, "satisfaction.sheet_explained"),
        "questions": [both(languages, f"satisfaction.question.{question}") for question in QUESTIONS],
        "faces": [[face, both(languages, f"satisfaction.face.{face}")] for face in FACES],
        "count": both(languages, "satisfaction.sheet_count"),
        "answered": both(languages, "satisfaction.sheet_answered"),
        "rows": [words(languages[0]).number(row) for row in range(1, max(rows, LEAST_ROWS) + 1)],
    }
    return pdf("satisfaction_sheet", data)
