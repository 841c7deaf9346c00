"""The people of an institution, what it was asked, and the links that open its own page without an account."""

from datetime import date, datetime

from sqlmodel import Field

from core.records.institutions import InstitutionPersonRecord, ReferralRecord
from db.models.base import LinkUse, Moment, Row, unique_among_living


class InstitutionPerson(Row, InstitutionPersonRecord, table=True):
    """A person of an institution who promises and answers for it."""

    __tablename__ = "institution_person"

    institution_id: int = Field(foreign_key="institution.id", index=True)


class Referral(Row, ReferralRecord, table=True):
    """An obstacle put before an institution; the days to its answer count from here."""

    __table_args__ = (unique_among_living("referral", "obstacle_id", "institution_id"),)

    obstacle_id: int = Field(foreign_key="obstacle.id", index=True)
    institution_id: int = Field(foreign_key="institution.id", index=True)


class InstitutionLink(Row, table=True):
    """A link of a person of an institution: only its hash is kept; it expires and can be revoked."""

    __tablename__ = "institution_link"

    institution_person_id: int = Field(foreign_key="institution_person.id", index=True)
    digest: str = Field(unique=True)
    expires_on: date
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class InstitutionLinkUse(LinkUse, table=True):
    """A place that the link of a person of an institution was opened from."""

    __tablename__ = "institution_link_use"

    link_id: int = Field(foreign_key="institution_link.id", primary_key=True)
