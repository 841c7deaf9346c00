"""What a reader can narrow the figures to: the phases, provinces and categories that are there to choose."""

import pandas as pd
from sqlalchemy import exists, or_, select
from sqlmodel import Session

from db.models import Obstacle, Organisation, Province, TrainingSession
from db.models.base import table
from db.queries.frames import frame
from db.queries.reference import categories, phases


def phase_choices(session: Session) -> pd.DataFrame:
    """Phases by their start: id, code, name_ar, name_fr, name_en; of a code used twice, the latest."""
    listed = phases(session)[["id", "code", "name_ar", "name_fr", "name_en"]]
    return listed.drop_duplicates("code", keep="last").reset_index(drop=True)


def province_choices(session: Session, reach: frozenset[int] | None) -> pd.DataFrame:
    """The reader's own provinces; for whoever reads all of them (None), the programme's and those with an organisation.

    Columns: id, code, name_ar, name_fr, name_en; the programme's first.
    """
    province, organisation = table(Province).c, table(Organisation).c
    met = select(organisation.province_id).where(
        organisation.deleted_at.is_(None), organisation.province_id.is_not(None)
    )
    # A limited reader's figures are counted over these: a province left out would lose what was done there.
    listed = (
        or_(province.in_programme.is_(True), province.id.in_(met)) if reach is None else province.id.in_(sorted(reach))
    )
    statement = (
        select(province.id, province.code, province.name_ar, province.name_fr, province.name_en)
        .where(listed)
        .order_by(province.in_programme.desc(), province.code)
    )
    return frame(session, statement)


def category_choices(session: Session) -> pd.DataFrame:
    """Obstacle categories in their order: code, label_ar, label_fr, label_en, active."""
    return categories(session)[["code", "label_ar", "label_fr", "label_en", "active"]]


def anything(session: Session) -> bool:
    """Whether there is anything to count: an organisation, a session or an obstacle."""
    models = (table(Organisation), table(TrainingSession), table(Obstacle))
    met = [exists(select(model.c.id).where(model.c.deleted_at.is_(None))) for model in models]
    return bool(session.execute(select(or_(*met))).scalar_one())


def any_obstacle(session: Session) -> bool:
    """Whether an obstacle was ever noted."""
    obstacle = table(Obstacle)
    return bool(
        session.execute(select(exists(select(obstacle.c.id).where(obstacle.c.deleted_at.is_(None))))).scalar_one()
    )
