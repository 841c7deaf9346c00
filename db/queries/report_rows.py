"""Which rows stand behind the figures of a report, so that it can be told later which came and which went."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.filters import Filters
from db.queries.figures import heard
from db.queries.figures.base import counted

# Ids of more rows than these are not kept: there only the numbers are compared.
MOST_ROWS = 200_000


def counted_rows(session: Session, filters: Filters) -> dict[str, list[int]]:
    """The ids counted under the filters: person (trained), organisation (trained), obstacle, mention, in order.

    A kind of which there are more than MOST_ROWS is left out.
    """
    training, voices = counted(filters).c, heard(filters).c
    asked: dict[str, Any] = {
        "person": training.person_id,
        "organisation": training.organisation_id,
        "obstacle": voices.obstacle_id,
        "mention": voices.mention_id,
    }
    found = {}
    for kind, column in asked.items():
        statement = select(column).where(column.is_not(None)).distinct().order_by(column).limit(MOST_ROWS + 1)
        ids = [int(one) for one in session.execute(statement).scalars()]
        if len(ids) <= MOST_ROWS:
            found[kind] = ids
    return found
