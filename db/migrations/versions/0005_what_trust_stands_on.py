"""What trust stands on: entries whose content can be redacted, merges, requests, exports, settings as one row.

Revision: 0005
Before: 0004
"""

import secrets

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base
from core.chain import BEGINNING, CONTENT, SEALED, content_hash, seal
from db.migrations.first_seals import seal as first_seal

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_REFUSED = "the history is only added to"
# Everything of an entry that no redaction touches.
_FIXED = ("id", "at", "account_id", "command", "subject", "kind", "row_id", "previous_hash", "hash", "content_hash")
_LET_THROUGH = (
    " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _FIXED)
    + " AND NEW.salt IS NULL AND NEW.redacted_by > COALESCE(OLD.redacted_by, 0)"
    + " AND EXISTS (SELECT 1 FROM change c WHERE c.id = NEW.redacted_by AND c.command = 'anonymise_person')"
)
_SQLITE = (
    f"CREATE TRIGGER change_stays BEFORE UPDATE ON change WHEN NOT COALESCE({_LET_THROUGH}, 0) "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION change_only_redacted() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF TG_OP = 'UPDATE' AND {_LET_THROUGH} THEN RETURN NEW; END IF; RAISE EXCEPTION '{_REFUSED}'; END $$",
    "CREATE TRIGGER change_stays BEFORE UPDATE OR DELETE ON change "
    "FOR EACH ROW EXECUTE FUNCTION change_only_redacted()",
)

_change = sa.table(
    "change",
    *(sa.column(name) for name in ("id", "account_id", "command", "subject", "kind", "row_id", "reason")),
    *(sa.column(name) for name in ("previous_hash", "hash", "salt", "content_hash")),
    sa.column("at", db.models.base.Moment()),
    sa.column("before", sa.JSON()),
    sa.column("after", sa.JSON()),
)
_head = sa.table("change_head", sa.column("id"), sa.column("change_id"), sa.column("hash"))


def upgrade() -> None:
    """The new tables and columns, and a chain whose seals stand on the hash of each content."""
    op.create_table('apart',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_apart_created_by_account')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_apart_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_apart'))
    )
    with op.batch_alter_table('apart', schema=None) as batch_op:
        batch_op.create_index('uq_apart_kind_first_id_second_id_living', ['kind', 'first_id', 'second_id'], unique=True, sqlite_where=sa.text('deleted_at IS NULL'), postgresql_where=sa.text('deleted_at IS NULL'))

    op.create_table('export',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('form', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('pseudonymous', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_export_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export'))
    )
    with op.batch_alter_table('export', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_export_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_export_at'), ['at'], unique=False)

    op.create_table('merge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=False),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('undone_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_merge_created_by_account')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_merge_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge'))
    )
    with op.batch_alter_table('merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merge_kind'), ['kind'], unique=False)

    op.create_table('privacy_request',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('outcome', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_privacy_request_created_by_account')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_privacy_request_person_id_person')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_privacy_request_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_privacy_request'))
    )
    with op.batch_alter_table('privacy_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_privacy_request_person_id'), ['person_id'], unique=False)

    _setting_as_one_row()
    # Tables that others point to are not made anew: SQLite would take their rows out first.
    for table in ("organisation", "person"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN merged_into_id INTEGER"
            f" CONSTRAINT fk_{table}_merged_into_id_{table} REFERENCES {table} (id)"
        )
        op.create_index(op.f(f"ix_{table}_merged_into_id"), table, ["merged_into_id"], unique=False)
    text = sqlmodel.sql.sqltypes.AutoString()
    op.add_column("person", sa.Column("consent_photo_way", text, server_default="paper", nullable=False))
    op.add_column("person", sa.Column("photo_notice_version", text, nullable=True))
    op.add_column("person", sa.Column("objected_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("anonymised_at", db.models.base.Moment(timezone=True), nullable=True))
    op.add_column("change", sa.Column("salt", text, nullable=True))
    op.add_column("change", sa.Column("redacted_by", sa.Integer(), nullable=True))
    op.add_column("change", sa.Column("content_hash", text, server_default="", nullable=False))
    _seal_anew()


def _setting_as_one_row() -> None:
    # Nothing has written a setting so far.
    op.drop_table("setting")
    moment = db.models.base.Moment(timezone=True)
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", moment, nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_setting_created_by_account")),
        sa.ForeignKeyConstraint(["updated_by"], ["account.id"], name=op.f("fk_setting_updated_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )


def _seal_anew() -> None:
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    op.execute("DROP TRIGGER change_stays" + ("" if sqlite else " ON change"))
    before_old, before_new, last = BEGINNING, BEGINNING, 0
    for row in connection.execute(sa.select(_change).order_by(_change.c.id)).mappings().all():
        entry = dict(row)
        salt = secrets.token_hex(16)
        values = {"salt": salt, "content_hash": content_hash(salt, {name: entry[name] for name in CONTENT})}
        whole = entry["previous_hash"] == before_old and entry["hash"] == first_seal(before_old, entry)
        own = seal(before_new, {name: (entry | values)[name] for name in SEALED})
        # An entry that did not hold before does not hold now: the old seal stays where the new one belongs.
        sealed = {"previous_hash": before_new, "hash": own} if whole else {}
        connection.execute(sa.update(_change).where(_change.c.id == entry["id"]).values(values | sealed))
        last, before_old, before_new = entry["id"], entry["hash"], own if whole else entry["hash"]
    # The end of the chain moves along only where it was the end.
    moved = sa.update(_head).where(_head.c.change_id == last, _head.c.hash == before_old)
    connection.execute(moved.values(hash=before_new))
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """The tables without it, and the seals of before."""
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    op.execute("DROP TRIGGER change_stays" + ("" if sqlite else " ON change"))
    previous = BEGINNING
    for row in connection.execute(sa.select(_change).order_by(_change.c.id)).mappings().all():
        own = first_seal(previous, dict(row))
        sealed = sa.update(_change).where(_change.c.id == row["id"])
        connection.execute(sealed.values(previous_hash=previous, hash=own))
        previous = own
    connection.execute(sa.update(_head).values(hash=previous))
    if sqlite:
        op.execute(f"CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END")
    else:
        op.execute("DROP FUNCTION change_only_redacted()")
        op.execute(
            "CREATE TRIGGER change_stays BEFORE UPDATE OR DELETE ON change "
            "FOR EACH ROW EXECUTE FUNCTION change_only_added_to()"
        )
    for name in ("salt", "redacted_by", "content_hash"):
        op.drop_column("change", name)
    for table in ("organisation", "person"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f"ix_{table}_merged_into_id")
            batch_op.drop_column("merged_into_id")
    for name in ("consent_photo_way", "photo_notice_version", "objected_on", "anonymised_at"):
        op.drop_column("person", name)
    for name in ("privacy_request", "merge", "export", "apart", "setting"):
        op.drop_table(name)
    op.create_table(
        "setting",
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
