"""What the page of modules and sessions lists: the sessions behind its figures, and who trains by name."""

import pandas as pd
from sqlalchemy import or_, select
from sqlmodel import Session

from core.filters import Filters
from db.models import Trainer, TrainingSession
from db.models.base import table
from db.queries.figures import FIGURES
from db.queries.figures.base import of_sessions, of_verified_sheet
from db.queries.frames import frame
from db.queries.sessions import by_ids
from db.queries.trainers import HELD

# How many sessions are read at a time.
_MOST = 200


def every_session_behind(session: Session, filters: Filters, standing: str = "") -> pd.DataFrame:
    """All that `sessions_behind` gives, page after page."""
    pages = [sessions_behind(session, filters, _MOST, 0, standing)]
    while len(pages[-1]) == _MOST:
        pages.append(sessions_behind(session, filters, _MOST, len(pages) * _MOST, standing))
    return pd.concat(pages, ignore_index=True) if len(pages) > 1 else pages[0]


def sessions_behind(session: Session, filters: Filters, most: int, before: int = 0, standing: str = "") -> pd.DataFrame:
    """Sessions that the figure `sittings` counts as held, planned or cancelled, or of one `standing` of these, the
    newest first, at most 200.

    Columns as `db.queries.sessions.sessions_listed`; `before` of them are left out.
    """
    c = table(TrainingSession).c
    wanted = [c.deleted_at.is_(None), c.counts_as_training.is_(True), of_sessions(c, filters)]
    if filters.verified:
        wanted.append(or_(c.state.not_in(HELD), of_verified_sheet(c)))
    if standing:
        wanted.append(c.state.in_(HELD if standing == "held" else (standing,)))
    newest = (c.held_on.desc(), c.starts_at.desc(), c.id.desc())
    picked = select(c.id).where(*wanted).order_by(*newest).limit(most).offset(before)
    return by_ids(session, None, picked).iloc[::-1].reset_index(drop=True)


def trainers_named(session: Session, filters: Filters) -> pd.DataFrame:
    """Who trained at sessions that were held, the most hours first: name_ar, name_latin, side, sessions, preparation,
    delivery, travel, hours.
    """
    counts = FIGURES["trainer_hours"](session, filters, ("trainer", "side"))
    c = table(Trainer).c
    names = frame(session, select(c.id.label("trainer"), c.name_ar, c.name_latin).where(c.deleted_at.is_(None)))
    found = counts.merge(names, on="trainer")
    columns = ["name_ar", "name_latin", "side", "sessions", "preparation", "delivery", "travel", "hours"]
    return found.sort_values(["hours", "trainer"], ascending=[False, True], ignore_index=True)[columns]
