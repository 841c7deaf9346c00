"""What people thought of sittings: the counts of one session, who may still answer, and the link they answer by."""

import hmac
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from core.filters import Filters
from core.pseudonyms import pseudonym
from core.records.satisfaction import ANSWER_WAYS, COUNTS, most_answers
from core.records.sheets import VERIFIED_STATES
from db.models import Instance, Registration, Satisfaction, SignInSheet, TrainingSession
from db.models.base import table
from db.queries.figures import FIGURES, By
from db.queries.figures.among import Among, given
from db.queries.figures.satisfaction import SUMS, answered_sessions, by_session
from db.queries.frames import framed, types_of
from db.queries.sessions import by_ids

_sitting, _registration, _answers = table(TrainingSession), table(Registration), table(Satisfaction)
_sheet = table(SignInSheet)
# People answer in the hall, on the way home, or the evening after.
_DAYS = 1
# What every database takes for a number of a row.
_DIGITS = 9
MOST_SESSIONS = 24


@dataclass(frozen=True)
class Counted:
    """The counts of one session by the way they came, each with `answered` and the faces; 0 where none did.

    `version` is that of the counts on paper.
    """

    version: int
    ways: dict[str, dict[str, int]]

    @property
    def whole(self) -> dict[str, int]:
        """Both ways together."""
        return {name: sum(way[name] for way in self.ways.values()) for name in ("answered", *COUNTS)}


def counted_of(session: Session, session_id: int) -> Counted:
    """What was counted of one session."""
    names = ("answered", *COUNTS)
    c = _answers.c
    asked = select(c.way, c.version, *(c[name] for name in names)).where(
        c.session_id == session_id, c.deleted_at.is_(None)
    )
    found = {row["way"]: row for row in session.execute(asked).mappings()}
    ways = {way: {name: int(found[way][name]) if way in found else 0 for name in names} for way in ANSWER_WAYS}
    return Counted(int(found["paper"]["version"]) if "paper" in found else 0, ways)


def most_of(session: Session, session_id: int) -> int:
    """How many people may answer after this session."""
    c = _registration.c
    expected = select(func.count()).where(c.session_id == session_id, c.deleted_at.is_(None)).scalar_subquery()
    found = session.execute(select(expected, _sitting.c.declared_headcount).where(_sitting.c.id == session_id)).one()
    return most_answers(int(found[0]), found[1])


def may_answer(session: Session, session_id: int, today: date) -> bool:
    """Whether phones may answer: the session took place today or yesterday, and its sheet is not verified yet."""
    c = _sitting.c
    verified = select(_sheet.c.session_id).where(_sheet.c.state.in_(VERIFIED_STATES), _sheet.c.deleted_at.is_(None))
    asked = select(c.id).where(
        *(c.id == session_id, c.deleted_at.is_(None), c.state.in_(("held", "closed")), c.id.not_in(verified)),
        *(c.held_on <= today, c.held_on >= today - timedelta(days=_DAYS)),
    )
    return session.execute(asked).first() is not None


def answer_link(session: Session, session_id: int, page: str = "satisfaction") -> str:
    """What the address of a session's phone page ends with; eighty bits of it are found by nobody who was not given it.

    Each `page` of a session has its own, which follows from the database's own secret, so that no table holds it and
    the same session always has the same.
    """
    secret = session.get_one(Instance, 1).pseudonym_secret
    return f"{session_id}-{pseudonym(secret, page, session_id)}"


def session_behind(session: Session, link: str, page: str = "satisfaction") -> int | None:
    """The session that a link of a page belongs to; None for what was never given, and for a session in the bin."""
    number, _, _ = link.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return None
    if not hmac.compare_digest(answer_link(session, int(number), page).encode(), link.encode()):
        return None
    found = session.execute(
        select(_sitting.c.id).where(_sitting.c.id == int(number), _sitting.c.deleted_at.is_(None))
    ).first()
    return found[0] if found else None


def satisfaction_by(session: Session, filters: Filters, by: By) -> pd.DataFrame:
    """The figure of satisfaction by dimensions: their codes, sessions, asked, answered, present and the faces."""
    return FIGURES["satisfaction"](session, filters, by)


def sessions_asked(session: Session, reach: frozenset[int] | None, filters: Filters) -> pd.DataFrame:
    """The latest sessions whose people were asked: the columns of `sessions_listed`, answered and the faces.

    `present` is that of the figure.
    """
    found = answered_sessions(filters).subquery().c
    latest = select(found.session_id).order_by(found.held_on.desc(), found.session_id.desc()).limit(MOST_SESSIONS)
    picked = list(session.execute(latest).scalars())
    # Who was present is counted of these alone.
    some = dict(zip(given("session", len(picked)), picked, strict=True))
    statement = by_session(Among(among="session", many=len(picked)))
    rows = framed(session.execute(statement, some).all(), types_of(statement))
    columns: dict[str, Any] = {"session_id": "id"}
    counts = rows[["session_id", *SUMS]].rename(columns=columns)
    cards = by_ids(session, reach, select(_sitting.c.id).where(_sitting.c.id.in_(rows["session_id"].tolist())))
    listed = cards.drop(columns="present").merge(counts, on="id", how="inner")
    return listed.sort_values(["held_on", "id"], ascending=False, ignore_index=True)
