"""Makes a database ready to serve: migrated, with the rows a new one starts with."""

from sqlalchemy.engine import Engine
from sqlmodel import Session

from db.engine import engine
from db.migrate import migrate, pending
from db.reference.load import load_reference


def prepare(on: Engine | None = None) -> None:
    """Migrates the database where it is behind and fills it where it is empty; running it again changes nothing."""
    chosen = on or engine()
    if pending(chosen):
        migrate(chosen)
    with Session(chosen.execution_options(writing=True)) as session, session.begin():
        load_reference(session)
