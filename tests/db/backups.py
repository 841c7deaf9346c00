"""What tests of backups stand on: rows written by commands, a place to restore to, and forged files."""

from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import URL, Engine
from sqlmodel import Session

from core.access import Actor
from core.records import validated
from core.records.backups import BackupManifest
from core.records.programme import SectorRecord
from db.backup.archive import opened, write_archive
from db.backup.place import PART
from db.commands.reference_lists import add_to_list
from db.engine import make_engine
from db.queries.chain import broken_link
from tests.db.entries import do


def add_sector(engine: Engine, actor: Actor, code: str) -> int:
    """One row by a real command, with its entry in the history; its id."""
    labels = {"label_ar": f"قطاع {code}", "label_fr": f"Secteur {code}", "label_en": f"Sector {code}"}
    return do(engine, add_to_list, actor, code, "sector", validated(SectorRecord, {"code": code, **labels})).row_id


def new_place(engine: Engine, folder: Path, name: str = "restored") -> Path | URL:
    """A place where nothing is, of the kind of this engine's database."""
    if engine.dialect.name == "sqlite":
        return folder / f"{name}.sqlite3"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'CREATE DATABASE "{engine.url.database}_{name}"'))
    return engine.url.set(database=f"{engine.url.database}_{name}")


def url_of(place: Path | URL) -> URL:
    """The address of a place."""
    return URL.create("sqlite", database=str(place)) if isinstance(place, Path) else place


def on(place: Path | URL) -> Engine:
    """An engine on a restored database."""
    return make_engine(url_of(place))


def drop(engine: Engine, place: Path | URL) -> None:
    """Takes a restored PostgreSQL database away again; a file goes with its folder."""
    if isinstance(place, URL):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'DROP DATABASE "{place.database}" WITH (FORCE)'))


def holds(engine: Engine, code: str) -> bool:
    """Whether a sector is there."""
    with Session(engine) as session:
        return (
            session.connection().execute(text("SELECT 1 FROM sector WHERE code = :c"), {"c": code}).first() is not None
        )


def chain_holds(engine: Engine) -> bool:
    """Whether the history is whole."""
    with Session(engine) as session:
        return broken_link(session) is None


def in_folder(folder: Path) -> list[str]:
    """What lies in a folder, the lock apart."""
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock" and not path.name.startswith(PART))


def forged(file: Path, to: Path, content: Path | None = None, **values: Any) -> Path:
    """A backup with a seal that holds and a manifest or a database that does not."""
    inside = to.with_suffix(".inside")
    with opened(file) as archive:
        archive.extract(inside)
        manifest = archive.manifest.model_copy(update=values)
    write_archive(to, BackupManifest.model_construct(**vars(manifest)), content or inside)
    inside.unlink()
    return to
