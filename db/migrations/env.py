"""Runs migrations on the connection it is handed; batch mode, since SQLite cannot alter a table in place."""

import sqlmodel  # noqa: F401  # The migrations name its types.
from alembic import context

from db.models import TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
