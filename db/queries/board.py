"""Obstacles as a board and as a list: narrowed by everything, counted by column, and a page of rows at a time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, cast, exists, false, func, literal, or_, select
from sqlalchemy import String as Text
from sqlmodel import Session

from core.names import normalised
from core.records.commitments import OPEN_STATES
from db.models import (
    CategoryInstitution,
    Commitment,
    CommitmentObstacle,
    Commune,
    Institution,
    Mention,
    Obstacle,
    ObstacleCategory,
    Organisation,
    Province,
    Referral,
)
from db.models.base import table
from db.queries.frames import frame
from db.queries.obstacles import obstacles_within_reach

_obstacle, _category, _province = table(Obstacle), table(ObstacleCategory), table(Province)
_mention, _organisation, _referral = table(Mention), table(Organisation), table(Referral)
_link, _commitment, _institution = table(CommitmentObstacle), table(Commitment), table(Institution)
# Nothing more is asked of anybody for these.
CLOSED_STATES = ("confirmed", "dropped")
COLUMNS = ("state", "institution", "province")
# The column of obstacles that no institution was asked about, and of those of the whole country.
NONE = "none"
MOST_ROWS = 100


@dataclass(frozen=True)
class Narrowed:
    """What obstacles are narrowed to; empty means all.

    `states`, `severities`, `scopes` are codes, `categories`, `provinces`, `communes` likewise, `institutions` ids as
    text, all of obstacles that were put before one of these. `late` are those with an open promise whose date is
    over on `today`, `unanswered` those that an institution has not answered for so many days and more, `nobody` those
    whose category no institution answers and that none was asked about. `raised_from` and `raised_until` are both
    within. `mine` keeps what the account raised or mentioned, `found` the ids that a search for words found.
    """

    today: date
    states: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    late: bool = False
    unanswered: int | None = None
    nobody: bool = False
    raised_from: date | None = None
    raised_until: date | None = None
    mine: int | None = None
    found: tuple[int, ...] | None = None


def obstacles_counted(session: Session, reach: frozenset[int] | None, narrowed: Narrowed, by: str) -> pd.DataFrame:
    """How many obstacles stand in each column of COLUMNS: key (a code, an institution's id as text, or NONE), number.

    One that was put before two institutions stands in both of their columns.
    """
    found = _found(reach, narrowed, by).subquery()
    statement = select(found.c.key, func.count().label("number")).group_by(found.c.key).order_by(found.c.key)
    return frame(session, statement)


def obstacles_number(session: Session, reach: frozenset[int] | None, narrowed: Narrowed) -> int:
    """How many obstacles are left."""
    asked = select(func.count()).select_from(_joined()).where(*_conditions(reach, narrowed))
    return int(session.execute(asked).scalar_one())


def obstacles_in_columns(
    session: Session, reach: frozenset[int] | None, narrowed: Narrowed, by: str, each: int
) -> pd.DataFrame:
    """The first `each` obstacles of every column, those that are due first and then the latest raised: key, id."""
    found = _found(reach, narrowed, by).subquery()
    place = func.row_number().over(partition_by=found.c.key, order_by=_in_order(found.c)).label("place")
    ranked = select(found.c.key, found.c.id, place).subquery()
    statement = select(ranked.c.key, ranked.c.id).where(ranked.c.place <= each)
    return frame(session, statement.order_by(ranked.c.key, ranked.c.place).limit(MOST_ROWS))


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


def obstacles_said(session: Session, reach: frozenset[int] | None) -> dict[int, str]:
    """What there is to search of each obstacle: its title, all that was said of it and by whom, in both scripts,
    without accents and signs.
    """
    o, m, who = _obstacle.c, _mention.c, _organisation.c
    statement = (
        select(o.id, o.title, m.words, m.guest_name, who.name_ar, who.name_latin)
        .join_from(_obstacle, _mention, and_(m.obstacle_id == o.id, m.deleted_at.is_(None)), isouter=True)
        .join(_organisation, who.id == m.organisation_id, isouter=True)
        .where(obstacles_within_reach(reach))
    )
    parts: dict[int, list[str]] = {}
    for number, *texts in session.execute(statement):
        parts.setdefault(number, []).extend(text for text in texts if text)
    return {number: normalised(" ".join(dict.fromkeys(texts))) for number, texts in parts.items()}


def unanswered_for(days: int, today: date) -> ColumnElement[bool]:
    """The condition under which a referral has waited so many days or more: no answer, and no promise for it."""
    promised = exists(
        select(1)
        .select_from(_link.join(_commitment, _commitment.c.id == _link.c.commitment_id))
        .where(_link.c.obstacle_id == _referral.c.obstacle_id, _link.c.deleted_at.is_(None))
        .where(_commitment.c.institution_id == _referral.c.institution_id, _commitment.c.deleted_at.is_(None))
    )
    waiting = and_(_referral.c.deleted_at.is_(None), _referral.c.answered_on.is_(None))
    return and_(waiting, _referral.c.referred_on <= today - timedelta(days=days), ~promised)


def due_dates() -> Any:
    """The next date of the open promises of each obstacle: obstacle_id, next_due."""
    return (
        select(_link.c.obstacle_id, func.min(_commitment.c.due_on).label("next_due"))
        .join_from(_link, _commitment, _commitment.c.id == _link.c.commitment_id)
        .where(_link.c.deleted_at.is_(None), _commitment.c.deleted_at.is_(None), _commitment.c.state.in_(OPEN_STATES))
        .group_by(_link.c.obstacle_id)
        .subquery("due")
    )


def _joined() -> Any:
    o = _obstacle.c
    return _obstacle.join(_category, _category.c.id == o.category_id).outerjoin(
        _province, _province.c.id == o.province_id
    )


def _found(reach: frozenset[int] | None, narrowed: Narrowed, by: str) -> Select[Any]:
    o, due = _obstacle.c, due_dates()
    ground = _joined().outerjoin(due, due.c.obstacle_id == o.id)
    keys: dict[str, ColumnElement[Any]] = {
        "state": o.state,
        "province": func.coalesce(_province.c.code, literal(NONE)),
        "institution": func.coalesce(cast(_referral.c.institution_id, Text), literal(NONE)),
    }
    if by == "institution":
        asked = and_(_referral.c.obstacle_id == o.id, _referral.c.deleted_at.is_(None))
        ground = ground.outerjoin(_referral, asked)
    columns = (keys[by].label("key"), o.id, o.raised_on, due.c.next_due)
    return select(*columns).select_from(ground).where(*_conditions(reach, narrowed))


def _in_order(c: Any) -> tuple[Any, ...]:
    # Neither database sorts empty dates as the other does.
    return (c.next_due.is_(None), c.next_due, c.raised_on.desc(), c.id.desc())


def _conditions(reach: frozenset[int] | None, narrowed: Narrowed) -> list[ColumnElement[bool]]:
    o = _obstacle.c
    asked: list[ColumnElement[bool]] = [obstacles_within_reach(reach)]
    for column, wanted in (
        (o.state, narrowed.states),
        (_category.c.code, narrowed.categories),
        (o.severity, narrowed.severities),
        (o.scope, narrowed.scopes),
    ):
        if wanted:
            asked.append(column.in_(wanted))
    if narrowed.provinces:
        codes = _province.c.code.in_(narrowed.provinces)
        asked.append(or_(codes, _province.c.code.is_(None)) if NONE in narrowed.provinces else codes)
    if narrowed.raised_from is not None:
        asked.append(o.raised_on >= narrowed.raised_from)
    if narrowed.raised_until is not None:
        asked.append(o.raised_on <= narrowed.raised_until)
    if narrowed.found is not None:
        asked.append(o.id.in_(narrowed.found) if narrowed.found else false())
    return asked + _hanging(narrowed)


def _hanging(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    """The conditions on what hangs on an obstacle: places of mentions, referrals, promises, who entered it."""
    o, m, r = _obstacle.c, _mention.c, _referral.c
    asked: list[ColumnElement[bool]] = []
    if narrowed.communes:
        commune = table(Commune)
        named = select(m.obstacle_id).join_from(_mention, commune, commune.c.id == m.commune_id)
        asked.append(o.id.in_(named.where(m.deleted_at.is_(None), commune.c.code.in_(narrowed.communes))))
    if narrowed.institutions:
        ids = [int(one) for one in narrowed.institutions if one.isdigit()]
        before = o.id.in_(select(r.obstacle_id).where(r.deleted_at.is_(None), r.institution_id.in_(ids)))
        none = o.id.not_in(select(r.obstacle_id).where(r.deleted_at.is_(None)))
        asked.append(or_(before, none) if NONE in narrowed.institutions else before)
    if narrowed.late:
        due = due_dates()
        asked.append(o.id.in_(select(due.c.obstacle_id).where(due.c.next_due < narrowed.today)))
    if narrowed.unanswered is not None:
        waits = select(r.obstacle_id).where(unanswered_for(narrowed.unanswered, narrowed.today))
        asked += [o.id.in_(waits), o.state.not_in(CLOSED_STATES)]
    if narrowed.nobody:
        answered = (
            select(table(CategoryInstitution).c.category_id)
            .join(_institution, _institution.c.id == table(CategoryInstitution).c.institution_id)
            .where(_institution.c.deleted_at.is_(None), _institution.c.active.is_(True))
        )
        put = select(r.obstacle_id).where(r.deleted_at.is_(None))
        asked += [o.category_id.not_in(answered), o.id.not_in(put), o.state.not_in(CLOSED_STATES)]
    if narrowed.mine is not None:
        spoke = select(m.obstacle_id).where(m.created_by == narrowed.mine, m.deleted_at.is_(None))
        asked.append(or_(o.created_by == narrowed.mine, o.id.in_(spoke)))
    return asked
