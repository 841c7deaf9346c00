"""The page of backups: taking, verifying, carrying away, all by an administrator and all in the history."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlmodel import col, select

from core.access import ADMINISTRATOR, ROLES
from core.i18n import LANGUAGES, escaped, words
from core.problems import Problem
from db.backup.take import Backup, take
from db.engine import database_url, engine, reading, transaction
from db.models import Change, SignIn
from db.models.base import now
from db.queries.backups import Verified, last_verified
from tests.db.backups import forged
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor

PAGE = "manage/backup.py"
EN = words("en")


@pytest.fixture
def folder(database: Path) -> Path:
    """The folder beside the database, with the small programme to be backed up."""
    fill(engine())
    return database.parent / "backups"


@pytest.fixture
def presses(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What each download button of the last run would give, by its key."""
    drawn: dict[str, Callable[[], bytes]] = {}

    def button(_label: str, *, data: Callable[[], bytes], key: str, **_rest: Any) -> None:
        drawn[key] = data

    monkeypatch.setattr(st, "download_button", button)
    return drawn


def taken_in(folder: Path) -> Backup:
    return take(database_url(), folder)


def entries() -> list[Change]:
    with reading() as session:
        return list(session.exec(select(Change).where(Change.kind == "backup").order_by(col(Change.id))))


@pytest.mark.parametrize("role", [role for role in ROLES if role != ADMINISTRATOR])
def test_nobody_but_an_administrator_sees_backups(signed_in: Visitor, folder: Path, role: str) -> None:
    name = taken_in(folder).file.name
    test = signed_in(PAGE, role)
    assert not test.exception
    assert [warning.value for warning in test.warning] == [EN.say("problem.not_allowed")]
    assert name not in str(test._tree)


def test_one_press_takes_a_verified_backup_and_enters_it(signed_in: Visitor, folder: Path) -> None:
    test = signed_in(PAGE, ADMINISTRATOR)
    assert [info.value for info in test.info] == [EN.say("backup.none")]
    next(button for button in test.button if button.label == EN.say("backup.take")).click().run()
    assert not test.exception
    assert not test.error
    (file,) = folder.glob("*.zip")
    (entry,) = entries()
    assert (entry.command, entry.row_id) == ("enter_backup", None)
    assert entry.account_id is not None
    assert entry.after
    assert (entry.after["file_name"], len(entry.after["checksum"])) == (file.name, 64)
    said = escaped(EN.count("backup.taken", entry.after["rows"], at=datetime.fromisoformat(entry.after["taken_at"])))
    assert [success.value for success in test.success] == [said]
    shown = " ".join(text.value for text in [*test.markdown, *test.caption])
    assert all(EN.show(f"backup.counted.{name}", number=n) in shown for name, n in (("person", 15), ("change", 0)))
    assert EN.say("backup.last_today") in shown
    assert f"make restore FROM={file.name} TO=data/restored.sqlite3" in [code.value for code in test.code]


def test_no_path_of_the_machine_is_on_the_page(signed_in: Visitor, folder: Path) -> None:
    taken_in(folder)
    (folder / "broken.zip").write_bytes(b"PK")
    for language in LANGUAGES:
        assert str(folder.parent) not in str(signed_in(PAGE, ADMINISTRATOR, language=language)._tree)


