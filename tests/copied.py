"""What was once written into a fresh database, put into the next one as plain rows: the same rows, far sooner."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from psycopg import sql
from sqlalchemy import Connection, Engine

from db.models import TABLES

Told = TypeVar("Told")
_TABLES = [table.name for table in TABLES.metadata.sorted_tables]
_COUNTS = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in _TABLES)
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


class Copied(Generic[Told]):
    """Writes with `write` where it is the first time or the database was not as it was then; else its rows."""

    def __init__(self, write: Callable[[Engine], Told]) -> None:
        self._write = write
        self._kept: dict[tuple[Any, ...], tuple[dict[str, list[Any]], set[str], Any, Told]] = {}

    def __call__(self, engine: Engine) -> Told:
        """What `write` tells, and its rows in the database."""
        backend = engine.dialect.name
        with engine.connect() as connection:
            was = (backend, *map(tuple, connection.exec_driver_sql(_COUNTS)))
        if was in self._kept:
            rows, whole, sequences, told = self._kept[was]
            with engine.execution_options(writing=True).begin() as connection:
                if backend == "postgresql":
                    # Rows that point to each other go in table by table.
                    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
                else:
                    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
                for name in whole:
                    connection.exec_driver_sql(f'DELETE FROM "{name}"')
                (_put_postgres if backend == "postgresql" else _put_sqlite)(connection, rows, sequences)
            return told
        before = _rows(engine)
        told = self._write(engine)
        after = _rows(engine)
        written = {name: after[name] for name in _TABLES if after[name] != before[name]}
        # A table of which a row became another is written whole; of the others, the new rows are.
        whole = {name for name, rows in written.items() if not set(before[name]) <= set(rows)}
        rows = {name: rows if name in whole else _new(before[name], rows) for name, rows in written.items()}
        with engine.connect() as connection:
            asked = connection.exec_driver_sql(_SEQUENCES).fetchall() if backend == "postgresql" else []
        self._kept[was] = rows, whole, asked, told
        return told


def _new(before: list[Any], after: list[Any]) -> list[Any]:
    known = set(before)
    return [row for row in after if row not in known]


def _rows(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return {
                name: [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')] for name in _TABLES
            }
        cursor, found = _cursor(connection), {}
        for name in _TABLES:
            with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as copy:
                found[name] = b"".join(bytes(part) for part in copy).splitlines(keepends=True)
        return found


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


def _put_sqlite(connection: Connection, rows: dict[str, list[Any]], _sequences: Any) -> None:
    for name, new in rows.items():
        marks = ", ".join("?" * len(new[0]))
        connection.exec_driver_sql(f'INSERT INTO "{name}" VALUES ({marks})', new)


def _put_postgres(connection: Connection, rows: dict[str, list[Any]], sequences: Any) -> None:
    cursor = _cursor(connection)
    for name, new in rows.items():
        with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as copy:
            copy.write(b"".join(new))
    for name, last in sequences:
        cursor.execute("SELECT setval(%s, %s)", (f'"{name}"', last))
