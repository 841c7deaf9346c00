"""Where backups lie, who may work there at a time, and what goes wrong with disks said as a refusal."""

import errno
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from core.problems import Problem
from db.engine import DEFAULT_FILE, database_url
from db.faults import AWAY, BUSY, FULL, READ_ONLY, fault_of

# What is not finished has this in its name, and nothing that lists or restores looks at it.
PART = ".part-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# What a database at work says of its disk, said of a backup or of a new place.
_OF_FAULTS = {
    FULL: "backup_disk_full",
    READ_ONLY: "backup_place_refused",
    BUSY: "database_busy",
    AWAY: "database_unreachable",
}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}


def backups_folder(url: URL | None = None) -> Path:
    """The folder of COOPER_BACKUPS, else `backups` beside the database file, or beside where one would be."""
    if given := os.environ.get("COOPER_BACKUPS"):
        return Path(given)
    chosen = url or database_url()
    beside = Path(chosen.database) if chosen.get_backend_name() == "sqlite" and chosen.database else DEFAULT_FILE
    return beside.parent / "backups"


@contextmanager
def disks_told() -> Iterator[None]:
    """Problem("backup_disk_full") or ("backup_place_refused") where the disk gives out or lets nobody write."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise Problem("backup_disk_full") from error
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise Problem("backup_place_refused") from error
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Problem("database_busy") from error
        raise
    except DBAPIError as error:
        if (code := _OF_FAULTS.get(fault_of(error) or "")) is None:
            raise
        raise Problem(code) from error
    except Problem as problem:
        if problem.code not in _OF_FAULTS:
            raise
        raise Problem(_OF_FAULTS[problem.code]) from problem
    except OSError as error:
        if error.errno in _FULL:
            raise Problem("backup_disk_full") from error
        if error.errno in _REFUSED:
            raise Problem("backup_place_refused") from error
        raise


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A folder for half-made things inside `folder`, gone at the end; what a killed process left there goes too.

    Problem("backup_running") while another process works there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".cooper-backups.lock").open("ab") as lock:
        try:
            # The lock ends with the process that holds it, however that ends.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Problem("backup_running") from error
        for left in folder.glob(f"{PART}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=PART, dir=folder) as part:
            yield Path(part)


def room_for(folder: Path, size: int) -> None:
    """Problem("backup_disk_full") where fewer than `size` bytes are free; asked before a disk is filled."""
    if shutil.disk_usage(folder).free < size:
        raise Problem("backup_disk_full")


def put(part: Path, file: Path) -> None:
    """Gives a finished file its name: all of it is on the disk before, and nothing of that name is overwritten."""
    # Every person is in it: only whoever runs the program reads it.
    part.chmod(0o600)
    settle(part)
    try:
        os.link(part, file)
    except FileExistsError as error:
        raise Problem("restore_place_taken") from error
    except OSError:
        # A disk that knows no second name, such as a USB stick's.
        if file.exists():
            raise Problem("restore_place_taken") from None
        part.rename(file)
    settle(file.parent)


def settle(path: Path) -> None:
    """Returns when the file, or the folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
