"""The places of Morocco as small frames: regions, provinces, communes and the other spellings of these."""

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from db.models import Commune, CommuneAlias, Province, Region
from db.queries.frames import frame, table

_region, _province = table(Region).c, table(Province).c
_commune, _alias = table(Commune).c, table(CommuneAlias).c


def regions(session: Session) -> pd.DataFrame:
    """All regions in the order of their codes: id, code, name_ar, name_fr, name_en, population."""
    return frame(session, select(*_region).order_by(_region.code))


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


def commune_aliases(session: Session) -> pd.DataFrame:
    """Other spellings of communes: commune_id, province_id, alias."""
    statement = select(_alias.commune_id, _commune.province_id, _alias.alias)
    return frame(session, statement.join_from(table(CommuneAlias), table(Commune)).order_by(_alias.id))


def province_of(session: Session, commune_id: int) -> int | None:
    """The id of a commune's province, None where there is no such commune."""
    return session.execute(select(_commune.province_id).where(_commune.id == commune_id)).scalar_one_or_none()
