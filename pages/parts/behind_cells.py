"""The cells of a row behind a figure in the reader's words: as text to read, and as values of a file."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from core.i18n import Words
from pages.parts.organisations import said

Row = Mapping[Any, Any]
# Columns of a file in place of a name, so that both scripts are taken along.
_SCRIPTS = {"name": ("name_ar", "name_latin"), "organisation": ("name_ar", "name_latin")}
_DAYS = (
    *("held_on", "first_on", "last_mentioned_on", "founded_on"),
    *("referred_on", "answered_on", "due_on", "done_on", "raised_on", "confirmed_on"),
)
_CODES = {"sex": "sex", "kind": "kind", "state": "obstacle_state", "promise": "commitment_state"}
_LISTED = ("module", "category", "sector", "province", "commune")


def told(words: Words, column: str, row: Row) -> str:
    """One cell as text; empty where nothing is known."""
    if column in _NAMES:
        return _NAMES[column](words, row)
    if column in _LISTED:
        return said(words, row, column)
    value = row[column]
    if pd.isna(value):
        return ""
    if column in _DAYS:
        return words.day(value, "medium")
    if column == "done":
        return words.say("form.yes" if value else "form.no")
    if column in _CODES:
        return words.say(f"{_CODES[column]}.{value}")
    return value if isinstance(value, str) else words.number(float(value), 2)


def in_file(words: Words, columns: tuple[str, ...], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as a file takes them: names in both scripts, numbers and days as they are, codes in words."""
    made: dict[str, list[Any]] = {}
    records = rows.to_dict("records")
    for column in columns:
        if column in _SCRIPTS:
            made |= {name: [row[name] for row in records] for name in _SCRIPTS[column]}
        elif column in _CODES or column in _LISTED or column in ("done", "voice"):
            made[column] = [told(words, column, row) for row in records]
        else:
            made[column] = [row[column] for row in records]
    return pd.DataFrame(made)


def _name(words: Words, row: Row) -> str:
    if pd.isna(row["id"]):
        return words.say("behind.unnamed")
    return words.person(row["name_ar"], row["name_latin"])


def _organisation(words: Words, row: Row) -> str:
    return words.say("behind.no_organisation") if pd.isna(row["id"]) else words.name(row["name_ar"], row["name_latin"])


def _voice(words: Words, row: Row) -> str:
    if pd.notna(row["id"]):
        return words.name(row["name_ar"], row["name_latin"])
    return str(row["guest"]) if row["guest"] else words.say("behind.guest")


_NAMES: dict[str, Callable[[Words, Row], str]] = {"name": _name, "organisation": _organisation, "voice": _voice}
