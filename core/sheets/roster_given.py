"""What a roster's workbook carries hidden: which session, which rows, what was marked when it was given, and a seal."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Self

from core.problems import Problem

# The first cell of the hidden sheet, by which a workbook of ours is known whatever its sheets are called by now.
MARKER = "cooper-up-roster-1"
NEW_PEOPLE = 10
_PURPOSE = b"roster workbook"


@dataclass(frozen=True)
class GivenHead:
    """Which session a workbook is of, and which workbook it is; `database` tells two installations apart."""

    session_id: int
    database: str
    workbook: str
    language: str
    module: str
    day: str

    @property
    def held_on(self) -> date:
        """The session's day when the workbook was given."""
        return date.fromisoformat(self.day)


@dataclass(frozen=True)
class GivenRow:
    """One row as it was given: its locked texts, the mark it showed (None: unknown), and the mark's version (0: never
    marked).
    """

    registration_id: int
    number: int
    name: str
    organisation: str
    status_id: int | None
    status: str
    hours: float | None
    version: int

    @property
    def key(self) -> str:
        """What stands in the hidden cell of the row."""
        return f"r{self.registration_id}"


@dataclass(frozen=True)
class Given:
    """All that is sealed."""

    head: GivenHead
    rows: tuple[GivenRow, ...]

    def lines(self) -> list[str]:
        """The same as texts for the cells of the hidden sheet: the head, then a line a row."""
        return [_json(asdict(self.head)), *(_json(asdict(row)) for row in self.rows)]

    @classmethod
    def from_lines(cls, lines: Sequence[str]) -> Self:
        """What the lines of a hidden sheet say; Problem("workbook_changed") where they are not as they were written."""
        try:
            head, *rows = (json.loads(line) for line in lines)
            return cls(GivenHead(**head), tuple(GivenRow(**row) for row in rows))
        except (ValueError, TypeError) as error:
            raise Problem("workbook_changed") from error


def database_mark(secret: str) -> str:
    """A name for the database that holds the secret (hexadecimal), which tells nothing of it and outlives a restore."""
    return hmac.new(bytes.fromhex(secret), _PURPOSE + b" database", "sha256").hexdigest()[:16]


def seal(secret: str, lines: Sequence[str]) -> str:
    """A keyed hash over the lines (HMAC-SHA-256, RFC 2104): without the secret nobody can write them otherwise."""
    said = "\n".join(lines).encode()
    return hmac.new(bytes.fromhex(secret), _PURPOSE + b"\n" + said, "sha256").hexdigest()


def _json(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
