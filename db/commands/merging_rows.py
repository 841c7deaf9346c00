"""What hangs on two rows that become one: every pointer follows, rows that fall together are resolved, all noted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, and_, func, or_
from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from db.commands.ledger import plain, stamped
from db.models import TABLES, Apart, Merge, Registration, TrainingSession
from db.models.base import Moment, Row, now
from db.queries.pairs_compare import pointers

Moved = list[dict[str, Any]]


@dataclass(frozen=True)
class Together:
    """Rows of a table that would stand twice once their pointer is the same: those with the same `other` column.

    `open` says whether a living row still counts, `rank` which one stays (the lowest). None: a person must choose.
    """

    other: str
    open: Callable[[Any], bool]
    rank: Callable[[Session, Any], Any] | None


def _group_attended(session: Session, enrolment: Any) -> int:
    """How often the enrolled person was expected at sessions of the group."""
    asked = (
        select(func.count())
        .select_from(Registration)
        .join(TrainingSession, col(TrainingSession.id) == Registration.session_id)
        .where(
            Registration.person_id == enrolment.person_id,
            TrainingSession.group_id == enrolment.group_id,
            col(Registration.deleted_at).is_(None),
            col(TrainingSession.deleted_at).is_(None),
        )
    )
    return session.exec(asked).one()


_STATES = ("enrolled", "withdrawn", "invited")
_OFFICES = ("president", "holder", "employee", "member")


def _one_membership(other: str) -> Together:
    return Together(
        other,
        lambda row: row.until is None,
        lambda _session, row: (_OFFICES.index(row.role), row.since or date.min),
    )


def _one_referral(other: str) -> Together:
    return Together(other, lambda _row: True, lambda _session, row: (row.answered_on is None, row.referred_on))


TOGETHER: dict[tuple[str, str], Together] = {
    ("participation", "organisation_id"): Together(
        "phase_id", lambda _row: True, lambda _session, row: _STATES.index(row.state)
    ),
    ("membership", "organisation_id"): _one_membership("person_id"),
    ("membership", "person_id"): _one_membership("organisation_id"),
    # The group the person was seen at, else the one entered first.
    ("enrolment", "person_id"): Together(
        "phase_id",
        lambda row: row.withdrawn_on is None,
        lambda session, row: (-_group_attended(session, row), row.enrolled_on),
    ),
    # Both stay good on paper: what was set aside answers for the one that is left (see db/queries/certificates.py).
    ("certificate", "person_id"): Together(
        "group_id", lambda row: row.revoked_at is None, lambda _session, row: row.issued_on
    ),
    ("registration", "person_id"): Together("session_id", lambda _row: True, None),
    # The institution was asked once: the days to its answer count from the first time, an answer is not lost.
    ("referral", "obstacle_id"): _one_referral("institution_id"),
    ("referral", "institution_id"): _one_referral("obstacle_id"),
    ("commitment_obstacle", "obstacle_id"): Together(
        "commitment_id", lambda _row: True, lambda _session, row: row.created_at
    ),
    ("recommendation_obstacle", "obstacle_id"): Together(
        "recommendation_id", lambda _row: True, lambda _session, row: row.created_at
    ),
}


def follow(
    session: Session, actor: Actor, table: type[Row], kept_id: int, gone_id: int, registrations: tuple[int, ...]
) -> Moved:
    """Points everything at the row that is kept; what was done, in its order, is what `take_back` needs.

    `registrations` are those that were chosen to count where both persons are on one roster; Problem
    ("registrations_meet") with their `sessions` as long as one is not chosen.
    """
    moved: Moved = []
    for model, column in pointers(table):
        if "id" not in model.__table__.columns:
            # A mere pair of keys is no row to be noted: whoever merges moves it.
            continue
        if rule := TOGETHER.get((str(model.__tablename__), column)):
            _resolve(session, actor, moved, model, column, rule, kept_id, gone_id, registrations)
        pointing = select(model).where(getattr(model, column) == gone_id).order_by(model.id)
        for row in session.exec(pointing).all():
            _write(session, actor, moved, row, {column: kept_id})
    _follow_apart(session, actor, moved, str(table.__tablename__), kept_id, gone_id)
    return moved


def take_back(session: Session, actor: Actor, moved: Moved) -> None:
    """Undoes what `follow` did, the last first; a value that was changed since then is newer and stays."""
    models = {str(mapper.class_.__tablename__): mapper.class_ for mapper in TABLES.mappers}
    for entry in reversed(moved):
        row = session.get(models[entry["table"]], entry["id"])
        if row is None:
            continue
        back = {
            name: _typed(row, name, value)
            for name, value in entry["before"].items()
            if plain(getattr(row, name)) == entry["after"][name]
        }
        if back:
            _set(session, actor, row, back)


def shared_sessions(session: Session, first_id: int, second_id: int) -> dict[int, list[Registration]]:
    """The living registrations of two persons by session, where both are on the roster, by id of the session."""
    both = select(Registration).where(
        col(Registration.person_id).in_((first_id, second_id)), col(Registration.deleted_at).is_(None)
    )
    found: dict[int, list[Registration]] = {}
    for row in session.exec(both.order_by(col(Registration.session_id), col(Registration.id))):
        found.setdefault(row.session_id, []).append(row)
    return {sitting: rows for sitting, rows in found.items() if len(rows) > 1}


def set_aside_sessions(session: Session, moved: Moved) -> set[int]:
    """The sessions whose roster gets a row back when the merge that noted `moved` is undone."""
    rows = [one["id"] for one in moved if one["table"] == "registration" and "deleted_at" in one["after"]]
    return set(session.exec(select(Registration.session_id).where(col(Registration.id).in_(rows))))


def _resolve(
    session: Session,
    actor: Actor,
    moved: Moved,
    model: Any,
    column: str,
    rule: Together,
    kept_id: int,
    gone_id: int,
    registrations: tuple[int, ...],
) -> None:
    here = select(model).where(getattr(model, column).in_((kept_id, gone_id)), model.deleted_at.is_(None))
    groups: dict[Any, list[Any]] = {}
    for row in session.exec(here.order_by(model.id)).all():
        if rule.open(row):
            groups.setdefault(getattr(row, rule.other), []).append(row)
    twice = {other: rows for other, rows in groups.items() if len({getattr(row, column) for row in rows}) > 1}
    if rule.rank is None:
        open_questions = [other for other, rows in twice.items() if sum(row.id in registrations for row in rows) != 1]
        if open_questions:
            raise Problem("registrations_meet", number=len(open_questions), sessions=tuple(sorted(open_questions)))
    for other in sorted(twice):
        rows = twice[other]
        if rule.rank is None:
            stays = next(row for row in rows if row.id in registrations)
        else:
            # Of two that are worth the same, the one of the row that is kept stays.
            ranked = [(rule.rank(session, row), getattr(row, column) != kept_id, row.id, row) for row in rows]
            stays = min(ranked, key=lambda one: one[:3])[3]
        for row in rows:
            if row is not stays:
                _write(session, actor, moved, row, {"deleted_at": now()})
        if hasattr(stays, "role") and stays.since is not None:
            # The person belonged there since the earliest day that either row knew.
            first = min(row.since for row in rows if row.since is not None)
            if first != stays.since:
                _write(session, actor, moved, stays, {"since": first})


def _follow_apart(session: Session, actor: Actor, moved: Moved, kind: str, kept_id: int, gone_id: int) -> None:
    """Decisions that the gone row and a third one are two are the kept row's from now on; one about both falls."""
    mine = and_(
        col(Apart.kind) == kind,
        col(Apart.deleted_at).is_(None),
        or_(col(Apart.first_id) == gone_id, col(Apart.second_id) == gone_id),
    )
    for row in session.exec(select(Apart).where(mine).order_by(col(Apart.id))).all():
        third = row.second_id if row.first_id == gone_id else row.first_id
        pair = {"first_id": min(kept_id, third), "second_id": max(kept_id, third)}
        there = select(Apart.id).where(
            Apart.kind == kind,
            Apart.first_id == pair["first_id"],
            Apart.second_id == pair["second_id"],
            col(Apart.deleted_at).is_(None),
        )
        needless = third == kept_id or session.exec(there).first() is not None
        _write(session, actor, moved, row, {"deleted_at": now()} if needless else pair)


