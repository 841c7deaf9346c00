"""The short tests: each module's versions, which one a session is asked, until when, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from core.filters import Filters
from core.records import validated
from core.records.quizzes import MOMENTS, QUIZ_WAYS, QuizRecord
from db.models import Quiz, QuizAnswer, TrainingSession
from db.models.base import table
from db.queries.figures import FIGURES, By
from db.queries.figures.quizzes import SUMS, by_session, by_version
from db.queries.frames import Rows, frame
from db.queries.satisfaction import MOST_SESSIONS, answer_link, may_answer, session_behind
from db.queries.sessions import by_ids

_quiz, _answer, _sitting = table(Quiz), table(QuizAnswer), table(TrainingSession)


@dataclass(frozen=True)
class Version:
    """One version of a module's test: its id, its number within the module, and what it asks."""

    id: int
    module_id: int
    number: int
    version: int
    active: bool
    record: QuizRecord

    @property
    def asked(self) -> int:
        """How many questions it has."""
        return len(self.record.questions)


def quiz_of_module(session: Session, module_id: int) -> Version | None:
    """The last version of a module's test, whether it is still asked or not; None where there never was one."""
    c = _quiz.c
    found = _versions(session, _chosen().where(c.module_id == module_id).order_by(c.number.desc()).limit(1))
    return found[0] if found else None


def quizzes_by_id(session: Session, ids: Iterable[int]) -> dict[int, Version]:
    """The versions of these ids."""
    return {one.id: one for one in _versions(session, _chosen().where(_quiz.c.id.in_(list(ids))))}


def quiz_of_session(session: Session, session_id: int) -> Version | None:
    """The version a session is asked: that of its first answers, else the one its module asks now, if it asks any.

    So a test that is changed between before and after leaves both of a session comparable.
    """
    c = _answer.c
    begun = select(c.quiz_id).where(c.session_id == session_id, c.deleted_at.is_(None)).limit(1)
    if found := _versions(session, _chosen().where(_quiz.c.id.in_(begun))):
        return found[0]
    module = session.execute(select(_sitting.c.module_id).where(_sitting.c.id == session_id)).scalar_one_or_none()
    last = None if module is None else quiz_of_module(session, module)
    return last if last is not None and last.active else None


def may_take(session: Session, session_id: int, moment: str, today: date) -> bool:
    """Whether phones may answer: before, on the day itself until the roster is closed; after, as what people thought.

    See `db.queries.satisfaction.may_answer` for the second.
    """
    if moment == "after":
        return may_answer(session, session_id, today)
    c = _sitting.c
    asked = select(c.id).where(
        *(c.id == session_id, c.deleted_at.is_(None), c.state.in_(("planned", "held")), c.held_on == today)
    )
    return session.execute(asked).first() is not None


def quiz_link(session: Session, session_id: int, moment: str) -> str:
    """What the address of a session's test ends with, before or after; see `answer_link`."""
    return answer_link(session, session_id, f"quiz.{moment}")


def session_of_quiz(session: Session, moment: str, link: str) -> int | None:
    """The session whose test at that moment the link belongs to; None for what was never given."""
    return session_behind(session, link, f"quiz.{moment}") if moment in MOMENTS else None


def cards_there(session: Session, session_id: int, moment: str) -> dict[int, str]:
    """The cards that answered, with the way they did."""
    c = _answer.c
    asked = select(c.card, c.way).where(c.session_id == session_id, c.moment == moment, c.deleted_at.is_(None))
    return {row.card: row.way for row in session.execute(asked.order_by(c.card))}


def quiz_counts(session: Session, session_id: int) -> dict[str, int]:
    """The sums of the figure for one session that took place; empty where nobody answered."""
    rows = by_session(Filters()).subquery("rows")
    found = session.execute(select(*(rows.c[name] for name in SUMS)).where(rows.c.session_id == session_id)).mappings()
    return {name: int(number) for row in found for name, number in row.items()}


def ways_of(session: Session, session_id: int) -> dict[str, dict[str, int]]:
    """How many cards of a session answered, by moment and way."""
    c = _answer.c
    asked = (
        select(c.moment, c.way, func.count().label("cards"))
        .where(c.session_id == session_id, c.deleted_at.is_(None))
        .group_by(c.moment, c.way)
    )
    found = {(row.moment, row.way): int(row.cards) for row in session.execute(asked)}
    return {moment: {way: found.get((moment, way), 0) for way in QUIZ_WAYS} for moment in MOMENTS}


def quizzes_taken(session: Session, filters: Filters, by: By) -> pd.DataFrame:
    """The figure of the tests by dimensions: their codes, sessions and the sums."""
    return FIGURES["quizzes"](session, filters, by)


def quizzes_by_version(session: Session, filters: Filters) -> pd.DataFrame:
    """The figure for each version of a test: quiz_id, sessions and the sums."""
    return frame(session, by_version(filters))


def sessions_tested(session: Session, reach: frozenset[int] | None, filters: Filters) -> pd.DataFrame:
    """The latest sessions with answers of a test: the columns of `sessions_listed`, quiz_id and the sums.

    `present` is that of the figure.
    """
    found = by_session(filters).subquery()
    latest = select(found).order_by(found.c.held_on.desc(), found.c.session_id.desc())
    rows = frame(session, latest.limit(MOST_SESSIONS))
    columns: dict[str, Any] = {"session_id": "id"}
    counts = rows[["session_id", "quiz_id", *SUMS]].rename(columns=columns)
    cards = by_ids(session, reach, select(_sitting.c.id).where(_sitting.c.id.in_(rows["session_id"].tolist())))
    listed = cards.drop(columns="present").merge(counts, on="id", how="inner")
    return listed.sort_values(["held_on", "id"], ascending=False, ignore_index=True)


def _chosen() -> Rows:
    c = _quiz.c
    names = ("id", "module_id", "number", "version", "active", "questions")
    return select(*(c[name] for name in names)).where(c.deleted_at.is_(None))


def _versions(session: Session, asked: Rows) -> list[Version]:
    return [
        Version(row.id, row.module_id, row.number, row.version, row.active, _record(row.questions))
        for row in session.execute(asked)
    ]


def _record(questions: list[dict[str, Any]]) -> QuizRecord:
    return validated(QuizRecord, {"questions": questions})
