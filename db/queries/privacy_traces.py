"""Where a person's name and phone stand besides the person's own rows: what a human looks at before anonymising."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, String, Text, cast, or_, select
from sqlmodel import Session
from sqlmodel.sql.sqltypes import AutoString

from core.names import normalised
from core.privacy import as_in_json, same, spellings, told_in
from db.models import TABLES, Organisation
from db.models.base import table
from db.queries.privacy_file import PersonFile

# More than these are not read by anybody; the sentence above them says that there are more.
MOST_PLACES = 100
_NAMES_OF_PERSON = ("name_ar", "name_latin", "phone")


@dataclass(frozen=True)
class Place:
    """A text that tells the person's name or phone and is not about the person by its keys."""

    table: str
    column: str
    row_id: str
    text: str


@dataclass(frozen=True)
class Contact:
    """An organisation whose contact is the person by name or phone."""

    id: int
    name_ar: str | None
    name_latin: str | None
    contact_name: str | None
    phone: str | None


def sought_of(held: PersonFile) -> tuple[str, ...]:
    """The names and phones of the person, those of the past and of merged rows too, as they are looked for."""
    found: list[str | None] = []
    for part in held.held:
        for row in part.rows:
            found += _told(row) if part.table == "person" else _told(row.get("before"))
    for entry in held.entries:
        for content in (entry.before, entry.after):
            found += _told(content)
    return spellings(found)


def contacts_of(session: Session, sought: tuple[str, ...]) -> list[Contact]:
    """The organisations, those in the bin too, whose contact's name or phone is the person's own."""
    c = table(Organisation).c
    asked = select(c.id, c.name_ar, c.name_latin, c.contact_name, c.phone)
    rows = session.execute(asked.where(_alike([c.contact_name, c.phone], sought)).order_by(c.id))
    found = [Contact(*row) for row in rows]
    return [one for one in found if same(one.contact_name, sought) or same(one.phone, sought)]


def places_elsewhere(session: Session, held: PersonFile, sought: tuple[str, ...]) -> list[Place]:
    """Texts of every table that tell a name or phone of the person, without what anonymising empties by itself.

    Every table is read from its beginning to its end: minutes in a large database, for something rare. At most
    MOST_PLACES are given back.
    """
    own = {part.table: {row["id"] for row in part.rows} for part in held.held}
    own["change"] = {entry.id for entry in held.entries}
    contacts = {one.id for one in contacts_of(session, sought)}
    found: list[Place] = []
    for place, value in _texts(session, sought):
        number = int(place.row_id) if place.row_id.isdigit() else None
        asked_apart = place.table == "organisation" and number in contacts and same(value, sought)
        if number in own.get(place.table, ()) or asked_apart or not told_in(value, sought):
            continue
        found.append(place)
        if len(found) == MOST_PLACES:
            break
    return found


def _texts(session: Session, sought: tuple[str, ...]) -> Iterator[tuple[Place, Any]]:
    for one in TABLES.metadata.sorted_tables:
        columns = [column for column in one.columns if isinstance(column.type, AutoString | String | JSON)]
        if not columns:
            continue
        key = next(iter(one.primary_key))
        for row in session.execute(select(key, *columns).where(_alike(columns, sought)).order_by(key)):
            for column, value in zip(columns, row[1:], strict=True):
                if value is not None:
                    yield Place(one.name, column.name, str(row[0]), str(value)), value


def _alike(columns: list[Column[Any]], sought: tuple[str, ...]) -> Any:
    # Only what a LIKE can see: the names as written, as a key of a search, and as they stand inside JSON.
    wanted = {form for one in sought for form in (one, normalised(one), as_in_json(one)) if form}
    return or_(*(cast(c, Text).icontains(form, autoescape=True) for c in columns for form in sorted(wanted)))


def _told(values: Any) -> list[str | None]:
    """The names and phones in a row's values, or in the values inside of it."""
    if isinstance(values, list):
        return [one for part in values for one in _told(part)]
    if not isinstance(values, dict):
        return []
    found = [values[name] for name in _NAMES_OF_PERSON if isinstance(values.get(name), str)]
    return found + [one for part in values.values() for one in _told(part)]
