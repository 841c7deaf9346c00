"""What institutions promise, the steps with their proofs, what the cooperatives confirm, and visits."""

from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field

from core.records.commitments import CommitmentRecord, ConfirmationRecord, OrganisationVisitRecord, UpdateRecord
from db.models.base import Base, LinkUse, Moment, Row, now, unique_among_living


class Commitment(Row, CommitmentRecord, table=True):
    """A promise of an institution."""

    institution_id: int = Field(foreign_key="institution.id", index=True)
    institution_person_id: int | None = Field(default=None, foreign_key="institution_person.id", index=True)
    state: str = Field(default="promised", index=True)
    done_on: date | None = None


class CommitmentObstacle(Row, table=True):
    """An obstacle that a commitment answers."""

    __tablename__ = "commitment_obstacle"
    __table_args__ = (unique_among_living("commitment_obstacle", "commitment_id", "obstacle_id"),)

    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    obstacle_id: int = Field(foreign_key="obstacle.id", index=True)


class CommitmentRecommendation(Row, table=True):
    """A recommendation that a commitment answers."""

    __tablename__ = "commitment_recommendation"
    __table_args__ = (
        unique_among_living(
            "commitment_recommendation",
            "commitment_id",
            "recommendation_id",
            name="uq_commitment_recommendation_both_living",
        ),
    )

    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)


class CommitmentUpdate(Base, UpdateRecord, table=True):
    """A step of a commitment, only added to; by an account, or by a person of the institution with a link."""

    __tablename__ = "commitment_update"

    id: int | None = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    link_id: int | None = Field(default=None, foreign_key="institution_link.id", index=True)


class Proof(Row, table=True):
    """A file that proves a step: its type is found by its content, and it is kept in the database."""

    update_id: int = Field(foreign_key="commitment_update.id", index=True)
    name: str
    sha256: str
    media_type: str
    size: int
    content: bytes = Field(sa_type=LargeBinary)


class OrganisationVisit(Row, OrganisationVisitRecord, table=True):
    """A visit to an organisation."""

    __tablename__ = "organisation_visit"

    organisation_id: int = Field(foreign_key="organisation.id", index=True)


class Confirmation(Row, ConfirmationRecord, table=True):
    """The word of an organisation on an obstacle; of several the newest counts, and earlier ones stay."""

    obstacle_id: int = Field(foreign_key="obstacle.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    visit_id: int | None = Field(default=None, foreign_key="organisation_visit.id", index=True)


class ConfirmationLink(Row, table=True):
    """A link with which a cooperative says by itself whether its obstacles are solved; only its hash is kept."""

    __tablename__ = "confirmation_link"

    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    digest: str = Field(unique=True)
    expires_on: date
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class ConfirmationLinkUse(LinkUse, table=True):
    """A place that a cooperative's link was opened from."""

    __tablename__ = "confirmation_link_use"

    link_id: int = Field(foreign_key="confirmation_link.id", primary_key=True)
