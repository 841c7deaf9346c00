"""The lists behind the figures of answers: obstacles referred, promises due, referrals, solutions."""

from typing import Any

from sqlalchemy import case, func, literal, select

from db.models import Commitment, CommitmentObstacle, Institution, Mention, Obstacle, ObstacleCategory, Referral
from db.models.base import table
from db.queries.behind.names import of_list
from db.queries.behind.registry import BOTH, Behind, behind
from db.queries.figures.answer_days import days_open, days_taken, questions, solutions
from db.queries.figures.answers import obstacles_promised, promises_dated, promises_judged, whenever
from db.queries.figures.obstacles import heard
from db.queries.frames import Rows

_obstacle, _mention, _category = table(Obstacle), table(Mention), table(ObstacleCategory)
_referral, _commitment, _institution = table(Referral), table(Commitment), table(Institution)


@behind(
    proves={"commitment_rate": BOTH},
    opens="obstacle",
    action="obstacle.read",
    columns=("title", "category", "state", "referred_on", "institutions"),
    order=("-counted", "referred_on"),
    parted=True,
)
def obstacles_referred(asked: Behind) -> Rows:
    """The obstacles put before institutions, since when and before how many; counted are those with a promise."""
    base, c = heard(asked.filters).c, _referral.c
    each = (
        select(
            *(c.obstacle_id, func.min(c.referred_on).label("referred_on")),
            func.count(c.institution_id.distinct()).label("institutions"),
        )
        .where(c.deleted_at.is_(None), c.obstacle_id.in_(select(base.obstacle_id)))
        .group_by(c.obstacle_id)
        .subquery("each")
    )
    promised = case((each.c.obstacle_id.in_(obstacles_promised()), 1), else_=0)
    columns = (each.c.referred_on, each.c.institutions, promised.label("counted"), literal(1).label("over"))
    return _named(_obstacle.c.id, *columns).join(each, each.c.obstacle_id == _obstacle.c.id)


@behind(
    proves={"kept_on_time": BOTH},
    opens="obstacle",
    action="obstacle.read",
    columns=("what", "institution", "promise", "due_on", "done_on"),
    order=("-counted", "due_on"),
    parted=True,
)
def promises_due(asked: Behind) -> Rows:
    """The promises whose date is over or that are done; counted are those done by their date."""
    c, link, (due, kept) = _commitment.c, table(CommitmentObstacle).c, promises_judged()
    base = heard(whenever(asked.filters)).c
    # A promise may answer several obstacles: its row opens the first of them.
    first = (
        select(link.commitment_id, func.min(link.obstacle_id).label("obstacle_id"))
        .where(link.deleted_at.is_(None), link.obstacle_id.in_(select(base.obstacle_id)))
        .group_by(link.commitment_id)
        .subquery("first")
    )
    return (
        select(
            *(c.id.label("row"), first.c.obstacle_id.label("id"), c.what, _institution.c.acronym.label("institution")),
            *(c.state.label("promise"), c.due_on, c.done_on),
            *(case((kept, 1), else_=0).label("counted"), literal(1).label("over")),
        )
        .join_from(_commitment, first, first.c.commitment_id == c.id)
        .join(_institution, _institution.c.id == c.institution_id)
        .where(due, promises_dated(asked.filters))
    )


@behind(
    proves={"days_to_answer": BOTH},
    opens="obstacle",
    action="obstacle.read",
    columns=("title", "institution", "referred_on", "answered_on", "days", "days_open"),
    order=("-counted", "days", "-days_open"),
    parted=True,
)
def referrals(asked: Behind) -> Rows:
    """The referrals with the days to their answer; counted are those that were answered."""
    spans, c = questions(asked.filters), _referral.c
    columns = (
        *(_institution.c.acronym.label("institution"), spans.c.begun.label("referred_on")),
        *(spans.c.ended.label("answered_on"), *_days(spans.c)),
    )
    return (
        _named(spans.c.number, *columns)
        .join(_referral, c.obstacle_id == _obstacle.c.id)
        .join(spans, spans.c.number == c.id)
        .join(_institution, _institution.c.id == c.institution_id)
    )


@behind(
    proves={"days_to_resolve": BOTH},
    opens="obstacle",
    action="obstacle.read",
    columns=("title", "category", "state", "raised_on", "confirmed_on", "days", "days_open"),
    order=("-counted", "days", "-days_open"),
    parted=True,
)
def solutions_confirmed(asked: Behind) -> Rows:
    """The obstacles that were not dropped, with the days to their solution; counted are those confirmed as solved."""
    spans = solutions(asked.filters)
    columns = (spans.c.begun.label("raised_on"), spans.c.ended.label("confirmed_on"), *_days(spans.c))
    return _named(_obstacle.c.id, *columns).join(spans, spans.c.number == _obstacle.c.id)


def _days(spans: Any) -> tuple[Any, ...]:
    closed = case((spans.ended.is_not(None), 1), else_=0)
    return (
        *(days_taken(spans).label("days"), days_open(spans).label("days_open")),
        *(closed.label("counted"), literal(1).label("over")),
    )


def _named(row: Any, *columns: Any) -> Rows:
    """Obstacles by their title, or the words of their first mention, with their category and state."""
    first = (
        select(_mention.c.obstacle_id, func.min(_mention.c.id).label("id"))
        .where(_mention.c.deleted_at.is_(None))
        .group_by(_mention.c.obstacle_id)
        .subquery("first_mention")
    )
    return (
        select(
            *(row.label("row"), _obstacle.c.id, _obstacle.c.state, *of_list(_category.c, "category")),
            *(func.coalesce(_obstacle.c.title, _mention.c.words).label("title"), *columns),
        )
        .join_from(_obstacle, _category, _category.c.id == _obstacle.c.category_id)
        .outerjoin(first, first.c.obstacle_id == _obstacle.c.id)
        .outerjoin(_mention, _mention.c.id == first.c.id)
    )
