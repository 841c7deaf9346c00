"""Everything that is held of one person: the rows of every table that points to the person, and the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, Text, and_, cast, or_, select
from sqlmodel import Session

from core.names import normalised
from core.problems import Problem
from db.models import TABLES, Account, Change, Module, Person, TrainingSession
from db.models.base import table
from db.queries.history import Entry
from db.queries.privacy_merges import own_part, without_borrowed

# These say which rows they are about by kind and number; no key of theirs points to a person.
BY_KIND: Mapping[str, tuple[str, str]] = {"merge": ("kept_id", "gone_id"), "apart": ("first_id", "second_id")}
# Who wrote a row and when the program counted it are told by the history.
_STAMPS = {"created_by", "updated_by", "updated_at", "version"}
# What the rows that are pointed at are called, in the order in which it is looked for.
_NAMES = ("name_ar", "name_latin", "name_fr", "name_en", "label_ar", "label_fr", "label_en", "label")


@dataclass(frozen=True)
class Held:
    """The rows of one table: `names` says for each column that points elsewhere what the rows there are called."""

    table: str
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    names: dict[str, dict[int, dict[str, Any]]]


@dataclass(frozen=True)
class PersonFile:
    """A person's rows (the person's own first, with those merged into it) and the entries about them."""

    person: dict[str, Any]
    ids: tuple[int, ...]
    held: list[Held]
    entries: list[Entry]

    @property
    def number(self) -> int:
        """How many rows and entries there are."""
        return sum(len(part.rows) for part in self.held) + len(self.entries)


def pointing_tables() -> dict[str, tuple[Column[Any], ...]]:
    """Of each table that points to a person, straight or by another such table: the columns that do.

    Found in the models' own keys, so that a table that is added later is part of every file.
    """
    found: dict[str, tuple[Column[Any], ...]] = {"person": ()}
    # Whatever is pointed at comes before what points to it.
    for one in TABLES.metadata.sorted_tables:
        if columns := tuple(key.parent for key in one.foreign_keys if key.column.table.name in found):
            found[one.name] = columns
    return found


def same_person(session: Session, person_id: int) -> tuple[int, ...]:
    """The ids of the row and of every row that merges made one with it, the one left first; Problem without any."""
    c = table(Person).c
    kept, met = person_id, {person_id}
    while into := session.execute(select(c.merged_into_id).where(c.id == kept)).scalar():
        if into in met:
            break
        kept = into
        met.add(into)
    if session.execute(select(c.id).where(c.id == kept)).scalar() is None:
        raise Problem("row_gone", row=person_id)
    ids = [kept]
    while more := session.execute(select(c.id).where(c.merged_into_id.in_(ids), c.id.not_in(ids))).scalars().all():
        ids += more
    return tuple(ids)


def person_file(session: Session, person_id: int) -> PersonFile:
    """Everything held of the person; Problem("row_gone") where there is none. Rows in the bin are part of it."""
    ids = same_person(session, person_id)
    rows = {"person": _rows(session, table(Person), table(Person).c.id.in_(ids))}
    for name, columns in pointing_tables().items():
        if name != "person":
            about = [column.in_([row["id"] for row in rows[_target(column)]]) for column in columns]
            rows[name] = _rows(session, TABLES.metadata.tables[name], or_(*about))
    for name, (first, second) in BY_KIND.items():
        one = TABLES.metadata.tables[name]
        about_person = and_(one.c.kind == "person", or_(one.c[first].in_(ids), one.c[second].in_(ids)))
        rows[name] = _rows(session, one, about_person)
    rows["merge"] = [own_part(row, ids) for row in rows["merge"]]
    held = [_held(session, name, found) for name, found in rows.items() if found]
    person = next(row for row in rows["person"] if row["id"] == ids[0])
    return PersonFile(person, ids, held, without_borrowed(session, ids, entries_about(session, rows)))


def entries_about(session: Session, rows: Mapping[str, list[dict[str, Any]]]) -> list[Entry]:
    """The entries of the history about these rows of these tables, and the exports of the person's file."""
    c, account = table(Change).c, table(Account).c
    about = [and_(c.kind == name, c.row_id.in_([row["id"] for row in found])) for name, found in rows.items() if found]
    # A file of one person says which one in its filters.
    marks = [f'"person": "{row["id"]}"' for row in rows["person"]]
    given = or_(*(cast(c.after, Text).contains(mark, autoescape=True) for mark in marks))
    who = (account.name, account.username)
    said = (c.command, c.kind, c.row_id, c.before, c.after, c.reason, c.redacted_by)
    asked = select(c.id, c.at, *who, *said).join_from(
        table(Change), table(Account), account.id == c.account_id, isouter=True
    )
    asked = asked.where(or_(*about, and_(c.kind == "export", given))).order_by(c.id)
    return [Entry(*row) for row in session.execute(asked)]


def persons_held(session: Session, text: str, limit: int = 20) -> list[dict[str, Any]]:
    """Persons by a part of the name or by phone, those in the bin too: id, name_ar, name_latin, phone, deleted_at.

    Nobody without a text; rows merged into another are found by the one that is left.
    """
    c = table(Person).c
    words = normalised(text)
    if not words:
        return []
    digits = "".join(letter for letter in words if letter.isdigit())
    matches = [and_(*(c.search.contains(word, autoescape=True) for word in words.split()))]
    matches += [c.phone.endswith(digits[-9:])] if len(digits) >= 9 else []
    asked = (
        select(c.id, c.name_ar, c.name_latin, c.phone, c.deleted_at)
        .where(or_(*matches), c.anonymised_at.is_(None), c.merged_into_id.is_(None))
        .order_by(c.search, c.id)
        .limit(limit)
    )
    return [dict(row) for row in session.execute(asked).mappings()]


def _target(column: Column[Any]) -> str:
    return next(key.column.table.name for key in column.foreign_keys)


def _rows(session: Session, one: Table, condition: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(select(one).where(condition).order_by(one.c.id)).mappings()]


def _held(session: Session, name: str, rows: list[dict[str, Any]]) -> Held:
    one = TABLES.metadata.tables[name]
    kept = [column.name for column in one.columns if column.name not in _STAMPS]
    # What the row says comes first, the day of its entry last.
    columns = tuple(sorted(kept, key=lambda column: column in ("created_at", "deleted_at")))
    names = {}
    for column in one.columns:
        if column.foreign_keys and column.name in columns and _target(column) != "person":
            numbers = {row[column.name] for row in rows if row[column.name] is not None}
            names[column.name] = _called(session, TABLES.metadata.tables[_target(column)], numbers)
    return Held(name, columns, rows, names)


def _called(session: Session, one: Table, numbers: set[int]) -> dict[int, dict[str, Any]]:
    sitting, module = table(TrainingSession), table(Module)
    if one.name in ("registration", "sign_in_sheet", "training_session"):
        # A session is called by its day and its module, and a place on a sheet and the sheet itself by its session.
        labels = (module.c[f"label_{code}"] for code in ("ar", "fr", "en"))
        asked = select(one.c.id, sitting.c.held_on, *labels).select_from(one)
        if one.name != "training_session":
            asked = asked.join(sitting, sitting.c.id == one.c.session_id)
        asked = asked.join(module, module.c.id == sitting.c.module_id)
    else:
        asked = select(one.c.id, *(one.c[name] for name in _NAMES if name in one.c))
    rows = session.execute(asked.where(one.c.id.in_(numbers))).mappings()
    return {row["id"]: dict(row) for row in rows}
