"""Certificates of completion."""

from datetime import datetime

from sqlalchemy import JSON, Index, text
from sqlmodel import Field

from core.records.certificates import CertificateRecord
from db.models.base import Moment, Row

_VALID = text("revoked_at IS NULL AND deleted_at IS NULL")


class Certificate(Row, CertificateRecord, table=True):
    """That a person met the rule of completion in a group; one revoked stays, with who did it, when and why."""

    __table_args__ = (
        Index(
            "uq_certificate_person_id_group_id_valid",
            "person_id",
            "group_id",
            unique=True,
            sqlite_where=_VALID,
            postgresql_where=_VALID,
        ),
    )

    serial: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    group_id: int = Field(foreign_key="training_group.id", index=True)
    phase_id: int = Field(foreign_key="phase.id", index=True)
    modules: list[int] = Field(sa_type=JSON)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_by: int | None = Field(default=None, foreign_key="account.id")
    # Why it was revoked.
    reason: str | None = None
