"""The newest word of each organisation that mentions an obstacle: the one definition of who is asked and who spoke."""

from sqlalchemy import ColumnElement, Subquery, and_, case, distinct, func, select, true

from db.models import Confirmation, Mention
from db.models.base import table

_mention, _confirmation = table(Mention), table(Confirmation)


def newest_words(obstacles: ColumnElement[bool] | None = None) -> Subquery:
    """One row for each obstacle and organisation that mentions it, with what it said last, if anything.

    Columns: obstacle_id, organisation_id, confirmation_id, version, verdict, confirmed_on, words, way; all but the
    first two null of one that was not heard yet. Of two words of a day the one that was entered later counts.
    `obstacles` narrows mention.obstacle_id.
    """
    c, said = _mention.c, _confirmation.c
    asked = (
        select(c.obstacle_id, c.organisation_id)
        .where(c.organisation_id.is_not(None), c.deleted_at.is_(None), true() if obstacles is None else obstacles)
        .distinct()
        .subquery("asked")
    )
    turn = func.row_number().over(
        partition_by=(said.obstacle_id, said.organisation_id), order_by=(said.confirmed_on.desc(), said.id.desc())
    )
    ranked = (
        select(
            *(said.obstacle_id, said.organisation_id, said.id.label("confirmation_id"), said.version, said.verdict),
            *(said.confirmed_on, said.words, said.way, turn.label("turn")),
        )
        .where(said.deleted_at.is_(None), said.obstacle_id.in_(select(asked.c.obstacle_id)))
        .subquery("ranked")
    )
    names = ("confirmation_id", "version", "verdict", "confirmed_on", "words", "way")
    same = and_(
        ranked.c.obstacle_id == asked.c.obstacle_id,
        ranked.c.organisation_id == asked.c.organisation_id,
        ranked.c.turn == 1,
    )
    return (
        select(asked.c.obstacle_id, asked.c.organisation_id, *(ranked.c[name] for name in names))
        .join_from(asked, ranked, same, isouter=True)
        .subquery("newest")
    )


def verdicts_counted(obstacles: ColumnElement[bool] | None = None) -> Subquery:
    """How many organisations each obstacle asks and what they say: obstacle_id, asked, heard, solved, partly, no."""
    newest = newest_words(obstacles)

    def saying(verdict: str) -> ColumnElement[int]:
        return func.count(case((newest.c.verdict == verdict, 1))).label(verdict)

    return (
        select(
            newest.c.obstacle_id,
            func.count(distinct(newest.c.organisation_id)).label("asked"),
            func.count(newest.c.verdict).label("heard"),
            *(saying(verdict) for verdict in ("solved", "partly", "no")),
        )
        .group_by(newest.c.obstacle_id)
        .subquery("verdicts")
    )
