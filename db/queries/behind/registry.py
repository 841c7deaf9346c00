"""How a list behind an indicator is registered and read: a page of its rows, and what all of them add up to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import and_, case, func, select, true
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS
from core.records.settings import Settings
from db.queries.frames import Rows, frame
from db.queries.settings import settings

# What the rows of a list add up to: the indicator's value, or what it is worked out from.
VALUE, PART, WHOLE, BOTH, NOTHING = ("value",), ("part",), ("whole",), ("part", "whole"), tuple[str, ...]()
# Where a row stands in a share: in its numerator, in its denominator alone, or in neither, as what is not known.
STANDS = ("inside", "outside", "beside")


class Wanted(NamedTuple):
    """The list of a name behind an indicator, under filters, for a reader of these provinces (None: all) who may
    read names or may not.
    """

    name: str
    indicator: str
    filters: Filters
    reach: frozenset[int] | None
    named: bool


class Behind(NamedTuple):
    """What the SELECT of a list is made for: what is wanted, with the settings that stand."""

    indicator: str
    filters: Filters
    limits: Settings
    reach: frozenset[int] | None
    named: bool


@dataclass(frozen=True)
class Listed:
    """A list behind indicators.

    `proves` says of each of its indicators what the rows add up to: the sum of their `counted` is the value or the
    part, that of `over` the whole. `opens` is what a row opens; `columns` are those shown, `action` what a reader
    must be allowed. `order` are the columns it is sorted by, from the largest where they begin with a minus. Of a
    `parted` list each row stands in one place of STANDS.
    """

    name: str
    proves: Mapping[str, tuple[str, ...]]
    opens: str
    action: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    parted: bool
    select: Callable[[Behind], Rows]


LISTS: dict[str, Listed] = {}


def behind(
    *,
    proves: Mapping[str, tuple[str, ...]],
    opens: str,
    action: str,
    columns: tuple[str, ...],
    order: tuple[str, ...],
    parted: bool = False,
) -> Callable[[Callable[[Behind], Rows]], Callable[[Behind], Rows]]:
    """Registers a SELECT as the list of its function's name.

    It gives `row` (what no two rows have alike), `id` (of what the row opens, null where it opens nothing), `counted`,
    `over`, and the columns shown (of names that a language writes its own way, one a language).
    """

    def register(definition: Callable[[Behind], Rows]) -> Callable[[Behind], Rows]:
        name = definition.__name__
        if unknown := set(proves) - set(INDICATORS):
            raise ValueError(f"{unknown} are no indicators")
        LISTS[name] = Listed(name, proves, opens, action, columns, order, parted, definition)
        return definition

    return register


def lists_of(indicator: str) -> tuple[Listed, ...]:
    """The lists behind an indicator, the one to be shown first before the others."""
    return tuple(one for one in LISTS.values() if indicator in one.proves)


def rows_behind(
    session: Session, wanted: Wanted, stands: str = "", limit: int | None = None, before: int = 0
) -> pd.DataFrame:
    """Rows of the list in its order: at most `limit` of them after so many `before`; of one place of STANDS or all."""
    c, order = _ground(session, wanted), LISTS[wanted.name].order
    ordered = [c[one.removeprefix("-")].desc() if one.startswith("-") else c[one] for one in order]
    statement = select(*c).where(_standing(c, stands)).order_by(*ordered, c.row)
    return frame(session, statement if limit is None else statement.limit(limit).offset(before))


def sums_behind(session: Session, wanted: Wanted) -> dict[str, float]:
    """What the rows of the list add up to: rows, counted, over, and how many rows stand in each place of STANDS."""
    c = _ground(session, wanted)
    places = (func.count(case((_standing(c, stands), 1))).label(stands) for stands in STANDS)
    sums = (func.coalesce(func.sum(c[one]), 0).label(one) for one in ("counted", "over"))
    row = session.execute(select(func.count().label("rows"), *sums, *places).select_from(c.row.table)).mappings().one()
    return {key: float(value) for key, value in row.items()}


def _ground(session: Session, wanted: Wanted) -> Any:
    asked = Behind(wanted.indicator, wanted.filters, settings(session), wanted.reach, wanted.named)
    return LISTS[wanted.name].select(asked).subquery("behind").c


def _standing(c: Any, stands: str) -> Any:
    return {
        "": true(),
        "inside": c.counted > 0,
        "outside": and_(c.counted == 0, c.over > 0),
        "beside": and_(c.counted == 0, c.over == 0),
    }[stands]
