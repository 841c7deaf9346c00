"""What figures read of a mark.

Revision: 0002
Before: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index that covers what is counted."""
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_registration_id_status_id_hours_deleted_at"),
            ["registration_id", "status_id", "hours", "deleted_at"],
            unique=False,
        )


def downgrade() -> None:
    """The table without it."""
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_registration_id_status_id_hours_deleted_at"))
