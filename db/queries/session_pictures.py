"""The frames behind the charts of modules and sessions: hours, seats, attendance, drop-off and trainers."""

from collections import Counter
from collections.abc import Callable

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.filters import Filters
from core.i18n import LANGUAGES, words
from core.records.trainers import SIDES
from db.models import Group, Module
from db.models.base import table
from db.queries.figures import FIGURES, By
from db.queries.labelled import LABELS, NAMES, framed, listed, places_met

Frames = Callable[[Session, Filters], pd.DataFrame]
_NOTHING = float("nan")
# More lines than these could not be told from each other.
_MOST_GROUPS = 60
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
    to 1), present, expected (of the group; for the median those of all groups together), groups. Of many groups the
    quartiles stand for the single ones, as Q1 and Q3.
    """
    counts = FIGURES["drop_off"](session, filters, ("group", "sitting"))
    counts = counts[counts["expected"] > 0]
    counts = counts.assign(value=counts["present"] / counts["expected"])
    parts = [_at_each(counts, 0.5, "")]
    if counts["group"].nunique() > _MOST_GROUPS:
        parts += [_at_each(counts, share, name) for share, name in ((0.25, "Q1"), (0.75, "Q3"))]
    else:
        names = _group_names(session, counts["group"].unique().tolist())
        parts.append(counts.assign(group=[names[number] for number in counts["group"].tolist()]))
    columns = ["group", "sitting", "value", "present", "expected", "groups"]
    return framed((row for part in parts for row in part[columns].itertuples(index=False)), *columns)


def _at_each(counts: pd.DataFrame, share: float, name: str) -> pd.DataFrame:
    """The quantile of the groups' shares at each sitting, under a name."""
    sittings = counts.groupby("sitting")
    sums = sittings[["present", "expected", "groups"]].sum()
    return sums.assign(value=sittings["value"].quantile(share), group=name).reset_index()


def _group_names(session: Session, ids: list[int]) -> dict[int, str]:
    """The labels of groups; those of one label in two phases are told apart by their numbers."""
    c = table(Group).c
    rows = session.execute(select(c.id, c.label).where(c.id.in_(ids))).all()
    labels = Counter(label for _, label in rows)
    return {number: label if labels[label] == 1 else f"{label} ({number})" for number, label in rows}


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