def _write(session: Session, actor: Actor, moved: Moved, row: Any, values: dict[str, Any]) -> None:
    moved.append(
        {
            "table": str(row.__tablename__),
            "id": row.id,
            "before": {name: plain(getattr(row, name)) for name in values},
            "after": {name: plain(value) for name, value in values.items()},
        }
    )
    _set(session, actor, row, values)


def _set(session: Session, actor: Actor, row: Any, values: dict[str, Any]) -> None:
    if isinstance(row, Row):
        stamped(row, actor, values)
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.add(row)
    # One after the other: an index over living rows looks at each statement by itself.
    session.flush()


def _typed(row: Any, name: str, value: Any) -> Any:
    kind = row.__table__.columns[name].type
    if value is None or not isinstance(value, str):
        return value
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def later_merge(session: Session, merge: Merge) -> int | None:
    """The number of the first standing merge after this one that is about one of its rows; None without one."""
    rows = (merge.kept_id, merge.gone_id)
    later = select(Merge.id).where(
        Merge.kind == merge.kind,
        col(Merge.id) > (merge.id or 0),
        col(Merge.undone_at).is_(None),
        or_(col(Merge.kept_id).in_(rows), col(Merge.gone_id).in_(rows)),
    )
    return session.exec(later.order_by(col(Merge.id).desc())).first()
