"""The places of Morocco as small frames: provinces and communes."""

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from db.models import Commune, Province
from db.models.base import table
from db.queries.frames import frame

_province, _commune = table(Province).c, table(Commune).c


def provinces(session: Session, in_programme: bool | None = None) -> pd.DataFrame:
    """Provinces and prefectures, those of the programme first, then by code.

    Columns: id, region_id, code, name_ar, name_fr, name_en, population, in_programme. `in_programme` keeps only
    those that are, or are not, marked as the programme's.
    """
    statement = select(*_province).order_by(_province.in_programme.desc(), _province.code)
    if in_programme is not None:
        statement = statement.where(_province.in_programme.is_(in_programme))
    return frame(session, statement)


def communes(session: Session, province_id: int | None = None) -> pd.DataFrame:
    """Communes in the order of their French names, of one province or of all Morocco.

    Columns: id, province_id, code, name_ar, name_fr, population. There is no English name: the French one is used.
    """
    statement = select(*_commune).order_by(_commune.name_fr, _commune.id)
    if province_id is not None:
        statement = statement.where(_commune.province_id == province_id)
    return frame(session, statement)
