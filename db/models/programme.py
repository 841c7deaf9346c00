"""The programme, its phases, groups and targets, and the lists an administrator edits."""

from sqlmodel import Field

from core.records.programme import (
    CategoryRecord,
    GroupRecord,
    InstitutionRecord,
    ModuleRecord,
    PhaseRecord,
    ProgrammeRecord,
    SectorRecord,
    StatusRecord,
    TargetRecord,
)
from db.models.base import Base, Row, unique_among_living


class Programme(Row, ProgrammeRecord, table=True):
    """A training programme."""


class Phase(Row, PhaseRecord, table=True):
    """A dated part of a programme."""

    __table_args__ = (unique_among_living("phase", "programme_id", "code"),)

    programme_id: int = Field(foreign_key="programme.id", index=True)


class Group(Row, GroupRecord, table=True):
    """The people trained together; `group` is a word of SQL, so the table has another name."""

    __tablename__ = "training_group"
    __table_args__ = (unique_among_living("training_group", "phase_id", "label"),)

    phase_id: int = Field(foreign_key="phase.id", index=True)
    commune_id: int = Field(foreign_key="commune.id", index=True)


class Target(Row, TargetRecord, table=True):
    """What an indicator should reach in a phase, in one province or in all."""

    phase_id: int = Field(foreign_key="phase.id", index=True)
    province_id: int | None = Field(default=None, foreign_key="province.id", index=True)


class Sector(Row, SectorRecord, table=True):
    """A sector of activity."""

    __table_args__ = (unique_among_living("sector", "code"),)


class Module(Row, ModuleRecord, table=True):
    """A subject that is taught."""

    __table_args__ = (unique_among_living("module", "code"),)


class ObstacleCategory(Row, CategoryRecord, table=True):
    """A category of obstacles."""

    __tablename__ = "obstacle_category"
    __table_args__ = (unique_among_living("obstacle_category", "code"),)


class AttendanceStatus(Row, StatusRecord, table=True):
    """An attendance status."""

    __tablename__ = "attendance_status"
    __table_args__ = (unique_among_living("attendance_status", "code"),)


class Institution(Row, InstitutionRecord, table=True):
    """A body that answers obstacles."""

    __table_args__ = (unique_among_living("institution", "acronym"),)

    # The institution that it became a part of, or was found to be.
    merged_into_id: int | None = Field(default=None, foreign_key="institution.id", index=True)


class CategoryInstitution(Base, table=True):
    """Which institutions answer a category."""

    __tablename__ = "category_institution"

    category_id: int = Field(foreign_key="obstacle_category.id", primary_key=True)
    institution_id: int = Field(foreign_key="institution.id", primary_key=True)
