"""The demonstration: only ever on an empty database, of the true size, and the same every time."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.engine import URL
from sqlmodel import col
from sqlmodel import select as chosen

from core.filters import Filters
from core.i18n import words
from core.pictures import Picture, measured
from core.problems import Problem
from core.records.sheets import explain
from db.commands.sheet_states import names_entered
from db.demo.fill import fill
from db.engine import make_engine, reading, transaction
from db.models import (
    TABLES,
    Account,
    Attachment,
    Attendance,
    Change,
    Group,
    Instance,
    Mention,
    Obstacle,
    Organisation,
    Person,
    Programme,
    Recommendation,
    RecommendationObstacle,
    SignInSheet,
    TrainingSession,
)
from db.models.base import table
from db.queries import figures
from db.queries.event_counts import arrivals, guests_by_kind, guests_counted
from db.queries.event_record import rated, voters_counted, votes_by_category
from db.queries.moderation import submissions_counted
from db.queries.sheets import STANDINGS, comments, sheets_by_province
from tests.db import small_programme
from tests.returned import Returned

ROOT = Path(__file__).parent.parent.parent
# What differs between two databases whatever is in them, or tells when the filling was.
OWN = {"instance", "change", "change_head", "revision", "alembic_version"}

# value of each indicator of the first phase, as this programme has always had them.
FIGURES = {
    "people_trained": 882,
    # Of the inhabitants and the communes of the programme's four provinces.
    "reach_per_10000": 882 * 10_000 / 1_557_097,
    "communes_reached": 40 / 107,
    "attendances": 5545,
    "person_hours": 17750.25,
    "volunteer_hours": 920.25,
    "outside_volunteer_hours": 478.75,
    "organisations_trained": 51,
    "coverage": 49 / 50,
    "women_share": 475 / 844,
    "youth_share": 323 / 803,
    "attendance_rate": 5575 / 6266,
    "completion": 484 / 673,
    "completion_so_far": 143 / 197,
    "organisations_registered": 52,
    "obstacles": 19,
    "mentions": 152,
    "voices": 53,
    "commitment_rate": 11 / 14,
    "days_to_answer": 14,
    "days_to_resolve": 372,
}
# Promises become due with the days that pass.
OF_TODAY = "kept_on_time"

# The same over verified sheets alone, where they are others.
VERIFIED = {
    "people_trained": 841,
    "reach_per_10000": 841 * 10_000 / 1_557_097,
    "communes_reached": 38 / 107,
    "attendances": 4708,
    "person_hours": 14967.5,
    "organisations_trained": 49,
    "coverage": 47 / 50,
    "women_share": 446 / 805,
    "youth_share": 307 / 767,
    "attendance_rate": 4849 / 5438,
    "completion": 97 / 134,
    "completion_so_far": 510 / 696,
}


def _rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with reading(engine) as session:
        return {
            name: sorted((tuple(row) for row in session.execute(select(held))), key=repr)
            for name, held in TABLES.metadata.tables.items()
            if name not in OWN
        }


def commanded(file: Path) -> subprocess.CompletedProcess[str]:
    """What the command did that fills this file."""
    environment = {"COOPER_DATABASE": str(file), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "db.demo"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def first(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A file that the command has filled, and what the command did."""
    file = tmp_path_factory.mktemp("demo") / "first.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    return file, commanded(file)


@pytest.fixture(scope="module")
def filled(first: tuple[Path, subprocess.CompletedProcess[str]]) -> Engine:
    return make_engine(URL.create("sqlite", database=str(first[0])))


@pytest.fixture
def filled_postgres(postgres_databases: Returned) -> Iterator[Engine]:
    made = make_engine(postgres_databases.lend())
    assert fill(made)
    yield made
    made.dispose()
    postgres_databases.take_back()


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


@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
def test_the_programme_has_its_true_size_and_figures_on_both_databases(
    request: pytest.FixtureRequest, filled: Engine, backend: str
) -> None:
    engine = filled if backend == "sqlite" else request.getfixturevalue("filled_postgres")
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
    rows = rows[rows["code"] != OF_TODAY]
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


def test_the_hall_of_the_closing_event_was_heard_moderated_and_voted(filled: Engine) -> None:
    with reading(filled) as session:
        assert submissions_counted(session, 1) == {
            **{"pending": 6, "shown": 14, "merged": 18, "rejected": 3, "registered": 0, "banned": 0},
        }
        assert list(votes_by_category(session, 1)["votes"]) == [72, 48, 36, 24, 12]
        assert voters_counted(session, 1) == 96
        number, average = rated(session, 1)
        assert (number, round(average or 0, 6)) == (57, 4.122807)


