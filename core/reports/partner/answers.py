"""What institutions answered to the obstacles of a report: a table of its chapter and a sheet of its annex."""

from datetime import date, datetime

from core.answers import standing, told
from core.i18n import ZONE
from core.records.snapshot import Obstacle
from core.reports.partner.blocks import Block, Heading, Table, Text
from core.reports.partner.saying import Saying
from core.sheets.writing import Cell

_MOST_ANSWERS = 60
COLUMNS = ("number", "obstacle", "acronym", "asked_on", "promise", "answer_state", "due_on", "done_on", "answered_on")


def answers_given(saying: Saying, most: int) -> list[Block]:
    """What was answered to the `most` heaviest obstacles, one row a promise or a question without one."""
    listed = saying.snapshot.obstacles[:most]
    asked = [one for one in listed if one.answers]
    made: list[Block] = [Heading(saying.own("answers"), 2)]
    if not asked:
        return [*made, Text(saying.own("no_answers"))]
    promised = sum(any(answer.promise for answer in one.answers) for one in asked)
    counts = {"listed": len(listed), "referred": len(asked), "promised": promised}
    made.append(Text(saying.own("answers_note", **{name: saying.words.number(n) for name, n in counts.items()})))
    rows = [row for one in asked for row in _told(saying, one)]
    headers = tuple(saying.own(f"column.{name}") for name in ("obstacle", "institution", "promise", "answer_state"))
    made.append(Table(saying.own("table.answers"), headers, tuple(rows[:_MOST_ANSWERS]), (4, 0, 5, 3)))
    return [*made, Text(saying.own("answers_more"), "note")] if len(rows) > _MOST_ANSWERS else made


def answer_rows(saying: Saying) -> list[tuple[Cell, ...]]:
    """Every answer to a listed obstacle under COLUMNS; days as YYYY-MM-DD."""
    on, words = _day(saying), saying.words
    return [
        (
            *(float(one.number), one.title or "", answer.institution, _iso(answer.asked_on)),
            *(told(words, answer), standing(words, answer, on)),
            *(_iso(answer.due_on), _iso(answer.done_on), _iso(answer.answered_on)),
        )
        for one in saying.snapshot.obstacles
        for answer in one.answers
    ]


def _told(saying: Saying, obstacle: Obstacle) -> list[tuple[str, ...]]:
    on, words = _day(saying), saying.words
    return [
        (saying.title(obstacle), answer.institution, told(words, answer), standing(words, answer, on))
        for answer in obstacle.answers
    ]


def _day(saying: Saying) -> date:
    return datetime.fromisoformat(saying.snapshot.taken_at).astimezone(ZONE).date()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
