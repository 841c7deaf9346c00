"""What is counted of an event's guests, without a name: the desk, the backstage and the stage read the same SELECTs.

Guests are no trainees: nothing here is ever part of a figure of training.
"""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Integer, cast, extract, func, select
from sqlmodel import Session

from core.i18n import ZONE
from db.models import Guest, Province
from db.models.base import table
from db.queries.frames import frame

_guest, _province = table(Guest), table(Province)
_LIVING = _guest.c.deleted_at.is_(None)
_INVITED = func.count().filter(_guest.c.invited).label("invited")
# A column is counted where it holds something.
_CAME = func.count(_guest.c.checked_in_at).label("came")
QUARTER = timedelta(minutes=15)


def guests_by_kind(session: Session, event_id: int) -> pd.DataFrame:
    """Guests of an event by kind: kind, invited, came; a row for each kind that is on the list or came."""
    c = _guest.c
    asked = select(c.kind, _INVITED, _CAME).where(c.event_id == event_id, _LIVING)
    return frame(session, asked.group_by(c.kind).order_by(c.kind))


def guests_by_province(session: Session, event_id: int) -> pd.DataFrame:
    """Guests of an event by province: code, name_ar, name_fr, name_en, invited, came, most came first.

    Those whose province nobody knows are the row without a code.
    """
    c = _province.c
    asked = (
        select(c.code, c.name_ar, c.name_fr, c.name_en, _INVITED, _CAME)
        .join_from(_guest, _province, c.id == _guest.c.province_id, isouter=True)
        .where(_guest.c.event_id == event_id, _LIVING)
        .group_by(c.code, c.name_ar, c.name_fr, c.name_en)
        .order_by(_CAME.desc(), _INVITED.desc(), c.code)
    )
    return frame(session, asked)


def arrivals(session: Session, event_id: int) -> pd.DataFrame:
    """Guests checked in by quarter of an hour: since (a moment in Morocco), came, so_far; quiet quarters stand with 0.

    Empty as long as nobody came.
    """
    quarter = _quarter(session)
    asked = (
        select(quarter.label("quarter"), func.count().label("came"))
        .where(_guest.c.event_id == event_id, _LIVING, _guest.c.checked_in_at.is_not(None))
        .group_by(quarter)
        .order_by(quarter)
    )
    # Quarters of an hour since 1970, which in Morocco begin when those of the clock on the wall do.
    counted = {int(row.quarter): int(row.came) for row in session.execute(asked)}
    if not counted:
        return pd.DataFrame({"since": [], "came": [], "so_far": []}).astype({"came": "int64", "so_far": "int64"})
    numbers = range(min(counted), max(counted) + 1)
    since = [datetime.fromtimestamp(number * QUARTER.total_seconds(), ZONE) for number in numbers]
    came = np.array([counted.get(number, 0) for number in numbers], dtype="int64")
    return pd.DataFrame({"since": pd.Series(since, dtype="object"), "came": came, "so_far": came.cumsum()})


def _quarter(session: Session) -> ColumnElement[int]:
    at = _guest.c.checked_in_at
    seconds: ColumnElement[Any]
    if session.get_bind().dialect.name == "postgresql":
        seconds = func.floor(extract("epoch", at) / QUARTER.total_seconds())
    else:
        seconds = cast(func.strftime("%s", at), Integer) // int(QUARTER.total_seconds())
    return cast(seconds, Integer)


def guests_counted(session: Session, event_id: int) -> tuple[int, int, int]:
    """How many were invited, how many came, and how many of these were not invited."""
    uninvited = func.count(_guest.c.checked_in_at).filter(_guest.c.invited.is_(False))
    asked = select(_INVITED, _CAME, uninvited).where(_guest.c.event_id == event_id, _LIVING)
    found = session.execute(asked).one()
    return int(found[0]), int(found[1]), int(found[2])
