"""The SELECT behind what people thought of sittings: faces by question, and how many answered of how many present."""

from functools import lru_cache

from sqlalchemy import ColumnElement, Subquery, case, func, select

from core.filters import Filters
from core.records.satisfaction import COUNTS
from core.records.settings import Settings
from db.models import Attendance, AttendanceStatus, Registration, Satisfaction, TrainingSession
from db.models.base import table
from db.queries.figures.among import of_touched
from db.queries.figures.base import codes, dimensions, grouped, of_sessions, of_verified_sheet
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows

_answers, _sitting = table(Satisfaction), table(TrainingSession)
_mark, _registration, _status = table(Attendance), table(Registration), table(AttendanceStatus)
SUMS = ("answered", "present", *COUNTS)


@figure
def satisfaction(filters: Filters, by: By, limits: Settings) -> Rows:
    """Sessions that were held or closed, by their province, commune, module or month: those of `by`, sessions, asked
    (whose people answered), answered (people, on paper and on phones), present (marked as such at those asked), and
    each face of each question. All may be summed; a share of a question is over the faces of that question.

    Kinds and sectors of organisations, sex and age do not narrow them: nobody says whom an answer is from.
    """
    rows = by_session(filters).subquery("by_session")
    groups = dimensions(rows.c, by, limits)
    asked = func.coalesce(func.sum(case((rows.c.answered > 0, 1), else_=0)), 0).label("asked")
    sums = (func.coalesce(func.sum(rows.c[name]), 0).label(name) for name in SUMS)
    return grouped(select(*codes(groups, by), func.count().label("sessions"), asked, *sums), groups)


@lru_cache(256)
def by_session(filters: Filters) -> Rows:
    """The same by session: session_id, province_id, commune_id, module_id, held_on, answered, present and the faces.

    Sessions without an answer have zeros, also for who was present.
    """
    c, counts = _sitting.c, _counts(filters)
    came = present_at(select(_answers.c.session_id).where(*_living(filters))).subquery("came")
    present = case((counts.c.answered > 0, func.coalesce(came.c.present, 0)), else_=0).label("present")
    statement = (
        select(
            *(c.id.label("session_id"), c.province_id, c.commune_id, c.module_id, c.held_on),
            *(func.coalesce(counts.c.answered, 0).label("answered"), present),
            *(func.coalesce(counts.c[name], 0).label(name) for name in COUNTS),
        )
        .join_from(_sitting, counts, counts.c.session_id == c.id, isouter=True)
        .join(came, came.c.session_id == c.id, isouter=True)
    )
    return _as_asked(statement, filters)


def answered_sessions(filters: Filters) -> Rows:
    """The sessions with an answer: session_id, held_on."""
    c, counts = _sitting.c, _counts(filters)
    statement = select(c.id.label("session_id"), c.held_on).join_from(_sitting, counts, counts.c.session_id == c.id)
    return _as_asked(statement, filters)


def _living(filters: Filters) -> list[ColumnElement[bool]]:
    return [_answers.c.deleted_at.is_(None), *of_touched(filters, session=_answers.c.session_id)]


def _counts(filters: Filters) -> Subquery:
    return (
        select(_answers.c.session_id, *(func.sum(_answers.c[name]).label(name) for name in ("answered", *COUNTS)))
        .where(*_living(filters))
        .group_by(_answers.c.session_id)
        .having(func.sum(_answers.c.answered) > 0)
        .subquery("counts")
    )


def _as_asked(statement: Rows, filters: Filters) -> Rows:
    c = _sitting.c
    narrowed = statement.where(
        *(c.state.in_(("held", "closed")), c.deleted_at.is_(None), of_sessions(c, filters)),
        *of_touched(filters, session=c.id),
    )
    return narrowed.where(of_verified_sheet(c)) if filters.verified else narrowed


def present_at(sessions: Rows) -> Rows:
    """How many were marked present at each of these sessions: session_id, present."""
    return (
        select(_registration.c.session_id, func.count().label("present"))
        .join_from(_registration, _mark, _mark.c.registration_id == _registration.c.id)
        .join(_status, _status.c.id == _mark.c.status_id)
        .where(_status.c.meaning == "present", _mark.c.deleted_at.is_(None), _registration.c.deleted_at.is_(None))
        .where(_registration.c.session_id.in_(sessions))
        .group_by(_registration.c.session_id)
    )
