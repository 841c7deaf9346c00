"""What is counted of an event's guests, without a name: the desk, the backstage and the stage read the same SELECTs.

Guests are no trainees: nothing here is ever part of a figure of training.
"""

from datetime import timedelta

import pandas as pd
from sqlalchemy import func, select
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
    asked = select(_guest.c.checked_in_at).where(
        _guest.c.event_id == event_id, _LIVING, _guest.c.checked_in_at.is_not(None)
    )
    moments = [row[0].astimezone(ZONE) for row in session.execute(asked)]
    if not moments:
        return pd.DataFrame({"since": [], "came": [], "so_far": []}).astype({"came": "int64", "so_far": "int64"})
    quarters = [at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0) for at in moments]
    since = min(quarters)
    steps = [since + QUARTER * number for number in range(int((max(quarters) - since) / QUARTER) + 1)]
    came = pd.Series(quarters).value_counts().reindex(steps, fill_value=0)
    counted = pd.DataFrame({"since": pd.Series(steps, dtype="object"), "came": came.to_numpy("int64")})
    return counted.assign(so_far=counted["came"].cumsum())


def guests_counted(session: Session, event_id: int) -> tuple[int, int, int]:
    """How many were invited, how many came, and how many of these were not invited."""
    uninvited = func.count(_guest.c.checked_in_at).filter(_guest.c.invited.is_(False))
    asked = select(_INVITED, _CAME, uninvited).where(_guest.c.event_id == event_id, _LIVING)
    found = session.execute(asked).one()
    return int(found[0]), int(found[1]), int(found[2])
