"""A database as large as a country, invented by counting: `python -m tests.bench.country FILE [SCALE] [--kept]`."""

import re
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from sqlite3 import Connection, connect

from sqlalchemy.engine import URL

from core.records.programme import PhaseRecord, ProgrammeRecord
from db.commands.chain import enter
from db.commands.ledger import raise_revisions
from db.engine import make_engine, transaction
from db.models import Change, Instance, Phase, Programme
from db.setup import prepare
from db.summaries.recount import rebuild

ORGANISATIONS, PERSONS = 65_000, 790_000
_GROUP = 35
_ROWS = Path(__file__).with_suffix(".sql")
_KEPT = "--kept"
_AT = "2025-10-01 17:00:00.000000"
_SUBJECTS = (
    *("attendance", "group", "obstacle", "organisation", "person", "programme"),
    *("satisfaction", "session", "trainer"),
)
# Nobody else has the file open and a power cut loses nothing that cannot be made again.
_FAST = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000"
_TABLES = re.compile(r"^INSERT INTO (\w+)", re.MULTILINE)


def make_country(file: Path, scale: float = 1.0) -> dict[str, int]:
    """Makes a new database file of the country, or of a share of it; how many rows each table got.

    Nothing in it is drawn by chance: the same scale makes the same rows. FileExistsError where the file is there.
    """
    if file.exists():
        raise FileExistsError(file)
    engine = make_engine(URL.create("sqlite", database=str(file)))
    prepare(engine)
    with transaction(engine) as session:
        session.get_one(Instance, 1).demonstration = True
        name = {"name_ar": "برنامج مخترع", "name_fr": "Programme inventé", "name_en": "Invented programme"}
        programme = Programme.model_validate(ProgrammeRecord(**name))
        session.add(programme)
        session.flush()
        labels = {"name_ar": "المرحلة الأولى", "name_fr": "Phase 1", "name_en": "Phase 1"}
        days = {"starts_on": date(2025, 10, 1), "ends_on": date(2026, 12, 31)}
        record = PhaseRecord.model_validate({"programme_id": programme.id, "code": "phase_1", **labels, **days})
        session.add(Phase.model_validate(record))
        filled = Change(command="fill_demonstration", subject="programme", kind="programme", after={"scale": scale})
        filled.row_id = programme.id
        enter(session, filled)
        raise_revisions(session, _SUBJECTS)
    engine.dispose()
    persons = round(PERSONS * scale)
    given = {"organisations": round(ORGANISATIONS * scale), "persons": persons, "groups": -(-persons // _GROUP)}
    with closing(connect(file, isolation_level=None)) as connection:
        return _fill(connection, given | {"at": _AT})


def _fill(connection: Connection, given: dict[str, int | str]) -> dict[str, int]:
    connection.create_function("dice", 3, _dice, deterministic=True)
    connection.executescript(_FAST)
    written = _ROWS.read_text(encoding="utf-8")
    tables = _TABLES.findall(written)
    listed = "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    indexes = [(name, made) for name, made, table in connection.execute(listed) if table in tables]
    # An index made once over all its rows takes a fraction of one that grows with them.
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    for statement in written.split(";\n"):
        if statement.strip():
            connection.execute(statement, given)
    for _, made in indexes:
        connection.execute(made)
    found = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    connection.execute("PRAGMA journal_mode = WAL")
    return found


def _dice(number: int, salt: int, sides: int) -> int:
    # The upper bits of a product with an odd number: neighbours fall far from each other.
    return ((number * 2654435761 + salt * 40503 * 65537) % 4294967296 >> 9) % sides


def main() -> int:
    """Makes the file named and tells its rows, its seconds and its megabytes; with --kept its figures are kept too."""
    given = [one for one in sys.argv[1:] if one != _KEPT]
    file, scale = Path(given[0]), float(given[1]) if len(given) > 1 else 1.0
    start = time.perf_counter()
    for table, number in make_country(file, scale).items():
        sys.stdout.write(f"{table:22s}{number:10d}\n")
    if _KEPT in sys.argv:
        rebuild(make_engine(URL.create("sqlite", database=str(file))))
    sys.stdout.write(f"{time.perf_counter() - start:.0f} s, {file.stat().st_size / 2**20:.0f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
