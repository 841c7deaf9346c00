"""Events: the list, one of them, those of a day, and the one whose code somebody gives."""

from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from core.event_codes import AFTER, BEFORE, is_code_of, is_running
from core.i18n import ZONE
from core.problems import Problem
from db.models import Commune, Event, Guest, Province
from db.models.base import table
from db.queries.frames import Rows, frame

_event, _guest, _commune, _province = table(Event), table(Guest), table(Commune), table(Province)
_MOST = 200
# What a page may know of an event: everything but the secret that its code is made of.
_SHOWN = tuple(column for column in _event.c if column.name not in ("secret", "deleted_at"))


def events_listed(session: Session, reach: frozenset[int] | None, day: date | None = None) -> pd.DataFrame:
    """Events in the reader's provinces (None: all), the latest first, of one day where it is given.

    Columns: those of the event but for its secret, commune_ar, commune_fr, province_id, province_ar, province_fr,
    province_en, invited, came (guests on the list by invitation, and guests checked in).
    """
    conditions = [_event.c.held_on == day] if day is not None else []
    return frame(session, _cards(reach, *conditions).limit(_MOST))


def event_card(session: Session, reach: frozenset[int] | None, event_id: int) -> Any:
    """The one row of `events_listed` with this id; Problem("row_gone") where there is none within reach."""
    found = session.execute(_cards(reach, _event.c.id == event_id)).first()
    if found is None:
        raise Problem("row_gone", row=event_id)
    return found


def events_running(session: Session, at: datetime) -> list[Event]:
    """The events that phones may come to at this moment, the first one first."""
    day, about = at.astimezone(ZONE).date(), max(AFTER, BEFORE) // timedelta(days=1) + 1
    asked = select(Event).where(
        col(Event.held_on).between(day - timedelta(days=about), day + timedelta(days=about)),
        col(Event.deleted_at).is_(None),
        col(Event.closed_at).is_(None),
    )
    rows = session.scalars(asked.order_by(col(Event.held_on), col(Event.starts_at), col(Event.id)))
    return [event for event in rows if is_running(event, at)]


def event_of_code(session: Session, code: str, at: datetime) -> Event | None:
    """The event in whose hall the code stands at this moment, or stood a moment before; None for any other code."""
    return next((event for event in events_running(session, at) if is_code_of(event, code, at)), None)


def _cards(reach: frozenset[int] | None, *conditions: ColumnElement[bool]) -> Rows:
    counts = (
        select(
            _guest.c.event_id,
            func.count().filter(_guest.c.invited).label("invited"),
            func.count(_guest.c.checked_in_at).label("came"),
        )
        .where(_guest.c.deleted_at.is_(None))
        .group_by(_guest.c.event_id)
        .subquery("counts")
    )
    found = (
        select(
            *_SHOWN,
            *(_commune.c.name_ar.label("commune_ar"), _commune.c.name_fr.label("commune_fr")),
            *(_commune.c.province_id, _province.c.name_ar.label("province_ar")),
            *(_province.c.name_fr.label("province_fr"), _province.c.name_en.label("province_en")),
            *(func.coalesce(counts.c.invited, 0).label("invited"), func.coalesce(counts.c.came, 0).label("came")),
        )
        .join_from(_event, _commune, _commune.c.id == _event.c.commune_id, isouter=True)
        .join(_province, _province.c.id == _commune.c.province_id, isouter=True)
        .join(counts, counts.c.event_id == _event.c.id, isouter=True)
        .where(_event.c.deleted_at.is_(None), *conditions)
        .order_by(_event.c.held_on.desc(), _event.c.starts_at.desc(), _event.c.id.desc())
    )
    if reach is None:
        return found
    # An event without a place is open to all, as every row without a province is.
    return found.where(or_(_commune.c.province_id.is_(None), _commune.c.province_id.in_(sorted(reach))))
