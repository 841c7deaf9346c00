"""What a backup says of itself: its manifest, never believed before it is compared with what it describes."""

import json
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime
from sqlmodel import SQLModel

from core.problems import Invalid, Problem
from core.records import validated

PRODUCT: Literal["Cooper UP Monitor"] = "Cooper UP Monitor"
FORMAT: Literal[1] = 1
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9_]{1,63}")


def _hash(value: str) -> str:
    if not _HASH.fullmatch(value):
        raise Invalid("not_valid")
    return value


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise Invalid("not_valid")
    return value


def _number(value: int) -> int:
    if value < 0:
        raise Invalid("negative")
    return value


Hash = Annotated[str, AfterValidator(_hash)]
Name = Annotated[str, AfterValidator(_name)]
Number = Annotated[int, AfterValidator(_number)]


class BackupManifest(SQLModel):
    """One backup: of which database, when, and what must be found in it.

    `revision` is the database's schema and `program` the newest that the program knew which took it; `size` (bytes)
    and `sha256` are those of the database inside; `tables` counts the rows of each table. `seal` is the last of the
    history, `broken_link` the first entry of the history that did not hold; an older schema's history is not checked.
    """

    product: Literal["Cooper UP Monitor"]
    format: Literal[1]
    kind: Literal["sqlite", "postgresql"]
    program: Name
    revision: Name
    taken_at: AwareDatetime
    instance: Name
    demonstration: bool
    before_migration: bool
    size: Number
    sha256: Hash
    tables: dict[Name, Number]
    seal: Hash | None = None
    history_checked: bool
    broken_link: int | None = None

    @property
    def rows(self) -> int:
        """How many rows there are in all tables together."""
        return sum(self.tables.values())


def manifest_of(text: bytes) -> BackupManifest:
    """The manifest in these bytes; Problem("backup_foreign") for anything else."""
    try:
        given: Any = json.loads(text)
        if not isinstance(given, dict):
            raise Problem("backup_foreign")
        return validated(BackupManifest, given)
    except (ValueError, RecursionError, Problem) as error:
        raise Problem("backup_foreign") from error