def test_a_backup_that_cannot_be_taken_is_a_sentence_and_no_entry(
    signed_in: Visitor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("a file where the folder should be")
    test = signed_in(PAGE, ADMINISTRATOR)
    next(button for button in test.button if button.label == EN.say("backup.take")).click().run()
    assert [error.value for error in test.error] == [EN.show("problem.backup_place_refused")]
    assert entries() == []
    # The child that is not even found, or dies, says nothing of itself.
    monkeypatch.setattr("sys.executable", "/bin/false")
    next(button for button in test.button if button.label == EN.say("backup.take")).click().run()
    assert [error.value for error in test.error] == [EN.show("problem.backup_failed")]


def test_a_backup_is_verified_again_and_a_damaged_one_found(signed_in: Visitor, folder: Path) -> None:
    taken = taken_in(folder)
    test = signed_in(PAGE, ADMINISTRATOR)
    next(button for button in test.button if button.label == EN.say("backup.verify")).click().run()
    assert [success.value for success in test.success] == [escaped(EN.say("backup.holds", file_name=taken.file.name))]
    with reading() as session:
        assert {name: one.whole for name, one in last_verified(session).items()} == {taken.file.name: True}
    data = bytearray(taken.file.read_bytes())
    data[len(data) // 2] ^= 1
    taken.file.write_bytes(data)
    next(button for button in test.button if button.label == EN.say("backup.verify")).click().run()
    assert EN.show("problem.backup_damaged") in [error.value for error in test.error]
    whole = [(entry.command, entry.after and entry.after["whole"]) for entry in entries()]
    assert whole == [("enter_backup_check", True), ("enter_backup_check", False)]
    with reading() as session:
        last = last_verified(session)[taken.file.name]
    assert last == Verified(entries()[-1].at, False)
    again = signed_in(PAGE, ADMINISTRATOR)
    assert [error.value for error in again.error] == [EN.show("backup.broken_at", at=last.at)]


def test_a_backup_is_given_once_it_is_entered_and_never_to_whoever_may_not_any_more(
    signed_in: Visitor, folder: Path, presses: dict[str, Callable[[], bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = taken_in(folder)
    signed_in(PAGE, ADMINISTRATOR)
    press = presses[f"download.{taken.file.name}"]
    assert entries() == []
    assert press() == taken.file.read_bytes()
    (entry,) = entries()
    assert (entry.command, entry.after) == (
        "enter_backup_download",
        {"file_name": taken.file.name, "checksum": taken.checksum},
    )
    with monkeypatch.context() as busy:
        busy.setattr("pages.parts.backups.perform", lambda *_: (_ for _ in ()).throw(Problem("database_busy")))
        with pytest.raises(Problem, match="database_busy"):
            press()
    with transaction() as session:
        for sign_in in session.exec(select(SignIn)):
            sign_in.revoked_at = now()
    with pytest.raises(Problem, match="not_allowed"):
        press()
    assert len(entries()) == 1


def test_a_backup_too_large_for_a_browser_is_fetched_on_the_server(
    signed_in: Visitor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_in(folder)
    monkeypatch.setattr("pages.parts.backups._LARGEST_DOWNLOAD", 100)
    test = signed_in(PAGE, ADMINISTRATOR)
    assert EN.say("backup.too_large") in [caption.value for caption in test.caption]
    assert not test.get("download_button")


@pytest.mark.parametrize(("days", "warned"), [(0, False), (1, False), (7, False), (8, True), (40, True)])
def test_a_last_backup_older_than_a_week_is_warned_of(
    signed_in: Visitor, folder: Path, days: int, warned: bool
) -> None:
    taken = taken_in(folder)
    moment = datetime.now(UTC) - timedelta(days=days, hours=1)
    forged(taken.file, folder / "old.zip", taken_at=moment)
    taken.file.unlink()
    test = signed_in(PAGE, ADMINISTRATOR)
    said = [EN.count("backup.too_old", days)] if warned else []
    assert [warning.value for warning in test.warning] == said
    captions = [caption.value for caption in test.caption]
    assert warned or (EN.count("backup.last", days) if days else EN.say("backup.last_today")) in captions


def test_backups_of_others_and_of_other_versions_are_told_apart_and_do_not_count(
    signed_in: Visitor, folder: Path
) -> None:
    taken = taken_in(folder)
    forged(taken.file, folder / "of_another.zip", instance="another", demonstration=True)
    forged(taken.file, folder / "older.zip", revision="0001", instance="another")
    forged(taken.file, folder / "newer.zip", revision="9001", instance="another", before_migration=True)
    taken.file.unlink()
    (folder / "letter.zip").write_text("Bonjour")
    test = signed_in(PAGE, ADMINISTRATOR)
    assert [info.value for info in test.info] == [EN.say("backup.none")]
    assert [error.value for error in test.error] == [EN.show("problem.backup_foreign")]
    said = " ".join(text.value for text in test.markdown)
    for note in ("backup.of_another", "backup.of_demonstration", "backup.before_migration"):
        assert EN.say(note) in said
    assert EN.show("backup.of_older", revision="0001") in said
    assert EN.show("backup.of_newer", revision="9001") in said


def test_the_command_for_an_older_backup_brings_it_up(signed_in: Visitor, folder: Path) -> None:
    taken = taken_in(folder)
    older = forged(taken.file, folder / "older.zip", revision="0001")
    taken.file.unlink()
    test = signed_in(PAGE, ADMINISTRATOR)
    assert [code.value for code in test.code] == [
        f"make restore FROM={older.name} TO=data/restored.sqlite3 UPGRADE=yes"
    ]


def test_a_long_list_is_cut_and_says_so(signed_in: Visitor, folder: Path) -> None:
    taken = taken_in(folder)
    for number in range(32):
        (folder / f"copy {number} _of_ [it](x).zip").write_bytes(taken.file.read_bytes())
    test = signed_in(PAGE, ADMINISTRATOR)
    assert not test.exception
    assert [button.label for button in test.button].count(EN.say("backup.verify")) == 30
    assert EN.count("backup.more", 3) in [caption.value for caption in test.caption]
