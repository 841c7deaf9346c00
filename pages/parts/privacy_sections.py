"""A person's file in words: every table that holds something of the person, with labels and names instead of codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from core.i18n import ZONE, Words
from core.privacy import told_value
from core.sheets.writing import workbook_of_sheets
from db.queries.history import Entry
from db.queries.privacy_file import Held, PersonFile
from pages.parts.history_fields import DOMAINS
from pages.parts.history_words import Teller

# What only the program needs: the number of a row says nothing, and its search key is the name once more.
_UNSAID = {"id", "search", "person_id"}
# A field whose codes have words of their own.
_CODES = {
    ("person", "sex"): "sex",
    ("person", "consent_way"): "consent_way",
    ("person", "consent_photo_way"): "consent_way",
    ("membership", "role"): "member_role",
    ("attendance", "way"): "history.way",
    ("privacy_request", "kind"): "request_kind",
    ("privacy_request", "outcome"): "request_outcome",
    ("merge", "kind"): "history.kind",
    ("apart", "kind"): "history.kind",
}


@dataclass(frozen=True)
class Section:
    """One part of the file as a table of texts."""

    title: str
    headers: list[str]
    rows: list[list[str]]


def sections(words: Words, held: PersonFile) -> list[Section]:
    """The rows held, a part a table; columns that are empty in every row are left out."""
    return [_section(words, part) for part in held.held]


def history_section(words: Words, entries: list[Entry]) -> Section:
    """The history of the person, a line for each field that changed."""
    names = ("number", "at", "who", "action", "kind", "field", "before", "after", "reason")
    rows: list[list[str]] = []
    teller = Teller(words, entries, plain=True)
    for entry in entries:
        said = [str(entry.id), words.moment(entry.at), entry.name or words.say("history.nobody")]
        said += [words.say(f"command.{entry.command}"), title_of(words, entry.kind)]
        for field in list(teller.differences(entry)) or [("", "", "")]:
            rows.append([*said, *(part or "" for part in field), entry.reason or ""])
    return Section(words.say("privacy.history"), [words.say(f"history.column.{name}") for name in names], rows)


def file_bytes(words: Words, held: PersonFile) -> bytes:
    """The whole file as a workbook, a sheet a part, every cell a text."""
    parts = [*sections(words, held), history_section(words, held.entries)]
    return workbook_of_sheets([(p.title, p.headers, p.rows) for p in parts], mirrored=words.direction == "rtl")


def title_of(words: Words, table: str) -> str:
    """What the rows of a table are called; the table's own name while it has no words yet."""
    key = f"history.kind.{table}"
    return words.say(key) if words.has(key) else table


def label_of(words: Words, table: str, column: str) -> str:
    """What a column is called; its own name while it has no words yet."""
    keys = (f"privacy.field.{column}", f"{DOMAINS.get(table, table)}.{column}", f"history.field.{column}")
    return next((words.say(key) for key in keys if words.has(key)), column)


def shown_columns(part: Held) -> list[str]:
    """The columns that say something, in the order of the table."""
    return [
        name
        for name in part.columns
        if name not in _UNSAID and any(told_value(row, name) not in (None, "", {}, []) for row in part.rows)
    ]


def _section(words: Words, part: Held) -> Section:
    columns = shown_columns(part)
    rows = [[_said(words, part, name, told_value(row, name)) for name in columns] for row in part.rows]
    return Section(title_of(words, part.table), [label_of(words, part.table, name) for name in columns], rows)


def _said(words: Words, part: Held, column: str, value: Any) -> str:
    if value in (None, "", {}, []):
        return ""
    if column in part.names and value in part.names[column]:
        return _called(words, part.names[column][value])
    if domain := _CODES.get((part.table, column)):
        return words.say(f"{domain}.{value}") if words.has(f"{domain}.{value}") else str(value)
    return _plain(words, value)


def _plain(words: Words, value: Any) -> str:
    if isinstance(value, dict | list):
        return "; ".join(_told(words, value))
    if isinstance(value, bool):
        return words.say("form.yes" if value else "form.no")
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def _told(words: Words, value: Any, label: str = "") -> Iterator[str]:
    """What is inside a value that holds others, each with its label."""
    if isinstance(value, list):
        for one in value:
            yield from _told(words, one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _told(words, one, label_of(words, "person", str(name)))
    elif value not in (None, ""):
        yield f"{label}: {_plain(words, value)}" if label else _plain(words, value)


def _called(words: Words, row: dict[str, Any]) -> str:
    """What a row that is pointed at is called: its name in the reader's words, its day, its number without either."""
    own = [row.get(f"{kind}_{words.language}") or row.get(f"{kind}_fr") for kind in ("name", "label")]
    name = next((one for one in own if one), None)
    name = name or words.name(row.get("name_ar"), row.get("name_latin")) or row.get("label")
    day = row.get("held_on")
    if isinstance(day, datetime):
        day = day.astimezone(ZONE).date()
    return " · ".join(part for part in (name, words.day(day) if day else None) if part) or str(row["id"])
