"""Backups of the whole database: taking one while the server writes, checking it, restoring it to a new place."""
