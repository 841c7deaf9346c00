"""The SELECT behind the overlap: who of the people trained stands in several provinces."""

from sqlalchemy import case, func, select

from core.filters import Filters
from core.records.settings import Settings
from db.queries.figures.base import counted, grouped
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows


@figure
def overlap(filters: Filters, by: By, _limits: Settings) -> Rows:
    """People trained in two provinces or more (several), all people trained (people), and the sum over the rows of the
    provinces (rows), whole or by person: those of `by`, several, people, rows.

    The unknown province is a row of its own, as in the figures by province.
    """
    base = counted(filters).c
    number = func.count(func.coalesce(base.province_id, 0).distinct())
    each = select(base.person_id, number.label("provinces")).group_by(base.person_id).subquery().c
    groups = [{"person": each.person_id.label("person")}[name] for name in by]
    statement = select(
        *groups,
        func.count(case((each.provinces > 1, 1))).label("several"),
        func.count(each.person_id).label("people"),
        func.coalesce(func.sum(each.provinces), 0).label("rows"),
    )
    return grouped(statement, groups)
