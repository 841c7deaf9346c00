"""What a database holds, as a backup says it: its schema, its rows counted, the end of its history."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy import table as named
from sqlmodel import Session

from core.problems import Problem
from core.records.backups import BackupManifest
from db.migrate import newest
from db.models import TABLES
from db.queries.chain import broken_link

_NEEDED = {"alembic_version", "instance", "change"}


@dataclass(frozen=True)
class State:
    """The rows of each table, the name of the database, and its history: the last seal and the first break."""

    revision: str
    instance: str
    demonstration: bool
    tables: dict[str, int]
    seal: str | None
    history_checked: bool
    broken_link: int | None


def state_of(connection: Connection) -> State:
    """What the database of this connection holds, in one transaction; Problem("backup_foreign") for another's.

    The history is checked link by link where the schema is the program's own.
    """
    names = sorted(inspect(connection).get_table_names())
    if not set(names) >= _NEEDED:
        raise Problem("backup_foreign")
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    found = connection.execute(text("SELECT name, demonstration FROM instance WHERE id = 1")).first()
    if revision is None or found is None:
        raise Problem("backup_foreign")
    own = revision == newest()
    if own and not set(names) >= set(TABLES.metadata.tables):
        raise Problem("backup_foreign")
    head = "change_head" in names
    return State(
        revision=str(revision),
        instance=str(found[0]),
        demonstration=bool(found[1]),
        tables={name: connection.execute(select(func.count()).select_from(named(name))).scalar_one() for name in names},
        seal=connection.execute(text("SELECT hash FROM change_head WHERE id = 1")).scalar() if head else None,
        history_checked=own,
        broken_link=broken_link(Session(connection)) if own else None,
    )


def same(state: State, manifest: BackupManifest) -> None:
    """Problem("backup_lies") unless the database is the one that the manifest describes.

    A history that this program cannot check, or that the one before could not, is compared by its last seal alone.
    """
    told = (manifest.revision, manifest.instance, manifest.demonstration, manifest.tables, manifest.seal)
    if told != (state.revision, state.instance, state.demonstration, state.tables, state.seal):
        raise Problem("backup_lies")
    if state.history_checked and manifest.history_checked and state.broken_link != manifest.broken_link:
        raise Problem("backup_lies")
