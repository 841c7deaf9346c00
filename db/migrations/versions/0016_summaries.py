"""The numbers that are kept ready of the figures of a large database, and what they were counted for.

Revision: 0016
Before: 0015
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    """Empty tables: figures are counted as before until a database has grown, or is told to keep its numbers."""
    op.create_table(
        "summary",
        *(sa.Column(name, _TEXT, nullable=False) for name in ("question", "first", "second")),
        sa.Column("members", sa.Float(), nullable=False),
        *(sa.Column(f"number_{place}", sa.Float(), nullable=False) for place in range(1, 14)),
        sa.PrimaryKeyConstraint("question", "first", "second", name=op.f("pk_summary")),
    )
    op.create_table(
        "summary_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("made_for", "run", "counting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_standing")),
    )
    op.create_table(
        "summary_touched",
        sa.Column("of", _TEXT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("of", "id", name=op.f("pk_summary_touched")),
    )


def downgrade() -> None:
    """Takes the kept numbers away; they can be counted again."""
    for name in ("summary_touched", "summary_standing", "summary"):
        op.drop_table(name)
