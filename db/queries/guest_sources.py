"""Organisations among which guests are chosen: those of a phase, or all, narrowed by province and kind."""

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from db.models import Organisation, Participation
from db.models.base import table
from db.queries.frames import frame

_organisation, _part = table(Organisation), table(Participation)
_MOST = 2000


def organisations_of_phase(
    session: Session, phase_id: int | None, provinces: tuple[int, ...], kinds: tuple[str, ...]
) -> pd.DataFrame:
    """Living organisations by name, at most 2000: id, kind, name_ar, name_latin, province_id.

    Those that take part in the phase where one is given, but for those that withdrew; of these provinces and kinds
    where there are any.
    """
    c = _organisation.c
    asked = select(c.id, c.kind, c.name_ar, c.name_latin, c.province_id).where(c.deleted_at.is_(None))
    if phase_id is not None:
        taking_part = select(_part.c.organisation_id).where(
            _part.c.phase_id == phase_id, _part.c.deleted_at.is_(None), _part.c.state != "withdrawn"
        )
        asked = asked.where(c.id.in_(taking_part))
    if provinces:
        asked = asked.where(c.province_id.in_(provinces))
    if kinds:
        asked = asked.where(c.kind.in_(kinds))
    return frame(session, asked.order_by(c.search, c.id).limit(_MOST))
