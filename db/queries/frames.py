"""How the rows of a SELECT become a frame whose columns have the same types on every database, empty or not."""

from typing import Any, TypeAlias, cast

import pandas as pd
from sqlalchemy import Boolean, Float, Integer, Numeric, Select, Table
from sqlmodel import Session, SQLModel

Rows: TypeAlias = Select[*tuple[Any, ...]]


def table(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements that name columns and not rows."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def frame(session: Session, statement: Rows) -> pd.DataFrame:
    """The rows under the names of the SELECT's columns.

    Whole numbers are int64, or Int64 where some are missing; other numbers float64; everything else keeps the
    object it was, so that a missing text is None and never a not-a-number, which would pass for true.
    """
    result = session.execute(statement)
    names = list(result.keys())
    rows = pd.DataFrame([tuple(row) for row in result], columns=names, dtype=object)
    for name, column in zip(names, statement.selected_columns, strict=True):
        if isinstance(column.type, Integer):
            rows[name] = rows[name].astype("Int64" if rows[name].isna().any() else "int64")
        elif isinstance(column.type, Float | Numeric):
            rows[name] = rows[name].astype("float64")
        elif isinstance(column.type, Boolean) and not rows[name].isna().any():
            rows[name] = rows[name].astype("bool")
    return rows