def test_the_closing_event_left_three_recommendations_with_the_obstacles_they_answer(filled: Engine) -> None:
    with reading(filled) as session:
        answers = select(func.count()).select_from(table(RecommendationObstacle)).scalar_subquery()
        asked = chosen(Recommendation.level, Recommendation.state).order_by(col(Recommendation.id))
        assert session.exec(asked).all() == [
            ("national", "taken_on"),
            ("programme", "in_progress"),
            ("province", "proposed"),
        ]
        assert session.execute(select(answers)).scalar_one() == 6


def test_the_closing_event_has_guests_of_every_kind_and_most_of_them_came(filled: Engine) -> None:
    with reading(filled) as session:
        assert guests_counted(session, 1) == (128, 113, 6)
        kinds = guests_by_kind(session, 1)
        through = arrivals(session, 1)
    assert dict(zip(kinds["kind"], zip(kinds["invited"], kinds["came"], strict=True), strict=True)) == {
        "association": (6, 6),
        "cooperative": (86, 76),
        "institution": (18, 15),
        "other": (18, 16),
    }
    assert [f"{moment:%H:%M}" for moment in through["since"]] == ["08:15", "08:30", "08:45", "09:00", "09:15", "09:30"]
    assert int(through["came"].sum()) == 113


def test_verified_sheets_alone_give_other_figures(filled: Engine) -> None:
    with reading(filled) as session:
        rows = figures.overview(session, Filters(phase_id=1, verified=True))
    rows = rows[rows["code"] != OF_TODAY]
    assert dict(zip(rows["code"], rows["value"], strict=True)) == pytest.approx(FIGURES | VERIFIED)


def test_sheets_stand_in_every_state_in_the_provinces(filled: Engine) -> None:
    with reading(filled) as session:
        rows = sheets_by_province(session, None, date(2026, 11, 24)).set_index("province_fr")
        sheet = table(SignInSheet).c
        counted = select(sheet.state, func.count()).group_by(sheet.state)
        states = dict(tuple(row) for row in session.execute(counted))
    assert {name: [int(row[standing]) for standing in STANDINGS] for name, row in rows.iterrows()} == {
        "Al Haouz": [4, 1, 4, 12, 27],
        "Ouarzazate": [3, 1, 3, 12, 45],
        "Tinghir": [2, 1, 2, 12, 30],
        "Zagora": [2, 0, 7, 11, 16],
    }
    assert states == {"draft": 3, "has_issues": 3, "locked": 118, "submitted": 16, "verified": 47}


def test_counts_of_a_sheet_agree_or_say_why(filled: Engine) -> None:
    with reading(filled) as session:
        sheets = session.exec(chosen(SignInSheet).where(SignInSheet.state != "draft")).all()
        explained = 0
        for sheet in sheets:
            heads = session.get_one(TrainingSession, sheet.session_id).declared_headcount
            explain(heads, sheet.signatures, names_entered(session, sheet.session_id), sheet.difference_reason)
            explained += sheet.difference_reason is not None
    assert (len(sheets), explained) == (184, 36)


def test_what_was_sent_back_is_said_of_the_sheet_and_of_a_row_with_the_roster_open(filled: Engine) -> None:
    with reading(filled) as session:
        asked = chosen(SignInSheet).where(SignInSheet.state == "has_issues").order_by(col(SignInSheet.id))
        for sheet in session.exec(asked).all():
            said = comments(session, None, sheet.session_id)
            assert [one.row_number is None for one in said] == [True, False]
            assert all(one.text for one in said)
            assert session.get_one(TrainingSession, sheet.session_id).state == "held"


def test_photos_of_three_sheets_are_pictures_as_the_product_keeps_them(filled: Engine) -> None:
    with reading(filled) as session:
        kept = session.exec(chosen(Attachment).order_by(col(Attachment.id))).all()
        states = [session.get_one(SignInSheet, one.sheet_id).state for one in kept]
    assert states == ["submitted", "has_issues", "draft"]
    for one in kept:
        assert measured(one.content) == Picture(one.content, one.width, one.height)
        assert (one.width, one.height) == (1120, 1534)
        assert one.sha256 == hashlib.sha256(one.content).hexdigest()


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


def test_the_command_fills_the_file_and_says_so_in_three_languages(
    first: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    file, made = first
    again = commanded(file)
    where = f"sqlite:///{file}"
    assert (made.returncode, again.returncode) == (0, 0)
    assert made.stdout.splitlines() == [words(code).say("demo.filled", where=where) for code in ("ar", "fr", "en")]
    assert words("en").say("demo.filled_already", where=where) in again.stdout
    assert again.stderr == ""
