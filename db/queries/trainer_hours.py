"""The hours trainers gave: session by session, for a page and for the yearly statement."""

import pandas as pd
from sqlalchemy import extract, func, select
from sqlmodel import Session

from db.models import Commune, Module, Province, SessionTrainer, Trainer, TrainingSession
from db.models.base import table
from db.queries.frames import frame
from db.queries.trainers import HELD, KINDS

_trainer, _place, _sitting = table(Trainer), table(SessionTrainer), table(TrainingSession)
_module, _commune, _province = table(Module), table(Commune), table(Province)


def hours_given(
    session: Session, year: int | None = None, trainer_id: int | None = None, side: str | None = None
) -> pd.DataFrame:
    """Every place of a trainer at a session that was held, by trainer and then by day; None does not narrow.

    Columns: trainer_id, trainer_ar, trainer_latin, side, session_id, held_on, module_ar, module_fr, module_en, venue,
    commune_ar, commune_fr, province_ar, province_fr, province_en, role, preparation, delivery, travel (hours, 0
    where nobody has said).
    """
    c = _sitting.c
    labels = (_module.c[f"label_{language}"].label(f"module_{language}") for language in ("ar", "fr", "en"))
    places = (_province.c[f"name_{language}"].label(f"province_{language}") for language in ("ar", "fr", "en"))
    statement = (
        select(
            *(_place.c.trainer_id, _trainer.c.name_ar.label("trainer_ar")),
            *(_trainer.c.name_latin.label("trainer_latin"), _trainer.c.side),
            *(c.id.label("session_id"), c.held_on, *labels, c.venue),
            *(_commune.c.name_ar.label("commune_ar"), _commune.c.name_fr.label("commune_fr"), *places, _place.c.role),
            *(func.coalesce(_place.c[kind], 0.0).label(kind) for kind in KINDS),
        )
        .join_from(_place, _trainer, _trainer.c.id == _place.c.trainer_id)
        .join(_sitting, c.id == _place.c.session_id)
        .join(_module, _module.c.id == c.module_id)
        .join(_commune, _commune.c.id == c.commune_id)
        .join(_province, _province.c.id == c.province_id)
        .where(c.state.in_(HELD), *(part.c.deleted_at.is_(None) for part in (_place, _sitting, _trainer)))
        .order_by(_trainer.c.search, _trainer.c.id, c.held_on, c.starts_at, c.id)
    )
    if year is not None:
        statement = statement.where(extract("year", c.held_on) == year)
    if trainer_id is not None:
        statement = statement.where(_place.c.trainer_id == trainer_id)
    if side is not None:
        statement = statement.where(_trainer.c.side == side)
    return frame(session, statement)


def years_given(session: Session, trainer_id: int | None = None, side: str | None = None) -> list[int]:
    """The years in which anybody asked for trained, the latest first."""
    found = (
        select(extract("year", _sitting.c.held_on))
        .distinct()
        .join_from(_place, _sitting, _sitting.c.id == _place.c.session_id)
        .join(_trainer, _trainer.c.id == _place.c.trainer_id)
        .where(_sitting.c.state.in_(HELD))
        .where(*(part.c.deleted_at.is_(None) for part in (_place, _sitting, _trainer)))
    )
    if trainer_id is not None:
        found = found.where(_place.c.trainer_id == trainer_id)
    if side is not None:
        found = found.where(_trainer.c.side == side)
    return sorted((int(year) for (year,) in session.execute(found)), reverse=True)
