"""Asking figures of single persons, organisations and sessions: statements written out once for each database."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.engine import Dialect
from sqlmodel import Session

from core.records.settings import Settings
from db.models import Phase
from db.models.base import table
from db.queries.figures.among import Among, between, given
from db.queries.figures.registry import Asked, parted, together
from db.summaries.kept import KEPT, Level, Variant

# So many are asked at once; a list is filled up to one of few lengths, so that statements are written out only once.
_LENGTHS = (1, 2, 8, 32, 128, 512)
Rows = list[tuple[Any, ...]]


class Part(NamedTuple):
    """What is asked of somebody: a kept figure in a variant, by some of its dimensions."""

    variant: Variant
    figure: str
    by: Level


def variants(session: Session) -> tuple[Variant, ...]:
    """All that are kept: every phase and all together, each with all sheets and with verified ones."""
    phases = session.connection().execute(select(table(Phase).c.id).order_by(table(Phase).c.id)).scalars()
    return tuple(Variant(phase, verified) for phase in (None, *phases) for verified in (False, True))


def said(
    session: Session, whom: Mapping[Variant, Mapping[str, Collection[int]]], limits: Settings
) -> Iterator[tuple[Part, Rows]]:
    """What the figures say of these (numbers by kind, in each variant), by each of them and all dimensions."""
    for variant, kinds in whom.items():
        for of, ids in kinds.items():
            listed, parts = sorted(ids), _parts(of, variant, cut=False)
            for start in range(0, len(listed), _LENGTHS[-1]):
                some = listed[start : start + _LENGTHS[-1]]
                length = next(length for length in _LENGTHS if length >= len(some))
                filled = some + [some[-1]] * (length - len(some))
                yield from _run(session, parts, of, length, dict(zip(given(of, length), filled, strict=True)), limits)


def rows_between(
    session: Session, of: str, variant: Variant, first: int, last: int, limits: Settings
) -> Iterator[tuple[Part, Rows]]:
    """What the figures say of all from one number to another, by each of them and each cut of the dimensions.

    Where it makes no difference who stands in a group, the rows are those of all of them together.
    """
    asked = _parts(of, variant, cut=True)
    yield from _run(session, asked, of, 0, dict(zip(between(of), (first, last), strict=True)), limits)


@lru_cache(256)
def _parts(of: str, variant: Variant, cut: bool) -> tuple[Part, ...]:
    return tuple(
        Part(variant, name, by)
        for name, kept in KEPT.items()
        if kept.of == of and kept.variant(*variant) == variant
        for by in (kept.cuts if cut else (kept.dimensions,))
    )


def _run(
    session: Session, parts: tuple[Part, ...], of: str, many: int, values: Mapping[str, int], limits: Settings
) -> Iterator[tuple[Part, Rows]]:
    if not parts:
        return
    connection = session.connection()
    text, fixed, places, asked, layouts = _written(connection.dialect, parts, of, many, limits)
    told = {**fixed, **values}
    # Past the session, which would write first what waits in it.
    found = connection.exec_driver_sql(text, told if places is None else tuple(told[place] for place in places))
    yield from zip(parts, parted(asked, layouts, found), strict=True)


@lru_cache(512)
def _written(dialect: Dialect, parts: tuple[Part, ...], of: str, many: int, limits: Settings) -> Any:
    """The statement as text, what stands fixed in it, the order of its values, and what its rows are."""
    asked = tuple(
        Asked(
            part.figure,
            part.by if many == 0 and not KEPT[part.figure].members else (of, *part.by),
            Among(phase_id=part.variant.phase_id, verified=part.variant.verified, among=of, many=many),
        )
        for part in parts
    )
    statement, layouts = together(asked, limits)
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    return str(compiled), dict(compiled.params), compiled.positiontup, asked, layouts
