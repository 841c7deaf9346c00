"""Files that were imported, row by row, and the foreign keys of rows that came from elsewhere."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from db.models.base import Base, Moment, Row, unique_among_living


class ImportBatch(Row, table=True):
    """One file that was taken in: its hash, the mapping that was chosen, and the counts of its rows."""

    __tablename__ = "import_batch"

    file_name: str
    file_hash: str = Field(index=True)
    source: str
    mapping: dict[str, Any] = Field(sa_type=JSON)
    counts: dict[str, Any] = Field(sa_type=JSON)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)


class ImportRow(Base, table=True):
    """One row of a batch: its number in the file, its verdict, what it made or changed, and what was there before."""

    __tablename__ = "import_row"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    row_number: int
    verdict: str
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    made: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class ExternalId(Row, table=True):
    """The key a row has in the place it came from."""

    __tablename__ = "external_id"
    __table_args__ = (unique_among_living("external_id", "source", "foreign_key"),)

    source: str
    foreign_key: str
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    # What the source said last, so that a field edited by hand since then is told apart.
    last_values: dict[str, Any] = Field(sa_type=JSON)
