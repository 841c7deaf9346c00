"""The sign-in sheets of sessions, what is said of their rows, and the pictures of their pages.

Revision: 0010
Before: 0009
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()
_MOMENT = db.models.base.Moment(timezone=True)


def upgrade() -> None:
    """Three tables; whatever was held before them has no sheet yet."""
    op.create_table(
        "sign_in_sheet",
        *_stamps(),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=True),
        sa.Column("difference_reason", _TEXT, nullable=True),
        sa.Column("submitted_at", _MOMENT, nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("verified_at", _MOMENT, nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("locked_at", _MOMENT, nullable=True),
        sa.Column("locked_by", sa.Integer(), nullable=True),
        *(_key("sign_in_sheet", f"{name}_by", "account") for name in ("submitted", "verified", "locked")),
        _key("sign_in_sheet", "session_id", "training_session"),
        *_kept("sign_in_sheet"),
    )
    op.create_index(op.f("ix_sign_in_sheet_session_id"), "sign_in_sheet", ["session_id"], unique=False)
    op.create_index(op.f("ix_sign_in_sheet_state"), "sign_in_sheet", ["state"], unique=False)
    _once_among_living("sign_in_sheet", "session_id")
    op.create_table(
        "attachment",
        *_stamps(),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", _TEXT, nullable=False),
        sa.Column("media_type", _TEXT, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _key("attachment", "sheet_id", "sign_in_sheet"),
        *_kept("attachment"),
    )
    op.create_index(op.f("ix_attachment_sheet_id"), "attachment", ["sheet_id"], unique=False)
    _once_among_living("attachment", "sheet_id", "sha256")
    op.create_table(
        "sheet_comment",
        *_stamps(),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("text", _TEXT, nullable=True),
        _key("sheet_comment", "sheet_id", "sign_in_sheet"),
        _key("sheet_comment", "registration_id", "registration"),
        *_kept("sheet_comment"),
    )
    op.create_index(op.f("ix_sheet_comment_sheet_id"), "sheet_comment", ["sheet_id"], unique=False)
    op.create_index(op.f("ix_sheet_comment_registration_id"), "sheet_comment", ["registration_id"], unique=False)


def downgrade() -> None:
    """The database without them."""
    for table in ("sheet_comment", "attachment", "sign_in_sheet"):
        op.drop_table(table)


def _stamps() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", _MOMENT, nullable=True),
    ]


def _kept(table: str) -> list[sa.Constraint]:
    stamps: list[sa.Constraint] = [_key(table, name, "account") for name in ("created_by", "updated_by")]
    return [*stamps, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _once_among_living(table: str, *columns: str) -> None:
    living = sa.text("deleted_at IS NULL")
    op.create_index(
        f"uq_{table}_{'_'.join(columns)}_living",
        table,
        list(columns),
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )
