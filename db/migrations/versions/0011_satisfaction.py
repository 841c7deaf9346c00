"""What people thought of a sitting, as counts.

Revision: 0011
Before: 0010
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COUNTS = [f"{question}_{face}" for question in ("understood", "useful", "trainer") for face in ("good", "fair", "poor")]


def upgrade() -> None:
    """A table of counts; a session has one row of them for paper and one for phones."""
    text = sqlmodel.sql.sqltypes.AutoString()
    moment = db.models.base.Moment(timezone=True)
    links = {"session_id": "training_session", "created_by": "account", "updated_by": "account"}
    living = sa.text("deleted_at IS NULL")
    op.create_table(
        "satisfaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", moment, nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("way", text, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_satisfaction_{column}_{table}"))
            for column, table in links.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_satisfaction")),
    )
    op.create_index(op.f("ix_satisfaction_session_id"), "satisfaction", ["session_id"], unique=False)
    op.create_index(
        "uq_satisfaction_session_id_way_living",
        "satisfaction",
        ["session_id", "way"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )


def downgrade() -> None:
    """The database without it."""
    op.drop_table("satisfaction")
