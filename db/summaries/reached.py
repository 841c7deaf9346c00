"""Reach from kept numbers: the people kept of it, the communes where anybody is kept, and the places of the census."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Integer, func, select
from sqlmodel import Session

from core.filters import Filters
from core.records.settings import Settings
from db.models import Commune, Province
from db.models.base import table
from db.summaries.answers import answer
from db.summaries.kept import question

_province, _commune = table(Province).c, table(Commune).c
_PLACES = (
    select(
        _province.code,
        _province.in_programme,
        func.coalesce(func.sum(_commune.population), 0).label("inhabitants"),
        func.count(_commune.id).label("communes"),
    )
    .join_from(table(Commune), table(Province), _province.id == _commune.province_id)
    .group_by(_province.code, _province.in_programme)
)
_PEOPLE = {"people": Integer()}
_OF_COMMUNES = {"province": _province.code.type, "commune": _commune.code.type, **_PEOPLE}


def reached(
    session: Session, run: str, by: tuple[str, ...], filters: Filters, limits: Settings
) -> list[tuple[Any, ...]] | None:
    """The rows of reach as its SELECT would give them: of the whole programme, of some provinces, or by province.

    None for what is told by communes or narrowed otherwise.
    """
    alone = replace(filters, provinces=(), categories=(), states=())
    everywhere = Filters(phase_id=filters.phase_id, verified=filters.verified)
    if alone != everywhere or by not in ((), ("province",)):
        return None
    in_communes = question("people", ("province", "commune"), replace(everywhere, provinces=filters.provinces), limits)
    assert in_communes is not None
    communes: dict[str, set[str]] = {}
    for province, commune, _ in answer(session, run, in_communes, ("province", "commune"), _OF_COMMUNES):
        if commune is not None:
            communes.setdefault(province, set()).add(commune)
    places = {row.code: row for row in session.execute(_PLACES)}
    narrowed = replace(everywhere, provinces=filters.provinces)
    if by:
        told = question("people", ("province",), narrowed, limits)
        assert told is not None
        return [
            (code, people, places[code].inhabitants, len(communes.get(code, ())), places[code].communes)
            for code, people in answer(session, run, told, ("province",), {"province": _province.code.type, **_PEOPLE})
            if code is not None
        ]
    told = question("people" if filters.provinces else "reach", (), narrowed, limits)
    assert told is not None
    ((people,),) = answer(session, run, told, (), _PEOPLE)
    ours = [
        row for row in places.values() if (row.code in filters.provinces if filters.provinces else row.in_programme)
    ]
    where = set().union(*(communes.get(row.code, set()) for row in ours))
    return [(people, sum(row.inhabitants for row in ours), len(where), sum(row.communes for row in ours))]
