"""The provinces of a snapshot: each with its figures, its communes reached, and every table of it alone."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from core.filters import UNKNOWN, Filters
from core.indicators import INDICATORS, PARTS, WORKED_OUT, measured
from core.records.sessions import SESSION_STATES
from core.records.snapshot import Labels, Place, Sittings, Value
from db.models import Commune, Province
from db.models.base import table
from db.queries.figures import FIGURES, Asked, counts, targets
from db.queries.labelled import places_met
from db.queries.snapshots.narrowed import named
from db.queries.snapshots.tables import (
    categories_of,
    code_of,
    modules_of,
    months_of,
    sectors_of,
    sittings_of,
    unknown,
)

_BY = ("province",)
# By what people are asked to know the communes reached.
REACHED = ("province", "commune")
_NOBODY = Sittings(**dict.fromkeys(SESSION_STATES, 0))


def places(session: Session, filters: Filters) -> tuple[Place, ...]:
    """The provinces of the programme, those met, and the unknown one; only those asked for, where any are."""
    figures = _figures(session, filters)
    # Where nothing was counted, the lists of all places say what could have been.
    sectors, modules = sectors_of(session, filters), modules_of(session, filters)
    categories, months = categories_of(session, filters), months_of(session, filters)
    sittings, census, reached = sittings_of(session, filters), _census(session), _reached(session, filters)
    met = {key[0] for one in (figures, sectors, modules, categories, months, sittings) for key in one if key}
    no_modules, no_categories = _emptied(modules[()]), _emptied(categories[()])
    found = []
    for code, ar, fr, en in places_met(session, met):
        if filters.provinces and (code or UNKNOWN) not in filters.provinces:
            continue
        key = (code,)
        people, communes = census.get(code, (0, 0))
        found.append(
            Place(
                code=code,
                label=Labels(ar=str(ar), fr=str(fr), en=str(en)) if code else unknown(),
                inhabitants=people,
                communes=communes,
                reached=reached.get(code, ()),
                figures=_with_targets(session, figures.get(key, {}), filters, code),
                sectors=sectors.get(key, ()),
                modules=modules.get(key, no_modules),
                categories=categories.get(key, no_categories),
                months=months.get(key, ()),
                sittings=sittings.get(key, _NOBODY),
            )
        )
    return tuple(found)


def _emptied(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same rows with nothing counted in them."""
    return tuple(
        row.model_copy(update={name: 0 for name, value in row if isinstance(value, int | float)}) for row in rows
    )


def _figures(session: Session, filters: Filters) -> dict[tuple[str | None, ...], dict[str, Value]]:
    asked = tuple(Asked(name, _BY, filters) for name in sorted({one.figure for one in INDICATORS.values()}))
    counted = counts(session, asked)
    found: dict[tuple[str | None, ...], dict[str, Value]] = {}
    for code, one in INDICATORS.items():
        for row in measured(code, counted[Asked(one.figure, _BY, filters)], _BY).to_dict("records"):
            parts = {name: float(row[name]) for name in PARTS}
            found.setdefault((code_of(row["province"]),), {})[code] = Value(**parts)
    return found


def _with_targets(session: Session, figures: dict[str, Value], filters: Filters, code: str | None) -> dict[str, Value]:
    """The figures of a province with its own targets; each indicator stands in it, counted there or not."""
    set_for = {}
    if code is not None and filters.provinces in ((), (code,)):
        rows = targets(session, replace(filters, provinces=(code,))).to_dict("records")
        set_for = {row["indicator"]: float(row["target"]) for row in rows}
    return {
        name: figures.get(name, _nothing(name)).model_copy(update={"target": set_for.get(name)}) for name in INDICATORS
    }


def _nothing(code: str) -> Value:
    """What an indicator is where nothing of it was counted: a count is nought, a share is not known."""
    return Value() if INDICATORS[code].unit in WORKED_OUT else Value(value=0.0)


def _census(session: Session) -> dict[str | None, tuple[int, int]]:
    province, commune = table(Province).c, table(Commune).c
    statement = (
        select(province.code, func.sum(commune.population), func.count())
        .join_from(table(Province), table(Commune), commune.province_id == province.id)
        .group_by(province.code)
    )
    return {code: (int(people), int(communes)) for code, people, communes in session.execute(statement)}


def _reached(session: Session, filters: Filters) -> dict[str | None, tuple[Labels, ...]]:
    """The communes of each province with somebody trained, by their French names."""
    rows = FIGURES["people"](session, filters, REACHED).to_dict("records")
    codes = {code: row["province"] for row in rows if (code := code_of(row["commune"])) is not None}
    commune = table(Commune).c
    statement = select(*commune).where(commune.code.in_(sorted(codes))).order_by(commune.name_fr, commune.id)
    found: dict[str | None, tuple[Labels, ...]] = {}
    for row in session.execute(statement):
        place = code_of(codes[row.code])
        found[place] = (*found.get(place, ()), named(row, "name"))
    return found
