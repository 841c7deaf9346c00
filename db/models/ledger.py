"""What was done: the history, the actions already carried out, and the revision of each subject."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from db.models.base import Base, Moment, Row, now


class Change(Base, table=True):
    """One action of a person: who, when, what, which row, before and after. Only ever added to.

    `subject` is what the action is filed under, `kind` the table of the row; the seals are those of core.chain. The
    one change the database lets through takes a person's values out of an entry: it loses its salt, and names the
    entry of the anonymising.
    """

    __table_args__ = (Index(None, "kind", "row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    command: str
    subject: str
    kind: str
    row_id: int | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    reason: str | None = None
    salt: str | None = None
    redacted_by: int | None = None
    # Given when the entry is added; one that was added otherwise breaks the chain.
    content_hash: str = Field(default="", sa_column_kwargs={"server_default": ""})
    previous_hash: str = ""
    hash: str = ""


class ChangeHead(Base, table=True):
    """The end of the chain of the history: its last entry, so that entries taken out at the end are missed."""

    __tablename__ = "change_head"

    id: int = Field(default=1, primary_key=True)
    change_id: int
    hash: str


class Action(Base, table=True):
    """An action that was carried out, so that the same one sent twice is done once."""

    digest: str = Field(primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    row_id: int | None = None


class Revision(Base, table=True):
    """How often a subject was written to; caches are keyed on it."""

    subject: str = Field(primary_key=True)
    number: int = 0


class Instance(Base, table=True):
    """The name of this very database, so that a restored copy is never taken for the one before."""

    id: int = Field(default=1, primary_key=True)
    name: str
    # Set when the rows are invented, so that every page can say so.
    demonstration: bool = False
    # Pseudonyms stay the same from export to export under it; whoever does not have it cannot try them out.
    pseudonym_secret: str = Field(default_factory=lambda: secrets.token_hex(32), repr=False)


class Setting(Row, table=True):
    """The one row of what was changed over the defaults; which settings there are, core.records.settings says."""

    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Export(Base, table=True):
    """A file that somebody took away: what, in which form, how many rows, what it was narrowed to."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    what: str
    form: str
    rows: int
    filters: dict[str, Any] = Field(sa_type=JSON)
    pseudonymous: bool = False
