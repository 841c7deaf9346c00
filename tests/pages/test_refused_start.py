"""A server whose database is of a newer program says so and ends; one that runs looks every hour for what ran out."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from core.i18n import LANGUAGES, words
from db.commands import obstacle_states
from db.migrate import newest
from pages.server import start
from tests.house.tree import ROOT


def test_a_server_ends_at_a_newer_database(sqlite_file: Path) -> None:
    with closing(sqlite3.connect(sqlite_file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9001'")
    before = sqlite_file.read_bytes()
    environment = {**os.environ, "COOPER_DATABASE": str(sqlite_file)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    for language in LANGUAGES:
        assert words(language).say("problem.database_newer", revision="9001", known=newest()) in said
    assert "Traceback" not in said
    assert sqlite_file.read_bytes() == before


class Enough(Exception):
    """Ends what would go on for ever."""


def test_a_server_looks_a_minute_after_its_start_and_then_every_hour_for_obstacles_whose_days_are_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[object] = []

    async def slept(seconds: float) -> None:
        done.append(seconds)
        if len(done) > 4:
            raise Enough

    monkeypatch.setattr(start, "sleep", slept)
    monkeypatch.setattr(obstacle_states, "close_what_ran_out", lambda: done.append("looked"))
    # The browser's driver keeps a loop running in the thread of the tests.
    with ThreadPoolExecutor(1) as beside, pytest.raises(Enough):
        beside.submit(lambda: asyncio.run(start._answers_closed())).result()
    assert done == [60, "looked", 3600, "looked", 3600]
