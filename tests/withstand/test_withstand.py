"""The aims in small: kills of the real server, edits at once, a form sent twice; `make withstand` is the whole."""

from pathlib import Path

import pytest
from sqlalchemy.engine import URL, Engine

from db.engine import make_engine
from tests.withstand.edits import edited
from tests.withstand.kills import killed
from tests.withstand.submits import pressed_twice, submitted_twice


@pytest.fixture
def served(sqlite_file: Path) -> dict[str, str]:
    """What a server over the test's own file is started with."""
    return {"COOPER_DATABASE": str(sqlite_file), "DATABASE_URL": ""}


def test_a_server_killed_while_four_people_save_loses_nothing_and_halves_nothing(
    sqlite_file: Path, served: dict[str, str]
) -> None:
    engine = make_engine(URL.create("sqlite", database=str(sqlite_file)))
    told = killed(engine, served, kills=2)
    assert (told.kills, told.wrong) == (2, [])
    assert len(told.acknowledged) >= 3
    engine.dispose()


def test_two_presses_at_once_in_the_real_server_make_one_record(sqlite_file: Path, served: dict[str, str]) -> None:
    engine = make_engine(URL.create("sqlite", database=str(sqlite_file)))
    assert pressed_twice(engine, served, 5) == {"told": 5, "records": 5}
    engine.dispose()


def test_of_edits_at_once_each_is_applied_or_a_conflict(engine: Engine) -> None:
    told = edited(engine, 80)
    assert told["applied"] + told["conflict"] == 80
    assert told["applied"] >= 10
    assert told["wrong"] == 0


def test_a_form_sent_twice_at_once_is_one_record(engine: Engine) -> None:
    assert submitted_twice(engine, 20) == {"saved": 20, "again": 20, "records": 20}
