"""The frames behind the charts of answers, and how long answers and solutions take."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import case, func, select
from sqlmodel import Session

from core.answer_times import Times, times
from core.filters import Filters
from core.i18n import LANGUAGES, words
from db.models import Confirmation, Institution, Obstacle, ObstacleCategory
from db.models.base import table
from db.queries.figures import FIGURES, By
from db.queries.figures.answers import STEPS
from db.queries.figures.obstacles import heard
from db.queries.institution_figures import referrals_answered
from db.queries.labelled import LABELS, NAMES, framed, listed, places_met

Frames = Callable[[Session, Filters], pd.DataFrame]
_NOTHING = float("nan")
_SHARE = ("value", "part", "whole")


def answers_flow(session: Session, filters: Filters) -> pd.DataFrame:
    """How many obstacles came at least so far, in the order of the way: code (of STEPS), labels in three languages,
    value.
    """
    counts = FIGURES["answers"](session, filters).iloc[0]
    rows = [
        (step, *(words(language).say(f"obstacle_state.{step}") for language in LANGUAGES), int(counts[step]))
        for step in STEPS
    ]
    return framed(rows, "code", *(f"label_{language}" for language in LANGUAGES), "value")


def commitment_rate_by(dimension: str) -> Frames:
    """Obstacles with a promise over obstacles referred, by category, province or institution, as a query: code, the
    label or name in three languages, value (share, missing where none was referred), part, whole.
    """
    name = "asked" if dimension == "institution" else "answers"
    return _shares_by(name, dimension, "promised", "referred")


def kept_on_time_by_institution(session: Session, filters: Filters) -> pd.DataFrame:
    """Promises kept by their date over those due: code (acronym), name in three languages, value, part, whole."""
    return _shares_by("kept", "institution", "kept", "due")(session, filters)


def referred_by_institution(session: Session, filters: Filters) -> pd.DataFrame:
    """Distinct obstacles put before each institution: code (acronym), name in three languages, value."""
    counts = FIGURES["asked"](session, filters, ("institution",))
    found = dict(zip(counts["institution"].tolist(), counts["referred"].tolist(), strict=True))
    return framed(((*row, found[row[0]]) for row in _institutions(session, found)), *NAMES, "value")


def referrals_by_month(session: Session, filters: Filters) -> pd.DataFrame:
    """Months in which institutions were asked: month (its first day), value (referrals)."""
    counts = FIGURES["asked"](session, filters, ("month",))
    months = [pd.Timestamp(int(month) // 100, int(month) % 100, 1) for month in counts["month"].tolist()]
    return framed(zip(months, counts["referrals"].tolist(), strict=True), "month", "value")


def days_to_answer(session: Session, filters: Filters, today: date) -> Times:
    """Days from a referral to the institution's answer or first promise, for the obstacles of the filters."""
    base, rows = heard(filters), referrals_answered().subquery("asked")
    spans = select(rows.c.referred_on, rows.c.answered_on, func.count()).where(
        rows.c.obstacle_id.in_(select(base.c.obstacle_id))
    )
    return _times(session, spans.group_by(rows.c.referred_on, rows.c.answered_on), today)


def days_to_resolve(session: Session, filters: Filters, today: date) -> Times:
    """Days from an obstacle being raised to the word that confirms it; a dropped one is neither closed nor open."""
    base, o, said = heard(filters), table(Obstacle).c, table(Confirmation).c
    last = (
        select(func.max(said.confirmed_on))
        .where(said.obstacle_id == o.id, said.verdict == "solved", said.deleted_at.is_(None))
        .scalar_subquery()
    )
    ended = case((o.state == "confirmed", last))
    rows = (
        select(o.raised_on, ended.label("ended"))
        .where(o.id.in_(select(base.c.obstacle_id)), o.state != "dropped")
        .subquery("resolved")
    )
    spans = select(rows.c.raised_on, rows.c.ended, func.count()).group_by(rows.c.raised_on, rows.c.ended)
    return _times(session, spans, today)


def _times(session: Session, spans: Any, today: date) -> Times:
    return times(((begun, ended, int(number)) for begun, ended, number in session.execute(spans)), today)


def _shares_by(name: str, dimension: str, of_part: str, of_whole: str) -> Frames:
    def frame(session: Session, filters: Filters) -> pd.DataFrame:
        counts = FIGURES[name](session, filters, (dimension,))
        columns = (counts[column].tolist() for column in (dimension, of_part, of_whole))
        found = {
            code: (part / whole if whole else _NOTHING, part, whole)
            for code, part, whole in zip(*columns, strict=True)
            if whole
        }
        if dimension == "province":
            rows = [(*place, *found.get(place[0], (_NOTHING, 0, 0))) for place in places_met(session, found)]
            return framed(rows, *NAMES, *_SHARE)
        if dimension == "institution":
            return framed(((*row, *found[row[0]]) for row in _institutions(session, found)), *NAMES, *_SHARE)
        named = listed(session, ObstacleCategory, found)
        return framed(((*row, *found[row[0]]) for row in named), *LABELS, *_SHARE)

    return frame


def _institutions(session: Session, met: Any) -> list[tuple[str, ...]]:
    """Acronym and, as the name in each language, the acronym again: that is what everybody calls them."""
    c = table(Institution).c
    found = session.execute(select(c.acronym).where(c.acronym.in_(sorted(met))).order_by(c.position, c.id)).scalars()
    return [(acronym,) * 4 for acronym in dict.fromkeys(found)]


ANSWER_PICTURES: dict[str, Frames] = {
    "answers_flow": answers_flow,
    **{
        f"commitment_rate_by_{dimension}": commitment_rate_by(dimension)
        for dimension in ("category", "province", "institution")
    },
    "kept_on_time_by_institution": kept_on_time_by_institution,
    "referred_by_institution": referred_by_institution,
    "referrals_by_month": referrals_by_month,
}
# The figure that stands behind each, and its dimensions.
ANSWER_ASKED: dict[str, tuple[str, By]] = {
    "answers_flow": ("answers", ()),
    "commitment_rate_by_category": ("answers", ("category",)),
    "commitment_rate_by_province": ("answers", ("province",)),
    "commitment_rate_by_institution": ("asked", ("institution",)),
    "kept_on_time_by_institution": ("kept", ("institution",)),
    "referred_by_institution": ("asked", ("institution",)),
    "referrals_by_month": ("asked", ("month",)),
}
