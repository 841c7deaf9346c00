"""The demonstration: only ever on an empty database, of the true size, and the same every time."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.engine import URL

from core.filters import Filters
from core.i18n import words
from core.problems import Problem
from db.demo.fill import fill
from db.engine import make_engine, reading, transaction
from db.models import (
    TABLES,
    Account,
    Attendance,
    Change,
    Group,
    Instance,
    Mention,
    Obstacle,
    Organisation,
    Person,
    Programme,
    TrainingSession,
)
from db.models.base import table
from db.queries import figures
from tests.db import small_programme

ROOT = Path(__file__).parent.parent.parent
# What differs between two databases whatever is in them, or tells when the filling was.
OWN = {"instance", "change", "change_head", "revision", "alembic_version"}

# value of each indicator of the first phase, as this programme has always had them.
FIGURES = {
    "people_trained": 882,
    "attendances": 5545,
    "person_hours": 17750.25,
    "volunteer_hours": 951.5,
    "outside_volunteer_hours": 502.5,
    "organisations_trained": 51,
    "coverage": 49 / 50,
    "women_share": 475 / 844,
    "youth_share": 323 / 803,
    "attendance_rate": 5670 / 6379,
    "completion": 573 / 793,
    "completion_so_far": 54 / 77,
    "organisations_registered": 52,
    "obstacles": 19,
    "mentions": 152,
    "voices": 53,
}


def _rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with reading(engine) as session:
        return {
            name: sorted((tuple(row) for row in session.execute(select(held))), key=repr)
            for name, held in TABLES.metadata.tables.items()
            if name not in OWN
        }


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    file = tmp_path_factory.mktemp("demo") / "first.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    engine = make_engine(URL.create("sqlite", database=str(file)))
    assert fill(engine)
    return engine


def test_a_database_that_holds_something_real_is_refused_and_stays_as_it_was(engine: Engine) -> None:
    small_programme.fill(engine)
    before = _rows(engine)
    with pytest.raises(Problem, match="demo_not_empty"):
        fill(engine)
    assert _rows(engine) == before


@pytest.mark.parametrize(
    "row",
    [
        Organisation(kind="union", name_latin="A"),
        Person(name_latin="A"),
        Programme(name_ar="ا", name_fr="A", name_en="A"),
        Account(username="amina", name="A", roles="manager", password_hash="x"),
    ],
    ids=lambda row: type(row).__name__,
)
def test_one_real_row_is_enough_to_refuse(sqlite_file: Path, row: Organisation | Person | Programme | Account) -> None:
    engine = make_engine(URL.create("sqlite", database=str(sqlite_file)))
    with transaction(engine) as session:
        session.add(type(row).model_validate(row.model_dump()))
    with pytest.raises(Problem, match="demo_not_empty"):
        fill(engine)
    with reading(engine) as session:
        assert session.get_one(Instance, 1).demonstration is False
    engine.dispose()


def test_filling_again_changes_nothing(filled: Engine) -> None:
    before = _rows(filled)
    assert fill(filled) is False
    assert _rows(filled) == before


def test_two_fillings_are_the_same_to_the_last_row(filled: Engine, sqlite_file: Path) -> None:
    second = make_engine(URL.create("sqlite", database=str(sqlite_file)))
    assert fill(second)
    first_rows, second_rows = _rows(filled), _rows(second)
    assert list(first_rows) == list(second_rows)
    for name, rows in first_rows.items():
        assert second_rows[name] == rows, name
    second.dispose()


def test_the_programme_has_its_true_size_and_figures_on_both_databases(engine: Engine) -> None:
    assert fill(engine)
    with reading(engine) as session:
        rows = figures.overview(session, Filters(phase_id=1))
        provinces = figures.measure(session, "people_trained", Filters(phase_id=1), ("province",))
        months = figures.FIGURES["attendances"](session, Filters(phase_id=1), ("month",))
        named = figures.FIGURES["obstacles"](session, Filters(), ("category",))
        sizes = {
            model.__name__: session.execute(select(func.count()).select_from(table(model))).scalar_one()
            for model in (Organisation, Person, Group, TrainingSession, Attendance, Obstacle, Mention)
        }
        history = session.execute(select(table(Change).c.command, table(Change).c.after)).all()
        demonstration = session.get_one(Instance, 1).demonstration
    assert dict(zip(rows["code"], rows["value"], strict=True)) == pytest.approx(FIGURES)
    assert sizes == {
        "Organisation": 52,
        "Person": 922,
        "Group": 26,
        "TrainingSession": 224,
        "Attendance": 6567,
        "Obstacle": 19,
        "Mention": 152,
    }
    assert sorted(provinces["province"]) == ["07.041", "08.401", "08.577", "08.587"]
    assert provinces["value"].sum() >= 882
    assert len(months) == 11
    assert list(named["category"]) == ["actors", "coordination", "financing", "land", "marketing", "sanitary"]
    assert history == [("fill_demonstration", {"organisations": 52, "people": 908, "groups": 26})]
    assert demonstration is True


def test_the_traps_of_real_lists_are_in_it(filled: Engine) -> None:
    with reading(filled) as session:
        person = table(Person).c
        one_script = select(func.count()).where((person.name_ar.is_(None)) | (person.name_latin.is_(None)))
        assert session.execute(one_script).scalar_one() == 201
        assert session.execute(select(func.count()).where(person.sex == "unknown")).scalar_one() == 39
        assert session.execute(select(func.count()).where(person.identified.is_(False))).scalar_one() == 14
        phones = session.execute(select(person.phone).where(person.phone.is_not(None))).scalars().all()
    assert all(phone.startswith("+21260000") for phone in phones)
    assert len(phones) == len(set(phones)) == 685


def test_the_command_makes_the_file_and_says_so_in_three_languages(tmp_path: Path) -> None:
    file = tmp_path / "demo.sqlite3"
    environment = {"COOPER_DATABASE": str(file), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "db.demo"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    first, second = run(), run()
    where = f"sqlite:///{file}"
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.splitlines() == [words(code).say("demo.filled", where=where) for code in ("ar", "fr", "en")]
    assert words("en").say("demo.filled_already", where=where) in second.stdout
    assert second.stderr == ""
