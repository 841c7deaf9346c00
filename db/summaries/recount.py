"""Counting all kept numbers anew while others go on writing, and holding the kept ones against a full recount."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Engine
from sqlmodel import Session

from core.records.settings import Settings
from db.engine import engine, reading, transaction
from db.models import Organisation, Person, Summary, SummaryStanding, SummaryTouched, TrainingSession
from db.models.base import table
from db.models.summaries import NUMBERS
from db.queries.figures import definitions
from db.queries.settings import settings
from db.summaries.answers import STANDING, kept_as
from db.summaries.asking import Part, Rows, rows_between, said, variants
from db.summaries.contributions import difference
from db.summaries.keeping import COUNTING, Numbers, add
from db.summaries.kept import ORGANISATION, PERSON, SESSION
from db.summaries.rolling import rolled_up

_EVERYBODY = {PERSON: table(Person).c.id, ORGANISATION: table(Organisation).c.id, SESSION: table(TrainingSession).c.id}
_standing, _touched, _summary = table(SummaryStanding), table(SummaryTouched), table(Summary)
# So many numbers of persons, organisations or sessions are asked at once, which bounds the memory it takes.
_AT_ONCE = 50_000
# So many groups are written before somebody else has a turn.
_WRITTEN_AT_ONCE = 5_000
_CLOSE = 1e-6
# For a file's own pages while it is read from end to end.
_CACHE_KILOBYTES = 256_000


def rebuild(on: Engine | None = None) -> bool:
    """Counts every kept number anew and has figures ask them from then on; False where it came to nothing.

    It is counted from one state of the database while others write on; whom they touch is noted, and asked of again
    at the end. It comes to nothing when the settings change meanwhile or somebody else begins another recount.
    """
    chosen, run = on or engine(), uuid.uuid4().hex[:12]
    with transaction(chosen) as session:
        _alone(session)
        if session.connection().execute(STANDING).first() is None:
            session.connection().execute(insert(_standing).values(id=1, made_for="", run="", counting=""))
        session.connection().execute(update(_standing).values(counting=run))
        session.connection().execute(delete(_touched))
    with _one_state(chosen) as state:
        limits = settings(state)
        numbers = sorted(counted(state, limits).items())
        for start in range(0, len(numbers), _WRITTEN_AT_ONCE):
            with transaction(chosen) as session:
                add(session, run, dict(numbers[start : start + _WRITTEN_AT_ONCE]))
        with transaction(chosen) as session:
            done = _caught_up(state, session, run, limits)
    with transaction(chosen) as session:
        found = session.connection().execute(STANDING).first()
        runs = [name for name in (found.run, found.counting) if name] if found else []
        others = [_summary.c.question.not_like(kept_as(name, "%")) for name in runs]
        session.connection().execute(delete(_summary).where(*others))
    return done


def counted(state: Session, limits: Settings) -> Numbers:
    """Every number of every kept question, as the figures' own SELECTs say."""
    numbers: Numbers = {}
    for of, column in _EVERYBODY.items():
        last = state.execute(select(func.max(column))).scalar() or 0
        for variant in variants(state):
            for first in range(1, last + 1, _AT_ONCE):
                for part, rows in rows_between(state, of, variant, first, first + _AT_ONCE - 1, limits):
                    rolled_up(part, rows, numbers)
    return numbers


def differences(on: Engine | None = None) -> Iterator[str]:
    """A line for each kept number that is not what a full recount finds: where it stands, it, the right one.

    One line says so where nothing is kept.
    """
    with _one_state(on or engine()) as state:
        limits, found = settings(state), state.execute(STANDING).first()
        if found is None or found.made_for != definitions(limits):
            yield "nothing is kept: every figure is counted when it is asked"
            return
        columns = (_summary.c.members, *(_summary.c[f"number_{place}"] for place in range(1, NUMBERS + 1)))
        statement = select(_summary.c.question, _summary.c.first, _summary.c.second, *columns)
        statement = statement.where(_summary.c.question.like(kept_as(found.run, "%")))
        kept: Numbers = {
            (question.partition("|")[2], first, second): list(numbers)
            for question, first, second, *numbers in state.execute(statement)
        }
        right = counted(state, limits)
        for place in sorted(kept.keys() | right.keys()):
            length = len(right.get(place, ())) or NUMBERS + 1
            stands, should = (_rounded(numbers.get(place, ()), length) for numbers in (kept, right))
            if any(abs(one - other) > _CLOSE for one, other in zip(stands, should, strict=True)):
                yield f"{' '.join(place)}: {stands}, {should}"


def _rounded(numbers: Any, length: int) -> list[float]:
    return [round(number, 6) for number in (*numbers, *[0.0] * length)[:length]]


def _caught_up(state: Session, session: Session, run: str, limits: Settings) -> bool:
    """What was written since the state is added, and the numbers stand; False where they can no longer."""
    _alone(session)
    connection = session.connection()
    found = connection.execute(STANDING).first()
    made_for = definitions(limits)
    if found is None or found.counting != run or definitions(settings(session)) != made_for:
        return False
    whom: dict[str, set[int]] = {of: set() for of in _EVERYBODY}
    for of, one in connection.execute(select(_touched.c.of, _touched.c.id)):
        whom[of].add(one)
    wanted = dict.fromkeys(variants(session), whom)
    told: list[dict[Part, Rows]] = [{}, {}]
    for then, asked in zip(told, (state, session), strict=True):
        for part, rows in said(asked, wanted, limits):
            then.setdefault(part, []).extend(rows)
    add(session, run, difference(*told))
    connection.execute(update(_standing).values(made_for=made_for, run=run, counting=""))
    connection.execute(delete(_touched))
    return True


def _alone(session: Session) -> None:
    """Waits on PostgreSQL until nobody is writing, and lets nobody begin until the transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(select(func.pg_advisory_xact_lock(COUNTING)))


@contextmanager
def _one_state(chosen: Engine) -> Iterator[Session]:
    """A session that sees the database as it is now until it ends, and reads it from end to end at speed."""
    if chosen.dialect.name != "sqlite":
        with reading(chosen.execution_options(isolation_level="REPEATABLE READ")) as session:
            yield session
        return
    with reading(chosen) as session:
        connection = session.connection()
        before = connection.exec_driver_sql("PRAGMA cache_size").scalar()
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
        try:
            yield session
        finally:
            connection.exec_driver_sql(f"PRAGMA cache_size = {before}")
