"""Loads the rows of a new database: places, sectors, modules, categories, institutions, statuses."""

import csv
import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func
from sqlmodel import Session, select

from core.records import validated
from core.records.programme import (
    CategoryRecord,
    InstitutionRecord,
    ModuleRecord,
    SectorRecord,
    StatusRecord,
)
from db.models import (
    AttendanceStatus,
    CategoryInstitution,
    Commune,
    CommuneAlias,
    Instance,
    Institution,
    Module,
    ObstacleCategory,
    Province,
    Region,
    Sector,
)

FOLDER = Path(__file__).parent

_STATUSES = (
    ("present", "present", 1.0, "حاضر(ة)", "Présent(e)", "Present"),
    ("late", "present", 1.0, "متأخر(ة)", "En retard", "Late"),
    ("left_early", "present", 0.5, "غادر(ت) قبل النهاية", "Parti(e) avant la fin", "Left early"),
    ("absent", "absent", 0.0, "غائب(ة)", "Absent(e)", "Absent"),
    ("excused", "excused", 0.0, "غياب مبرر", "Excusé(e)", "Excused"),
    ("not_concerned", "left_out", 0.0, "غير معني(ة)", "Non concerné(e)", "Not concerned"),
)


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a reference file, every value as text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def load_reference(session: Session) -> bool:
    """Fills an empty database; False, and nothing done, where places are there already."""
    if session.exec(select(func.count()).select_from(Region)).one():
        return False
    session.add(Instance(name=uuid.uuid4().hex))
    _load_places(session)
    _load_lists(session)
    return True


def _load_places(session: Session) -> None:
    regions = {}
    for row in rows("regions"):
        regions[row["code"]] = Region(
            code=row["code"],
            name_ar=row["name_ar"],
            name_fr=row["name_fr"],
            name_en=row["name_en"],
            population=int(row["population_2024"]),
        )
    session.add_all(regions.values())
    session.flush()
    provinces = {}
    for row in rows("provinces"):
        provinces[row["code"]] = Province(
            region_id=regions[row["region_code"]].id or 0,
            code=row["code"],
            name_ar=row["name_ar"],
            name_fr=row["name_fr"],
            name_en=row["name_en"],
            population=int(row["population_2024"]),
            in_programme=row["in_programme"] == "true",
        )
    session.add_all(provinces.values())
    session.flush()
    communes = {}
    for row in rows("communes"):
        communes[row["code"]] = Commune(
            province_id=provinces[row["province_code"]].id or 0,
            code=row["code"],
            name_ar=row["name_ar"],
            name_fr=row["name_fr"],
            population=int(row["population_2024"]),
        )
    session.add_all(communes.values())
    session.flush()
    session.add_all(
        CommuneAlias(commune_id=communes[row["commune_code"]].id or 0, alias=row["alias"])
        for row in rows("commune_aliases")
    )


def _load_lists(session: Session) -> None:
    for position, row in enumerate(rows("sectors")):
        session.add(Sector.model_validate(validated(SectorRecord, {**row, "position": position})))
    for position, row in enumerate(rows("modules")):
        session.add(Module.model_validate(validated(ModuleRecord, {**row, "position": position})))
    institutions = {}
    for position, row in enumerate(rows("institutions")):
        record = validated(InstitutionRecord, {**row, "position": position})
        institutions[row["acronym"]] = Institution.model_validate(record)
    session.add_all(institutions.values())
    for position, (code, meaning, credit, arabic, french, english) in enumerate(_STATUSES):
        values = {"code": code, "meaning": meaning, "credit": credit, "position": position}
        labels = {"label_ar": arabic, "label_fr": french, "label_en": english}
        session.add(AttendanceStatus.model_validate(validated(StatusRecord, values | labels)))
    session.flush()
    for position, row in enumerate(rows("obstacles")):
        category = ObstacleCategory.model_validate(validated(CategoryRecord, {**row, "position": position}))
        session.add(category)
        session.flush()
        session.add_all(
            CategoryInstitution(category_id=category.id or 0, institution_id=institutions[acronym].id or 0)
            for acronym in row["institutions"].split(";")
            if acronym
        )
