"""The targets that stand beside the figures."""

import pandas as pd
from sqlalchemy import false, select
from sqlmodel import Session

from core.filters import Filters
from db.models import Province, Target
from db.models.base import table
from db.queries.frames import frame


def targets(session: Session, filters: Filters) -> pd.DataFrame:
    """The targets that answer exactly these filters: indicator (code), target.

    A target is set for a phase and all provinces, or for a phase and one province. It stands for everybody and from
    the phase's first day on, so that there is none where anything else is asked for, several provinces or no phase.
    """
    target, province = table(Target), table(Province)
    statement = (
        select(target.c.indicator, target.c.value.label("target"))
        .join_from(target, province, province.c.id == target.c.province_id, isouter=True)
        .where(target.c.deleted_at.is_(None), target.c.phase_id == filters.phase_id)
        .order_by(target.c.indicator, target.c.id)
    )
    narrowed = (filters.communes, filters.kinds, filters.sectors, filters.sexes, filters.ages, filters.modules)
    if any(narrowed) or filters.since or len(filters.provinces) > 1:
        statement = statement.where(false())
    elif filters.provinces:
        statement = statement.where(province.c.code == filters.provinces[0])
    else:
        statement = statement.where(target.c.province_id.is_(None))
    return frame(session, statement)
