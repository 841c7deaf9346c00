"""The register of requests: the open ones by the day they are due, the answered ones, and how many of each."""

from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import case, func, select
from sqlmodel import Session

from db.models import Person, PrivacyRequest
from db.models.base import table
from db.queries.frames import frame

_request, _person = table(PrivacyRequest).c, table(Person).c


class Counted(NamedTuple):
    """How many requests are open, how many of these are late, and how many were answered."""

    open: int
    late: int
    answered: int


def requests_counted(session: Session, today: date) -> Counted:
    """The numbers of the register."""
    waiting = _request.answered_on.is_(None)
    asked = select(
        func.count(case((waiting, 1))),
        func.count(case((waiting & (_request.due_on < today), 1))),
        func.count(_request.answered_on),
    ).where(_request.deleted_at.is_(None))
    return Counted(*session.execute(asked).one())


def requests(session: Session, answered: bool = False, limit: int = 200) -> pd.DataFrame:
    """Requests: id, version, person_id, name_ar, name_latin, anonymised_at, kind, received_on, due_on, answered_on,
    outcome, note. The open ones with the one due first on top; the answered ones with the latest on top.
    """
    c = _request
    order = (c.answered_on.desc(), c.id.desc()) if answered else (c.due_on, c.id)
    return frame(
        session,
        select(
            *(c.id, c.version, c.person_id, _person.name_ar, _person.name_latin, _person.anonymised_at),
            *(c.kind, c.received_on, c.due_on, c.answered_on, c.outcome, c.note),
        )
        .join_from(table(PrivacyRequest), table(Person), _person.id == c.person_id)
        .where(c.deleted_at.is_(None), c.answered_on.is_not(None) if answered else c.answered_on.is_(None))
        .order_by(*order)
        .limit(limit),
    )
