"""The SELECT behind the short tests: right answers before and after, and those of the cards that answered both."""

from functools import lru_cache, reduce
from operator import add

from sqlalchemy import ColumnElement, FromClause, and_, case, func, select

from core.filters import Filters
from core.records.quizzes import MOMENTS, PLACES
from core.records.settings import Settings
from db.models import Quiz, QuizAnswer, TrainingSession
from db.models.base import table
from db.queries.figures.base import codes, dimensions, grouped, of_sessions, of_verified_sheet
from db.queries.figures.registry import By, figure
from db.queries.figures.satisfaction import present_at
from db.queries.frames import Rows

_answer, _quiz, _sitting = table(QuizAnswer), table(Quiz), table(TrainingSession)
_RIGHTS = tuple(f"right_{place}_{moment}" for moment in MOMENTS for place in PLACES)
SUMS = ("before", "after", "present", "pairs", "pairs_before", "pairs_after", *_RIGHTS)


@figure
def quizzes(filters: Filters, by: By, limits: Settings) -> Rows:
    """Sessions that were held or closed and have answers of a test, by their province, commune, module or month:
    those of `by`, sessions, before and after (cards that answered), present (marked as such), pairs (cards that
    answered both), pairs_before and pairs_after (right answers of those), and right answers of each question before
    and after (right_1_before and so on). A question without an answer is one that is not right.

    All may be summed; a share of right answers is asked of one version of a test alone, see `by_version`.
    """
    rows = by_session(filters).subquery("by_session")
    groups = dimensions(rows.c, by, limits)
    sums = (func.coalesce(func.sum(rows.c[name]), 0).label(name) for name in SUMS)
    return grouped(select(*codes(groups, by), func.count().label("sessions"), *sums), groups)


def by_version(filters: Filters) -> Rows:
    """The same for each version of a test: quiz_id, sessions, and the sums."""
    c = by_session(filters).subquery("by_session").c
    sums = (func.sum(c[name]).label(name) for name in SUMS)
    return select(c.quiz_id, func.count().label("sessions"), *sums).group_by(c.quiz_id)


@lru_cache(256)
def by_session(filters: Filters) -> Rows:
    """The same by session and the version it was asked: session_id, province_id, commune_id, module_id, held_on,
    quiz_id and the sums. Every answer of a session is of one version, so each session is one row.
    """
    c = _sitting.c
    answered = _answered().subquery("answered")
    pairs = _pairs().subquery("pairs")
    came = present_at(select(_answer.c.session_id).where(_answer.c.deleted_at.is_(None))).subquery("came")
    both = and_(pairs.c.session_id == answered.c.session_id, pairs.c.quiz_id == answered.c.quiz_id)
    counted = (*MOMENTS, *_RIGHTS)
    statement = (
        select(
            *(c.id.label("session_id"), c.province_id, c.commune_id, c.module_id, c.held_on, answered.c.quiz_id),
            *(answered.c[name] for name in counted),
            func.coalesce(came.c.present, 0).label("present"),
            *(func.coalesce(pairs.c[name], 0).label(name) for name in ("pairs", "pairs_before", "pairs_after")),
        )
        .join_from(_sitting, answered, answered.c.session_id == c.id)
        .join(pairs, both, isouter=True)
        .join(came, came.c.session_id == c.id, isouter=True)
        .where(c.state.in_(("held", "closed")), c.deleted_at.is_(None), of_sessions(c, filters))
    )
    if filters.verified:
        statement = statement.where(of_verified_sheet(c))
    return statement


def _answered() -> Rows:
    c = _answer.c

    def of(moment: str, condition: ColumnElement[bool] | None = None) -> ColumnElement[int]:
        wanted = c.moment == moment if condition is None else and_(c.moment == moment, condition)
        return func.sum(case((wanted, 1), else_=0))

    rights = {
        f"right_{place}_{moment}": of(moment, c[f"choice_{place}"] == _quiz.c[f"right_{place}"])
        for moment in MOMENTS
        for place in PLACES
    }
    return (
        select(
            *(c.session_id, c.quiz_id),
            *(of(moment).label(moment) for moment in MOMENTS),
            *(rights[name].label(name) for name in _RIGHTS),
        )
        .join_from(_answer, _quiz, _quiz.c.id == c.quiz_id)
        .where(c.deleted_at.is_(None))
        .group_by(c.session_id, c.quiz_id)
    )


def _pairs() -> Rows:
    first, second = _answer.alias("first"), _answer.alias("second")
    same = and_(
        *(second.c.session_id == first.c.session_id, second.c.card == first.c.card),
        *(second.c.quiz_id == first.c.quiz_id, second.c.moment == "after", second.c.deleted_at.is_(None)),
    )

    def right(chosen: FromClause) -> ColumnElement[int]:
        told = [case((chosen.c[f"choice_{place}"] == _quiz.c[f"right_{place}"], 1), else_=0) for place in PLACES]
        return func.sum(reduce(add, told))

    return (
        select(
            *(first.c.session_id, first.c.quiz_id, func.count().label("pairs")),
            *(right(first).label("pairs_before"), right(second).label("pairs_after")),
        )
        .join_from(first, second, same)
        .join(_quiz, _quiz.c.id == first.c.quiz_id)
        .where(first.c.moment == "before", first.c.deleted_at.is_(None))
        .group_by(first.c.session_id, first.c.quiz_id)
    )
