"""Certificates of completion.

Revision: 0009
Before: 0008
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_VALID = sa.text("revoked_at IS NULL AND deleted_at IS NULL")


def upgrade() -> None:
    """A table of certificates; a person has one valid certificate a group."""
    text = sqlmodel.sql.sqltypes.AutoString()
    moment = db.models.base.Moment(timezone=True)
    links = {"person_id": "person", "group_id": "training_group", "phase_id": "phase"}
    links |= dict.fromkeys(("revoked_by", "created_by", "updated_by"), "account")
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", moment, nullable=True),
        sa.Column("serial", text, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("hours_attended", sa.Float(), nullable=False),
        sa.Column("hours_offered", sa.Float(), nullable=False),
        sa.Column("modules", sa.JSON(), nullable=False),
        sa.Column("revoked_at", moment, nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("reason", text, nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_certificate_{column}_{table}"))
            for column, table in links.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("serial", name=op.f("uq_certificate_serial")),
    )
    for column in ("group_id", "person_id", "phase_id"):
        op.create_index(op.f(f"ix_certificate_{column}"), "certificate", [column], unique=False)
    op.create_index(
        "uq_certificate_person_id_group_id_valid",
        "certificate",
        ["person_id", "group_id"],
        unique=True,
        sqlite_where=_VALID,
        postgresql_where=_VALID,
    )


def downgrade() -> None:
    """The database without it."""
    op.drop_table("certificate")
