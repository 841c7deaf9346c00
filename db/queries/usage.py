"""Whether other rows stand on a row, asked of every foreign key there is, so that no table can be forgotten."""

from sqlalchemy import func, literal, select, union_all
from sqlmodel import Session, SQLModel

from db.models.base import TABLES, table


def uses(session: Session, model: type[SQLModel], row_id: int, own: tuple[str, ...] = ()) -> int:
    """How many living rows of any table name this row; `own` are tables of links that belong to the row itself."""
    target = table(model)
    counts = []
    for other in TABLES.metadata.sorted_tables:
        if other.name in own:
            continue
        for column in other.columns:
            if not any(key.column.table is target for key in column.foreign_keys):
                continue
            statement = select(func.count()).select_from(other).where(column == literal(row_id))
            if "deleted_at" in other.c:
                statement = statement.where(other.c.deleted_at.is_(None))
            counts.append(statement)
    if not counts:
        return 0
    return sum(int(count) for (count,) in session.execute(union_all(*counts)))
