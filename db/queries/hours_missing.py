"""Sessions that were held and whose trainers, or their hours, nobody has told yet: how many where, and which ones."""

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from db.models import Province, SessionTrainer, TrainingSession
from db.models.base import table
from db.queries.frames import Rows, frame
from db.queries.sessions import by_ids
from db.queries.trainers import HELD, KINDS

_place, _sitting, _province = table(SessionTrainer), table(TrainingSession), table(Province)


def hours_missing_by_province(session: Session, reach: frozenset[int] | None) -> pd.DataFrame:
    """How many sessions lack a trainer, or the hours of one, a row for each province that has any.

    Columns: province_id, province_ar, province_fr, province_en, sessions. Hours are missing where not one of
    preparation, delivery and travel was said; a zero was said.
    """
    names = [_province.c[f"name_{language}"].label(f"province_{language}") for language in ("ar", "fr", "en")]
    statement = (
        select(_province.c.id.label("province_id"), *names, func.count().label("sessions"))
        .join_from(_sitting, _province, _province.c.id == _sitting.c.province_id)
        .where(_sitting.c.id.in_(_lacking(reach)))
        .group_by(_province.c.id, *(_province.c[f"name_{language}"] for language in ("ar", "fr", "en")))
        .order_by(_province.c.name_fr)
    )
    return frame(session, statement)


def hours_missing(
    session: Session, reach: frozenset[int] | None, province_id: int | None = None, limit: int = 50
) -> pd.DataFrame:
    """Those sessions, of one province or all, the oldest first, at most `limit`.

    Columns as `db.queries.sessions.sessions_listed`, and `trainers`, `silent`: how many train there, and how many
    of them have no hours.
    """
    statement = _lacking(reach).order_by(_sitting.c.held_on, _sitting.c.starts_at, _sitting.c.id).limit(limit)
    if province_id is not None:
        statement = statement.where(_sitting.c.province_id == province_id)
    found = by_ids(session, reach, statement)
    counted = (
        select(
            _place.c.session_id.label("id"),
            func.count().label("trainers"),
            (func.count() - func.count(func.coalesce(*(_place.c[kind] for kind in KINDS)))).label("silent"),
        )
        .where(_place.c.session_id.in_(found["id"].tolist()), _place.c.deleted_at.is_(None))
        .group_by(_place.c.session_id)
    )
    counts = frame(session, counted)
    return found.merge(counts, on="id", how="left").fillna({"trainers": 0, "silent": 0})


def _lacking(reach: frozenset[int] | None) -> Rows:
    here = and_(_place.c.session_id == _sitting.c.id, _place.c.deleted_at.is_(None))
    nobody = ~select(_place.c.id).where(here).exists()
    silent = select(_place.c.id).where(here, *(_place.c[kind].is_(None) for kind in KINDS)).exists()
    conditions: list[ColumnElement[bool]] = [_sitting.c.deleted_at.is_(None), _sitting.c.state.in_(HELD)]
    if reach is not None:
        conditions.append(_sitting.c.province_id.in_(sorted(reach)))
    return select(_sitting.c.id).where(*conditions, or_(nobody, silent))
