"""The SELECT behind reach: people trained beside the inhabitants, and communes reached beside all communes."""

from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from core.filters import Filters
from core.records.settings import Settings
from db.models import Commune, Province
from db.models.base import table
from db.queries.figures.base import codes, counted, dimensions, grouped
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows

# The codes of dimensions are looked up in the table itself, so that the place has another name here.
_province, _commune = table(Province).alias("place"), table(Commune)


@figure
def reach(filters: Filters, by: By, limits: Settings) -> Rows:
    """People trained and communes with a person trained, beside the inhabitants and communes they are of: those of
    `by`, people, inhabitants (of the census, of every age and sex), reached, communes.

    The places are those the filters ask for, else the provinces of the programme; by province or commune each place
    stands for itself. A person's place is that of the mark: an unknown one is nowhere and counts in none, and an
    organisation without a commune reaches none. Never sum people over provinces.
    """
    base = counted(filters, by).c
    groups = dimensions(base, by, limits)
    inhabitants, communes = (_of_places(number, base, filters, by) for number in (_commune.c.population, 1))
    statement = select(
        *codes(groups, by),
        func.count(base.person_id.distinct()).label("people"),
        inhabitants.label("inhabitants"),
        func.count(base.commune_id.distinct()).label("reached"),
        communes.label("communes"),
    ).where(base.province_id.in_(select(_province.c.id).where(_asked(filters, by))))
    return grouped(statement, groups)


def _asked(filters: Filters, by: By) -> ColumnElement[bool]:
    """Whether a province is one of those that stand for all where nobody asks for places."""
    if filters.provinces or filters.communes or {"province", "commune"} & set(by):
        return true()
    found: ColumnElement[bool] = _province.c.in_programme.is_(True)
    return found


def _of_places(number: Any, base: Any, filters: Filters, by: By) -> Any:
    """The sum of a number over the communes of the group's place, or of all places asked for."""
    home = table(Province).alias("home")
    statement = select(func.coalesce(func.sum(number), 0)).join_from(
        _commune, home, home.c.id == _commune.c.province_id
    )
    if "commune" in by:
        statement = statement.where(_commune.c.id == base.commune_id)
    elif "province" in by:
        statement = statement.where(_commune.c.province_id == base.province_id)
    elif not (filters.provinces or filters.communes):
        statement = statement.where(home.c.in_programme.is_(True))
    if filters.provinces:
        statement = statement.where(home.c.code.in_(filters.provinces))
    if filters.communes:
        statement = statement.where(_commune.c.code.in_(filters.communes))
    kept = [base.person_id.table] if {"province", "commune"} & set(by) else []
    return statement.correlate(*kept).scalar_subquery() if kept else statement.scalar_subquery()
