"""A PostgreSQL database lent to one test after another: what was written is undone, a changed table makes it anew."""

import uuid
from typing import Any

from psycopg import sql
from sqlalchemy import text
from sqlalchemy.engine import URL, Engine

from db.engine import make_engine

# Everything in which the tables and their rules can differ; a difference here is not mended.
_SHAPE = """
SELECT md5(string_agg(line, ';' ORDER BY line)) FROM (
    SELECT format('%s %s %s %s', oid, relname, relkind, relfilenode) AS line FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT format('%s %s %s', oid, nspname, nspacl) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'
    UNION ALL SELECT a::text FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT format('%s %s %s', oid, tgname, tgenabled) FROM pg_trigger
    UNION ALL SELECT c::text FROM pg_constraint c WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT p::text FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT s::text FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase
        WHERE datname = current_database()
) AS shape
"""
_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
_SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
# VACUUM counts rows, and a plan chosen by what an earlier test had would make this test's order another one.
_FORGET_COUNTS = """
SELECT pg_clear_relation_stats('public', relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') AND reltuples >= 0
"""


# The server counts what is written to each table; reading the tables themselves would cost a test's time.
_WRITTEN = "SELECT relname FROM pg_stat_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"


def administer(server: URL, statement: str) -> None:
    """One statement about a whole database, outside of any transaction."""
    engine = make_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


class Returned:
    """Hands out a database as the template is; copying the template for every test cost more than the tests."""

    def __init__(self, server: URL, template: URL) -> None:
        self._server = server
        self._template = template
        self._free: str | None = None
        self._lent = ""
        engine = make_engine(template)
        self._kept = _Rows(engine)
        engine.dispose()

    def lend(self) -> URL:
        """The address of a database with the template's rows, under a name that no test had before."""
        if self._free is None:
            self._free = _new_name()
            administer(self._server, f"CREATE DATABASE {self._free} TEMPLATE {self._template.database}")
        self._lent, self._free = self._free, None
        return self._server.set(database=self._lent)

    def take_back(self) -> None:
        """Undoes what the test wrote; a database whose tables or rules it changed is thrown away."""
        free = _new_name()
        # The server refuses this while somebody is still connected: a test that leaves a connection open is told.
        administer(self._server, f"ALTER DATABASE {self._lent} RENAME TO {free}")
        engine = make_engine(self._server.set(database=free))
        whole = self._kept.put_back(engine)
        engine.dispose()
        if whole:
            self._free = free
        else:
            administer(self._server, f"DROP DATABASE {free}")


def _new_name() -> str:
    return f"test_{uuid.uuid4().hex}"


class _Rows:
    """The rows, the next numbers and the shape of a database as they were, to be put back."""

    def __init__(self, engine: Engine) -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            cursor = connection.connection.cursor()
            cursor.execute(_FORGET_COUNTS)
            self._shape = _asked(cursor, _SHAPE)
            self._tables = [name for (name,) in _asked(cursor, _TABLES)]
            self._sequences = _asked(cursor, _SEQUENCES)
            self._rows = {}
            for name in self._tables:
                with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as copy:
                    self._rows[name] = b"".join(bytes(part) for part in copy)

    def put_back(self, engine: Engine) -> bool:
        """Makes the database as it was; False, and nothing done, where its shape is another one."""
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            cursor = connection.connection.cursor()
            if _asked(cursor, _SHAPE) != self._shape:
                return False
            written = [name for (name,) in _asked(cursor, _WRITTEN)]
            if written:
                # The history refuses to be shortened, and rows go in any order of their keys.
                cursor.execute("SET session_replication_role = replica")
                names = sql.SQL(", ").join(map(sql.Identifier, written))
                for name in written:
                    cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                # Without it new rows would stand after the old ones' places, in an order that no other run has.
                cursor.execute(sql.SQL("VACUUM (INDEX_CLEANUP ON) {}").format(names))
                for name in written:
                    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as copy:
                        copy.write(self._rows[name])
                cursor.execute(_FORGET_COUNTS)
                cursor.execute("SELECT pg_stat_force_next_flush()")
                cursor.execute("SELECT pg_stat_reset()")
            sequences = _asked(cursor, _SEQUENCES)
            for name, start, last in self._sequences:
                if (name, start, last) not in sequences:
                    cursor.execute("SELECT setval(%s, %s, %s)", (f'"{name}"', last or start, last is not None))
        return True


def _asked(cursor: Any, question: Any) -> Any:
    return cursor.execute(question).fetchall()
