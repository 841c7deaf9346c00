"""How the rows of a SELECT become a frame whose columns have the same types on every database, empty or not."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from sqlalchemy import Boolean, Float, Integer, Numeric, Select
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

# Frames of figures have some ten rows. The other way of keeping texts, for millions of them, doubles what a frame
# costs, the names of its columns being texts as well.
pd.set_option("mode.string_storage", "python")

Rows: TypeAlias = Select[*tuple[Any, ...]]
Types: TypeAlias = dict[str, TypeEngine[Any]]


def types_of(statement: Rows) -> Types:
    """The names and types of the columns a SELECT gives."""
    return {name: column.type for name, column in statement.selected_columns.items()}


def frame(session: Session, statement: Rows) -> pd.DataFrame:
    """The rows under the names of the SELECT's columns; see `framed` for their types."""
    return framed(session.execute(statement).all(), types_of(statement))


def framed(rows: Sequence[Sequence[Any]], types: Types) -> pd.DataFrame:
    """Rows as a frame.

    Whole numbers are int64, or Int64 where some are missing; other numbers float64; everything else keeps the
    object it was, so that a missing text is None and never a not-a-number, which would pass for true.
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    named = zip(types.items(), columns, strict=True)
    index = pd.RangeIndex(len(rows))
    return pd.DataFrame({name: _column(kind, values, index) for (name, kind), values in named}, index=index, copy=False)


def _column(kind: TypeEngine[Any], values: Sequence[Any], index: pd.RangeIndex) -> Any:
    # Arrays where they suffice: a series for each column costs more than all the rest of a small frame.
    if isinstance(kind, Integer):
        return pd.array(values, dtype="Int64") if None in values else np.array(values, dtype="int64")
    if isinstance(kind, Float | Numeric):
        return np.array(values, dtype="float64")
    if isinstance(kind, Boolean) and None not in values:
        return np.array(values, dtype="bool")
    # A series says what it is, where an array of texts would be guessed at.
    return pd.Series(values, index=index, dtype="object")
