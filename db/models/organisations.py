"""Organisations, what they declare of their members, and their part in a phase."""

from sqlmodel import Field

from core.records.organisations import FiguresRecord, OrganisationRecord, ParticipationRecord
from db.models.base import Row, unique_among_living


class Organisation(Row, OrganisationRecord, table=True):
    """A cooperative, union, association, economic interest group or project.

    `search` holds the normalised names in both scripts, written by the commands, for lists and doubles.
    """

    __table_args__ = (
        unique_among_living("organisation", "court", "registration_number"),
        unique_among_living("organisation", "ice"),
    )

    sector_id: int | None = Field(default=None, foreign_key="sector.id", index=True)
    commune_id: int | None = Field(default=None, foreign_key="commune.id", index=True)
    province_id: int | None = Field(default=None, foreign_key="province.id", index=True)
    search: str = Field(default="", index=True)
    # Where a merge made this organisation one with another; a link to this one leads there.
    merged_into_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)


class OrganisationFigures(Row, FiguresRecord, table=True):
    """A dated declaration; a later one stands beside it and never overwrites it."""

    __tablename__ = "organisation_figures"

    organisation_id: int = Field(foreign_key="organisation.id", index=True)


class Participation(Row, ParticipationRecord, table=True):
    """An organisation's part in a phase."""

    __table_args__ = (unique_among_living("participation", "organisation_id", "phase_id"),)

    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    phase_id: int = Field(foreign_key="phase.id", index=True)
