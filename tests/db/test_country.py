"""The invented country of the benchmark: its proportions, the same every time, and rows that the figures can count."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import URL

from core.filters import Filters
from core.names import search_key
from db.engine import make_engine, reading
from db.models import TABLES, Organisation, Person
from db.models.base import table
from db.queries import figures
from tests.bench.country import make_country

# The migrations and the reference rows, and what is a database's own or tells when it was made.
OWN = {"instance", "change", "change_head", "revision", "alembic_version"}


def _digest(file: Path) -> str:
    engine = make_engine(URL.create("sqlite", database=str(file)))
    told = hashlib.sha256()
    stamps = {"created_at", "updated_at"}
    with engine.connect() as connection:
        for made in TABLES.metadata.sorted_tables:
            if made.name not in OWN:
                columns = [column for column in made.columns if column.name not in stamps]
                for row in connection.execute(select(*columns).order_by(*made.primary_key)):
                    told.update(repr(tuple(row)).encode())
    engine.dispose()
    return told.hexdigest()


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite3"
    file.write_text("mine")
    with pytest.raises(FileExistsError):
        make_country(file, 0.001)
    assert file.read_text() == "mine"


def test_a_thousandth_of_the_country_has_a_thousandth_of_its_rows_and_figures(tmp_path: Path) -> None:
    made = make_country(tmp_path / "country.sqlite3", 0.001)
    engine = make_engine(URL.create("sqlite", database=str(tmp_path / "country.sqlite3")))
    with reading(engine) as session:
        found = figures.overview(session, Filters(phase_id=1)).set_index("code")["value"].to_dict()
        organisation = session.execute(select(table(Organisation)).where(table(Organisation).c.id == 1)).one()
        person = session.execute(select(table(Person)).where(table(Person).c.id == 1)).one()
    engine.dispose()
    assert (made["organisation"], made["person"], made["attendance"]) == (65, 790, 3985)
    assert (made["training_group"], made["training_session"], made["mention"]) == (23, 138, 195)
    assert person.search == search_key(person.name_ar, person.name_latin)
    assert organisation.search == search_key(organisation.name_ar, organisation.name_latin)
    assert found["people_trained"] == 790
    assert found["organisations_trained"] == 65


def test_the_same_scale_makes_the_same_rows(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_country(tmp_path / f"{name}.sqlite3", 0.001)
    assert _digest(tmp_path / "one.sqlite3") == _digest(tmp_path / "two.sqlite3")
