"""Codes with their labels in three languages, as the frames behind charts hold them."""

from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd
from sqlalchemy import or_, select
from sqlmodel import Session, SQLModel

from db.models import Province
from db.models.base import table

NAMES = ("code", "name_ar", "name_fr", "name_en")
LABELS = ("code", "label_ar", "label_fr", "label_en")
# A code that is not known, with no name in any language.
UNKNOWN_PLACE: tuple[str | None, ...] = (None, None, None, None)


def places_met(session: Session, met: Collection[str | None]) -> list[tuple[str | None, ...]]:
    """The provinces of the programme and those met in the counts, then the unknown one if it was met."""
    province = table(Province).c
    named = or_(province.in_programme.is_(True), province.code.in_(sorted(code for code in met if code is not None)))
    statement = select(*(province[name] for name in NAMES)).where(named)
    rows = session.execute(statement.order_by(province.in_programme.desc(), province.code))
    return [*(tuple(row) for row in rows), *([UNKNOWN_PLACE] if None in met else [])]


def listed(session: Session, model: type[SQLModel], met: Collection[str], active: bool = False) -> list[Any]:
    """Codes and labels of a list in its order: those met in the counts, with all that are active or without them."""
    rows = table(model).c
    kept = rows.code.in_(sorted(met))
    statement = select(*(rows[name] for name in LABELS)).where(
        rows.deleted_at.is_(None), or_(kept, rows.active.is_(True)) if active else kept
    )
    return list(session.execute(statement.order_by(rows.position, rows.id)))


def framed(rows: Iterable[tuple[Any, ...]], *names: str) -> pd.DataFrame:
    """Rows as a frame of these columns."""
    return pd.DataFrame(list(rows), columns=list(names))
