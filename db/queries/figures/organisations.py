"""The SELECTs behind the figures of organisations: those registered, and the coverage of a phase."""

from sqlalchemy import FromClause, case, func, select

from core.filters import Filters
from core.records.settings import Settings
from db.models import Commune, Organisation, Participation, Province, Sector
from db.models.base import table
from db.queries.figures.among import of_touched
from db.queries.figures.base import counted, grouped, in_period
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows

_organisation, _participation = table(Organisation), table(Participation)
_province, _commune, _sector = table(Province), table(Commune), table(Sector)
_BY = {
    "province": _province.c.code.label("province"),
    "commune": _commune.c.code.label("commune"),
    "sector": _sector.c.code.label("sector"),
    "kind": _organisation.c.kind,
    "organisation": _organisation.c.id.label("organisation"),
}


@figure
def organisations(filters: Filters, by: By, _limits: Settings) -> Rows:
    """Living organisations, by province, commune (their own; null when unknown), sector or kind: those of `by`,
    organisations.

    Neither phase nor month narrows them: an organisation is in the register or not.
    """
    group = [_BY[name] for name in by]
    statement = select(*group, func.count(_organisation.c.id).label("organisations"))
    statement = statement.where(*of_touched(filters, organisation=_organisation.c.id))
    return grouped(_narrowed(statement, _with_places(_organisation), filters), group)


@figure
def coverage(filters: Filters, by: By, _limits: Settings) -> Rows:
    """Organisations enrolled in the phase and those of them that were trained in it, by their own province, commune,
    sector or kind.

    Columns: those of `by`, participating, covered. An organisation that is only invited, or withdrew, or has no
    part in the phase counts in neither.
    """
    group = [_BY[name] for name in by]
    base = counted(in_period(filters))
    trained = _organisation.c.id.in_(select(base.c.organisation_id).where(base.c.organisation_id.is_not(None)))
    statement = select(
        *group,
        func.count(_organisation.c.id.distinct()).label("participating"),
        func.count(case((trained, _organisation.c.id)).distinct()).label("covered"),
    ).where(
        _participation.c.deleted_at.is_(None),
        _participation.c.state == "enrolled",
        *of_touched(filters, organisation=_participation.c.organisation_id),
    )
    if filters.phase_id is not None:
        statement = statement.where(_participation.c.phase_id == filters.phase_id)
    joined = _with_places(_participation.join(_organisation, _organisation.c.id == _participation.c.organisation_id))
    return grouped(_narrowed(statement, joined, filters), group)


def _with_places(organisations: FromClause) -> FromClause:
    return (
        organisations.outerjoin(_province, _province.c.id == _organisation.c.province_id)
        .outerjoin(_commune, _commune.c.id == _organisation.c.commune_id)
        .outerjoin(_sector, _sector.c.id == _organisation.c.sector_id)
    )


def _narrowed(statement: Rows, joined: FromClause, filters: Filters) -> Rows:
    statement = statement.select_from(joined).where(_organisation.c.deleted_at.is_(None))
    for column, wanted in (
        (_province.c.code, filters.provinces),
        (_commune.c.code, filters.communes),
        (_sector.c.code, filters.sectors),
        (_organisation.c.kind, filters.kinds),
    ):
        if wanted:
            statement = statement.where(column.in_(wanted))
    return statement
