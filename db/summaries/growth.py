"""When summaries pay: from how many attendances on figures are kept instead of counted."""

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from db.engine import engine, reading
from db.models import Attendance
from db.models.base import table
from db.summaries.answers import STANDING

# There the figures of an overview take a third of a second of a processor where they are counted, and a hundredth
# where they are kept, while a tick takes 7 milliseconds instead of 2; of 6,500 attendances they take 50 milliseconds.
GROWN = 50_000


def wanted(on: Engine | None = None, whoever_counts: bool = False) -> bool:
    """Whether figures are to be kept and are not: the database has grown, or what they were counted by has changed.

    Not while they are being counted already, unless `whoever_counts` is known to have stopped.
    """
    with reading(on or engine()) as session:
        standing = session.execute(STANDING).first()
        if standing is not None and standing.counting and not whoever_counts:
            return False
        mark = table(Attendance).c.id
        first = select(mark).limit(GROWN).subquery()
        if (session.execute(select(func.count()).select_from(first)).scalar() or 0) < GROWN:
            return False
        from db.queries.figures import definitions
        from db.queries.settings import settings

        return standing is None or standing.made_for != definitions(settings(session))
