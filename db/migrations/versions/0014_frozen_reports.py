"""Figures frozen under the number of a report.

Revision: 0014
Before: 0013
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_FIXED = (
    *("id", "title", "occasion", "year", "serial", "filters", "content", "hash", "rows", "rows_hash"),
    *("after_change", "frozen_at", "frozen_by"),
)
_TOLD = "'a frozen report is never changed'"
_SQLITE = (
    # The one change is the withdrawal, once.
    "CREATE TRIGGER frozen_report_stays BEFORE UPDATE ON frozen_report WHEN OLD.withdrawn_at IS NOT NULL OR "
    + " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _FIXED)
    + f" BEGIN SELECT RAISE(ABORT, {_TOLD}); END",
    f"CREATE TRIGGER frozen_report_kept BEFORE DELETE ON frozen_report BEGIN SELECT RAISE(ABORT, {_TOLD}); END",
    # INSERT OR REPLACE takes a row out without asking the trigger above.
    "CREATE TRIGGER frozen_report_new BEFORE INSERT ON frozen_report WHEN EXISTS (SELECT 1 FROM frozen_report "
    "WHERE id = NEW.id OR (year = NEW.year AND serial = NEW.serial)) "
    f"BEGIN SELECT RAISE(ABORT, {_TOLD}); END",
)
_SAME = " OR ".join(f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text" for name in _FIXED)
_POSTGRESQL = (
    "CREATE FUNCTION frozen_report_never_changed() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION {_TOLD}; END $$",
    "CREATE TRIGGER frozen_report_stays BEFORE UPDATE ON frozen_report "
    f"FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL OR {_SAME}) EXECUTE FUNCTION frozen_report_never_changed()",
    "CREATE TRIGGER frozen_report_kept BEFORE DELETE ON frozen_report "
    "FOR EACH ROW EXECUTE FUNCTION frozen_report_never_changed()",
    "CREATE TRIGGER frozen_report_emptied BEFORE TRUNCATE ON frozen_report "
    "FOR EACH STATEMENT EXECUTE FUNCTION frozen_report_never_changed()",
)


def upgrade() -> None:
    """A row for each report, which the database keeps as it is but for its withdrawal."""
    text, moment = sqlmodel.sql.sqltypes.AutoString(), db.models.base.Moment(timezone=True)
    op.create_table(
        "frozen_report",
        sa.Column("title", text, nullable=False),
        sa.Column("occasion", text, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("hash", text, nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("rows_hash", text, nullable=False),
        sa.Column("after_change", sa.Integer(), nullable=False),
        sa.Column("frozen_at", moment, nullable=False),
        sa.Column("frozen_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", moment, nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("reason", text, nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_frozen_report_{column}_account"))
            for column in ("frozen_by", "withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_report")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_frozen_report_year_serial")),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """The database without them."""
    op.drop_table("frozen_report")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION frozen_report_never_changed()")
