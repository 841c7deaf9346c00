"""Obstacles as a board and as a list: counted by column, with the first of each, and a page of rows at a time."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, cast, func, literal, select
from sqlalchemy import String as Text
from sqlmodel import Session

from db.models import Obstacle, Province, Referral
from db.models.base import table
from db.queries.board_narrowing import NONE, Narrowed, conditions, due_dates, joined
from db.queries.frames import frame

_obstacle, _province, _referral = table(Obstacle), table(Province), table(Referral)
COLUMNS = ("state", "institution", "province")
MOST_ROWS = 100


def obstacles_in_columns(
    session: Session, reach: frozenset[int] | None, narrowed: Narrowed, by: str, each: int
) -> pd.DataFrame:
    """The first `each` obstacles of every column of COLUMNS, those that are due first and then the latest raised: key
    (a code, an institution's id as text, or NONE), id, number (how many stand in the column).

    One that was put before two institutions stands in both of their columns.
    """
    found = _found(reach, narrowed, by).subquery()
    place = func.row_number().over(partition_by=found.c.key, order_by=_in_order(found.c)).label("place")
    # Counted in the same pass: to look at all of them a second time would take as long again.
    number = func.count().over(partition_by=found.c.key).label("number")
    ranked = select(found.c.key, found.c.id, place, number).subquery()
    statement = select(ranked.c.key, ranked.c.id, ranked.c.number).where(ranked.c.place <= each)
    return frame(session, statement.order_by(ranked.c.key, ranked.c.place))


def obstacles_number(session: Session, reach: frozenset[int] | None, narrowed: Narrowed) -> int:
    """How many obstacles are left."""
    asked = select(func.count()).select_from(joined(narrowed)).where(*conditions(reach, narrowed))
    return int(session.execute(asked).scalar_one())


def obstacles_of_column(
    session: Session,
    reach: frozenset[int] | None,
    narrowed: Narrowed,
    by: str,
    key: str,
    limit: int = MOST_ROWS,
    offset: int = 0,
) -> pd.DataFrame:
    """A page of the obstacles of one column, in the same order: key, id."""
    found = _found(reach, narrowed, by).subquery()
    statement = select(found.c.key, found.c.id).where(found.c.key == key).order_by(*_in_order(found.c))
    return frame(session, statement.limit(min(limit, MOST_ROWS)).offset(offset))


def obstacles_page(
    session: Session, reach: frozenset[int] | None, narrowed: Narrowed, limit: int | None = MOST_ROWS, offset: int = 0
) -> tuple[int, ...]:
    """The ids of a page of all obstacles, in the same order; without a limit, of all of them."""
    found = _found(reach, narrowed, "state").subquery()
    statement = select(found.c.id).order_by(*_in_order(found.c))
    asked = statement if limit is None else statement.limit(limit).offset(offset)
    return tuple(session.execute(asked).scalars())


def _found(reach: frozenset[int] | None, narrowed: Narrowed, by: str) -> Select[Any]:
    o, due = _obstacle.c, due_dates()
    ground = joined(narrowed, by).outerjoin(due, due.c.obstacle_id == o.id)
    keys: dict[str, ColumnElement[Any]] = {
        "state": o.state,
        "province": func.coalesce(_province.c.code, literal(NONE)),
        "institution": func.coalesce(cast(_referral.c.institution_id, Text), literal(NONE)),
    }
    if by == "institution":
        asked = and_(_referral.c.obstacle_id == o.id, _referral.c.deleted_at.is_(None))
        ground = ground.outerjoin(_referral, asked)
    columns = (keys[by].label("key"), o.id, o.raised_on, due.c.next_due)
    return select(*columns).select_from(ground).where(*conditions(reach, narrowed))


def _in_order(c: Any) -> tuple[Any, ...]:
    # Neither database sorts empty dates as the other does.
    return (c.next_due.is_(None), c.next_due, c.raised_on.desc(), c.id.desc())
