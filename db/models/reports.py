"""Figures as they were quoted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field

from core.records.reports import ReportRecord, report_number
from db.models.base import Base, Moment, now


class FrozenReport(Base, ReportRecord, table=True):
    """The figures of one report under its number; the database lets nothing be changed but its one withdrawal.

    `content` is the canonical JSON of a core.records.snapshot.Snapshot and `hash` its SHA-256; `rows` the ids of the
    rows that were counted, which nobody is shown; `after_change` the last entry of the history before it.
    """

    __tablename__ = "frozen_report"
    __table_args__ = (UniqueConstraint("year", "serial"),)

    id: int | None = Field(default=None, primary_key=True)
    year: int
    serial: int
    filters: dict[str, Any] = Field(sa_type=JSON)
    content: str = Field(sa_type=Text)
    hash: str
    rows: dict[str, list[int]] = Field(sa_type=JSON)
    rows_hash: str
    after_change: int
    frozen_at: datetime = Field(default_factory=now, sa_type=Moment)
    frozen_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")
    # Why it was withdrawn.
    reason: str | None = None

    @property
    def number(self) -> str:
        """The number as it is quoted."""
        return report_number(self.year, self.serial)
