"""Links for a new password.

Revision: 0004
Before: 0003
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The links an administrator gives, each kept as a hash."""
    op.create_table(
        "password_link",
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", db.models.base.Moment(timezone=True), nullable=False),
        sa.Column("used_at", db.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_password_link_account_id_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_password_link")),
    )
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_link_account_id"), ["account_id"], unique=False)


def downgrade() -> None:
    """The tables without it."""
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_link_account_id"))
    op.drop_table("password_link")
