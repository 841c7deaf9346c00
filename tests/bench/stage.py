"""The two apps that are compared: a copy of the product with an empty page and a filled database, and a bare app."""

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import URL

from core.passwords import token_hash
from db.demo.fill import fill
from db.engine import engine as engine_of_process
from db.engine import make_engine, transaction
from db.models import Account, AttendanceStatus, Registration, SignIn, TrainingSession
from db.models.base import table
from pages.server.cookies import SIGN_IN

ROOT = Path(__file__).parent.parent.parent
EMPTY = "explore-empty"
SENTENCE = "Nothing here"

_EMPTY_PAGE = f'''"""Nothing."""

import streamlit as st

from pages.parts.visit import enter

enter("account.self")
st.text("{SENTENCE}")
'''
_BARE_APP = f'''import streamlit as st

st.text("{SENTENCE}")
'''
# What tuned means: the measured settings that decide how fast any Streamlit app answers.
_BARE_SETTINGS = """[server]
headless = true
fileWatcherType = "none"
enableWebsocketCompression = true
[runner]
postScriptGC = false
magicEnabled = false
[browser]
gatherUsageStats = false
"""
_MENU_ENTRY = '    Page("explore", "empty", "crop_square", "account.self"),\n'
_MENU_FIRST = "    HOME,\n"


@dataclass(frozen=True)
class Stage:
    """Where the apps stand, the cookie of somebody signed in, and the open roster with what is marked on it."""

    product: Path
    bare: Path
    database: Path
    cookie: str
    account_id: int
    roster: int
    registrations: tuple[int, ...]
    statuses: dict[str, int]

    @property
    def environment(self) -> dict[str, str]:
        """What the product's server is started with."""
        return {"COOPER_DATABASE": str(self.database), "DATABASE_URL": ""}


def demonstration(database: Path) -> None:
    """Makes the invented programme in a new database file."""
    engine = make_engine(URL.create("sqlite", database=str(database)))
    fill(engine)
    engine.dispose()


def set_up(folder: Path, make: Callable[[Path], object] = demonstration) -> Stage:
    """Copies, fills and signs in; the project itself is not touched. What this process reads is the file made last."""
    database = folder / "bench.sqlite3"
    make(database)
    os.environ["COOPER_DATABASE"] = str(database)
    os.environ.pop("DATABASE_URL", None)
    engine_of_process.cache_clear()
    engine = make_engine(URL.create("sqlite", database=str(database)))
    cookie = secrets.token_urlsafe(32)
    with transaction(engine) as session:
        account = Account(
            username="bench", name="Bench", roles="administrator coordinator", language="fr", password_hash="-"
        )
        session.add(account)
        session.flush()
        account_id = account.id or 0
        session.add(SignIn(cookie_hash=token_hash(cookie), account_id=account_id, security_version=1))
        sitting, registration = table(TrainingSession).c, table(Registration).c
        roster = session.execute(select(sitting.id).where(sitting.state == "held")).scalars().first()
        expected = select(registration.id).where(registration.session_id == roster).order_by(registration.row_number)
        registrations = tuple(session.execute(expected).scalars())
        status = table(AttendanceStatus).c
        statuses = {row.code: row.id for row in session.execute(select(status.code, status.id))}
    engine.dispose()
    return Stage(
        product=_product(folder / "product"),
        bare=_bare(folder / "bare"),
        database=database,
        cookie=f"{SIGN_IN}={cookie}",
        account_id=account_id,
        roster=int(roster or 0),
        registrations=registrations,
        statuses=statuses,
    )


def _product(folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(ROOT / "app.py", folder)
    for room in ("core", "db", "pages", ".streamlit"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pages" / "explore" / "empty.py").write_text(_EMPTY_PAGE, encoding="utf-8")
    menu = folder / "pages" / "menu.py"
    lines = menu.read_text(encoding="utf-8")
    if _MENU_FIRST not in lines:
        raise RuntimeError("the menu no longer begins with its home: the empty page has no place in it")
    menu.write_text(lines.replace(_MENU_FIRST, _MENU_FIRST + _MENU_ENTRY, 1), encoding="utf-8")
    for language in (folder / "core" / "locales").iterdir():
        said = (
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "menu.explore.empty"\nmsgstr "-"\n'
        )
        (language / "bench.po").write_text(said, encoding="utf-8")
    return folder / "app.py"


def _bare(folder: Path) -> Path:
    (folder / ".streamlit").mkdir(parents=True)
    (folder / ".streamlit" / "config.toml").write_text(_BARE_SETTINGS, encoding="utf-8")
    (folder / "app.py").write_text(_BARE_APP, encoding="utf-8")
    return folder / "app.py"
