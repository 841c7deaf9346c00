"""Views kept under a name.

Revision: 0013
Before: 0012
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A row for each view that an account keeps of a page."""
    text, moment = sqlmodel.sql.sqltypes.AutoString(), db.models.base.Moment(timezone=True)
    living = sa.text("deleted_at IS NULL")
    op.create_table(
        "kept_view",
        sa.Column("name", text, nullable=False),
        sa.Column("page", text, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", moment, nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_kept_view_{column}_account"))
            for column in ("account_id", "created_by", "updated_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_view")),
    )
    op.create_index(op.f("ix_kept_view_account_id"), "kept_view", ["account_id"])
    op.create_index(
        "uq_kept_view_account_id_page_name_living",
        "kept_view",
        ["account_id", "page", "name"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )


def downgrade() -> None:
    """The database without them."""
    op.drop_table("kept_view")
