"""What a coordinator's week holds: promises late or due, institutions that do not answer, words to be heard."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import and_, func, select
from sqlmodel import Session

from db.models import Institution, Mention, Obstacle, ObstacleCategory, Recommendation, Referral
from db.models.base import table
from db.queries.board_narrowing import CLOSED_STATES, unanswered_for
from db.queries.commitments import Promised, commitments_counted, commitments_listed
from db.queries.frames import frame
from db.queries.obstacles import obstacles_within_reach
from db.queries.settings import settings
from db.queries.verdicts import verdicts_counted

# Today and the six days after it.
WEEK_DAYS = 7
# A page and a text tell so many of a kind; how many there are is told beside them.
MOST_TOLD = 100
_OPEN_RECOMMENDATIONS = ("proposed", "taken_on", "in_progress")
_LANGUAGES = ("ar", "fr", "en")
_referral, _obstacle, _category = table(Referral), table(Obstacle), table(ObstacleCategory)
WEEK_SUBJECTS = ("commitment", "confirmation", "institution", "obstacle", "recommendation", "reference", "referral")


@dataclass(frozen=True)
class Week:
    """The numbers of the week: promises late and due, referrals unanswered, obstacles to be confirmed, recommendations
    whose date comes or is over.
    """

    late: int
    due: int
    unanswered: int
    to_confirm: int
    recommendations: int

    @property
    def anything(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.late or self.due or self.unanswered or self.to_confirm or self.recommendations)


def late_asked(today: date) -> Promised:
    """Open promises whose date was before today."""
    return Promised(late_on=today)


def due_asked(today: date) -> Promised:
    """Open promises whose date is today or one of the six days after it."""
    return Promised(open=True, due_from=today, due_until=today + timedelta(days=WEEK_DAYS - 1))


def week_counted(session: Session, reach: frozenset[int] | None, today: date) -> Week:
    """How many there are of each kind."""
    unanswered = _unanswered(reach, today, settings(session).unanswered_days).subquery()
    waiting = _to_confirm(reach).subquery()
    recommended = _recommended(today).subquery()

    def number(rows: Any) -> int:
        return int(session.execute(select(func.count()).select_from(rows)).scalar_one())

    return Week(
        late=commitments_counted(session, reach, late_asked(today)),
        due=commitments_counted(session, reach, due_asked(today)),
        unanswered=number(unanswered),
        to_confirm=number(waiting),
        recommendations=number(recommended),
    )


def promises_of_week(
    session: Session, reach: frozenset[int] | None, today: date, late: bool, limit: int = MOST_TOLD
) -> pd.DataFrame:
    """Promises that are late, or due this week, by their date, with the columns of `commitments_listed`."""
    return commitments_listed(session, reach, late_asked(today) if late else due_asked(today), limit)


def referrals_unanswered(
    session: Session, reach: frozenset[int] | None, today: date, limit: int = MOST_TOLD
) -> pd.DataFrame:
    """Referrals of open obstacles without an answer or a promise for the setting's days and more, the oldest first:
    id, obstacle_id, institution_id, acronym, title, words (of the first mention), category_ar, category_fr,
    category_en, referred_on.
    """
    rows = _unanswered(reach, today, settings(session).unanswered_days)
    return frame(session, rows.order_by(_referral.c.referred_on, _referral.c.id).limit(limit))


def obstacles_to_confirm(session: Session, reach: frozenset[int] | None, limit: int = MOST_TOLD) -> pd.DataFrame:
    """Obstacles of which all that was promised is done, and whose organisations have not all spoken: id, asked, heard,
    solved, title, words (of the first mention), category_ar, category_fr, category_en.
    """
    return frame(session, _to_confirm(reach).order_by(_obstacle.c.raised_on, _obstacle.c.id).limit(limit))


def recommendations_due(session: Session, today: date, limit: int = MOST_TOLD) -> pd.DataFrame:
    """Open recommendations whose date is over or comes this week: id, text_ar, text_fr, text_en, due_on, state."""
    return frame(session, _recommended(today).limit(limit))


def _unanswered(reach: frozenset[int] | None, today: date, days: int) -> Any:
    o, r, institution = _obstacle.c, _referral.c, table(Institution).c
    return (
        select(
            *(r.id, r.obstacle_id, r.institution_id, institution.acronym, o.title, _first_words()),
            *(_category.c[f"label_{code}"].label(f"category_{code}") for code in _LANGUAGES),
            r.referred_on,
        )
        .join_from(_referral, _obstacle, o.id == r.obstacle_id)
        .join(_category, _category.c.id == o.category_id)
        .join(table(Institution), institution.id == r.institution_id)
        .where(unanswered_for(days, today), o.state.not_in(CLOSED_STATES), obstacles_within_reach(reach))
    )


def _to_confirm(reach: frozenset[int] | None) -> Any:
    o, mention = _obstacle.c, table(Mention).c
    done = select(o.id).where(o.state == "done")
    heard = verdicts_counted(mention.obstacle_id.in_(done))
    return (
        select(
            *(o.id, o.title, _first_words(), heard.c.asked, heard.c.heard, heard.c.solved),
            *(_category.c[f"label_{code}"].label(f"category_{code}") for code in _LANGUAGES),
        )
        .join_from(_obstacle, heard, heard.c.obstacle_id == o.id)
        .join(_category, _category.c.id == o.category_id)
        .where(o.state == "done", heard.c.heard < heard.c.asked, obstacles_within_reach(reach))
    )


def _recommended(today: date) -> Any:
    c = table(Recommendation).c
    soon = c.due_on < today + timedelta(days=WEEK_DAYS)
    return (
        select(c.id, *(c[f"text_{code}"] for code in _LANGUAGES), c.due_on, c.state)
        .where(c.deleted_at.is_(None), and_(c.due_on.is_not(None), soon), c.state.in_(_OPEN_RECOMMENDATIONS))
        .order_by(c.due_on, c.id)
    )


def _first_words() -> Any:
    mention = table(Mention).c
    first = select(mention.words).where(mention.obstacle_id == _obstacle.c.id, mention.deleted_at.is_(None))
    return first.order_by(mention.id).limit(1).scalar_subquery().label("words")
