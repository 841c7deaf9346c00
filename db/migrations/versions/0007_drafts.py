"""What somebody typed and has not saved yet.

Revision: 0007
Before: 0006
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of drafts; they stand outside of the history."""
    text = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "draft",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("place", text, nullable=False),
        sa.Column("page", text, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("at", db.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "place", "page", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_at"), "draft", ["at"], unique=False)


def downgrade() -> None:
    """The database without it."""
    op.drop_table("draft")
