"""What was decided of likely doubles: the merges, the pairs that were told apart, and where a merged row leads."""

from typing import Any

import pandas as pd
from sqlalchemy import Table, and_, case, func, select
from sqlmodel import Session

from core.doubles import KINDS, OBSTACLE
from db.models import Account, Apart, Merge, Obstacle, Organisation, Person
from db.models.base import table
from db.queries.frames import frame
from db.queries.pairs_compare import TABLE_OF

_merge, _apart, _account = table(Merge), table(Apart), table(Account)
_STANDS = {**TABLE_OF, OBSTACLE: Obstacle}


def standing_id(session: Session, kind: str, row_id: int) -> int:
    """The id of the row that this one was merged into, as far as it leads; the id itself for any other."""
    own = table(_STANDS[kind])
    while led := session.execute(select(own.c.merged_into_id).where(own.c.id == row_id)).scalar():
        row_id = int(led)
    return row_id


def merges(session: Session, limit: int, skipped: int = 0) -> pd.DataFrame:
    """Merges of organisations and persons, the latest first.

    Columns: id, version, kind, kept_id, gone_id, choices, created_at, by (name), undone_at, and the names of
    both rows as kept_ar, kept_latin, gone_ar, gone_latin.
    """
    c = _merge.c
    return frame(
        session,
        _with_names(_merge, c.kept_id, "kept", c.gone_id, "gone", c.choices, c.undone_at)
        .where(c.deleted_at.is_(None), c.kind.in_(KINDS))
        .order_by(c.id.desc())
        .limit(limit)
        .offset(skipped),
    )


def merges_counted(session: Session) -> int:
    """How many merges of organisations and persons there were, undone ones too."""
    counted = select(func.count()).where(_merge.c.deleted_at.is_(None), _merge.c.kind.in_(KINDS))
    return int(session.execute(counted).scalar_one())


def merge_between(session: Session, kind: str, one_id: int, other_id: int) -> int | None:
    """The number of the standing merge that made the two one; None where there is none."""
    c, both = _merge.c, (one_id, other_id)
    asked = select(c.id).where(
        c.kind == kind, c.kept_id.in_(both), c.gone_id.in_(both), c.undone_at.is_(None), c.deleted_at.is_(None)
    )
    return session.execute(asked.order_by(c.id.desc())).scalar()


def merge_of(session: Session, merge_id: int) -> dict[str, Any]:
    """One merge with the columns of `merges`."""
    c = _merge.c
    asked = _with_names(_merge, c.kept_id, "kept", c.gone_id, "gone", c.choices, c.undone_at)
    return dict(session.execute(asked.where(c.id == merge_id)).mappings().one())


def told_apart(session: Session, limit: int, skipped: int = 0) -> pd.DataFrame:
    """Pairs that were told apart, the latest first: id, version, kind, first_id, second_id, created_at, by, and the
    names of both as first_ar, first_latin, second_ar, second_latin.
    """
    c = _apart.c
    return frame(
        session,
        _with_names(_apart, c.first_id, "first", c.second_id, "second")
        .where(c.deleted_at.is_(None))
        .order_by(c.id.desc())
        .limit(limit)
        .offset(skipped),
    )


def told_apart_counted(session: Session) -> int:
    """How many pairs were told apart."""
    return int(session.execute(select(func.count()).where(_apart.c.deleted_at.is_(None))).scalar_one())


def _with_names(decided: Table, one: Any, first: str, other: Any, second: str, *more: Any) -> Any:
    c = decided.c
    columns: list[Any] = [c.id, c.version, c.kind, one, other, *more, c.created_at, _account.c.name.label("by")]
    asked = select(*columns).join_from(decided, _account, _account.c.id == c.created_by, isouter=True)
    for pointer, side in ((one, first), (other, second)):
        organisation, person = table(Organisation).alias(), table(Person).alias()
        asked = asked.join(
            organisation, and_(c.kind == "organisation", organisation.c.id == pointer), isouter=True
        ).join(person, and_(c.kind == "person", person.c.id == pointer), isouter=True)
        for name in ("ar", "latin"):
            said = case((c.kind == "person", person.c[f"name_{name}"]), else_=organisation.c[f"name_{name}"])
            asked = asked.add_columns(said.label(f"{side}_{name}"))
    return asked
