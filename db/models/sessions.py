"""Training sessions, who is expected at each, and what was marked."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from core.records.sessions import SessionRecord
from db.models.base import Moment, Row, unique_among_living


class TrainingSession(Row, SessionRecord, table=True):
    """One sitting; opening its roster makes it held, closing it turns unknown into absent."""

    __tablename__ = "training_session"

    phase_id: int = Field(foreign_key="phase.id", index=True)
    module_id: int = Field(foreign_key="module.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="training_group.id", index=True)
    commune_id: int = Field(foreign_key="commune.id", index=True)
    province_id: int = Field(foreign_key="province.id", index=True)
    state: str = "planned"
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class Registration(Row, table=True):
    """A person expected at a session, with the organisation the person came with that day."""

    __table_args__ = (unique_among_living("registration", "session_id", "person_id"),)

    session_id: int = Field(foreign_key="training_session.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    row_number: int


class Attendance(Row, table=True):
    """What was marked for a registration; no row is unknown, which is not absent."""

    # All that the figures read of a mark, so that counting does not open the rows themselves.
    __table_args__ = (Index(None, "registration_id", "status_id", "hours", "deleted_at"),)

    registration_id: int = Field(foreign_key="registration.id", unique=True)
    status_id: int = Field(foreign_key="attendance_status.id", index=True)
    hours: float | None = None
    way: str = "tick"
    marked_at: datetime = Field(sa_type=Moment)
