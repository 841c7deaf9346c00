"""Restoring to a new place: everything checked before and after, under a new name, with nobody signed in."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete, update
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlmodel import Session, col

from core.problems import Problem
from core.records.backups import BackupManifest
from db.backup import postgres, sqlite
from db.backup.archive import Archive, opened
from db.backup.check import known, unfolded
from db.backup.place import disks_told, put, room_for, workplace
from db.backup.state import State, same, state_of
from db.commands.backups import enter_restore
from db.commands.setup_codes import SERVER
from db.engine import make_engine, transaction
from db.migrate import migrate
from db.models import Instance, PasswordLink, SetupCode, SignIn, Ticket
from db.models.base import now


@dataclass(frozen=True)
class Restored:
    """What was restored: from which backup, brought up to the program's schema or not, and what it holds now."""

    manifest: BackupManifest
    checksum: str
    upgraded: bool
    state: State


def place_of(given: str) -> Path | URL:
    """The new place as it was typed: an address of PostgreSQL, else a file."""
    if "://" not in given:
        return Path(given)
    try:
        url = make_url(given)
    except (ArgumentError, ValueError) as error:
        raise Problem("restore_address_wrong") from error
    if url.drivername.partition("+")[0] not in ("postgres", "postgresql") or not url.database:
        raise Problem("restore_address_wrong")
    if url.password:
        raise Problem("restore_password_shown")
    return url.set(drivername="postgresql+psycopg")


def restore(file: Path, to: Path | URL, upgrade: bool = False) -> Restored:
    """Restores a backup to a place where nothing is; with `upgrade`, an older one is brought up there.

    Sign-ins, tickets, links for a new password and the set-up code are ended in it, and its history says that it was
    restored. Problem with a sentence for everything that does not hold; then there is nothing at the new place.
    """
    with disks_told(), opened(file) as archive:
        own = known(archive.manifest, upgrade)
        if isinstance(to, Path):
            if archive.manifest.kind != "sqlite":
                raise Problem("restore_needs_server")
            return _to_file(archive, file.name, to, own)
        if archive.manifest.kind != "postgresql":
            raise Problem("restore_needs_file")
        return _to_server(archive, file.name, to, own)


def _to_file(archive: Archive, name: str, to: Path, own: bool) -> Restored:
    # What SQLite left beside a file that is gone would be taken for a part of the new one.
    if any(Path(f"{to}{ending}").exists() or Path(f"{to}{ending}").is_symlink() for ending in ("", "-wal", "-shm")):
        raise Problem("restore_place_taken")
    with workplace(to.parent) as part:
        room_for(part, 3 * archive.manifest.size)
        made = part / "content"
        unfolded(archive, made)
        with _engine(URL.create("sqlite", database=str(made))) as engine:
            _renewed(engine, archive, name, own)
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                # All of it in one file, as it is moved.
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        state = sqlite.inspected(made)
        _held(state, archive.manifest)
        put(made, to)
    return Restored(archive.manifest, archive.checksum, not own, state)


def _to_server(archive: Archive, name: str, to: URL, own: bool) -> Restored:
    if not postgres.is_empty(to):
        raise Problem("restore_place_taken")
    with TemporaryDirectory() as part:
        content = Path(part) / "content"
        unfolded(archive, content)
        postgres.load(content, to)
    with _engine(to) as engine:
        try:
            with engine.connect() as connection:
                same(state_of(connection), archive.manifest)
            _renewed(engine, archive, name, own)
            with engine.connect() as connection:
                state = state_of(connection)
            _held(state, archive.manifest)
        except (Problem, SQLAlchemyError):
            # It was empty, and is again: nobody starts on half a database.
            postgres.empty(engine)
            raise
    return Restored(archive.manifest, archive.checksum, not own, state)


@contextmanager
def _engine(url: URL) -> Iterator[Engine]:
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _renewed(engine: Engine, archive: Archive, name: str, own: bool) -> None:
    if not own:
        migrate(engine)
    with transaction(engine) as session:
        _close_doors(session)
        session.get_one(Instance, 1).name = uuid.uuid4().hex
        session.flush()
        enter_restore(session, SERVER, uuid.uuid4().hex, name, archive.checksum, archive.manifest.taken_at)


def _close_doors(session: Session) -> None:
    # Whoever was signed in when the copy was taken is not at this place, and a copy may have been in other hands.
    session.execute(update(SignIn).where(col(SignIn.revoked_at).is_(None)).values(revoked_at=now()))
    for table in (Ticket, SetupCode):
        session.execute(delete(table))
    session.execute(delete(PasswordLink).where(col(PasswordLink.used_at).is_(None)))


def _held(state: State, manifest: BackupManifest) -> None:
    # Of a history that could be checked when the backup was taken, nothing else may be broken than was then.
    if manifest.history_checked and state.broken_link != manifest.broken_link:
        raise Problem("restore_not_whole")
    grown = {"action", "change"}
    less = [name for name, rows in manifest.tables.items() if name in grown and state.tables.get(name, 0) < rows]
    if less or (not manifest.history_checked and state.broken_link is not None):
        raise Problem("restore_not_whole")
