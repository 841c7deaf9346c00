"""Checking a backup as if it came from a stranger: the seal, the manifest, and the database inside, row by row."""

from pathlib import Path

from core.problems import Problem
from core.records.backups import BackupManifest
from db.backup import postgres, sqlite
from db.backup.archive import Archive, opened
from db.backup.place import disks_told, room_for, workplace
from db.backup.state import same
from db.backup.take import Backup
from db.migrate import newest, revisions


def check(file: Path) -> Backup:
    """Checks everything of a backup without restoring it; Problem with a sentence where anything does not hold."""
    with disks_told(), opened(file) as archive, workplace(file.parent) as part:
        unfolded(archive, part / "content")
        return Backup(file, archive.checksum, archive.manifest)


def unfolded(archive: Archive, to: Path) -> None:
    """Writes the database of a backup to a new file and compares it with the manifest: size, sum, rows, history."""
    room_for(to.parent, archive.manifest.size)
    archive.extract(to)
    if archive.manifest.kind == "sqlite":
        same(sqlite.inspected(to), archive.manifest)
    else:
        postgres.checked(to, archive.manifest)


def known(manifest: BackupManifest, upgrade: bool) -> bool:
    """Whether the schema is the program's own; older ones are let through to be brought up where that is asked for.

    Problem("backup_newer") for a schema this program does not know, Problem("backup_older") for an older one.
    """
    if manifest.revision == newest():
        return True
    if manifest.revision not in revisions():
        raise Problem("backup_newer", revision=manifest.revision, known=newest())
    if not upgrade:
        raise Problem("backup_older", revision=manifest.revision, known=newest())
    return False
