"""When somebody last looked at the overview.

Revision: 0015
Before: 0014
"""

import sqlalchemy as sa
from alembic import op

import db.models.base

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A row for each account that looked: its latest visit and the one before it, with what was seen."""
    moment = db.models.base.Moment(timezone=True)
    op.create_table(
        "last_visit",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("before_at", moment, nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_last_visit_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_last_visit")),
    )


def downgrade() -> None:
    """Without the visits."""
    op.drop_table("last_visit")
