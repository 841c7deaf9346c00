"""What became of the figures of a frozen report: their values now, which rows came and went, what was done since."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS
from core.records.reports import filters_of
from core.records.snapshot import Figure, Snapshot
from db.models import Attendance, Change, FrozenReport, Module, Organisation, Person, Registration, TrainingSession
from db.models.base import table
from db.queries.figures import overview, subjects_of
from db.queries.figures.base import in_days
from db.queries.frames import frame
from db.queries.report_rows import counted_rows
from db.queries.reports import frozen

# A statement carries so many ids at most; of more rows only their number is told.
_MOST_IDS = 5000
# The tables whose entries of the history change what is read of each subject. Entries are filed under one subject,
# and some commands, as bringing back from the bin, write rows of many.
_KINDS = {
    "attendance": ("attendance",),
    "group": ("enrolment", "training_group"),
    # What institutions promise and cooperatives confirm moves an obstacle to another state.
    "obstacle": (
        *("commitment", "commitment_update", "confirmation", "confirmation_link", "event", "import_batch"),
        *("mention", "obstacle", "referral"),
    ),
    "organisation": ("import_batch", "organisation", "participation"),
    "person": ("membership", "person"),
    "programme": ("phase", "programme"),
    "quiz": ("quiz", "quiz_answer"),
    "reference": ("attendance_status", "institution", "module", "obstacle_category", "sector"),
    "satisfaction": ("satisfaction",),
    "session": ("registration", "training_session"),
    "setting": ("setting",),
    "trainer": ("session_trainer", "trainer"),
}
_MERGED: dict[str, Any] = {"person": Person, "organisation": Organisation}


@dataclass(frozen=True)
class Moved:
    """Rows of one kind: those counted now and not then, those counted then and not now, in order.

    `joined` tells how many of those counted then are one with another of them since: what was merged is one row, so
    that the number now is the number then, and those that came, less those that went and were joined.
    """

    came: tuple[int, ...]
    went: tuple[int, ...]
    joined: int


@dataclass(frozen=True)
class Became:
    """What became of a report: `now` are the values by indicator, `moved` the rows by kind."""

    now: dict[str, float]
    moved: dict[str, Moved]

    def others(self, told: Snapshot) -> list[Figure]:
        """The figures whose value is another today; one that is no indicator any more cannot be worked out."""
        return [one for one in told.figures if one.code in self.now and another(one.value, self.now[one.code])]


@dataclass(frozen=True)
class Because:
    """What the history says of it.

    `done` tells by figure what was done since in what it reads, `came` and `went` the sessions of the persons that
    did, and `themselves` how many of the moved rows of each kind were written to themselves.
    """

    done: dict[str, list[tuple[str, int]]]
    came: pd.DataFrame
    went: pd.DataFrame
    themselves: dict[str, int]


def became(session: Session, number: str) -> Became:
    """What became of the report with this number; Problem("report_unknown") where there is none."""
    report, _ = frozen(session, number)
    return Became(figures_now(session, report), moved_rows(session, report))


def because(session: Session, number: str, since: Became) -> Because:
    """Why the figures of the report are others now, as the history tells it at this moment."""
    report, told = frozen(session, number)
    figures = sorted({INDICATORS[one.code].figure for one in since.others(told)})
    done = {figure: done_since(session, report, figure) for figure in figures}
    persons = since.moved.get("person", Moved((), (), 0))
    return Because(
        done={name: list(zip(rows["command"], rows["number"].tolist(), strict=True)) for name, rows in done.items()},
        came=sessions_behind(session, report, persons.came),
        went=sessions_behind(session, report, persons.went),
        themselves={
            kind: changed_themselves(session, report, kind, (*one.came, *one.went)) for kind, one in since.moved.items()
        },
    )


def another(then: float | None, now: float) -> bool:
    """Whether a value is another than it was; the last digits of sums of hours are noise."""
    known = not math.isnan(now)
    if then is None or not known:
        return (then is None) is known
    return not math.isclose(then, now, rel_tol=1e-9, abs_tol=1e-9)


def figures_now(session: Session, report: FrozenReport) -> dict[str, float]:
    """The value of each indicator under the filters of the report as it is today."""
    rows = overview(session, filters_of(report.filters))
    return {str(code): float(value) for code, value in zip(rows["code"], rows["value"], strict=True)}


def moved_rows(session: Session, report: FrozenReport) -> dict[str, Moved]:
    """What came and went of each kind whose ids were kept."""
    today = counted_rows(session, filters_of(report.filters))
    found = {}
    for kind, then in report.rows.items():
        if kind not in today:
            continue
        stands = _standing(session, kind)
        kept, present = {stands.get(one, one) for one in then}, set(today[kind])
        found[kind] = Moved(tuple(sorted(present - kept)), tuple(sorted(kept - present)), len(then) - len(kept))
    return found


def done_since(session: Session, report: FrozenReport, figure: str) -> pd.DataFrame:
    """What was done since in what the figure of this name reads, the most frequent first. Columns: command, number.

    Marks are those of sessions of the period that the report was narrowed to.
    """
    filters, change = filters_of(report.filters), table(Change).c
    number = func.count().label("number")
    statement = (
        select(change.command, number)
        .where(change.id > report.after_change, _of_figure(figure, filters), _of_period(filters))
        .group_by(change.command)
        .order_by(number.desc(), change.command)
    )
    return frame(session, statement)


def sessions_behind(session: Session, report: FrozenReport, persons: Iterable[int]) -> pd.DataFrame:
    """The sessions written to since on whose roster these persons stand, by day.

    Columns: id, held_on, state, label_ar, label_fr, label_en (of the module), people (how many of them).
    """
    ids = sorted(persons)[:_MOST_IDS]
    change, mark = table(Change).c, table(Attendance).c
    place, sitting, module = table(Registration).c, table(TrainingSession).c, table(Module).c
    since = change.id > report.after_change
    written = select(change.row_id).where(change.kind == "training_session", since)
    marked = exists().where(
        mark.registration_id == place.id, change.kind == "attendance", change.row_id == mark.id, since
    )
    labels = (module.label_ar, module.label_fr, module.label_en)
    statement = (
        select(
            sitting.id, sitting.held_on, sitting.state, *labels, func.count(place.person_id.distinct()).label("people")
        )
        .join_from(table(Registration), table(TrainingSession), sitting.id == place.session_id)
        .join(table(Module), module.id == sitting.module_id)
        .where(place.person_id.in_(ids), or_(sitting.id.in_(written), marked))
        .group_by(sitting.id, sitting.held_on, sitting.state, *labels)
        .order_by(sitting.held_on, sitting.id)
    )
    return frame(session, statement)


def changed_themselves(session: Session, report: FrozenReport, kind: str, ids: Iterable[int]) -> int:
    """How many of these rows were written to themselves since, as when somebody's sex was entered."""
    change = table(Change).c
    number = func.count(change.row_id.distinct())
    statement = select(number).where(
        change.kind == kind, change.id > report.after_change, change.row_id.in_(sorted(ids)[:_MOST_IDS])
    )
    return int(session.execute(statement).scalar_one())


