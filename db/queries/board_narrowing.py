"""What obstacles on the board and in the list are narrowed to, as the conditions of a SELECT."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true

from core.records.commitments import OPEN_STATES
from db.models import (
    CategoryInstitution,
    Commitment,
    CommitmentObstacle,
    CommitmentUpdate,
    Commune,
    Confirmation,
    Institution,
    Mention,
    Obstacle,
    ObstacleCategory,
    Province,
    Referral,
)
from db.models.base import table
from db.queries.obstacles import obstacles_within_reach

_obstacle, _category, _province = table(Obstacle), table(ObstacleCategory), table(Province)
_mention, _referral, _institution = table(Mention), table(Referral), table(Institution)
_link, _commitment = table(CommitmentObstacle), table(Commitment)
# Nothing more is asked of anybody for these.
CLOSED_STATES = ("confirmed", "dropped")
# The column of obstacles that no institution was asked about, and of those of the whole country.
NONE = "none"


@dataclass(frozen=True)
class Narrowed:
    """What obstacles are narrowed to; empty means all.

    `states`, `severities`, `scopes` are codes, `categories`, `provinces`, `communes` likewise, `institutions` ids as
    text, all of obstacles that were put before one of these. `late` are those with an open promise whose date is
    over on `today`, `unanswered` those that an institution has not answered for so many days and more, `nobody` those
    whose category no institution answers and that none was asked about. `raised_from` and `raised_until` are both
    within. `mine` keeps what the account of this id has to do with (see `of_account`), `found` the ids that a search
    for words found.
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


def due_dates(obstacle_ids: tuple[int, ...] | None = None) -> Any:
    """The next date of the open promises of each obstacle, or of these: obstacle_id, next_due."""
    asked = true() if obstacle_ids is None else _link.c.obstacle_id.in_(obstacle_ids)
    return (
        select(_link.c.obstacle_id, func.min(_commitment.c.due_on).label("next_due"))
        .join_from(_link, _commitment, _commitment.c.id == _link.c.commitment_id)
        .where(
            _link.c.deleted_at.is_(None),
            _commitment.c.deleted_at.is_(None),
            _commitment.c.state.in_(OPEN_STATES),
            asked,
        )
        .group_by(_link.c.obstacle_id)
        .subquery("due")
    )


def joined(narrowed: Narrowed, by: str = "state") -> Any:
    """The tables that the conditions and the columns of `by` name."""
    ground: Any = _obstacle
    if narrowed.categories:
        ground = ground.join(_category, _category.c.id == _obstacle.c.category_id)
    if narrowed.provinces or by == "province":
        ground = ground.outerjoin(_province, _province.c.id == _obstacle.c.province_id)
    return ground


def conditions(reach: frozenset[int] | None, narrowed: Narrowed) -> list[ColumnElement[bool]]:
    """The conditions on living obstacles within reach that `joined` gives the tables of."""
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
    return asked + _hanging(reach, narrowed)


def _hanging(reach: frozenset[int] | None, narrowed: Narrowed) -> list[ColumnElement[bool]]:
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
        asked.append(of_account(reach, narrowed.mine))
    return asked


def of_account(reach: frozenset[int] | None, account_id: int) -> ColumnElement[bool]:
    """Obstacles that an account has to do with: it entered the obstacle, a mention, a referral, a promise, a step
    of one or a cooperative's word; and of an account of some provinces all that are raised there.
    """
    o, m, r, said = _obstacle.c, _mention.c, _referral.c, table(Confirmation).c
    step = table(CommitmentUpdate).c
    took_a_step = select(step.commitment_id).where(step.account_id == account_id)
    promised = (
        select(_link.c.obstacle_id)
        .join_from(_link, _commitment, _commitment.c.id == _link.c.commitment_id)
        .where(_link.c.deleted_at.is_(None), _commitment.c.deleted_at.is_(None))
        .where(or_(_commitment.c.created_by == account_id, _commitment.c.id.in_(took_a_step)))
    )
    hanging = (select(c.obstacle_id).where(c.created_by == account_id, c.deleted_at.is_(None)) for c in (m, r, said))
    here = false() if reach is None else o.province_id.in_(sorted(reach))
    return or_(o.created_by == account_id, *(o.id.in_(one) for one in (*hanging, promised)), here)
