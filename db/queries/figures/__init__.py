"""The figures: each count is one SELECT and its only definition; indicators are worked out from these."""

from collections.abc import Collection

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS, PARTS, measured
from db.queries.figures import answer_days, answer_steps, answers, completion, organisations, training
from db.queries.figures.drop_off import drop_off
from db.queries.figures.obstacles import heard, obstacle_list
from db.queries.figures.overlap import overlap
from db.queries.figures.places import reach
from db.queries.figures.quizzes import quizzes
from db.queries.figures.registry import FIGURES, Asked, By, counts, definitions, lay
from db.queries.figures.satisfaction import satisfaction
from db.queries.figures.seats import seats
from db.queries.figures.sittings import sittings
from db.queries.figures.targets import targets
from db.queries.figures.volunteers import trainer_hours, volunteer_hours

__all__ = [
    "ANSWERS",
    "FIGURES",
    "OBSTACLES",
    "QUIZZES",
    "REGISTER",
    "SATISFACTION",
    "SITTINGS",
    "SUBJECTS",
    "TRAINING",
    "VOLUNTEERS",
    "Asked",
    "By",
    "answer_days",
    "answer_steps",
    "answers",
    "completion",
    "counts",
    "definitions",
    "drop_off",
    "heard",
    "lay",
    "measure",
    "obstacle_list",
    "of_indicators",
    "organisations",
    "overlap",
    "overview",
    "quizzes",
    "reach",
    "satisfaction",
    "seats",
    "sittings",
    "subjects_of",
    "targets",
    "trainer_hours",
    "training",
    "volunteer_hours",
]

# What the figures read: a write to any of these makes new ones; those of obstacles and of the register read less.
REGISTER = ("organisation", "place", "programme", "reference", "setting")
OBSTACLES = ("obstacle", *REGISTER)
ANSWERS = ("commitment", "confirmation", "referral", *OBSTACLES)
TRAINING = ("attendance", "group", "person", "session", *REGISTER)
SITTINGS = ("place", "programme", "reference", "session", "setting")
VOLUNTEERS = ("place", "programme", "reference", "session", "setting", "trainer")
SATISFACTION = ("attendance", "place", "programme", "reference", "satisfaction", "session", "setting")
QUIZZES = ("attendance", "place", "programme", "quiz", "reference", "session", "setting")
SUBJECTS = (*TRAINING, "commitment", "confirmation", "obstacle", "referral", "target", "trainer")
_READ = {
    **dict.fromkeys(("answered", "answers", "asked", "kept", "resolved", "steps"), ANSWERS),
    "obstacles": OBSTACLES,
    "organisations": REGISTER,
    "quizzes": QUIZZES,
    "satisfaction": SATISFACTION,
    "sittings": SITTINGS,
    "trainer_hours": VOLUNTEERS,
    "volunteer_hours": VOLUNTEERS,
}


def subjects_of(figure: str) -> tuple[str, ...]:
    """What the figure of this name reads."""
    return _READ.get(figure, TRAINING)


def measure(session: Session, code: str, filters: Filters, by: By = ()) -> pd.DataFrame:
    """One indicator, whole (one row) or by dimensions: the columns of `by` (codes), value, part, whole, aside.

    Every indicator knows `by=("province",)`. KeyError for an indicator or a dimension that does not exist.
    """
    return measured(code, FIGURES[INDICATORS[code].figure](session, filters, by), by)


def of_indicators(filters: Filters, codes: Collection[str] = INDICATORS) -> tuple[Asked, ...]:
    """What the overview of some indicators asks: each SELECT once, however many of them stand on it."""
    return tuple(Asked(name, (), filters) for name in sorted({INDICATORS[code].figure for code in codes}))


def overview(session: Session, filters: Filters, codes: Collection[str] = INDICATORS) -> pd.DataFrame:
    """Every indicator, or those of the `codes`, under the filters, one row each in the catalogue's order.

    Columns: code, value, part, whole, aside (floats, see `core.indicators`), target (float, empty where none is set).
    """
    counted = counts(session, of_indicators(filters, codes))
    found = {
        one.figure: {str(name): float(frame[name].iloc[0]) for name in frame.columns} for one, frame in counted.items()
    }
    set_for = {row.indicator: row.target for row in targets(session, filters).itertuples()}
    rows = [
        (code, *one.arithmetic(found[one.figure]), set_for.get(code, float("nan")))
        for code, one in INDICATORS.items()
        if code in codes
    ]
    return pd.DataFrame(rows, columns=["code", *PARTS, "target"])