def _standing(session: Session, kind: str) -> dict[int, int]:
    """For each row that was merged, the one that stands for it now."""
    if kind not in _MERGED:
        return {}
    c = table(_MERGED[kind]).c
    merged = session.execute(select(c.id, c.merged_into_id).where(c.merged_into_id.is_not(None)))
    into: dict[int, int] = {int(row[0]): int(row[1]) for row in merged}
    return {gone: _end(into, gone) for gone in into}


def _end(into: dict[int, int], one: int) -> int:
    met = {one}
    while (following := into.get(one)) is not None and following not in met:
        one = following
        met.add(one)
    return one


def _of_figure(figure: str, filters: Filters) -> ColumnElement[bool]:
    kinds = {kind for subject in subjects_of(figure) for kind in _KINDS.get(subject, ())}
    # A sheet narrows nothing unless only verified ones are counted.
    return table(Change).c.kind.in_(sorted(kinds | ({"sign_in_sheet"} if filters.verified else set())))


def _of_period(filters: Filters) -> ColumnElement[bool]:
    change, mark = table(Change).c, table(Attendance).c
    place, sitting = table(Registration).c, table(TrainingSession).c
    conditions = [in_days(sitting.held_on, filters)]
    if filters.phase_id is not None:
        conditions.append(sitting.phase_id == filters.phase_id)
    inside = (
        select(mark.id)
        .join_from(table(Attendance), table(Registration), place.id == mark.registration_id)
        .join(table(TrainingSession), sitting.id == place.session_id)
        .where(mark.id == change.row_id, and_(*conditions))
    )
    return or_(change.kind != "attendance", inside.exists())
