"""The frames behind the charts of modules and sessions: hours, seats, attendance, drop-off and trainers."""

from collections.abc import Callable

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from core.i18n import LANGUAGES, words
from core.records.trainers import SIDES
from db.models import Module
from db.queries.figures import FIGURES, By
from db.queries.labelled import LABELS, NAMES, framed, listed, places_met

Frames = Callable[[Session, Filters], pd.DataFrame]
_NOTHING = float("nan")
# The figure behind each subject, and the columns that its part and its whole are the sums of.
_SUBJECTS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "hours": ("sittings", ("hours",), ("hours", "hours_planned")),
    "seats": ("seats", ("present",), ("seats",)),
    "attendance_rate": ("attended", ("present",), ("present", "absent")),
}


def told_by(subject: str, dimension: str) -> Frames:
    """Hours, seats or attendance_rate by module or province, as a query.

    Its columns: code, the label or name in three languages, value (hours given; else the share, missing where there is
    nothing to divide by), part (sessions held for hours, else those present), whole (hours offered, seats, or marks).
    """
    figure, of_part, of_whole = _SUBJECTS[subject]

    def frame(session: Session, filters: Filters) -> pd.DataFrame:
        counts = FIGURES[figure](session, filters, (dimension,))
        part = counts[list(of_part)].sum(axis=1).tolist()
        whole = counts[list(of_whole)].sum(axis=1).tolist()
        if subject == "hours":
            told = list(zip(part, counts["held"].tolist(), whole, strict=True))
            none = (0.0, 0, 0.0)
        else:
            told = [(one / all_ if all_ else _NOTHING, one, all_) for one, all_ in zip(part, whole, strict=True)]
            none = (_NOTHING, 0, 0)
        found = dict(zip(counts[dimension].tolist(), told, strict=True))
        if dimension == "province":
            rows = [(*place, *found.get(place[0], none)) for place in places_met(session, found)]
            return framed(rows, *NAMES, "value", "part", "whole")
        named = listed(session, Module, found)
        return framed(((*row, *found[row[0]]) for row in named), *LABELS, "value", "part", "whole")

    return frame


def sessions_by_month(session: Session, filters: Filters) -> pd.DataFrame:
    """Months with a session that was held: month (its first day), value (sessions held)."""
    counts = FIGURES["sittings"](session, filters, ("month",))
    counts = counts[counts["held"] > 0]
    months = [pd.Timestamp(month // 100, month % 100, 1) for month in counts["month"].tolist()]
    return framed(zip(months, counts["held"].tolist(), strict=True), "month", "value")


def trainer_hours_by_side(session: Session, filters: Filters) -> pd.DataFrame:
    """Whose people the trainers are: code, label_ar, label_fr, label_en, value (hours), part (trainers), whole (hours
    of all).
    """
    counts = FIGURES["trainer_hours"](session, filters, ("side",)).set_index("side")
    labels = [[words(language).say(f"trainer_side.{side}") for language in LANGUAGES] for side in SIDES]
    hours = [float(counts["hours"].get(side, 0.0)) for side in SIDES]
    trainers = [int(counts["trainers"].get(side, 0)) for side in SIDES]
    rows = zip(SIDES, labels, hours, trainers, strict=True)
    names = [f"label_{language}" for language in LANGUAGES]
    return framed(
        ((side, *label, value, part, sum(hours)) for side, label, value, part in rows),
        *("code", *names, "value", "part", "whole"),
    )


def drop_off_by_sitting(session: Session, filters: Filters) -> pd.DataFrame:
    """Of those enrolled at the first sitting of each group, the share who are there at each sitting.

    Columns: group (its label; no text for the median of the groups, whose rows come first), sitting, value (share, 0
    to 1), present, expected (of the group; for the median those of all groups together), groups.
    """
    counts = FIGURES["drop_off"](session, filters, ("group", "sitting"))
    counts = counts[counts["expected"] > 0]
    counts = counts.assign(value=counts["present"] / counts["expected"])
    medians = counts.groupby("sitting", as_index=False).agg(
        value=("value", "median"), present=("present", "sum"), expected=("expected", "sum"), groups=("groups", "sum")
    )
    columns = ["group", "sitting", "value", "present", "expected", "groups"]
    rows = [*medians.assign(group="")[columns].itertuples(index=False), *counts[columns].itertuples(index=False)]
    return framed(rows, *columns)


SESSION_PICTURES: dict[str, Frames] = {
    **{
        f"{subject}_by_{dimension}": told_by(subject, dimension)
        for subject in _SUBJECTS
        for dimension in ("module", "province")
    },
    "sessions_by_month": sessions_by_month,
    "trainer_hours_by_side": trainer_hours_by_side,
    "drop_off_by_sitting": drop_off_by_sitting,
}
# The figure that stands behind each, and its dimensions.
SESSION_ASKED: dict[str, tuple[str, By]] = {
    **{
        f"{subject}_by_{dimension}": (figure, (dimension,))
        for subject, (figure, _, _) in _SUBJECTS.items()
        for dimension in ("module", "province")
    },
    "sessions_by_month": ("sittings", ("month",)),
    "trainer_hours_by_side": ("trainer_hours", ("side",)),
    "drop_off_by_sitting": ("drop_off", ("group", "sitting")),
}
