"""The rehearsal: a backup while the server runs and four people write, restored, served, and somebody signs in."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy.engine import URL, Engine

from core.i18n import words
from db.backup.archive import manifest_in
from db.backup.state import state_of
from db.engine import make_engine
from tests.browser.conftest import Opener, Server, start_server
from tests.conftest import actor
from tests.db.backups import add_sector, chain_holds, holds
from tests.db.small_programme import fill
from tests.house.tree import ROOT
from tests.pages.conftest import PASSWORD

pytestmark = pytest.mark.browser
FR = words("fr")


def run(server: Server, *command: str) -> str:
    """The last line that a command of the server said."""
    environment = {**os.environ, "COOPER_DATABASE": str(server.database)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


def engine_on(file: Path) -> Engine:
    return make_engine(URL.create("sqlite", database=str(file)))


def written_meanwhile(engine: Engine, server: Server) -> tuple[Path, list[str]]:
    """The backup that the command took while four people wrote, and what they were told was saved before it began."""
    coordinator, over, saved = actor("coordinator"), threading.Event(), list[str]()

    def write(worker: int) -> None:
        turn = 0
        while not over.is_set():
            add_sector(engine, coordinator, f"code_{worker}_{turn}")
            saved.append(f"code_{worker}_{turn}")
            turn += 1

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    while len(saved) < 40:
        over.wait(0.01)
    before = list(saved)
    file = Path(run(server, "db.backup"))
    over.set()
    for thread in threads:
        thread.join()
    return file, before


def test_a_backup_of_a_running_server_is_restored_and_a_person_signs_in(
    server: Server, opened: Opener, tmp_path: Path
) -> None:
    engine = engine_on(server.database)
    fill(engine)
    cookie = server.cookie("administrator", language="fr")
    file, before = written_meanwhile(engine, server)
    manifest = manifest_in(file)
    assert manifest.broken_link is None

    place = tmp_path / "restored.sqlite3"
    assert run(server, "db.restore", file.name, str(place)) == f'COOPER_DATABASE="{place}" make run'
    there = engine_on(place)
    assert [code for code in before if not holds(there, code)] == []
    with there.connect() as connection:
        counted = state_of(connection).tables
    # The restore is one more entry, and the code of the first start is gone.
    more = {name: manifest.tables[name] + 1 for name in ("action", "change", "revision")}
    assert counted == manifest.tables | more | {"setup_code": 0}
    assert chain_holds(there)
    with there.connect() as connection:
        username = connection.exec_driver_sql("SELECT username FROM account").scalar()
    there.dispose()

    restored = start_server(place, tmp_path / "server.log")
    page = opened("/manage-backup", language="fr", cookie=cookie)
    expect(page.get_by_role("heading", name=FR.say("menu.manage.backup"))).to_be_visible(timeout=15_000)
    # The same browser, at the restored place: who was signed in there is not signed in here.
    page.context.add_cookies([{"name": "cooper_sign_in", "value": cookie, "url": restored.address}])
    page.goto(f"{restored.address}/manage-backup")
    page.get_by_label(FR.say("account.username")).fill(str(username))
    page.get_by_label(FR.say("account.password"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=FR.say("sign_in.enter")).click()
    expect(page.get_by_role("heading", name=FR.say("menu.manage.backup"))).to_be_visible(timeout=15_000)
    restored.stop()
    engine.dispose()
