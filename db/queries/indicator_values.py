"""One indicator as it stands under a choice: its value, what it is worked out from, and its target."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.filters import Filters
from db.models import Phase
from db.models.base import table
from db.queries.figures import measure, overview, targets
from db.queries.small_cells import guarded_overview


@dataclass(frozen=True)
class Standing:
    """An indicator's value, part, whole, aside and target; not a number where there is none.

    It is `hidden` where the value would tell too small a count of persons.
    """

    value: float
    part: float
    whole: float
    aside: float
    target: float
    hidden: bool = False


def standing(session: Session, code: str, filters: Filters, whole: bool) -> Standing:
    """How the indicator stands; where counts are not `whole`, small ones of persons are hidden."""
    if not whole:
        return standings(session, filters, whole)[code]
    row = measure(session, code, filters).iloc[0]
    set_for = targets(session, filters).set_index("indicator")["target"]
    target = float(set_for.get(code, float("nan")))
    return Standing(row["value"], row["part"], row["whole"], row["aside"], target)


def standings(session: Session, filters: Filters, whole: bool) -> dict[str, Standing]:
    """How every indicator of the catalogue stands, in its order."""
    rows, hidden = overview(session, filters), frozenset[str]()
    if not whole:
        rows, hidden = guarded_overview(session, filters.phase_id, rows)
    columns = ("code", "value", "part", "whole", "aside", "target")
    each = zip(*(rows[name].tolist() for name in columns), strict=True)
    return {
        code: Standing(value, part, over, aside, target, code in hidden)
        for code, value, part, over, aside, target in each
    }


def days_of(session: Session, phase_id: int | None) -> tuple[date, date] | None:
    """The first and the last day of a phase; None without a phase."""
    phase = table(Phase).c
    row = session.execute(select(phase.starts_on, phase.ends_on).where(phase.id == phase_id)).first()
    return None if row is None or pd.isna(row[0]) else (row[0], row[1])
