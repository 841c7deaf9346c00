"""Everything that the record of an event tells, read together at one moment."""

from datetime import datetime
from typing import Any

import pandas as pd
from sqlmodel import Session

from core.reports.event_told import EventTold
from db.queries.accounts import is_demonstration
from db.queries.event_counts import arrivals, guests_by_kind, guests_by_province, guests_counted
from db.queries.event_record import (
    commitments_of,
    obstacles_ranked,
    rated,
    recommendations_of,
    sentences,
    voters_counted,
    votes_by_category,
)
from db.queries.events import event_card
from db.queries.places import provinces
from db.queries.reference import categories


def event_told(session: Session, reach: frozenset[int] | None, event_id: int, taken: datetime) -> EventTold:
    """What the record tells of an event; Problem("row_gone") where there is none within the reader's provinces."""
    card: dict[str, Any] = event_card(session, reach, event_id)._asdict()
    return EventTold(
        event=card | {"demonstration": is_demonstration(session)},
        taken=taken,
        guests=guests_counted(session, event_id),
        kinds=guests_by_kind(session, event_id),
        places=guests_by_province(session, event_id),
        arrivals=arrivals(session, event_id),
        ranked=obstacles_ranked(session, event_id),
        votes=votes_by_category(session, event_id),
        voters=voters_counted(session, event_id),
        sentences=sentences(session, event_id),
        recommendations=recommendations_of(session, event_id),
        commitments=commitments_of(session, event_id),
        rated=rated(session, event_id),
        categories=_by_id(categories(session)),
        provinces=_by_id(provinces(session)),
    )


def _by_id(rows: pd.DataFrame) -> dict[int, Any]:
    every: list[Any] = list(rows.itertuples())
    return {int(row.id): row for row in every}
