"""Regions, provinces and communes of Morocco, with the census codes of the high commission for planning."""

from sqlmodel import Field

from db.models.base import Base


class Region(Base, table=True):
    """One of the twelve regions."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name_ar: str
    name_fr: str
    name_en: str
    population: int


class Province(Base, table=True):
    """A province or prefecture; those of the programme are marked."""

    id: int | None = Field(default=None, primary_key=True)
    region_id: int = Field(foreign_key="region.id", index=True)
    code: str = Field(unique=True)
    name_ar: str
    name_fr: str
    name_en: str
    population: int
    in_programme: bool = False


class Commune(Base, table=True):
    """A commune; its code may change with the next census, its id does not."""

    id: int | None = Field(default=None, primary_key=True)
    province_id: int = Field(foreign_key="province.id", index=True)
    code: str = Field(unique=True)
    name_ar: str
    name_fr: str
    population: int


class CommuneAlias(Base, table=True):
    """Another spelling of a commune's name."""

    __tablename__ = "commune_alias"

    id: int | None = Field(default=None, primary_key=True)
    commune_id: int = Field(foreign_key="commune.id", index=True)
    alias: str
