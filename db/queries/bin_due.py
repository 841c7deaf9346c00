"""What of the bin can go for good: its days are over, and nothing points to it any more."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.sql.expression import FromClause
from sqlmodel import Session

from db.models import Merge, Row
from db.models.base import TABLES, now, table
from db.queries.bin import BIN, rows_taken_away
from db.queries.settings import settings

_LINKS = [
    (other, column, key.column.table)
    for other in TABLES.metadata.sorted_tables
    for column in other.columns
    for key in column.foreign_keys
    # The steps of an obstacle from state to state go with it.
    if column.name not in ("created_by", "updated_by") and other.name != "obstacle_move"
]


def due(session: Session, kind: str) -> list[int]:
    """The rows of a kind whose days are over and that nothing points to, so that they can go for good.

    A person stays until it is anonymised, for the history tells of it; the newest row of a table stays, for its number
    would be given anew; and whatever a merge may have moved stays while the merge can be undone.
    """
    model, own = table(BIN[kind].model), BIN[kind].along
    over = now() - timedelta(days=settings(session).bin_days)
    conditions = [
        model.c.deleted_at <= over,
        model.c.id < select(func.max(model.alias("newest").c.id)).scalar_subquery(),
        *_unpointed(model, model, own),
        *_unmerged(model, model),
    ]
    conditions += [model.c.anonymised_at.is_not(None)] if kind == "person" else []
    for other, link in own:
        theirs = table(other)
        mine = and_(theirs.c[link] == model.c.id, theirs.c.deleted_at == model.c.deleted_at)
        for condition in (*_unpointed(theirs, theirs, ()), *_unmerged(theirs, theirs)):
            conditions.append(~select(theirs.c.id).where(mine, ~condition).correlate(model).exists())
    found = rows_taken_away(kind, *conditions).with_only_columns(model.c.id).distinct()
    return [int(row_id) for (row_id,) in session.execute(found.order_by(model.c.id))]


def bin_due(session: Session) -> dict[str, int]:
    """How many rows of each kind would go for good now; kinds without any are left out."""
    counts = {kind: len(due(session, kind)) for kind in BIN}
    return {kind: number for kind, number in counts.items() if number}


def _unpointed(target: FromClause, row: FromClause, own: Sequence[tuple[type[Row], str]]) -> list[ColumnElement[bool]]:
    """Conditions under which no row of any table points to this one, but what was taken away along with it."""
    conditions = []
    for other, column, pointed in _LINKS:
        if pointed is not target:
            continue
        pointing = other.alias()
        points = pointing.c[column.name] == row.c.id
        if any(table(model) is other and link == column.name for model, link in own):
            points = and_(points, pointing.c.deleted_at.is_distinct_from(row.c.deleted_at))
        conditions.append(~select(literal(1)).select_from(pointing).where(points).correlate(row).exists())
    return conditions


def _unmerged(target: FromClause, row: FromClause) -> list[ColumnElement[bool]]:
    """Conditions under which no merge that can be undone may have moved this row."""
    merge, conditions = table(Merge), []
    links = [(column, pointed.name) for other, column, pointed in _LINKS if other is target]
    for column, kind in links:
        if kind in ("organisation", "person", "obstacle") and column.name != "merged_into_id":
            standing = and_(merge.c.kind == kind, merge.c.undone_at.is_(None), merge.c.kept_id == row.c[column.name])
            conditions.append(~select(merge.c.id).where(standing).correlate(row).exists())
    return conditions
