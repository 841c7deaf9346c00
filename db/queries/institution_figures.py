"""What institutions were asked, promised and kept: one SELECT for referrals and one for promises, and what they say.

Commitment rate: obstacles with a promise of the institution over obstacles referred to it. Kept on time: promises done
by their date over promises due; due is one whose date is over or that is done already, whatever became of it. Days to
answer: from the referral to the earlier of the noted answer and the first promise for the obstacle.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, and_, case, func, or_, select
from sqlmodel import Session

from core.answer_times import Times, times
from core.records.commitments import OPEN_STATES
from db.models import Commitment, CommitmentObstacle, Institution, Obstacle, Referral
from db.models.base import table
from db.queries.frames import frame
from db.queries.obstacles import obstacles_within_reach

_referral, _obstacle, _commitment = table(Referral), table(Obstacle), table(Commitment)
_link, _institution = table(CommitmentObstacle), table(Institution)


def referrals_answered(reach: frozenset[int] | None = None) -> Select[Any]:
    """One row a living referral of a living obstacle: referral_id, institution_id, obstacle_id, category_id,
    province_id, referred_on, promised_on (of the institution's first promise for it), answered_on (the earlier of the
    noted answer and that promise; None while it is open).
    """
    promise = (
        select(
            _commitment.c.institution_id, _link.c.obstacle_id, func.min(_commitment.c.promised_on).label("promised_on")
        )
        .join_from(_link, _commitment, _commitment.c.id == _link.c.commitment_id)
        .where(_link.c.deleted_at.is_(None), _commitment.c.deleted_at.is_(None))
        .group_by(_commitment.c.institution_id, _link.c.obstacle_id)
        .subquery("promise")
    )
    c, promised = _referral.c, promise.c.promised_on
    earlier = or_(c.answered_on.is_(None), promised < c.answered_on)
    answered = case((and_(promised.is_not(None), earlier), promised), else_=c.answered_on)
    return (
        select(
            *(c.id.label("referral_id"), c.institution_id, c.obstacle_id, c.referred_on),
            *(_obstacle.c.category_id, _obstacle.c.province_id),
            *(promised, answered.label("answered_on")),
        )
        .join_from(_referral, _obstacle, _obstacle.c.id == c.obstacle_id)
        .join(
            promise,
            and_(promise.c.institution_id == c.institution_id, promise.c.obstacle_id == c.obstacle_id),
            isouter=True,
        )
        .where(c.deleted_at.is_(None), obstacles_within_reach(reach))
    )


def promises_judged(today: date) -> Select[Any]:
    """One row a living promise: id, institution_id, promised_on, due_on, done_on, state, and as 1 or 0: is_due, is_kept
    (done by its date), is_late (its date is over and it is still owed).
    """
    c = _commitment.c
    done = c.state == "done"
    due = and_(c.due_on.is_not(None), or_(c.due_on < today, done))
    kept = and_(c.due_on.is_not(None), done, c.done_on <= c.due_on)
    late = and_(c.due_on < today, c.state.in_(OPEN_STATES))
    return select(
        *(c.id, c.institution_id, c.promised_on, c.due_on, c.done_on, c.state),
        *(case((judged, 1), else_=0).label(name) for name, judged in (("is_due", due), ("is_kept", kept))),
        case((late, 1), else_=0).label("is_late"),
    ).where(c.deleted_at.is_(None))


@dataclass(frozen=True)
class InstitutionFigures:
    """What one institution was asked (obstacles), promised, and kept; `answering` and `keeping` in days."""

    referred: int
    with_promise: int
    answering: Times
    promises: int
    owed: int
    due: int
    kept: int
    late: int
    keeping: Times

    @property
    def commitment_rate(self) -> float | None:
        """Obstacles with a promise over obstacles referred; None where none was."""
        return self.with_promise / self.referred if self.referred else None

    @property
    def kept_on_time(self) -> float | None:
        """Promises kept by their date over those due; None where none is."""
        return self.kept / self.due if self.due else None


def institution_figures(
    session: Session, reach: frozenset[int] | None, today: date, institution_id: int | None = None
) -> dict[int, InstitutionFigures]:
    """The figures by institution; an institution that was asked nothing and promised nothing has none."""
    asked, judged = referrals_answered(reach).subquery("asked"), promises_judged(today).subquery("judged")
    if institution_id is not None:
        asked = select(asked).where(asked.c.institution_id == institution_id).subquery("asked_one")
        judged = select(judged).where(judged.c.institution_id == institution_id).subquery("judged_one")
    answers = frame(session, _spans(asked, "referred_on", "answered_on"))
    keeping = frame(session, _spans(judged, "promised_on", "done_on"))
    with_promise = frame(
        session,
        select(
            asked.c.institution_id, func.count().label("referred"), func.count(asked.c.promised_on).label("promised")
        ).group_by(asked.c.institution_id),
    ).set_index("institution_id")
    counts = frame(
        session,
        select(
            *(judged.c.institution_id, func.count().label("promises")),
            func.sum(case((judged.c.state.in_(OPEN_STATES), 1), else_=0)).label("owed"),
            *(func.sum(judged.c[name]).label(name) for name in ("is_due", "is_kept", "is_late")),
        ).group_by(judged.c.institution_id),
    ).set_index("institution_id")
    found = {}
    for number in sorted({*with_promise.index, *counts.index}):
        told = counts.loc[number] if number in counts.index else dict.fromkeys(counts.columns, 0)
        put = with_promise.loc[number] if number in with_promise.index else dict.fromkeys(with_promise.columns, 0)
        dropped_apart = keeping[keeping["state"] != "dropped"]
        found[int(number)] = InstitutionFigures(
            referred=int(put["referred"]),
            with_promise=int(put["promised"]),
            answering=_times_of(answers, number, today),
            promises=int(told["promises"]),
            owed=int(told["owed"]),
            due=int(told["is_due"]),
            kept=int(told["is_kept"]),
            late=int(told["is_late"]),
            keeping=_times_of(dropped_apart, number, today),
        )
    return found


def _spans(rows: Any, begun: str, ended: str) -> Select[Any]:
    columns = [rows.c.institution_id, rows.c[begun].label("begun"), rows.c[ended].label("ended")]
    columns += [rows.c.state] if "state" in rows.c else []
    return select(*columns, func.count().label("number")).group_by(*columns)


def _times_of(spans: pd.DataFrame, institution_id: int, today: date) -> Times:
    own = spans[spans["institution_id"] == institution_id]
    return times(zip(own["begun"], own["ended"], own["number"].tolist(), strict=True), today)
