"""Which counts of persons are hidden from a reader who may not see them all: by province, module, month, and shares."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.filters import Filters
from core.small_cells import BESIDE, TOTAL, one_way, small, two_ways
from db.models import Phase
from db.models.base import table
from db.queries.figures import FIGURES
from db.queries.settings import settings

DIMENSIONS = ("province", "module", "month")
# The counts that a share is made of: its part, the rest of its whole, and those of whom it is not known.
SHARES: dict[str, tuple[str, tuple[str, ...]]] = {
    "women_share": ("people", ("women", "men", "sex_unknown")),
    "youth_share": ("people", ("youth", "not_youth", "age_unknown")),
    "completion": ("completion", ("completed", "enrolled")),
    "completion_so_far": ("completion", ("completed_so_far", "enrolled_running")),
}

_COUNTS = ("people_trained", "reach_per_10000", "attendances", "person_hours", "attendance_rate")
_OF_PERSONS = {*_COUNTS, *SHARES}
_MAP = "provinces_map"
# The charts of persons, and what their rows are.
_PICTURES = {
    "attendance_by_month": "month",
    "people_by_module": "module",
    "people_by_province": "province",
    _MAP: "province",
}


def hidden_people(session: Session, by: str, phase_id: int | None) -> dict[str, str]:
    """What is hidden of the people trained by a dimension, under its codes ("" for unknown), and TOTAL.

    A reader may choose a phase and nothing else: what a phase hides is hidden in the whole programme too, where the
    other phases could be taken away from it.
    """
    limit, filters = settings(session).small_cell, Filters(phase_id=phase_id)
    counts = _counted(session, "people", filters, (by,))
    people = dict(zip(map(_code, counts[by].tolist()), map(int, counts["people"].tolist()), strict=True))
    total = int(_counted(session, "people", filters)["people"].iloc[0])
    forced: set[str] = set()
    for phase in _phases(session) if phase_id is None else ():
        forced |= set(hidden_people(session, by, phase))
    if by == "province":
        shares = (_hidden_parts(session, code, phase_id) for code in ("women_share", "youth_share"))
        forced |= {row for hidden in shares for row, column in hidden if column == TOTAL}
    return one_way(people, limit, total, forced)


def total_is_hidden(session: Session, phase_id: int | None) -> bool:
    """Whether the number of all people trained is hidden, for what it would tell in any of the tables."""
    return any(TOTAL in hidden_people(session, by, phase_id) for by in DIMENSIONS)


def hidden_shares(session: Session, code: str, phase_id: int | None) -> set[str]:
    """The provinces ("" for unknown) whose share is hidden, TOTAL for the share of all, and "aside" for what is told
    beside that one: where any count behind it is.
    """
    columns = SHARES[code][1][:2]
    parts = _hidden_parts(session, code, phase_id)
    hidden = {row for row, column in parts if column in columns}
    hidden |= {"aside"} if (TOTAL, SHARES[code][1][-1]) in parts else set()
    counts = _whole(session, code, phase_id)
    limit = settings(session).small_cell
    # The share of all counts everybody once, where the sum of the rows may not.
    if any(small(counts[name], limit) for name in columns):
        hidden.add(TOTAL)
    return hidden


def _hidden_parts(session: Session, code: str, phase_id: int | None) -> dict[tuple[str, str], str]:
    figure, columns = SHARES[code]
    frame = _counted(session, figure, Filters(phase_id=phase_id), ("province",))
    counts = {
        (_code(row["province"]), name): value
        for row in frame.to_dict("records")
        for name, value in _parts(row, columns).items()
    }
    forced: set[tuple[str, str]] = set()
    for phase in _phases(session) if phase_id is None else ():
        forced |= set(_hidden_parts(session, code, phase))
    return two_ways(counts, settings(session).small_cell, forced)


def _whole(session: Session, code: str, phase_id: int | None) -> dict[str, int]:
    figure, columns = SHARES[code]
    frame = _counted(session, figure, Filters(phase_id=phase_id))
    return _parts(frame.iloc[0].to_dict(), columns)


def _parts(row: Mapping[Any, Any], columns: Collection[str]) -> dict[str, int]:
    """The counts of a share as parts that sum up to the persons of the row."""
    first, second, *unknown = (int(row[name]) for name in columns)
    names = list(columns)
    # Completion is counted as a part of its whole; the rest of the whole is what else could be told.
    rest = second if unknown else second - first
    return dict(zip(names, (first, rest, *unknown), strict=True))


def _counted(session: Session, figure: str, filters: Filters, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """A figure, asked once a session: each table is looked at for what it hides in several others."""
    known: dict[Any, pd.DataFrame] = session.info.setdefault("small_cells", {})
    asked = (figure, filters, by)
    if asked not in known:
        known[asked] = FIGURES[figure](session, filters, by)
    return known[asked]


def _phases(session: Session) -> list[int]:
    phase = table(Phase).c
    return list(session.execute(select(phase.id).where(phase.deleted_at.is_(None)).order_by(phase.id)).scalars())


def guarded_picture(
    session: Session, name: str, figure: str, phase_id: int | None, frame: pd.DataFrame
) -> pd.DataFrame:
    """The frame behind a chart with nothing in it that is hidden: such a value is 0 and `why` has its reason.

    Frames that count no persons come back as they are. Attendances and hours are hidden where their persons are, and
    told as hidden only: they may be many.
    """
    by = _PICTURES.get(name)
    if by is None or (name == _MAP and figure not in _OF_PERSONS):
        return frame
    keys = [f"{month:%Y%m}" for month in frame["month"]] if by == "month" else [_code(code) for code in frame["code"]]
    if name == _MAP and figure in SHARES:
        hidden = dict.fromkeys(hidden_shares(session, figure, phase_id), BESIDE)
    else:
        hidden = hidden_people(session, by, phase_id)
        if by == "month" or (name == _MAP and figure != "people_trained"):
            hidden = dict.fromkeys(hidden, BESIDE)
    why = [hidden.get(key, "") for key in keys]
    values = [0 if reason else value for reason, value in zip(why, frame["value"].tolist(), strict=True)]
    return frame.assign(value=values, why=why)


def guarded_overview(session: Session, phase_id: int | None, rows: pd.DataFrame) -> tuple[pd.DataFrame, frozenset[str]]:
    """The rows of `figures.overview` with nothing in them that is hidden, and the codes of what is."""
    limit, hidden, beside = settings(session).small_cell, set[str](), set[str]()
    if total_is_hidden(session, phase_id):
        hidden |= set(_COUNTS)
    for code in SHARES:
        found = hidden_shares(session, code, phase_id)
        hidden |= {code} if TOTAL in found else set()
        beside |= {code} if "aside" in found else set()
    aside = rows.loc[rows["code"] == "people_trained", "aside"].iloc[0]
    beside |= {"people_trained"} if small(aside, limit) else set()
    gone, quiet = rows["code"].isin(hidden), rows["code"].isin(hidden | beside)
    # The target stays: it is no count, and how much of it is reached is not told without the value.
    emptied = {name: rows[name].mask(gone) for name in ("value", "part", "whole")}
    return rows.assign(**emptied, aside=rows["aside"].mask(quiet)), frozenset(hidden)


def _code(value: Any) -> str:
    """A code as the key of a cell: months as year and month, the unknown one as no text."""
    if value is None or value != value:
        return ""
    return value if isinstance(value, str) else str(int(value))
