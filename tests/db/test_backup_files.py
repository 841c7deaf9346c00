"""Files that are no whole backup: each is refused with its own sentence, and nothing is written."""

import os
import random
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import URL

from core.i18n import LANGUAGES, words
from core.problems import Problem
from db.backup.archive import digest_of, manifest_in, opened
from db.backup.check import check
from db.backup.restore import restore
from db.backup.take import Backup, take
from tests.db.backups import forged, in_folder


@pytest.fixture(scope="module")
def taken(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Backup:
    """One backup, to be damaged in many ways."""
    folder = tmp_path_factory.mktemp("taken")
    return take(URL.create("sqlite", database=str(sqlite_template)), folder)


def code_of(file: Path, tmp_path: Path) -> str:
    """The refusal of this file, by restoring and by checking; nothing is at the new place afterwards."""
    place = tmp_path / "there" / "restored.sqlite3"
    with pytest.raises(Problem) as refused:
        restore(file, place, upgrade=True)
    assert not place.exists()
    assert not place.parent.exists() or in_folder(place.parent) == []
    with pytest.raises(Problem) as unchecked:
        check(file)
    assert unchecked.value.code == refused.value.code
    for language in LANGUAGES:
        assert words(language).say(f"problem.{refused.value.code}", **refused.value.details)
    return refused.value.code


def test_one_letter_that_is_another_anywhere_is_found(taken: Backup, tmp_path: Path) -> None:
    whole, file = taken.file.read_bytes(), tmp_path / "backup.zip"
    chosen = random.Random(7)
    places = [*range(80), *(chosen.randrange(len(whole)) for _ in range(200)), *range(len(whole) - 300, len(whole))]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chosen.randrange(8)
        file.write_bytes(damaged)
        with pytest.raises(Problem) as refused, opened(file):
            pass
        assert refused.value.code == "backup_damaged", place
    file.write_bytes(whole)
    assert check(file).checksum == taken.checksum


@pytest.mark.parametrize("kept", [100, 5000, -1, -64, -200])
def test_a_file_that_was_cut_short_is_refused(taken: Backup, tmp_path: Path, kept: int) -> None:
    file = tmp_path / "backup.zip"
    file.write_bytes(taken.file.read_bytes()[:kept])
    assert code_of(file, tmp_path) == "backup_damaged"


def test_a_file_with_something_behind_it_or_before_it_is_refused(taken: Backup, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    for data in (taken.file.read_bytes() + b"x", b"x" + taken.file.read_bytes()):
        file.write_bytes(data)
        assert code_of(file, tmp_path) == "backup_damaged"


def stranger(kind: str, file: Path) -> None:
    if kind == "sqlite":
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE person (name TEXT)")
    elif kind == "text":
        file.write_text("Bonjour. " * 1000, encoding="utf-8")
    elif kind == "short":
        file.write_bytes(b"PK")
    elif kind == "zip":
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("letter.txt", "Bonjour")
    else:
        file.write_bytes(os.urandom(5000))


@pytest.mark.parametrize("kind", ["sqlite", "text", "short", "zip", "noise"])
def test_a_stranger_s_file_is_refused(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "backup.zip"
    stranger(kind, file)
    assert code_of(file, tmp_path) == "backup_foreign"


def test_nothing_a_folder_an_empty_file_and_a_pipe_are_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path / "backup.zip", tmp_path) == "backup_missing"
    (tmp_path / "empty.zip").write_bytes(b"")
    assert code_of(tmp_path / "empty.zip", tmp_path) == "backup_empty"
    assert code_of(tmp_path, tmp_path) == "backup_is_folder"
    os.mkfifo(tmp_path / "pipe")
    assert code_of(tmp_path / "pipe", tmp_path) == "backup_foreign"


def test_a_file_nobody_may_read_is_refused(taken: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # The tests may run as somebody who reads everything.
    monkeypatch.setattr(Path, "open", refusing)
    with pytest.raises(Problem, match="backup_unreadable"), opened(taken.file):
        pass
    with pytest.raises(Problem, match="backup_unreadable"):
        restore(taken.file, tmp_path / "restored.sqlite3")


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ({"sha256": "0" * 64}, "backup_lies"),
        ({"size": 7}, "backup_lies"),
        ({"sha256": "no hash"}, "backup_foreign"),
        ({"product": "Another product"}, "backup_foreign"),
        ({"format": 2}, "backup_foreign"),
        ({"tables": {"person; DROP TABLE person": 1}}, "backup_foreign"),
        ({"tables": {"person": -1}}, "backup_foreign"),
    ],
)
def test_a_manifest_that_cannot_be_true_is_refused(
    taken: Backup, tmp_path: Path, lie: dict[str, Any], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        check(forged(taken.file, tmp_path / "forged.zip", **lie))
    assert refused.value.code == code


def test_a_zip_bomb_with_a_seal_that_holds_fills_no_disk(taken: Backup, tmp_path: Path) -> None:
    content, file = tmp_path / "content", tmp_path / "bomb.zip"
    with content.open("wb") as big:
        big.truncate(200 * 1024 * 1024)
    size, digest = digest_of(content)
    forged(taken.file, file, content=content, size=size, sha256=digest)
    assert file.stat().st_size < 2 * 1024 * 1024
    assert code_of(file, tmp_path) == "backup_lies"
    forged(taken.file, file.with_name("second.zip"), content=content)
    assert code_of(file.with_name("second.zip"), tmp_path) == "backup_lies"


def test_a_stranger_s_database_with_a_seal_that_holds_is_refused(taken: Backup, tmp_path: Path) -> None:
    for kind, code in (("sqlite", "backup_foreign"), ("text", "backup_damaged")):
        content = tmp_path / f"content.{kind}"
        stranger(kind, content)
        size, digest = digest_of(content)
        file = forged(taken.file, tmp_path / f"{kind}.zip", content=content, size=size, sha256=digest)
        assert code_of(file, tmp_path) == code


def test_a_list_reads_what_a_backup_says_of_itself_without_reading_all_of_it(taken: Backup) -> None:
    assert manifest_in(taken.file) == taken.manifest
