"""The files that were taken in: the list of them, the plan one was read by, and its rows that stayed out."""

from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.problems import Problem
from core.sheets.plan import ImportPlan
from core.sheets.table import Table
from db.models import Account, ImportBatch, ImportRow
from db.models.base import table
from db.queries.frames import frame

_batch, _row, _account = table(ImportBatch).c, table(ImportRow).c, table(Account).c
# A plan that somebody made for the same headers is looked for among the latest files only.
_REMEMBERED = 50


def import_batches(session: Session, limit: int = 50) -> pd.DataFrame:
    """The latest files first: id, version, file_name, source, created_at, by, undone_at, and a number a verdict.

    The numbers are new, changes, same, double, refused: rows of the file by their verdict; `by` is the account's name.
    """
    statement = (
        select(
            *(_batch.id, _batch.version, _batch.file_name, _batch.source, _batch.created_at),
            *(_account.name.label("by"), _batch.undone_at, _batch.counts),
        )
        .join_from(table(ImportBatch), table(Account), _batch.created_by == _account.id, isouter=True)
        .where(_batch.deleted_at.is_(None))
        .order_by(_batch.id.desc())
        .limit(limit)
    )
    rows = frame(session, statement)
    for verdict in ("new", "changes", "same", "double", "refused"):
        rows[verdict] = pd.Series([counts.get(verdict, 0) for counts in rows["counts"]], dtype="int64")
    return rows.drop(columns="counts")


def import_sources(session: Session) -> list[str]:
    """The names of the sources that files were taken in from, in the order of the alphabet."""
    statement = select(_batch.source).where(_batch.deleted_at.is_(None)).distinct().order_by(_batch.source)
    return [str(source) for source in session.execute(statement).scalars()]


def earlier_plan(session: Session, file_hash: str, given: Table) -> ImportPlan | None:
    """The plan of the last time that this very file, or else one with the same headers, was taken in.

    Decisions about single rows only hold for the very same file.
    """
    statement = select(_batch.file_hash, _batch.mapping).where(_batch.deleted_at.is_(None)).order_by(_batch.id.desc())
    alike: ImportPlan | None = None
    for kept_hash, mapping in session.execute(statement.limit(_REMEMBERED)):
        if tuple(mapping["headers"]) != given.headers:
            continue
        plan = ImportPlan.from_json(mapping["plan"])
        if kept_hash == file_hash:
            return plan
        alike = alike or plan.for_another_file()
    return alike


def rows_left_out(session: Session, batch_id: int) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...], Any]]]:
    """The headers of a file, and its rows that were refused or wait as doubles: (number, cells, reasons).

    A reason is a refusal: its code, its field, and its details by name. Problem("row_gone") without such a batch.
    """
    mapping = session.execute(select(_batch.mapping).where(_batch.id == batch_id)).scalar_one_or_none()
    if mapping is None:
        raise Problem("row_gone", row=batch_id)
    statement = (
        select(_row.row_number, _row.after)
        .where(_row.batch_id == batch_id, _row.verdict.in_(("refused", "double")))
        .order_by(_row.row_number)
    )
    rows = [(number, tuple(after["cells"]), after["reasons"]) for number, after in session.execute(statement)]
    return tuple(mapping["headers"]), rows
