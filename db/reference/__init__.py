"""The rows a new database starts with, as files, and their loading."""
