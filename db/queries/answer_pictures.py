"""The frames behind the charts of answers."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.filters import Filters
from core.i18n import LANGUAGES, words
from db.models import Institution, ObstacleCategory
from db.models.base import table
from db.queries.figures import FIGURES, By
from db.queries.figures.answers import STEPS
from db.queries.labelled import LABELS, NAMES, framed, listed, places_met

Frames = Callable[[Session, Filters], pd.DataFrame]
_NOTHING = float("nan")
_SHARE = ("value", "part", "whole")


def answers_flow(session: Session, filters: Filters) -> pd.DataFrame:
    """How many obstacles came at least so far, in the order of the way: code (of STEPS), labels in three languages,
    value.
    """
    counts = FIGURES["answers"](session, filters).iloc[0]
    return framed(((*_step(step), int(counts[step])) for step in STEPS), *LABELS, "value")


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


def referred_by_category_and_institution(session: Session, filters: Filters) -> pd.DataFrame:
    """The cells of every active category with the institutions that were asked about any: code, labels in three
    languages, institution (acronym), value (distinct obstacles put before it). A category that nobody was asked about
    is a row of noughts; the category and the institution of most referrals come first.
    """
    counts = FIGURES["asked"](session, filters, ("category", "institution"))
    cells = zip(counts["category"].tolist(), counts["institution"].tolist(), counts["referred"].tolist(), strict=True)
    found = {(category, acronym): int(number) for category, acronym, number in cells}
    weights: dict[str, int] = {}
    for (category, acronym), number in found.items():
        weights[category] = weights.get(category, 0) + number
        weights[acronym] = weights.get(acronym, 0) + number
    across = [acronym for acronym, *_ in _institutions(session, {acronym for _, acronym in found})]
    across.sort(key=lambda acronym: -weights[acronym])
    rows = listed(session, ObstacleCategory, {category for category, _ in found}, active=True)
    rows.sort(key=lambda row: -weights.get(row[0], 0))
    cells_of = ((*row, acronym, found.get((row[0], acronym), 0)) for row in rows for acronym in across)
    return framed(cells_of, *LABELS, "institution", "value")


def answers_by_month(session: Session, filters: Filters) -> pd.DataFrame:
    """The steps of the way in each month from the first to the last: code (of STEPS), labels in three languages, month
    (as 2025-03), value (obstacles that took the step in it).
    """
    counts = FIGURES["steps"](session, filters, ("month",)).set_index("month")
    met = [f"{int(month) // 100}-{int(month) % 100:02}" for month in counts.index]
    months = [f"{month:%Y-%m}" for month in pd.period_range(met[0], met[-1], freq="M")] if met else []
    found = dict(zip(met, counts.to_dict("records"), strict=True))
    cells_of = (
        (*_step(step), month, int(found[month][step]) if month in found else 0) for step in STEPS for month in months
    )
    return framed(cells_of, *LABELS, "month", "value")


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


def _step(step: str) -> tuple[str, ...]:
    return (step, *(words(language).say(f"obstacle_state.{step}") for language in LANGUAGES))


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
    "referred_by_category_and_institution": referred_by_category_and_institution,
    "answers_by_month": answers_by_month,
}
# The figure that stands behind each, and its dimensions.
ANSWER_ASKED: dict[str, tuple[str, By]] = {
    "answers_flow": ("answers", ()),
    "commitment_rate_by_category": ("answers", ("category",)),
    "commitment_rate_by_province": ("answers", ("province",)),
    "commitment_rate_by_institution": ("asked", ("institution",)),
    "kept_on_time_by_institution": ("kept", ("institution",)),
    "referred_by_institution": ("asked", ("institution",)),
    "referred_by_category_and_institution": ("asked", ("category", "institution")),
    "answers_by_month": ("steps", ("month",)),
}
