"""The database: tables, engine, queries, commands, migrations and the rows a new database starts with."""
