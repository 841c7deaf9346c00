"""Noting that somebody looked at the overview, and what it said: once a day a visit, then kept up with the day."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from core.i18n import ZONE
from core.problems import Problem
from db.engine import transaction
from db.models import LastVisit

Seen = Mapping[str, float | str | None]


def note_visit(account_id: int, seen: Seen, at: datetime) -> None:
    """Notes what the overview says to the account at this moment; of a new day it is a new visit.

    It is no action: it stands outside of the history. While somebody else writes, or nobody can, nothing is noted:
    reading never waits for a writer, and the next run tries again.
    """
    with suppress(Problem), transaction(patience=0) as session:
        visit = session.get(LastVisit, account_id)
        if visit is None:
            visit = LastVisit(account_id=account_id, at=at, seen={})
        elif visit.at.astimezone(ZONE).date() < at.astimezone(ZONE).date():
            visit.before_at, visit.before = visit.at, visit.seen
        visit.at, visit.seen = at, dict(seen)
        session.add(visit)
