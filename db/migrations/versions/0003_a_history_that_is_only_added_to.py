"""A history that is only added to.

Revision: 0003
Before: 0002
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from core.chain import BEGINNING
from db.migrations.first_seals import SEALED, seal
from db.models.base import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The tables of the rows that commands wrote which file under another subject's name.
_KINDS = {
    "declare_figures": "organisation_figures",
    "set_participation": "participation",
    "join_organisation": "membership",
    "end_membership": "membership",
    "enrol": "enrolment",
    "withdraw": "enrolment",
    "attach_mention": "mention",
    "make_phase": "phase",
    "change_phase": "phase",
    "remove_phase": "phase",
}
_SUBJECTS = {"group": "training_group", "session": "training_session", "import": "import_batch"}

_SQLITE = (
    "CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END",
    "CREATE TRIGGER change_kept BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END",
    # INSERT OR REPLACE takes a row out without asking the trigger above.
    "CREATE TRIGGER change_new BEFORE INSERT ON change WHEN EXISTS (SELECT 1 FROM change WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION change_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the history is only added to'; END $$",
    "CREATE TRIGGER change_stays BEFORE UPDATE OR DELETE ON change "
    "FOR EACH ROW EXECUTE FUNCTION change_only_added_to()",
    "CREATE TRIGGER change_kept BEFORE TRUNCATE ON change "
    "FOR EACH STATEMENT EXECUTE FUNCTION change_only_added_to()",
)

_change = sa.table(
    "change",
    *(sa.column(name) for name in ("id", "account_id", "command", "subject", "kind", "row_id", "reason")),
    *(sa.column(name) for name in ("previous_hash", "hash")),
    sa.column("at", Moment()),
    sa.column("before", sa.JSON()),
    sa.column("after", sa.JSON()),
)
_head = sa.table("change_head", sa.column("id"), sa.column("change_id"), sa.column("hash"))


def upgrade() -> None:
    """Entries know the table of their row, are sealed in a chain, and can be neither changed nor taken out."""
    names = ("kind", "previous_hash", "hash")
    with op.batch_alter_table("change", schema=None) as batch_op:
        for name in names:
            batch_op.add_column(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_table(
        "change_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_head")),
    )
    connection = op.get_bind()
    last, before = 0, BEGINNING
    for row in connection.execute(sa.select(_change).order_by(_change.c.id)).mappings().all():
        entry = dict(row) | {"kind": _KINDS.get(row["command"], _SUBJECTS.get(row["subject"], row["subject"]))}
        own = seal(before, {name: entry[name] for name in SEALED})
        values = {"kind": entry["kind"], "previous_hash": before, "hash": own}
        connection.execute(sa.update(_change).where(_change.c.id == row["id"]).values(values))
        last, before = row["id"], own
    connection.execute(sa.insert(_head).values(id=1, change_id=last, hash=before))
    with op.batch_alter_table("change", schema=None) as batch_op:
        for name in names:
            batch_op.alter_column(name, existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=False)
        batch_op.create_index(batch_op.f("ix_change_kind_row_id"), ["kind", "row_id"], unique=False)
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """The history without them."""
    if op.get_bind().dialect.name == "postgresql":
        for name in ("change_stays", "change_kept"):
            op.execute(f"DROP TRIGGER {name} ON change")
        op.execute("DROP FUNCTION change_only_added_to()")
    else:
        for name in ("change_stays", "change_kept", "change_new"):
            op.execute(f"DROP TRIGGER {name}")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_kind_row_id"))
        for name in ("hash", "previous_hash", "kind"):
            batch_op.drop_column(name)
    op.drop_table("change_head")
