"""Reads a file of a stranger in a child process with little memory, little time and no way to write.

`read_tables` and `read_sheets` are what the product calls; `python -m core.sheets.reading` is the child, fed with the
bytes and answering in JSON.
"""

import json
import logging
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.problems import Problem
from core.sheets.table import LARGEST_FILE, MEGABYTE, Line, Table, TooLarge

_ROOT = Path(__file__).parents[2]
_MEMORY = 600 * MEGABYTE
_PROCESSOR_SECONDS = 15
_WAIT_SECONDS = 25
# What the child answers with when its memory is used up.
_OUT_OF_MEMORY = 3

# What the child is asked for.
_TABLES, _SHEETS = "tables", "sheets"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, seen or hidden: each filled row with its number as a person counts, and its texts."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_tables(data: bytes) -> tuple[Table, ...]:
    """The tables of a CSV or XLSX file, whatever it is called; Problem with a sentence for everything else."""
    tables = tuple(_table(given) for given in _read(data, _TABLES))
    if not any(table.lines for table in tables):
        raise Problem("file_without_rows")
    return tuple(table for table in tables if table.lines)


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet of an XLSX file, whatever it is called, the hidden ones too; Problem for everything else."""
    return tuple(
        Sheet(given["name"], tuple((number, tuple(cells)) for number, cells in given["rows"]))
        for given in _read(data, _SHEETS)
    )


def _read(data: bytes, what: str) -> list[dict[str, Any]]:
    if len(data) > LARGEST_FILE:
        raise Problem("file_too_large", limit=LARGEST_FILE // MEGABYTE)
    if not data.strip():
        raise Problem("file_empty")
    try:
        child = subprocess.run(
            [sys.executable, "-m", "core.sheets.reading", what],
            input=data,
            capture_output=True,
            timeout=_WAIT_SECONDS,
            cwd=_ROOT,
            # The child knows nothing of this process's surroundings, and its libraries start no threads.
            env={"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Problem("file_too_heavy") from error
    if child.returncode < 0 or child.returncode == _OUT_OF_MEMORY:
        raise Problem("file_too_heavy")
    if child.returncode:
        _log.warning("a file could not be read: %s", child.stderr.decode(errors="replace").strip()[-300:])
        raise Problem("file_broken")
    answer = json.loads(child.stdout)
    if "problem" in answer:
        raise Problem(answer["problem"], **answer["details"])
    found: list[dict[str, Any]] = answer["found"]
    return found


def _table(given: dict[str, Any]) -> Table:
    lines = tuple(Line(number, tuple(cells), extra) for number, cells, extra in given["lines"])
    return Table(given["name"], tuple(given["headers"]), lines)


def _answer(data: bytes, what: str) -> dict[str, Any]:
    try:
        return {"found": _sheets(data) if what == _SHEETS else _tables(data)}
    except TooLarge as error:
        return {"problem": error.code, "details": {"limit": error.limit}}
    except Problem as problem:
        return {"problem": problem.code, "details": problem.details}


def _tables(data: bytes) -> list[dict[str, Any]]:
    return [
        {"name": t.name, "headers": t.headers, "lines": [(n.number, n.cells, n.extra) for n in t.lines]}
        for t in _parsed(data)
    ]


def _sheets(data: bytes) -> list[dict[str, Any]]:
    _refuse_old(data)
    if not data.startswith(b"PK"):
        raise Problem("file_not_a_workbook")
    from core.sheets.workbook import read_every_sheet

    _limit()
    return [{"name": name, "rows": rows} for name, rows in read_every_sheet(data)]


def _parsed(data: bytes) -> list[Table]:
    # What a file is, is told by its first bytes and never by its name.
    if data.startswith(b"PK"):
        from core.sheets.workbook import read_workbook

        _limit()
        return read_workbook(data)
    _refuse_old(data)
    from core.sheets.plain import read_plain

    _limit()
    return read_plain(data)


def _refuse_old(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Problem("file_old_workbook")


def _limit() -> None:
    # Set once the libraries are loaded, so that the limit is about the file.
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """The child: bytes in, JSON out; whatever it cannot read ends it, and its parent says so."""
    try:
        answer = json.dumps(_answer(sys.stdin.buffer.read(), sys.argv[1]), ensure_ascii=False)
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)
    sys.stdout.buffer.write(answer.encode())


if __name__ == "__main__":
    main()
