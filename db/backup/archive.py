"""The file of a backup: a ZIP of a manifest and the database, which any program opens, sealed as a whole.

Its last 64 letters, at the end of the ZIP's comment, are the SHA-256 of everything before them: one letter that is
another anywhere is found. Its first member's name says whose it is.
"""

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.problems import Problem
from core.records.backups import BackupManifest, manifest_of

_MANIFEST = "cooper-up-monitor.json"
_CONTENT = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_MARK = b"cooper-up-monitor sha256 "
_SEAL = 64
# The name of the first member stands this far from the beginning of every ZIP.
_NAME_AT = 30
_LARGEST_MANIFEST = 1024 * 1024
# A database is packed to a fifth or a tenth; what unfolds to a hundred times its size is made to fill a disk.
_LARGEST_RATIO = 100
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Archive:
    """An open backup whose seal holds: what it says of itself, and the SHA-256 of the whole file."""

    manifest: BackupManifest
    checksum: str
    packed: zipfile.ZipFile

    def extract(self, to: Path | None = None) -> None:
        """Writes the database to a new file, or only reads it through; Problem where it is not what the manifest says.

        No more is written than the manifest tells.
        """
        digest, size = hashlib.sha256(), 0
        with self.packed.open(_CONTENT[self.manifest.kind]) as source:
            target = to.open("xb") if to else None
            try:
                while block := source.read(_BLOCK):
                    size += len(block)
                    if size > self.manifest.size:
                        raise Problem("backup_lies")
                    digest.update(block)
                    if target:
                        target.write(block)
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                raise Problem("backup_damaged") from error
            finally:
                if target:
                    target.close()
        if (size, digest.hexdigest()) != (self.manifest.size, self.manifest.sha256):
            raise Problem("backup_lies")


def write_archive(file: Path, manifest: BackupManifest, content: Path) -> str:
    """Writes the sealed file; the SHA-256 of it, as `sha256sum` says it."""
    method = zipfile.ZIP_DEFLATED if manifest.kind == "sqlite" else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "x", compression=method, compresslevel=3) as packed:
        said = json.dumps(manifest.model_dump(mode="json"), indent=2, sort_keys=True)
        packed.writestr(zipfile.ZipInfo(_MANIFEST, manifest.taken_at.timetuple()[:6]), said)
        packed.write(content, _CONTENT[manifest.kind])
        packed.comment = _MARK + b"0" * _SEAL
    with file.open("r+b") as written:
        before, _, _ = _hashes(written)
        written.seek(-_SEAL, 2)
        written.write(before.encode())
        written.flush()
        return _hashes(written)[1]


def digest_of(file: Path) -> tuple[int, str]:
    """The size of a file in bytes and its SHA-256."""
    with file.open("rb") as given:
        return file.stat().st_size, hashlib.file_digest(given, "sha256").hexdigest()


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """The backup in a file, its seal checked; Problem with a sentence for everything that is none.

    `backup_missing`, `backup_is_folder`, `backup_unreadable`, `backup_empty`, `backup_foreign`, `backup_damaged`,
    `backup_lies`.
    """
    with _readable(file) as given:
        _ours(given)
        before, checksum, seal = _hashes(given)
        if seal != _MARK + before.encode():
            raise Problem("backup_damaged")
        with _unpacked(given) as packed:
            yield Archive(_described(packed, file.stat().st_size), checksum, packed)


def manifest_in(file: Path) -> BackupManifest:
    """What a backup says of itself, read quickly and without checking the seal: for a list, never for a restore."""
    with _readable(file) as given:
        _ours(given)
        with _unpacked(given) as packed:
            return _described(packed, file.stat().st_size)


@contextmanager
def _readable(file: Path) -> Iterator[BinaryIO]:
    if file.is_dir():
        raise Problem("backup_is_folder")
    # A device or a pipe would be read without an end.
    if file.exists() and not file.is_file():
        raise Problem("backup_foreign")
    try:
        given = file.open("rb")
    except FileNotFoundError as error:
        raise Problem("backup_missing") from error
    except OSError as error:
        raise Problem("backup_unreadable") from error
    with given:
        if not file.stat().st_size:
            raise Problem("backup_empty")
        yield given


def _ours(given: BinaryIO) -> None:
    # Either end is enough to know it: a damaged beginning or a missing end is damage, and no stranger's file.
    beginning = given.read(_NAME_AT + len(_MANIFEST))
    given.seek(-min(len(_MARK) + _SEAL, given.seek(0, 2)), 2)
    end = given.read()
    if not (beginning[_NAME_AT:] == _MANIFEST.encode() or end.startswith(_MARK)):
        raise Problem("backup_foreign")


def _hashes(given: BinaryIO) -> tuple[str, str, bytes]:
    # The SHA-256 of all but the seal, that of all, and the end of the file with its seal.
    size = given.seek(0, 2)
    given.seek(0)
    digest, left = hashlib.sha256(), size - _SEAL
    while left > 0 and (block := given.read(min(_BLOCK, left))):
        digest.update(block)
        left -= len(block)
    before = digest.hexdigest()
    digest.update(given.read())
    given.seek(-min(len(_MARK) + _SEAL, size), 2)
    return before, digest.hexdigest(), given.read()


@contextmanager
def _unpacked(given: BinaryIO) -> Iterator[zipfile.ZipFile]:
    try:
        packed = zipfile.ZipFile(given)
    # What a broken or crafted archive makes the library raise: a way of packing it does not know is one of them.
    except (zipfile.BadZipFile, struct.error, OverflowError, NotImplementedError, UnicodeDecodeError) as error:
        raise Problem("backup_damaged") from error
    with packed:
        yield packed


def _described(packed: zipfile.ZipFile, size: int) -> BackupManifest:
    members = {member.filename: member for member in packed.infolist()}
    described = members.get(_MANIFEST)
    if described is None or described.file_size > _LARGEST_MANIFEST or len(members) != len(packed.infolist()):
        raise Problem("backup_foreign")
    if any(member.flag_bits & 1 or member.compress_type not in (0, 8) for member in members.values()):
        raise Problem("backup_foreign")
    try:
        with packed.open(described) as source:
            manifest = manifest_of(source.read(_LARGEST_MANIFEST))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Problem("backup_damaged") from error
    if set(members) != {_MANIFEST, _CONTENT[manifest.kind]}:
        raise Problem("backup_foreign")
    if members[_CONTENT[manifest.kind]].file_size != manifest.size or manifest.size > size * _LARGEST_RATIO:
        raise Problem("backup_lies")
    return manifest
