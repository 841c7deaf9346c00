"""Persons, their memberships and their enrolments."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from core.records.people import EnrolmentRecord, MembershipRecord, PersonRecord
from db.models.base import Moment, Row

_OPEN = text("withdrawn_on IS NULL AND deleted_at IS NULL")


class Person(Row, PersonRecord, table=True):
    """A person who takes part; `search` holds the normalised names in both scripts."""

    phone: str | None = Field(default=None, index=True)
    search: str = Field(default="", index=True)
    # Where a merge made this person one with another; a link to this one leads there.
    merged_into_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    anonymised_at: datetime | None = Field(default=None, sa_type=Moment)


class Membership(Row, MembershipRecord, table=True):
    """A person's dated place in an organisation."""

    person_id: int = Field(foreign_key="person.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)


class Enrolment(Row, EnrolmentRecord, table=True):
    """A person's place in a group; the phase is kept beside so that one open place a phase can be held."""

    __table_args__ = (
        Index(
            "uq_enrolment_person_id_phase_id_open",
            "person_id",
            "phase_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    person_id: int = Field(foreign_key="person.id", index=True)
    group_id: int = Field(foreign_key="training_group.id", index=True)
    phase_id: int = Field(foreign_key="phase.id", index=True)
