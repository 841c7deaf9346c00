"""The editable lists as small frames: sectors, modules, categories, institutions, attendance statuses, phases."""

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session, SQLModel

from db.models import (
    AttendanceStatus,
    CategoryInstitution,
    Institution,
    Module,
    ObstacleCategory,
    Phase,
    Programme,
    Sector,
)
from db.models.base import table
from db.queries.frames import frame

_LABELLED = ("id", "code", "label_ar", "label_fr", "label_en", "position", "active", "version")
_NAMED = ("id", "acronym", "name_ar", "name_fr", "name_en", "mission_ar", "mission_fr", "mission_en", "contact")


def sectors(session: Session, active: bool = False) -> pd.DataFrame:
    """Sectors in their order: id, code, label_ar, label_fr, label_en, position, active, version, synonyms.

    `active` keeps only those that may still be chosen; so in every list of this module.
    """
    return _listed(session, Sector, active, *_LABELLED, "synonyms")


def modules(session: Session, active: bool = False) -> pd.DataFrame:
    """Modules in their order: id, code, label_ar, label_fr, label_en, position, active, version."""
    return _listed(session, Module, active, *_LABELLED)


def categories(session: Session, active: bool = False) -> pd.DataFrame:
    """Obstacle categories in their order: id, code, label_ar, label_fr, label_en, position, active, version,
    asks_paper.
    """
    return _listed(session, ObstacleCategory, active, *_LABELLED, "asks_paper")


def categories_ever(session: Session) -> tuple[str, ...]:
    """Codes of all obstacle categories there ever were, in the order they were made: that gives each its colour."""
    category = table(ObstacleCategory).c
    return tuple(dict.fromkeys(session.execute(select(category.code).order_by(category.id)).scalars()))


def statuses(session: Session, active: bool = False) -> pd.DataFrame:
    """Attendance statuses in their order: id, code, label_ar, label_fr, label_en, position, active, version,
    meaning (present, absent, excused, left_out), credit (share of the hours, 0 to 1).
    """
    return _listed(session, AttendanceStatus, active, *_LABELLED, "meaning", "credit")


def institutions(session: Session, active: bool = False) -> pd.DataFrame:
    """Institutions in their order: id, acronym, name_ar, name_fr, name_en, mission_ar, mission_fr, mission_en,
    contact, position, active, version.
    """
    return _listed(session, Institution, active, *_NAMED, "position", "active", "version")


def answering(session: Session) -> pd.DataFrame:
    """Which institutions answer which category: category_id, category (code), institution_id, acronym."""
    category, institution = table(ObstacleCategory), table(Institution)
    return frame(
        session,
        select(
            *(category.c.id.label("category_id"), category.c.code.label("category")),
            *(institution.c.id.label("institution_id"), institution.c.acronym),
        )
        .join_from(table(CategoryInstitution), category)
        .join(institution)
        .where(category.c.deleted_at.is_(None), institution.c.deleted_at.is_(None))
        .order_by(category.c.position, category.c.id, institution.c.position, institution.c.id),
    )


def phases(session: Session) -> pd.DataFrame:
    """Phases by their start: id, programme_id, code, name_ar, name_fr, name_en, starts_on, ends_on, version."""
    phase, programme = table(Phase), table(Programme)
    return frame(
        session,
        select(
            *(phase.c.id, phase.c.programme_id, phase.c.code, phase.c.name_ar, phase.c.name_fr, phase.c.name_en),
            *(phase.c.starts_on, phase.c.ends_on, phase.c.version),
        )
        .join_from(phase, programme, phase.c.programme_id == programme.c.id)
        .where(phase.c.deleted_at.is_(None), programme.c.deleted_at.is_(None))
        .order_by(phase.c.starts_on, phase.c.id),
    )


def _listed(session: Session, model: type[SQLModel], active: bool, *names: str) -> pd.DataFrame:
    columns = table(model).c
    statement = select(*(columns[name] for name in names)).where(columns.deleted_at.is_(None))
    if active:
        statement = statement.where(columns.active.is_(True))
    return frame(session, statement.order_by(columns.position, columns.id))
