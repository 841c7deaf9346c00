"""Taking a backup: copied while the server writes, checked as a stranger would, and only then given its name."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL

from core.problems import Problem
from core.records.backups import FORMAT, PRODUCT, BackupManifest
from db.backup import postgres, sqlite
from db.backup.archive import digest_of, opened, write_archive
from db.backup.place import disks_told, put, workplace
from db.backup.state import State
from db.migrate import newest


@dataclass(frozen=True)
class Backup:
    """A backup whose every check held: its file, the file's SHA-256, and what it says of itself."""

    file: Path
    checksum: str
    manifest: BackupManifest


def take(url: URL, folder: Path, before_migration: bool = False) -> Backup:
    """Takes a backup of the database into the folder, verified before it is there.

    Problem("backup_running"), ("backup_disk_full"), ("backup_place_refused"), ("backup_source_damaged"),
    ("database_missing"), ("database_unreachable") or one of PostgreSQL's tools; then there is no file.
    """
    with disks_told(), workplace(folder) as part:
        content, packed = part / "content", part / "packed"
        state = _copied(url, content)
        size, digest = digest_of(content)
        manifest = BackupManifest(
            product=PRODUCT,
            format=FORMAT,
            kind="sqlite" if url.get_backend_name() == "sqlite" else "postgresql",
            program=newest(),
            taken_at=datetime.now(UTC).replace(microsecond=0),
            before_migration=before_migration,
            size=size,
            sha256=digest,
            **vars(state),
        )
        if manifest.kind == "postgresql":
            postgres.checked(content, manifest)
        checksum = write_archive(packed, manifest, content)
        # What lies on the disk is read once more, from the seal to the last letter of the database.
        with opened(packed) as archive:
            archive.extract()
        file = folder / _name(manifest, checksum)
        put(packed, file)
        return Backup(file, checksum, manifest)


def _copied(url: URL, content: Path) -> State:
    if url.get_backend_name() != "sqlite":
        return postgres.dump(url, content)
    sqlite.copy(Path(url.database or ""), content)
    try:
        return sqlite.inspected(content)
    except Problem as problem:
        # The copy is as whole as what it was made of.
        raise Problem("backup_source_damaged") from problem


def _name(manifest: BackupManifest, checksum: str) -> str:
    parts = ["cooper", "demonstration" if manifest.demonstration else "", f"{manifest.taken_at:%Y-%m-%dT%H%M%SZ}"]
    parts += [f"before-{manifest.program}" if manifest.before_migration else "", checksum[:8]]
    return "-".join(part for part in parts if part) + ".zip"
