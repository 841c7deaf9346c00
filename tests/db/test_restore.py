"""Restoring to a new place: all that was acknowledged is there, nobody is signed in, the old place is as it was."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.engine import URL, Engine
from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import LANGUAGES, words
from core.passwords import hashed, new_token, token_hash
from core.problems import Problem
from core.records import validated
from core.records.accounts import AccountRecord
from db.backup.place import disks_told, put
from db.backup.restore import place_of, restore
from db.backup.take import take
from db.commands.accounts import make_account
from db.engine import make_engine, transaction
from db.migrate import configuration, newest, revisions
from db.models import Account, Change, Instance, PasswordLink, SetupCode, SignIn, Ticket
from db.models.base import now
from db.queries.accounts import reader_of_cookie
from db.restore import main
from tests.conftest import actor
from tests.db.backups import add_sector, chain_holds, drop, forged, holds, in_folder, new_place, on
from tests.db.entries import do
from tests.db.small_programme import fill


def down(engine: Engine, revision: str) -> None:
    configured = configuration()
    with engine.connect().execution_options(writing=True) as connection:
        configured.attributes["connection"] = connection
        command.downgrade(configured, revision)
        connection.commit()


def all_rows(engine: Engine, *names: str) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            name: sorted(tuple(map(str, row)) for row in connection.execute(text(f"SELECT * FROM {name}")))
            for name in names
        }


@pytest.mark.usefixtures("postgres_tools")
def test_what_was_acknowledged_is_at_the_new_place_and_the_living_database_is_as_it_was(
    engine: Engine, coordinator: Actor, tmp_path: Path
) -> None:
    fill(engine)
    add_sector(engine, coordinator, "mining")
    taken = take(engine.url, tmp_path / "backups")
    add_sector(engine, coordinator, "later")
    names = [name for name in taken.manifest.tables if name not in ("instance", "action", "change", "change_head")]
    before = all_rows(engine, *names, "instance", "change")
    place = new_place(engine, tmp_path)
    restored = restore(taken.file, place)
    assert all_rows(engine, *names, "instance", "change") == before
    assert (restored.upgraded, restored.checksum) == (False, taken.checksum)
    there = on(place)
    assert (holds(there, "mining"), holds(there, "later")) == (True, False)
    kept = all_rows(there, *names)
    changed = {name for name in names if kept[name] != before[name]}
    assert changed == {"sector", "revision"}
    with Session(there) as session:
        entries = session.exec(select(Change).order_by(col(Change.id))).all()
        assert [entry.command for entry in entries] == ["add_to_list", "enter_restore"]
        assert entries[-1].after == {
            "file_name": taken.file.name,
            "checksum": taken.checksum,
            "taken_at": taken.manifest.taken_at.isoformat(),
        }
        assert session.get_one(Instance, 1).name != taken.manifest.instance
    assert chain_holds(there)
    # It is written to like any other, and backed up again.
    add_sector(there, coordinator, "after")
    assert take(there.url, tmp_path / "again").manifest.tables["sector"] == 28
    there.dispose()
    drop(engine, place)


@pytest.mark.usefixtures("postgres_tools")
def test_nobody_is_signed_in_at_the_new_place_and_passwords_stay(engine: Engine, tmp_path: Path) -> None:
    administrator = actor("administrator")
    record = validated(AccountRecord, {"username": "amina", "name": "Amina", "roles": "administrator"})
    account = do(
        engine, make_account, administrator, "k", record, frozenset(), hashed("une phrase assez longue")
    ).row_id
    cookie, ends = new_token(), now() + timedelta(hours=1)
    with transaction(engine) as session:
        session.add(SignIn(cookie_hash=token_hash(cookie), account_id=account, security_version=1))
        session.add(Ticket(ticket_hash="ticket", account_id=account, expires_at=ends))
        session.add(PasswordLink(token_hash="used", account_id=account, expires_at=ends, used_at=now()))
        session.add(PasswordLink(token_hash="unused", account_id=account, expires_at=ends))
        session.merge(SetupCode(id=1, code_hash="code"))
    place = new_place(engine, tmp_path)
    restore(take(engine.url, tmp_path / "backups").file, place)
    there = on(place)
    with Session(engine) as session:
        assert reader_of_cookie(session, cookie) is not None
        kept = session.get_one(Account, account).password_hash
    with Session(there) as session:
        assert reader_of_cookie(session, cookie) is None
        assert session.exec(select(SignIn).where(col(SignIn.revoked_at).is_(None))).all() == []
        assert [session.exec(select(table)).all() for table in (Ticket, SetupCode)] == [[], []]
        assert [link.token_hash for link in session.exec(select(PasswordLink))] == ["used"]
        assert session.get_one(Account, account).password_hash == kept
    there.dispose()
    drop(engine, place)


@pytest.mark.usefixtures("postgres_tools")
def test_a_place_where_something_is_is_refused_and_stays_as_it_is(engine: Engine, tmp_path: Path) -> None:
    taken = take(engine.url, tmp_path / "backups")
    own = engine.url if engine.dialect.name == "postgresql" else Path(engine.url.database or "")
    before = all_rows(engine, "instance")
    with pytest.raises(Problem, match="restore_place_taken"):
        restore(taken.file, own)
    assert all_rows(engine, "instance") == before


@pytest.mark.parametrize("name", ["restored.sqlite3", "restored.sqlite3-wal", "restored.sqlite3-shm"])
def test_a_file_or_what_sqlite_left_beside_one_is_not_written_over(
    sqlite_file: Path, tmp_path: Path, name: str
) -> None:
    taken = take(URL.create("sqlite", database=str(sqlite_file)), tmp_path / "backups")
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(Problem, match="restore_place_taken"):
        restore(taken.file, tmp_path / "restored.sqlite3")
    assert (tmp_path / name).read_bytes() == b""


@pytest.mark.usefixtures("postgres_tools")
def test_an_older_backup_is_refused_and_brought_up_at_the_new_place_where_asked(
    engine: Engine, coordinator: Actor, tmp_path: Path
) -> None:
    add_sector(engine, coordinator, "mining")
    before = revisions()[-2]
    down(engine, before)
    taken = take(engine.url, tmp_path / "backups")
    assert (taken.manifest.revision, taken.manifest.program) == (before, newest())
    assert taken.manifest.history_checked is False
    place = new_place(engine, tmp_path)
    with pytest.raises(Problem) as refused:
        restore(taken.file, place)
    assert (refused.value.code, refused.value.details) == ("backup_older", {"revision": before, "known": newest()})
    restored = restore(taken.file, place, upgrade=True)
    assert (restored.upgraded, restored.state.revision, restored.state.broken_link) == (True, newest(), None)
    there = on(place)
    assert holds(there, "mining")
    assert chain_holds(there)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == before
    there.dispose()
    drop(engine, place)


@pytest.mark.usefixtures("postgres_tools")
@pytest.mark.parametrize("upgrade", [False, True])
def test_a_newer_backup_is_refused(engine: Engine, tmp_path: Path, upgrade: bool) -> None:
    with transaction(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    taken = take(engine.url, tmp_path / "backups")
    place = new_place(engine, tmp_path)
    with pytest.raises(Problem) as refused:
        restore(taken.file, place, upgrade)
    assert (refused.value.code, refused.value.details) == ("backup_newer", {"revision": "9001", "known": newest()})
    assert isinstance(place, URL) or not place.exists()
    drop(engine, place)


@pytest.mark.usefixtures("postgres_tools")
@pytest.mark.parametrize(
    "lie",
    [
        {"tables": {"person": 1}},
        {"seal": "0" * 63 + "1"},
        {"instance": "another"},
        {"revision": revisions()[0]},
    ],
)
def test_a_manifest_that_lies_restores_nothing(engine: Engine, tmp_path: Path, lie: dict[str, Any]) -> None:
    taken = take(engine.url, tmp_path / "backups")
    place = new_place(engine, tmp_path)
    with pytest.raises(Problem) as refused:
        restore(forged(taken.file, tmp_path / "forged.zip", **lie), place, upgrade=True)
    assert refused.value.code == "backup_lies"
    if isinstance(place, URL):
        there = on(place)
        with there.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar() == 0
        there.dispose()
    else:
        assert in_folder(tmp_path) == ["backups", "cooper.sqlite3", "forged.zip"]
    drop(engine, place)


def test_a_backup_goes_back_to_its_own_kind_of_database(sqlite_file: Path, tmp_path: Path) -> None:
    taken = take(URL.create("sqlite", database=str(sqlite_file)), tmp_path / "backups")
    with pytest.raises(Problem, match="restore_needs_file"):
        restore(taken.file, place_of("postgresql://name@host/database"))
    other = forged(taken.file, tmp_path / "forged.zip", kind="postgresql")
    with pytest.raises(Problem, match="restore_needs_server"):
        restore(other, tmp_path / "restored.sqlite3")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("mysql://name@host/database", "restore_address_wrong"),
        ("postgresql://name@host", "restore_address_wrong"),
        ("postgresql://name@host:port/database", "restore_address_wrong"),
        ("sqlite:///file", "restore_address_wrong"),
        ("postgresql://name:secret@host/database", "restore_password_shown"),
    ],
)
def test_an_address_that_is_none_or_shows_a_password_is_refused(given: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        place_of(given)


def test_a_server_that_does_not_answer_is_told(tmp_path: Path, sqlite_file: Path) -> None:
    taken = take(URL.create("sqlite", database=str(sqlite_file)), tmp_path / "backups")
    other = forged(taken.file, tmp_path / "forged.zip", kind="postgresql")
    with pytest.raises(Problem, match="restore_unreachable"):
        restore(other, place_of(f"postgresql://name@/database?host={tmp_path}"))


def test_a_disk_without_room_is_not_filled_by_a_restore(
    sqlite_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = take(URL.create("sqlite", database=str(sqlite_file)), tmp_path / "backups")

    class Usage:
        free = 3 * taken.manifest.size - 1

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    with pytest.raises(Problem, match="backup_disk_full"):
        restore(taken.file, tmp_path / "there" / "restored.sqlite3")
    assert in_folder(tmp_path / "there") == []


@pytest.mark.usefixtures("postgres_tools")
def test_a_restore_that_fails_at_its_end_leaves_the_new_place_empty(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = take(engine.url, tmp_path / "backups")
    place = new_place(engine, tmp_path)

    def failing(*_: object) -> None:
        raise Problem("restore_not_whole")

    with monkeypatch.context() as at_the_end:
        at_the_end.setattr("db.backup.restore._held", failing)
        with pytest.raises(Problem, match="restore_not_whole"):
            restore(taken.file, place)
    assert isinstance(place, URL) or not place.exists()
    # What is empty can be restored to.
    assert restore(taken.file, place).checksum == taken.checksum
    drop(engine, place)


def test_a_database_whose_disk_gives_out_is_told_as_one(sqlite_file: Path) -> None:
    file = make_engine(URL.create("sqlite", database=str(sqlite_file)))
    with file.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        many = "INSERT INTO action (digest, at) SELECT hex(randomblob(900)), '2026-01-01' FROM commune"
        with pytest.raises(Problem, match="backup_disk_full"), disks_told():
            connection.exec_driver_sql(many)
    file.dispose()
    with pytest.raises(Problem, match="backup_disk_full"), disks_told():
        raise Problem("database_full")
    with pytest.raises(Problem, match="backup_older"), disks_told():
        raise Problem("backup_older")


def test_a_disk_that_knows_no_second_name_gets_the_file_all_the_same(
    sqlite_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refusing)
    taken = take(URL.create("sqlite", database=str(sqlite_file)), tmp_path / "stick")
    assert in_folder(tmp_path / "stick") == [taken.file.name]
    restore(taken.file, tmp_path / "restored.sqlite3")
    with pytest.raises(Problem, match="restore_place_taken"):
        put(taken.file, tmp_path / "restored.sqlite3")


def test_a_place_nobody_may_write_to_is_refused(sqlite_file: Path, tmp_path: Path) -> None:
    taken = take(URL.create("sqlite", database=str(sqlite_file)), tmp_path / "backups")
    with pytest.raises(Problem, match="backup_place_refused"):
        restore(taken.file, taken.file / "restored.sqlite3")
    with pytest.raises(Problem, match="backup_place_refused"), disks_told():
        raise PermissionError(13, "Permission denied")


@pytest.mark.usefixtures("database")
def test_the_command_restores_a_bare_name_and_says_in_three_languages_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sqlite_file: Path
) -> None:
    taken = take(URL.create("sqlite", database=str(sqlite_file)), tmp_path / "backups")
    place = tmp_path / "restored.sqlite3"
    assert main([taken.file.name, str(place)]) == 0
    said = capsys.readouterr().out
    for one in LANGUAGES:
        at = {"at": taken.manifest.taken_at}
        assert words(one).count("restore.done", taken.manifest.rows, **at) in said
        assert words(one).say("restore.doors_closed") in said
    assert said.splitlines()[-1] == f'COOPER_DATABASE="{place}" make run'
    assert main([taken.file.name, str(place)]) == 1
    assert words("ar").say("problem.restore_place_taken") in capsys.readouterr().out
    assert main([taken.file.name]) == 1
    assert words("en").say("restore.usage") in capsys.readouterr().out


def test_the_restored_file_is_whole_and_its_owner_s_alone(sqlite_file: Path, tmp_path: Path) -> None:
    taken = take(URL.create("sqlite", database=str(sqlite_file)), tmp_path / "backups")
    place = tmp_path / "restored.sqlite3"
    restore(taken.file, place)
    assert place.stat().st_mode & 0o777 == 0o600
    engine = make_engine(URL.create("sqlite", database=str(place)))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()
