"""The short tests of modules, and what was answered under the numbers of cards.

Revision: 0012
Before: 0011
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PLACES = (1, 2, 3, 4, 5)


def upgrade() -> None:
    """A row for each version of a test, and one for each card that answered before or after a session."""
    text = sqlmodel.sql.sqltypes.AutoString()
    _table(
        "quiz",
        {"module_id": "module"},
        ("module_id", "number"),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        *(sa.Column(f"right_{place}", sa.Integer(), nullable=place > 1) for place in _PLACES),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    _table(
        "quiz_answer",
        {"session_id": "training_session", "quiz_id": "quiz"},
        ("session_id", "moment", "card"),
        sa.Column("card", sa.Integer(), nullable=False),
        *(sa.Column(f"choice_{place}", sa.Integer(), nullable=True) for place in _PLACES),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("moment", text, nullable=False),
        sa.Column("way", text, nullable=False),
    )


def downgrade() -> None:
    """The database without them."""
    op.drop_table("quiz_answer")
    op.drop_table("quiz")


def _table(name: str, links: dict[str, str], unique: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    moment, living = db.models.base.Moment(timezone=True), sa.text("deleted_at IS NULL")
    every = links | {"created_by": "account", "updated_by": "account"}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", moment, nullable=True),
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}"))
            for column, table in every.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in links:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
    op.create_index(
        f"uq_{name}_{'_'.join(unique)}_living",
        name,
        list(unique),
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )
