"""Phones of a hall withstand a killed server."""

from pathlib import Path

from sqlalchemy.engine import URL

from db.engine import make_engine
from tests.withstand.phones import killed_hall


def test_a_server_killed_while_a_hall_sends_loses_and_doubles_nothing(sqlite_file: Path) -> None:
    engine = make_engine(URL.create("sqlite", database=str(sqlite_file)))
    told = killed_hall(engine, {"COOPER_DATABASE": str(sqlite_file), "DATABASE_URL": ""}, kills=1)
    assert (told.kills, told.wrong) == (1, [])
    assert len(told.acknowledged) >= 4
    engine.dispose()
