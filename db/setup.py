"""Makes a database ready to serve: migrated, with the rows a new one starts with."""

import os
import uuid

from sqlalchemy.engine import Engine
from sqlmodel import Session

from core.problems import Problem
from db.engine import engine, transaction
from db.migrate import Standing, migrate, standing
from db.reference.load import load_reference


def prepare(on: Engine | None = None) -> None:
    """Migrates the database where it is behind and fills it where it is empty; running it again changes nothing.

    A copy is taken before a migration, and without one nothing is migrated: Problem with "migration_without_copy" and
    its cause, unless COOPER_HAS_BACKUP=yes says that there is a backup. Problem("database_newer") for the database of
    a newer program and Problem("database_foreign") for another program's; they are left as they are.
    """
    chosen = on or engine()
    stands = standing(chosen)
    if stands is Standing.OLDER:
        _bring_up(chosen)
    if stands is Standing.EMPTY:
        migrate(chosen)
    with Session(chosen.execution_options(writing=True)) as session, session.begin():
        load_reference(session)


def _bring_up(chosen: Engine) -> None:
    # Most starts bring nothing up, and need none of this.
    from db.backup.place import backups_folder
    from db.backup.take import take
    from db.commands.backups import enter_backup
    from db.commands.setup_codes import SERVER

    if os.environ.get("COOPER_HAS_BACKUP") == "yes":
        migrate(chosen)
        return
    try:
        taken = take(chosen.url, backups_folder(chosen.url), before_migration=True)
    except Problem as problem:
        raise Problem("refused", parts=(Problem("migration_without_copy"), *problem.each())) from problem
    migrate(chosen)
    manifest = taken.manifest
    with transaction(chosen) as session:
        said = (taken.file.name, taken.checksum, manifest.taken_at, manifest.rows)
        enter_backup(session, SERVER, uuid.uuid4().hex, *said)
