"""Names of a row behind an indicator: of persons where they may be read, of places and modules in each language."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func

from db.models import Person
from db.models.base import table
from db.queries.consent import listed
from db.queries.people import persons_within_reach

_person = table(Person)
LANGUAGES = ("ar", "fr", "en")


def of_person(reach: frozenset[int] | None) -> list[ColumnElement[Any]]:
    """id, name_ar and name_latin of the person of a row, null for whoever is counted and not listed (see
    db.queries.consent) or beyond the reader's provinces; then `unnamed` and `search`, by which such a list is sorted.
    """
    c, shown = _person.c, and_(listed(), persons_within_reach(reach))
    names = [case((shown, c[name])).label(name) for name in ("id", "name_ar", "name_latin")]
    unnamed = case((shown, 0), else_=1).label("unnamed")
    return [*names, unnamed, func.coalesce(case((shown, c.search)), "").label("search")]


def of_place(columns: Any, name: str) -> list[ColumnElement[Any]]:
    """The names of a place in each language it has one in, as `name`_ar and so on."""
    return [columns[f"name_{code}"].label(f"{name}_{code}") for code in LANGUAGES if f"name_{code}" in columns]


def of_list(columns: Any, name: str) -> list[ColumnElement[Any]]:
    """The labels of a row of a reference list in each language, as `name`_ar and so on."""
    return [columns[f"label_{code}"].label(f"{name}_{code}") for code in LANGUAGES]
