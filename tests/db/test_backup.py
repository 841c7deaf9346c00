"""Taking a backup while others write: consistent, verified, and never half there."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL, Engine, make_url
from sqlmodel import Session, select

from core.access import Actor
from core.i18n import LANGUAGES, words
from core.problems import Problem
from db.backup import place, postgres, sqlite
from db.backup.__main__ import main
from db.backup.check import check
from db.backup.place import backups_folder, workplace
from db.backup.state import state_of
from db.backup.take import take
from db.engine import engine as own_engine
from db.engine import reading, transaction
from db.migrate import newest
from db.models import Change, Instance
from db.queries.chain import last_seal
from tests.db.backups import add_sector, in_folder
from tests.db.small_programme import fill
from tests.house.tree import ROOT


@pytest.mark.usefixtures("postgres_tools")
class TestWhileOthersWrite:
    """On both databases."""

    def test_the_manifest_says_what_the_database_holds(
        self, engine: Engine, coordinator: Actor, tmp_path: Path
    ) -> None:
        fill(engine)
        add_sector(engine, coordinator, "mining")
        taken = take(engine.url, tmp_path / "backups")
        with engine.connect() as connection:
            state = state_of(connection)
        with Session(engine) as session:
            instance, sealed = session.get_one(Instance, 1).name, last_seal(session)
        manifest = taken.manifest
        assert manifest.tables == state.tables
        assert (manifest.tables["change"], manifest.tables["sector"], manifest.tables["person"]) == (1, 27, 15)
        assert (manifest.instance, manifest.seal, manifest.revision) == (instance, sealed, newest())
        assert (manifest.history_checked, manifest.broken_link, manifest.demonstration) == (True, None, False)
        assert manifest.kind == ("sqlite" if engine.dialect.name == "sqlite" else "postgresql")
        assert hashlib.sha256(taken.file.read_bytes()).hexdigest() == taken.checksum
        assert taken.file.stat().st_mode & 0o777 == 0o600
        assert in_folder(taken.file.parent) == [taken.file.name]
        assert check(taken.file) == taken

    def test_four_who_write_lose_nothing_and_the_backup_is_one_state(
        self, engine: Engine, coordinator: Actor, tmp_path: Path
    ) -> None:
        before = [add_sector(engine, coordinator, f"before_{number}") for number in range(5)]
        begun, over = threading.Barrier(5), threading.Event()
        acknowledged: list[int] = []

        def write(worker: int) -> None:
            begun.wait()
            turn = 0
            while not over.is_set() or turn < 3:
                acknowledged.append(add_sector(engine, coordinator, f"during_{worker}_{turn}"))
                turn += 1

        threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
        for thread in threads:
            thread.start()
        begun.wait()
        taken = [take(engine.url, tmp_path / "backups") for _ in range(2)]
        over.set()
        for thread in threads:
            thread.join()
        for one in taken:
            # A row and its entry were written together, and are there together.
            assert one.manifest.tables["change"] == one.manifest.tables["sector"] - 26 >= len(before)
            assert one.manifest.broken_link is None
            assert check(one.file) == one
        with Session(engine) as session:
            assert len(session.exec(select(Change)).all()) == len(before) + len(acknowledged)


@pytest.mark.usefixtures("postgres_tools")
def test_a_broken_history_is_backed_up_and_told(engine: Engine, coordinator: Actor, tmp_path: Path) -> None:
    for code in ("alpha", "beta"):
        add_sector(engine, coordinator, code)
    with transaction(engine) as session:
        for name in ("change_stays", "change_kept", "change_new")[: 3 if engine.dialect.name == "sqlite" else 1]:
            session.execute(text(f"DROP TRIGGER {name}" + ("" if engine.dialect.name == "sqlite" else " ON change")))
        session.execute(text("UPDATE change SET reason = 'other' WHERE id = 2"))
    assert check(take(engine.url, tmp_path).file).manifest.broken_link == 2


def test_what_was_deleted_is_in_no_page_of_the_copy(sqlite_file: Path, tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(sqlite_file))
    with closing(sqlite._connected(sqlite_file, "rw")) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        for number in range(50):
            connection.execute("INSERT INTO action (digest, at) VALUES (?, '2026-01-01')", (f"Zzsecret{number}" * 9,))
        connection.execute("DELETE FROM action")
    # The last connection to close has put the write-ahead log into the file.
    assert b"Zzsecret" in sqlite_file.read_bytes()
    with zipfile.ZipFile(take(url, tmp_path / "backups").file) as packed:
        assert b"Zzsecret" not in packed.read("database.sqlite3")


def test_the_folder_is_beside_the_database_or_where_the_setting_says(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert backups_folder() == database.parent / "backups"
    monkeypatch.setenv("COOPER_BACKUPS", str(tmp_path / "elsewhere"))
    assert backups_folder() == tmp_path / "elsewhere"
    monkeypatch.delenv("COOPER_BACKUPS")
    monkeypatch.setenv("DATABASE_URL", "postgresql://name@host/database")
    assert backups_folder() == ROOT / "data" / "backups"


def test_two_backups_at_once_are_one_and_a_sentence(database: Path, tmp_path: Path) -> None:
    with workplace(tmp_path / "backups"), pytest.raises(Problem, match="backup_running"):
        take(URL.create("sqlite", database=str(database)), tmp_path / "backups")
    assert in_folder(tmp_path / "backups") == []


def test_no_database_no_backup(tmp_path: Path) -> None:
    missing = tmp_path / "missing.sqlite3"
    with pytest.raises(Problem, match="database_missing"):
        take(URL.create("sqlite", database=str(missing)), tmp_path / "backups")
    assert not missing.exists()


def test_a_damaged_database_is_not_backed_up_as_a_whole_one(sqlite_file: Path, tmp_path: Path) -> None:
    with closing(sqlite._connected(sqlite_file, "ro")) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'commune'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data = bytearray(sqlite_file.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    sqlite_file.write_bytes(data)
    with pytest.raises(Problem, match="backup_source_damaged"):
        take(URL.create("sqlite", database=str(sqlite_file)), tmp_path / "backups")
    assert in_folder(tmp_path / "backups") == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "backup_disk_full"), (errno.EDQUOT, "backup_disk_full"), (errno.EROFS, "backup_place_refused")],
)
def test_a_disk_that_gives_out_leaves_no_file(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def settle(_path: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(place, "settle", settle)
    with pytest.raises(Problem, match=code):
        take(URL.create("sqlite", database=str(database)), tmp_path / "backups")
    assert in_folder(tmp_path / "backups") == []


def test_a_disk_without_room_is_not_filled(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 2 * database.stat().st_size - 1

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    with pytest.raises(Problem, match="backup_disk_full"):
        take(URL.create("sqlite", database=str(database)), tmp_path / "backups")


def test_a_folder_that_is_a_file_is_refused(database: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    for folder in (tmp_path / "file", tmp_path / "file" / "backups"):
        with pytest.raises(Problem, match="backup_place_refused"):
            take(URL.create("sqlite", database=str(database)), folder)


_KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy.engine import URL
from db.backup import place, take
moment = sys.argv[3]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if moment == "copied":
    take.digest_of = die
elif moment == "packed":
    take.opened = die
else:
    place.os.link = die
take.take(URL.create("sqlite", database=sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("moment", ["copied", "packed", "named"])
def test_a_kill_in_the_middle_leaves_no_backup_and_the_next_one_clears_up(
    database: Path, tmp_path: Path, moment: str
) -> None:
    folder = tmp_path / "backups"
    command = [sys.executable, "-c", _KILLED, str(database), str(folder), moment]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert list(folder.glob("*.zip")) == []
    assert len(list(folder.glob(f"{place.PART}*"))) == 1
    taken = take(URL.create("sqlite", database=str(database)), folder)
    assert [path.name for path in folder.iterdir() if path.suffix != ".lock"] == [taken.file.name]


@pytest.mark.usefixtures("database")
def test_the_command_takes_one_enters_it_and_says_so_in_three_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "stick")]) == 0
    (file,) = (tmp_path / "stick").glob("*.zip")
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == str(file)
    checksum = hashlib.sha256(file.read_bytes()).hexdigest()
    assert [words(one).say("backup.checksum_told", checksum=checksum) in said for one in LANGUAGES] == [True] * 3
    with reading() as session:
        entry = session.exec(select(Change)).one()
    assert (entry.command, entry.kind, entry.row_id, entry.account_id) == ("enter_backup", "backup", None, None)
    assert entry.after
    assert (entry.after["file_name"], entry.after["checksum"]) == (file.name, checksum)


@pytest.mark.usefixtures("database")
def test_the_command_says_in_three_languages_why_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("a file")
    assert main([str(tmp_path / "file")]) == 1
    said = capsys.readouterr().out
    assert [words(one).say("problem.backup_place_refused") in said for one in LANGUAGES] == [True] * 3
    assert main(["one", "two"]) == 1
    assert words("fr").say("backup.usage") in capsys.readouterr().out
    with Session(own_engine()) as session:
        assert session.exec(select(Change)).all() == []


def test_without_postgresql_s_tools_a_sentence_says_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COOPER_POSTGRES_TOOLS", str(tmp_path))
    with pytest.raises(Problem) as refused:
        postgres.tool("pg_dump")
    assert (refused.value.code, refused.value.details) == ("postgres_tools_missing", {"tool": "pg_dump"})


def test_the_password_reaches_the_tools_by_their_variable_alone() -> None:
    url = make_url("postgresql+psycopg://name:secret@host:5433/database?sslmode=require")
    given = postgres._surroundings(url)
    told = {name: given[name] for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSSLMODE")}
    assert list(told.values()) == ["host", "5433", "name", "secret", "database", "require"]


@pytest.mark.usefixtures("postgres_tools")
def test_a_tool_that_fails_is_told_without_the_password(
    postgres_server: URL, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = postgres_server.set(database="not_there", password="very secret")
    with pytest.raises(Problem, match="postgres_tools_failed"):
        postgres._run(postgres.tool("pg_dump"), url, f"--file={tmp_path / 'x'}")
    with pytest.raises(Problem, match="database_unreachable"):
        take(url, tmp_path / "backups")
    assert "not_there" in caplog.text
    assert "very secret" not in caplog.text
