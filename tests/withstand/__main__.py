"""Prints what the product withstands, on SQLite and on PostgreSQL, and how many kills, edits and submits were tried."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL, Engine

from db.engine import make_engine
from db.setup import prepare
from tests.postgres import Postgres
from tests.withstand.edits import edited
from tests.withstand.kills import killed
from tests.withstand.submits import pressed_twice, submitted_twice


def main() -> int:
    """Runs all of it; the exit status is 1 where anything was lost, halved, doubled or not told."""
    given = argparse.ArgumentParser(prog="python -m tests.withstand")
    for name, usual in (("kills", 200), ("edits", 1000), ("submits", 300)):
        given.add_argument(f"--{name}", type=int, default=usual)
    wanted = given.parse_args()
    with Postgres() as server:
        wrong = sum(_tried(kind, server, wanted) for kind in ("sqlite", "postgresql"))
    return int(wrong > 0)


def _tried(kind: str, server: Postgres, wanted: argparse.Namespace) -> int:
    wrong = 0
    if wanted.edits:
        with _fresh(kind, server) as (engine, _environment):
            began = time.perf_counter()
            edits = edited(engine, wanted.edits)
            said = ", ".join(f"{number} {outcome}" for outcome, number in sorted(edits.items()))
            _line(kind, f"{wanted.edits} edits at once on ten rows", said, began)
            wrong += edits["wrong"] + wanted.edits - edits["applied"] - edits["conflict"]
    if wanted.submits:
        for name in ("submits by two threads", "double presses in the server"):
            with _fresh(kind, server) as (engine, environment):
                began = time.perf_counter()
                threads = name.endswith("threads")
                told = (
                    submitted_twice(engine, wanted.submits)
                    if threads
                    else pressed_twice(engine, environment, wanted.submits)
                )
                _line(kind, f"{wanted.submits} {name}", f"{told['records']} records, {told['wrong']} wrong", began)
                wrong += told["wrong"] + abs(told["records"] - wanted.submits)
    if wanted.kills:
        with _fresh(kind, server) as (engine, environment):
            began = time.perf_counter()
            kills = killed(engine, environment, wanted.kills)
            said = f"{len(kills.acknowledged)} acknowledged, {kills.pressed_again} pressed again, "
            _line(kind, f"{kills.kills} kills while four save", f"{said}{len(kills.wrong)} wrong", began)
            wrong += len(kills.wrong)
    return wrong


@contextmanager
def _fresh(kind: str, server: Postgres) -> Iterator[tuple[Engine, dict[str, str]]]:
    """A new database of this kind, and what a server over it is started with."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            file = Path(folder) / "cooper.sqlite3"
            url, environment = URL.create("sqlite", database=str(file)), {"COOPER_DATABASE": str(file)}
        else:
            url = server.url.set(database=f"withstand_{time.time_ns()}")
            environment = {"DATABASE_URL": url.render_as_string(hide_password=False)}
            _administer(server, f"CREATE DATABASE {url.database}")
        engine = make_engine(url)
        prepare(engine)
        # An empty value means that the variable is not there at all.
        yield engine, {"COOPER_DATABASE": "", "DATABASE_URL": "", **environment}
        engine.dispose()


def _administer(server: Postgres, statement: str) -> None:
    engine = make_engine(server.url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _line(kind: str, what: str, outcome: str, began: float) -> None:
    sys.stdout.write(f"{kind:11s}{what:42s}{outcome:60s}{time.perf_counter() - began:8.1f} s{os.linesep}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
