"""What a frozen report holds, gathered from one state of the database."""

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlmodel import Session

from core.filters import Filters, age_bands, age_label
from core.i18n import LANGUAGES, words
from core.indicators import INDICATORS, definition
from core.records.settings import Settings
from core.records.snapshot import Coded, Figure, Labels, Overlap, Snapshot
from db.models import Instance, Phase, Programme
from db.models.base import table
from db.queries.figures import Asked, counts, lay, of_indicators, overview
from db.queries.provinces import people_of_several
from db.queries.settings import settings
from db.queries.snapshots.narrowed import narrowings
from db.queries.snapshots.obstacles import answering_institutions, heaviest_obstacles
from db.queries.snapshots.persons import TABLES, persons
from db.queries.snapshots.places import REACHED, places
from db.queries.snapshots.tables import COUNTED, categories_of, modules_of, months_of, sectors_of, sittings_of

# Whether the figures or the hiding of small cells depend on a setting.
_SETTINGS = ("youth_from", "youth_to", "completion_share", "excused_counts", "small_cell")
_PARTS = ("value", "part", "whole", "aside", "target")


def snapshot(session: Session, filters: Filters, at: datetime | None = None) -> Snapshot:
    """Everything a report tells under the filters, at a moment (now, unless it is told).

    A session that has not begun reads all of it from one state of the database; within a command the turn of the
    writers keeps it so on SQLite. Narrow the filters to the reader's reach before (`Filters.within`).
    """
    if session.get_bind().dialect.name == "postgresql" and not session.in_transaction():
        # Otherwise each statement would see what was written since the one before.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    # Asked one by one, every figure would join the marks anew, which a country has millions of.
    lay(session, counts(session, _asked(filters)))
    try:
        return _gathered(session, filters, at or datetime.now(UTC))
    finally:
        lay(session, {})


def _asked(filters: Filters) -> tuple[Asked, ...]:
    """Every question of the figures that the parts of a snapshot ask, once."""
    whole = of_indicators(filters)
    by_province = tuple(one._replace(by=("province",)) for one in whole)
    tables = tuple(Asked(figure, (*place, by), filters) for figure, by in COUNTED for place in ((), ("province",)))
    of_persons = tuple(Asked("people", by, filters) for by in (*TABLES, REACHED))
    return tuple(dict.fromkeys((*whole, *by_province, *tables, *of_persons)))


def _gathered(session: Session, filters: Filters, at: datetime) -> Snapshot:
    limits = settings(session)
    instance = session.get_one(Instance, 1)
    programme, first, last = _period(session, filters)
    several, people, rows = people_of_several(session, filters)
    return Snapshot(
        taken_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        database=instance.name,
        demonstration=instance.demonstration,
        programme=programme,
        first_day=first,
        last_day=last,
        narrowed=narrowings(session, filters, limits),
        settings={name: getattr(limits, name) for name in _SETTINGS},
        bands=tuple(
            Coded(code=code, label=Labels(**{one: age_label(words(one), code, span) for one in LANGUAGES}))
            for code, span in age_bands(limits.youth_from, limits.youth_to).items()
        ),
        sexes=tuple(Coded(code=sex, label=said(f"explore.sex.{sex}")) for sex in ("f", "m", "unknown")),
        figures=_figures(session, filters, limits),
        provinces=places(session, filters),
        sectors=sectors_of(session, filters)[()],
        modules=modules_of(session, filters)[()],
        categories=categories_of(session, filters)[()],
        months=months_of(session, filters).get((), ()),
        sittings=sittings_of(session, filters)[()],
        obstacles=heaviest_obstacles(session, filters),
        institutions=answering_institutions(session),
        persons=persons(session, filters),
        overlap=Overlap(several=several, people=people, rows=rows),
    )


def said(key: str) -> Labels:
    """A sentence of the catalogues in the three languages."""
    return Labels(**{one: words(one).say(key) for one in LANGUAGES})


def _figures(session: Session, filters: Filters, limits: Settings) -> tuple[Figure, ...]:
    rows = {str(row["code"]): row for row in overview(session, filters).to_dict("records")}
    return tuple(
        Figure(
            code=code,
            unit=one.unit,
            level=one.level,
            codes=one.codes,
            context=one.context,
            label=said(f"indicator.{code}"),
            definition=Labels(**{language: definition(words(language), code, limits) for language in LANGUAGES}),
            **{name: float(rows[code][name]) for name in _PARTS},
        )
        for code, one in INDICATORS.items()
    )


def _period(session: Session, filters: Filters) -> tuple[Labels | None, str | None, str | None]:
    """The programme, and the first and the last day asked for: those of the phase where none is narrower."""
    programme, phase = table(Programme).c, table(Phase).c
    statement = (
        select(programme.name_ar, programme.name_fr, programme.name_en, phase.starts_on, phase.ends_on)
        .join_from(table(Programme), table(Phase), phase.programme_id == programme.id)
        .where(programme.deleted_at.is_(None), phase.deleted_at.is_(None))
        .order_by(phase.starts_on, phase.id)
    )
    if filters.phase_id is not None:
        statement = statement.where(phase.id == filters.phase_id)
    rows = session.execute(statement).all()
    named = {row[:3] for row in rows}
    # Phases of two programmes are no report of one of them.
    ar, fr, en = named.pop() if len(named) == 1 else (None, None, None)
    first = max(filter(None, (filters.since, min((row[3] for row in rows), default=None))), default=None)
    last = min(filter(None, (filters.until, max((row[4] for row in rows), default=None))), default=None)
    return Labels(ar=ar, fr=fr, en=en) if ar else None, _iso(first), _iso(last)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
