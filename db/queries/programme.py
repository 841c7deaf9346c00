"""What the programme's frame is made of, for whoever sets it up: programmes, phases, groups, targets."""

from datetime import date

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from db.models import Commune, Enrolment, Group, Phase, Programme, Province, Target, TrainingSession
from db.models.base import table
from db.queries.frames import frame

_programme, _phase, _group, _target = table(Programme), table(Phase), table(Group), table(Target)
_commune, _province = table(Commune), table(Province)


def programmes(session: Session) -> pd.DataFrame:
    """Programmes in the order they were made: id, version, name_ar, name_fr, name_en, objectives."""
    c = _programme.c
    columns = (c.id, c.version, c.name_ar, c.name_fr, c.name_en, c.objectives)
    return frame(session, select(*columns).where(c.deleted_at.is_(None)).order_by(c.id))


def phases_to_edit(session: Session) -> pd.DataFrame:
    """Phases by their start: id, version, programme_id, code, name_ar, name_fr, name_en, starts_on, ends_on,
    objectives.
    """
    c = _phase.c
    names = ("id", "version", "programme_id", "code", "name_ar", "name_fr", "name_en", "starts_on", "ends_on")
    statement = select(*(c[name] for name in names), c.objectives).where(c.deleted_at.is_(None))
    return frame(session, statement.order_by(c.starts_on, c.id))


def groups(session: Session, phase_id: int | None = None) -> pd.DataFrame:
    """Groups, those of the latest phase first: id, version, phase_id, phase_ar, phase_fr, phase_en, label, commune_id,
    commune_ar, commune_fr, province_id, enrolled (people with an open place), sessions (not cancelled).
    """
    c, enrolment, sitting = _group.c, table(Enrolment).c, table(TrainingSession).c
    enrolled = (
        select(func.count())
        .where(enrolment.group_id == c.id, enrolment.deleted_at.is_(None), enrolment.withdrawn_on.is_(None))
        .scalar_subquery()
    )
    sessions = (
        select(func.count())
        .where(sitting.group_id == c.id, sitting.deleted_at.is_(None), sitting.state != "cancelled")
        .scalar_subquery()
    )
    statement = (
        select(
            *(c.id, c.version, c.phase_id, _phase.c.name_ar.label("phase_ar"), _phase.c.name_fr.label("phase_fr")),
            *(_phase.c.name_en.label("phase_en"), c.label, c.commune_id, _commune.c.name_ar.label("commune_ar")),
            *(_commune.c.name_fr.label("commune_fr"), _commune.c.province_id),
            *(enrolled.label("enrolled"), sessions.label("sessions")),
        )
        .join_from(_group, _phase, c.phase_id == _phase.c.id)
        .join(_commune, c.commune_id == _commune.c.id)
        .where(c.deleted_at.is_(None), _phase.c.deleted_at.is_(None))
        .order_by(_phase.c.starts_on.desc(), c.label, c.id)
    )
    return frame(session, statement if phase_id is None else statement.where(c.phase_id == phase_id))


def targets_to_edit(session: Session) -> pd.DataFrame:
    """Targets by phase and indicator: id, version, phase_id, phase_ar, phase_fr, phase_en, indicator, province_id,
    province_ar, province_fr, province_en (the province is missing for all of them together), value.
    """
    c = _target.c
    statement = (
        select(
            *(c.id, c.version, c.phase_id, _phase.c.name_ar.label("phase_ar"), _phase.c.name_fr.label("phase_fr")),
            *(_phase.c.name_en.label("phase_en"), c.indicator, c.province_id),
            *(_province.c[f"name_{language}"].label(f"province_{language}") for language in ("ar", "fr", "en")),
            c.value,
        )
        .join_from(_target, _phase, c.phase_id == _phase.c.id)
        .join(_province, c.province_id == _province.c.id, isouter=True)
        .where(c.deleted_at.is_(None), _phase.c.deleted_at.is_(None))
        .order_by(_phase.c.starts_on, c.indicator, c.province_id.is_not(None), c.province_id, c.id)
    )
    return frame(session, statement)


def phase_of_day(session: Session, day: date) -> int | None:
    """The id of the phase the day lies in (the latest begun), else of the last one there is, else None."""
    c = _phase.c
    statement = select(c.id).where(c.deleted_at.is_(None))
    within = statement.where(c.starts_on <= day, c.ends_on >= day).order_by(c.starts_on.desc(), c.id)
    found = session.execute(within).scalars().first()
    return found or session.execute(statement.order_by(c.ends_on.desc(), c.id)).scalars().first()
