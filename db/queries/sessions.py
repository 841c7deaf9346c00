"""Training sessions with who is expected and who came: the list, and one session for its form and its roster."""

from datetime import date, time
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session

from core.problems import Problem
from core.records.sessions import SessionRecord
from db.models import (
    Attendance,
    AttendanceStatus,
    Commune,
    Group,
    Module,
    Province,
    Registration,
    TrainingSession,
)
from db.models.base import table
from db.queries.frames import Rows, frame

_sitting, _module, _group = table(TrainingSession), table(Module), table(Group)
_commune, _province = table(Commune), table(Province)
_registration, _mark, _status = table(Registration), table(Attendance), table(AttendanceStatus)


def sessions_listed(
    session: Session,
    reach: frozenset[int] | None,
    phase_id: int | None = None,
    state: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    latest_first: bool = True,
    limit: int = 200,
) -> pd.DataFrame:
    """Sessions of the reader's provinces (None: all), at most `limit`; each argument left out does not narrow.

    Columns: id, version, state, held_on, starts_at, ends_at, hours, venue, capacity, counts_as_training, phase_id,
    module_ar, module_fr, module_en, group_id, group_label, commune_ar, commune_fr, province_id, province_ar,
    province_fr, province_en, expected, present, unknown (people on the roster, marked present, and not marked).
    """
    conditions = []
    if phase_id is not None:
        conditions.append(_sitting.c.phase_id == phase_id)
    if state is not None:
        conditions.append(_sitting.c.state == state)
    if first_day is not None:
        conditions.append(_sitting.c.held_on >= first_day)
    if last_day is not None:
        conditions.append(_sitting.c.held_on <= last_day)
    order = (_sitting.c.held_on, _sitting.c.starts_at, _sitting.c.id)
    columns: list[ColumnElement[Any]] = [column.desc() if latest_first else column for column in order]
    return frame(session, _cards(reach, conditions, columns, limit))


def sessions_of_group_at(
    session: Session, group_id: int, day: date, starts_at: time, ends_at: time, but: int | None = None
) -> pd.DataFrame:
    """Sessions of one group that take place in these hours and are not cancelled, `but` for one of them.

    Columns as `sessions_listed`.
    """
    c = _sitting.c
    same = [c.group_id == group_id, c.held_on == day, c.starts_at < ends_at, c.ends_at > starts_at]
    there = [*same, c.state != "cancelled", *([] if but is None else [c.id != but])]
    return frame(session, _cards(None, there, [c.starts_at, c.id], 20))


def sessions_to_do(session: Session, reach: frozenset[int] | None, day: date) -> pd.DataFrame:
    """What the field has before it: sessions of the day that are not cancelled, rosters left open, and sessions
    whose day has passed without a roster; the oldest first. Columns as `sessions_listed`.
    """
    c = _sitting.c
    late = and_(c.held_on < day, c.state.in_(("planned", "held")))
    today = and_(c.held_on == day, c.state != "cancelled")
    return frame(session, _cards(reach, [or_(late, today)], [c.held_on, c.starts_at, c.id], 200))


def by_ids(session: Session, reach: frozenset[int] | None, ids: Rows) -> pd.DataFrame:
    """The sessions that a statement names by their ids, the oldest first; columns as `sessions_listed`."""
    c = _sitting.c
    return frame(session, _cards(reach, [c.id.in_(ids)], [c.held_on, c.starts_at, c.id], 200))


def session_card(session: Session, reach: frozenset[int] | None, session_id: int) -> Any:
    """The one row of `sessions_listed` with this id; Problem("row_gone") where there is none within reach."""
    found = frame(session, _cards(reach, [_sitting.c.id == session_id], [_sitting.c.id], 1))
    if found.empty:
        raise Problem("row_gone", row=session_id)
    return next(found.itertuples())


def session_values(session: Session, reach: frozenset[int] | None, session_id: int) -> dict[str, Any]:
    """The record's fields by name, with id, version, state and province_id; Problem("row_gone") out of reach."""
    names = ("id", "version", "state", "province_id", *SessionRecord.model_fields)
    columns = (_sitting.c[name] for name in names)
    found = session.execute(select(*columns).where(_sitting.c.id == session_id, *_living(reach))).mappings().first()
    if found is None:
        raise Problem("row_gone", row=session_id)
    return dict(found)


def sessions_counted(session: Session, reach: frozenset[int] | None) -> int:
    """How many sessions the reader's provinces hold."""
    return int(session.execute(select(func.count()).select_from(_sitting).where(*_living(reach))).scalar_one())


def _living(reach: frozenset[int] | None) -> list[ColumnElement[bool]]:
    living: list[ColumnElement[bool]] = [_sitting.c.deleted_at.is_(None)]
    return living if reach is None else [*living, _sitting.c.province_id.in_(sorted(reach))]


def _cards(
    reach: frozenset[int] | None, conditions: list[ColumnElement[bool]], order: list[ColumnElement[Any]], limit: int
) -> Rows:
    c = _sitting.c
    # The rows shown are picked first, so that only their rosters are counted.
    picked = select(c.id).where(*_living(reach), *conditions).order_by(*order).limit(limit).cte("picked")
    counts = (
        select(
            _registration.c.session_id,
            func.count().label("expected"),
            func.sum(case((_status.c.meaning == "present", 1), else_=0)).label("present"),
            func.sum(case((_mark.c.id.is_(None), 1), else_=0)).label("unknown"),
        )
        .select_from(_registration)
        .join(_mark, and_(_mark.c.registration_id == _registration.c.id, _mark.c.deleted_at.is_(None)), isouter=True)
        .join(_status, _status.c.id == _mark.c.status_id, isouter=True)
        .where(_registration.c.deleted_at.is_(None), _registration.c.session_id.in_(select(picked.c.id)))
        .group_by(_registration.c.session_id)
        .subquery("counts")
    )
    labels = (_module.c[f"label_{language}"].label(f"module_{language}") for language in ("ar", "fr", "en"))
    places = (_province.c[f"name_{language}"].label(f"province_{language}") for language in ("ar", "fr", "en"))
    return (
        select(
            *(c.id, c.version, c.state, c.held_on, c.starts_at, c.ends_at, c.hours, c.venue, c.capacity),
            *(c.counts_as_training, c.phase_id, *labels, c.group_id, _group.c.label.label("group_label")),
            *(_commune.c.name_ar.label("commune_ar"), _commune.c.name_fr.label("commune_fr"), c.province_id, *places),
            *(func.coalesce(counts.c[name], 0).label(name) for name in ("expected", "present", "unknown")),
        )
        .join_from(_sitting, picked, picked.c.id == c.id)
        .join(_module, _module.c.id == c.module_id)
        .join(_commune, _commune.c.id == c.commune_id)
        .join(_province, _province.c.id == c.province_id)
        .join(_group, _group.c.id == c.group_id, isouter=True)
        .join(counts, counts.c.session_id == c.id, isouter=True)
        .order_by(*order)
    )
