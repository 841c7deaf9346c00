"""What every table stands on: names of constraints, moments in UTC, and the stamps of an editable row."""

from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from sqlalchemy import DateTime, Index, MetaData, Table, TypeDecorator, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

# A registry of its own survives the re-import of a module, and its names make migrations repeatable.
TABLES = registry(
    metadata=MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
)


class Moment(TypeDecorator[datetime]):
    """A moment kept in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """The present moment in UTC, to the microsecond."""
    return datetime.now(UTC)


class Base(SQLModel, registry=TABLES):
    """The ancestor of every table."""


class Row(Base):
    """An editable row: who made and changed it and when, its version, and the day it was put in the bin."""

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    created_by: int | None = Field(default=None, foreign_key="account.id")
    updated_at: datetime = Field(default_factory=now, sa_type=Moment)
    updated_by: int | None = Field(default=None, foreign_key="account.id")
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)

    __tablename__: ClassVar[Any]


class LinkUse(Base):
    """An address that a link without an account was opened from, as a keyed hash, with how often and when."""

    link_id: int = Field(primary_key=True)
    address: str = Field(primary_key=True)
    first_at: datetime = Field(default_factory=now, sa_type=Moment)
    last_at: datetime = Field(default_factory=now, sa_type=Moment)
    times: int = 0

    __tablename__: ClassVar[Any]


def unique_among_living(table: str, *columns: str, name: str | None = None) -> Index:
    """A unique index over rows that are not in the bin; empty values are free on both databases.

    `name` is its name where the one made of table and columns is longer than PostgreSQL's 63 letters.
    """
    living = text("deleted_at IS NULL")
    named = name or f"uq_{table}_{'_'.join(columns)}_living"
    return Index(named, *columns, unique=True, sqlite_where=living, postgresql_where=living)


def table(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements that name columns and not rows."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
