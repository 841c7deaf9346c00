"""The backups in a folder, as a list shows them: what each says of itself, read quickly."""

from dataclasses import dataclass
from pathlib import Path

from core.problems import Problem
from core.records.backups import BackupManifest
from db.backup.archive import manifest_in


@dataclass(frozen=True)
class Kept:
    """A file in the folder: its size in bytes, and its manifest or why it has none."""

    name: str
    size: int
    manifest: BackupManifest | None
    problem: Problem | None


def kept_in(folder: Path) -> list[Kept]:
    """The ZIP files of the folder: backups by when they were taken, newest first, then those that are none."""
    files = [path for path in folder.glob("*.zip") if path.is_file()] if folder.is_dir() else []
    kept = [_kept(path) for path in sorted(files)]
    return sorted(kept, key=lambda one: one.manifest.taken_at.timestamp() if one.manifest else 0.0, reverse=True)


def _kept(path: Path) -> Kept:
    manifest, problem = None, None
    try:
        manifest = manifest_in(path)
    except Problem as refused:
        problem = refused
    return Kept(path.name, path.stat().st_size, manifest, problem)
