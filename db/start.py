"""What a server does with its database before it serves: one server after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine

from db.commands.sign_ins import print_setup_code
from db.engine import engine
from db.faults import told
from db.health import try_to_write
from db.setup import prepare

# Any number that nothing else in the database locks by.
_PREPARING = 1_905_202_501
_PATIENCE = 10.0


def ready() -> str | None:
    """Makes the database in use ready; the new set-up code of one without an account, else None.

    Problem where it cannot be made ready: a fault of db.faults, or a refusal of `prepare`.
    """
    with told(engine()), alone(engine()):
        prepare()
        # Where nothing is to be prepared nothing was written yet, and who starts a server is told before anybody types.
        try_to_write(_PATIENCE)
        return print_setup_code()


@contextmanager
def alone(on: Engine) -> Iterator[None]:
    """While one server prepares a PostgreSQL database, another one waits; for a file SQLite's own lock does that."""
    if on.dialect.name == "sqlite":
        yield
        return
    with on.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # A migration may take longer than anybody waits for a row.
        connection.execute(text("SET lock_timeout = 0"))
        connection.execute(select(func.pg_advisory_lock(_PREPARING)))
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(_PREPARING)))
            connection.execute(text("RESET lock_timeout"))
