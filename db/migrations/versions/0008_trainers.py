"""Who trains, and at which session.

Revision: 0008
Before: 0007
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of trainers, and one of their places and hours at sessions."""
    text = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "trainer",
        sa.Column("name_ar", text, nullable=True),
        sa.Column("name_latin", text, nullable=True),
        sa.Column("side", text, nullable=False),
        sa.Column("phone", text, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        *_stamps("trainer"),
        sa.Column("search", text, nullable=False),
    )
    op.create_index(op.f("ix_trainer_search"), "trainer", ["search"], unique=False)
    op.create_table(
        "session_trainer",
        sa.Column("preparation", sa.Float(), nullable=True),
        sa.Column("delivery", sa.Float(), nullable=True),
        sa.Column("travel", sa.Float(), nullable=True),
        sa.Column("role", text, nullable=False),
        *_stamps("session_trainer"),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_session_trainer_session_id_training_session")
        ),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name=op.f("fk_session_trainer_trainer_id_trainer")),
    )
    for column in ("session_id", "trainer_id"):
        op.create_index(op.f(f"ix_session_trainer_{column}"), "session_trainer", [column], unique=False)
    living = sa.text("deleted_at IS NULL")
    op.create_index(
        "uq_session_trainer_session_id_trainer_id_living",
        "session_trainer",
        ["session_id", "trainer_id"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )


def downgrade() -> None:
    """The database without them."""
    op.drop_table("session_trainer")
    op.drop_table("trainer")


def _stamps(table: str) -> list[Any]:
    moment = db.models.base.Moment(timezone=True)
    by = ("created_by", "updated_by")
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", moment, nullable=True),
        *(sa.ForeignKeyConstraint([one], ["account.id"], name=op.f(f"fk_{table}_{one}_account")) for one in by),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
