"""The secret under which this database gives its pseudonyms.

Revision: 0006
Before: 0005
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A secret of its own for a database that has a name already; a new one gets both together."""
    with op.batch_alter_table("instance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pseudonym_secret", sa.String(), nullable=True))
    op.execute(sa.text("UPDATE instance SET pseudonym_secret = :secret").bindparams(secret=secrets.token_hex(32)))
    with op.batch_alter_table("instance", schema=None) as batch_op:
        batch_op.alter_column("pseudonym_secret", existing_type=sa.String(), nullable=False)


def downgrade() -> None:
    """The instance without it."""
    with op.batch_alter_table("instance", schema=None) as batch_op:
        batch_op.drop_column("pseudonym_secret")
