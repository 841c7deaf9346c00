"""One memory of translated statements for all engines of a run: each test's own engine would translate them anew."""

from typing import Any

import sqlalchemy
from sqlalchemy.engine import Engine

_FIRST: dict[str, Engine] = {}


def create_engine(*args: Any, **options: Any) -> Engine:
    """SQLAlchemy's own, with the dialect and the translated statements of the first engine of its kind."""
    made = sqlalchemy.create_engine(*args, query_cache_size=4000, **options)
    first = _FIRST.setdefault(made.dialect.driver, made)
    # Statements are remembered for a dialect, which is the same for every database of one kind.
    made.dialect = made.pool._dialect = first.dialect
    made._compiled_cache = first._compiled_cache
    return made
