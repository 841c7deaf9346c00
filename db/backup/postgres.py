"""PostgreSQL: a dump by its own tools of one exported snapshot, what such a dump holds, and putting it back."""

import logging
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from core.problems import Problem
from core.records.backups import BackupManifest
from db.backup.state import State, state_of
from db.engine import make_engine

# What the tools are told of the place; the password goes by their own variable, which nobody else can read.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "database": "PGDATABASE",
    "username": "PGUSER",
    "password": "PGPASSWORD",
}
# Parts of the address that libpq takes from its surroundings under another name.
_OPTIONS = {"host": "PGHOST", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "service": "PGSERVICE"}
# What the tables of the restored database are counted in, beside their rows.
_READ = {"alembic_version": "version_num", "change_head": "hash", "instance": "name"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Dumped:
    """The rows of each table in a dump, and the last value of the columns that tell whose it is."""

    tables: dict[str, int]
    values: dict[str, str]


def tool(name: str) -> str:
    """The path of pg_dump or pg_restore: in the folder COOPER_POSTGRES_TOOLS, else where commands are found.

    Problem("postgres_tools_missing") where it is in neither.
    """
    found = shutil.which(name, path=os.environ.get("COOPER_POSTGRES_TOOLS") or None)
    if found is None:
        raise Problem("postgres_tools_missing", tool=name)
    return found


def dump(url: URL, to: Path) -> State:
    """Dumps the database to a file in PostgreSQL's custom format; what it held in the very snapshot that was dumped."""
    program = tool("pg_dump")
    engine = make_engine(url)
    try:
        with _one_snapshot(engine) as (snapshot, state):
            _run(program, url, "--format=custom", f"--snapshot={snapshot}", *_PLAIN, f"--file={to}")
            return state
    except OperationalError as error:
        raise Problem("database_unreachable") from error
    finally:
        engine.dispose()


def checked(file: Path, manifest: BackupManifest) -> None:
    """Reads every row of a dump; Problem where it is damaged, or holds something else than the manifest says."""
    found = _dumped(file)
    told = {"alembic_version": manifest.revision, "instance": manifest.instance}
    told |= {} if manifest.seal is None else {"change_head": manifest.seal}
    if found.tables != manifest.tables or found.values != told:
        raise Problem("backup_lies")


def load(file: Path, url: URL) -> None:
    """Puts a dump into the empty database of the address, all of it or nothing."""
    whole = ("--exit-on-error", "--single-transaction")
    _run(tool("pg_restore"), url, *whole, *_PLAIN, f"--dbname={url.database}", str(file))


def is_empty(url: URL) -> bool:
    """Whether a database has no table at all; Problem("restore_unreachable") where nobody answers."""
    engine = make_engine(url)
    tables = "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    own = "n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'"
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql(f"{tables} WHERE {own}").scalar() == 0
    except OperationalError as error:
        raise Problem("restore_unreachable") from error
    finally:
        engine.dispose()


def empty(engine: Engine) -> None:
    """Takes out again what was put into a database that was empty."""
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.commit()


# Who owns what, and who may read it, is the new place's own matter.
_PLAIN = ("--no-owner", "--no-privileges")


@contextmanager
def _one_snapshot(engine: Engine) -> Iterator[tuple[str, State]]:
    # The transaction stays open while the tool dumps: what was counted and what is dumped are one state.
    with engine.connect() as fresh:
        connection = fresh.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        snapshot = connection.execute(select(func.pg_export_snapshot())).scalar_one()
        yield str(snapshot), state_of(connection)


def _run(program: str, url: URL, *arguments: str) -> None:
    done = subprocess.run(
        [program, "--no-password", *arguments],
        env=_surroundings(url),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        _log.error("%s: %s", Path(program).name, said.strip()[-2000:])
        if "No space left" in said:
            raise Problem("backup_disk_full")
        raise Problem("postgres_tools_failed", tool=Path(program).name)


def _surroundings(url: URL) -> Mapping[str, str]:
    given = {name: getattr(url, part) for part, name in _VARIABLES.items()}
    given |= {name: url.query.get(part) for part, name in _OPTIONS.items() if part in url.query}
    return {**os.environ, **{name: str(value) for name, value in given.items() if value is not None}}


def _dumped(file: Path) -> _Dumped:
    # The tool writes the dump as the text that would restore it: unpacked, every block of it read.
    program = tool("pg_restore")
    with subprocess.Popen([program, "--file=-", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        found = _counted(child.stdout)
        said = child.stderr.read().decode(errors="replace")
    if child.returncode:
        _log.error("pg_restore: %s", said.strip()[-2000:])
        raise Problem("backup_damaged")
    return found


def _counted(lines: Iterable[bytes]) -> _Dumped:
    tables: dict[str, int] = {}
    values: dict[str, str] = {}
    name, place = None, None
    for line in lines:
        if name is not None:
            if line == b"\\.\n":
                name = None
                continue
            tables[name] += 1
            if place is not None:
                values[name] = line.rstrip(b"\n").split(b"\t")[place].decode()
        elif line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
            target, _, columns = line[5:].decode().partition(" (")
            name = target.rpartition(".")[2].strip('"')
            tables[name] = 0
            wanted = _READ.get(name)
            listed = [column.strip(' "') for column in columns.partition(")")[0].split(",")]
            place = listed.index(wanted) if wanted in listed else None
    return _Dumped(tables, values)
