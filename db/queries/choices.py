"""What a reader can narrow the figures to: the phases, provinces and categories that are there to choose."""

from datetime import date

import pandas as pd
from sqlalchemy import exists, or_, select, union
from sqlmodel import Session

from db.models import Commune, Mention, Obstacle, Organisation, Province, TrainingSession
from db.models.base import table
from db.queries.frames import frame
from db.queries.reference import categories, modules, phases, sectors


def phase_choices(session: Session) -> pd.DataFrame:
    """Phases by their start: id, code, name_ar, name_fr, name_en; of a code used twice, the latest."""
    listed = phases(session)[["id", "code", "name_ar", "name_fr", "name_en"]]
    return listed.drop_duplicates("code", keep="last").reset_index(drop=True)


def province_choices(session: Session, reach: frozenset[int] | None) -> pd.DataFrame:
    """The reader's own provinces; for whoever reads all of them (None), the programme's and those with an organisation.

    Columns: id, code, name_ar, name_fr, name_en; the programme's first.
    """
    province, organisation = table(Province).c, table(Organisation).c
    # Looked for in each province: a large register is not read through for it.
    met = exists().where(organisation.province_id == province.id, organisation.deleted_at.is_(None))
    # A limited reader's figures are counted over these: a province left out would lose what was done there.
    listed = or_(province.in_programme.is_(True), met) if reach is None else province.id.in_(sorted(reach))
    statement = (
        select(province.id, province.code, province.name_ar, province.name_fr, province.name_en)
        .where(listed)
        .order_by(province.in_programme.desc(), province.code)
    )
    return frame(session, statement)


def commune_choices(session: Session, reach: frozenset[int] | None) -> pd.DataFrame:
    """Communes with an organisation or a session, in the reader's provinces: code, name_ar, name_fr, province (code);
    by province and name.
    """
    commune, province = table(Commune).c, table(Province).c
    met = [
        exists().where(row.commune_id == commune.id, row.deleted_at.is_(None))
        for row in (table(Organisation).c, table(TrainingSession).c)
    ]
    statement = (
        select(commune.code, commune.name_ar, commune.name_fr, province.code.label("province"))
        .join_from(table(Commune), table(Province), province.id == commune.province_id)
        .where(or_(*met), *([] if reach is None else [province.id.in_(sorted(reach))]))
        .order_by(province.code, commune.name_fr, commune.id)
    )
    return frame(session, statement)


def sector_choices(session: Session) -> pd.DataFrame:
    """Sectors in their order: code, label_ar, label_fr, label_en."""
    return sectors(session)[["code", "label_ar", "label_fr", "label_en"]]


def module_choices(session: Session) -> pd.DataFrame:
    """Modules in their order: code, label_ar, label_fr, label_en."""
    return modules(session)[["code", "label_ar", "label_fr", "label_en"]]


def months_met(session: Session) -> list[date]:
    """The first days of the months in which a session was planned or an obstacle was mentioned, the latest first."""
    days = [
        select(row[name].label("day")).where(row.deleted_at.is_(None)).distinct()
        for row, name in ((table(TrainingSession).c, "held_on"), (table(Mention).c, "mentioned_on"))
    ]
    # Many sessions have one day: a month is worked out of a day and not of each of them.
    met = {day.replace(day=1) for day in session.execute(union(*days)).scalars()}
    return sorted(met, reverse=True)


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
