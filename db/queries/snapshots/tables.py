"""The tables of a snapshot, each of all places under the key () and of every province under its code as (code,)."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from core.filters import Filters
from core.i18n import LANGUAGES, words
from core.records.sessions import SESSION_STATES
from core.records.snapshot import Category, Labels, Module, Month, Sector, Sittings
from db.models import Module as ModuleRow
from db.models import ObstacleCategory, Province, TrainingSession
from db.models import Sector as SectorRow
from db.models.base import table
from db.queries.figures import FIGURES
from db.queries.figures.base import of_sessions
from db.queries.snapshots.narrowed import named

# The figures that the tables are made of, and by what each is told.
COUNTED = (
    *(("organisations", "sector"), ("trained", "sector"), ("people", "module"), ("attendances", "module")),
    *(("obstacles", "category"), ("attendances", "month")),
)
Key: TypeAlias = tuple[str | None, ...]
Counted: TypeAlias = dict[Key, dict[str | None, dict[str, Any]]]


@cache
def unknown() -> Labels:
    """What is told of whatever has no code."""
    return Labels(**{one: words(one).say("chart.unknown") for one in LANGUAGES})


def sectors_of(session: Session, filters: Filters) -> dict[Key, tuple[Sector, ...]]:
    """Sectors with an organisation, those registered and those trained; the unknown sector last."""
    registered = _counted(session, "organisations", filters, "sector")
    trained = _counted(session, "trained", filters, "sector")
    listed = _labels(session, SectorRow)
    found = {}
    for key in {*registered, *trained, ()}:
        here, there = registered.get(key, {}), trained.get(key, {})
        found[key] = tuple(
            Sector(
                code=code,
                label=label,
                registered=_number(here, code, "organisations"),
                trained=_number(there, code, "trained"),
            )
            for code, label, _ in listed
            if _number(here, code, "organisations") or _number(there, code, "trained")
        )
    return found


def modules_of(session: Session, filters: Filters) -> dict[Key, tuple[Module, ...]]:
    """Modules that may be chosen still, and those met; one with nothing in it is missing there.

    People stand in the province they came from, sessions in the one they were held in.
    """
    people, given = (_counted(session, name, filters, "module") for name in ("people", "attendances"))
    sittings = _sessions(session, filters)
    listed = _labels(session, ModuleRow)
    found = {}
    for key in {*people, *given, *sittings, ()}:
        rows = []
        for code, label, active in listed:
            states = sittings.get(key, {}).get(code, {})
            row = Module(
                code=code,
                label=label,
                people=_number(people.get(key, {}), code, "people"),
                attendances=_number(given.get(key, {}), code, "attendances"),
                hours=float(given.get(key, {}).get(code, {}).get("hours", 0.0)),
                held=states.get("held", 0) + states.get("closed", 0),
                planned=states.get("planned", 0),
                cancelled=states.get("cancelled", 0),
            )
            if active or row.attendances or states:
                rows.append(row)
        found[key] = tuple(rows)
    return found


def categories_of(session: Session, filters: Filters) -> dict[Key, tuple[Category, ...]]:
    """Categories that may be chosen still, and those met, in the order of their list."""
    counted = _counted(session, "obstacles", filters, "category")
    listed = _labels(session, ObstacleCategory)
    names = ("obstacles", "mentions", "voices")
    found = {}
    for key in {*counted, ()}:
        here = counted.get(key, {})
        found[key] = tuple(
            Category(code=code, label=label, **{name: _number(here, code, name) for name in names})
            for code, label, active in listed
            if code in here or active
        )
    return found


def months_of(session: Session, filters: Filters) -> dict[Key, tuple[Month, ...]]:
    """Months with an attendance, the first one first."""
    found = {}
    for key, rows in _counted(session, "attendances", filters, "month").items():
        months = sorted((int(month or 0), row) for month, row in rows.items())
        found[key] = tuple(
            Month(
                month=f"{month // 100}-{month % 100:02}",
                attendances=int(row["attendances"]),
                hours=float(row["hours"]),
            )
            for month, row in months
        )
    return found


def sittings_of(session: Session, filters: Filters) -> dict[Key, Sittings]:
    """Sessions by their state, in the province they are held in; kinds, sectors, sex and age do not narrow them."""
    found: dict[Key, Sittings] = {(): Sittings(**dict.fromkeys(SESSION_STATES, 0))}
    for key, modules in _sessions(session, filters).items():
        found[key] = Sittings(**{state: sum(one.get(state, 0) for one in modules.values()) for state in SESSION_STATES})
    return found


def _sessions(session: Session, filters: Filters) -> Counted:
    sitting, module, province = table(TrainingSession), table(ModuleRow).c, table(Province).c
    statement = (
        select(province.code, module.code, sitting.c.state, func.count())
        .join_from(sitting, table(ModuleRow), module.id == sitting.c.module_id)
        .outerjoin(table(Province), province.id == sitting.c.province_id)
        .where(sitting.c.deleted_at.is_(None), of_sessions(sitting.c, filters))
        .group_by(province.code, module.code, sitting.c.state)
    )
    found: Counted = {}
    for place, code, state, number in session.execute(statement):
        keys: tuple[Key, ...] = ((), (place,))
        for key in keys:
            states = found.setdefault(key, {}).setdefault(code, {})
            states[state] = states.get(state, 0) + number
    return found


def _counted(session: Session, figure: str, filters: Filters, by: str) -> Counted:
    """The rows of a figure by one dimension, in all places and in each province."""
    found: Counted = {}
    for outer in ((), ("province",)):
        for row in FIGURES[figure](session, filters, (*outer, by)).to_dict("records"):
            key = tuple(code_of(row[name]) for name in outer)
            found.setdefault(key, {})[code_of(row[by])] = {str(name): value for name, value in row.items()}
    return found


def code_of(value: Any) -> str | None:
    """A code of a frame; None for the unknown one, a month as year and month."""
    if value is None or value != value:
        return None
    return value if isinstance(value, str) else str(int(value))


def _number(rows: dict[str | None, dict[str, Any]], code: str | None, name: str) -> int:
    return int(rows.get(code, {}).get(name, 0))


def _labels(session: Session, model: type[SQLModel]) -> Sequence[tuple[str | None, Labels, bool]]:
    """Every code of a list with its label and whether it may still be chosen, then the unknown one."""
    rows: Sequence[Any] = session.execute(select(*table(model).c).order_by(table(model).c.id)).all()
    # A code may have been used again after its first row went to the bin.
    living = {row.code: row for row in rows if row.deleted_at is None}
    binned = {row.code: row for row in rows if row.deleted_at is not None and row.code not in living}
    listed = sorted(living.values(), key=lambda row: (row.position, row.id)) + list(binned.values())
    return [
        *((row.code, named(row, "label"), bool(row.active) and row.deleted_at is None) for row in listed),
        (None, unknown(), False),
    ]
