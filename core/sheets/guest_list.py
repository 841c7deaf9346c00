"""A list of guests in a file: which column holds what, and each row as it stands there."""

import csv
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from core.names import is_arabic, normalised
from core.problems import Problem
from core.records.events import GUEST_KINDS, kind_of_guest
from core.sheets.columns import Choice, closest_choice, known_spellings
from core.sheets.table import Line, Table

FIELDS = ("name", "name_ar", "name_latin", "kind", "organisation", "province", "phone")
_SURE_HEADER = 84
_LONGEST = 60
# What a spreadsheet leaves of a phone that it took for a number: digits are gone for good.
_TURNED_INTO_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?[eE][+-]?\d+$|^[+-]?\d{4,}[.,]0+$")
# Kinds of guests that are no kinds of organisations.
_OWN_KINDS = {
    "institution": ("institution", "institution publique", "administration", "مؤسسة", "إدارة", "مؤسسة عمومية"),
    "other": ("autre", "other", "divers", "أخرى", "آخر", "غير ذلك"),
}


@dataclass(frozen=True)
class GuestRow:
    """What one row says: names by script, texts of kind, organisation and province, and what cannot be read."""

    number: int
    name_ar: str | None = None
    name_latin: str | None = None
    kind: str | None = None
    organisation: str | None = None
    province: str | None = None
    phone: str | None = None
    problems: tuple[Problem, ...] = field(default=())


def guest_columns(table: Table) -> dict[str, str]:
    """The likely field of each header that has one, each field given once, to the header that is closest to it."""
    scored = sorted(
        (
            (-_likeness(normalised(header), spelling), place, header, name)
            for place, header in enumerate(table.headers)
            for name, spelling in _known()
        ),
    )
    found: dict[str, str] = {}
    for score, _, header, name in scored:
        if -score >= _SURE_HEADER and header not in found and name not in found.values():
            found[header] = name
    return {header: found[header] for header in table.headers if header in found}


def guest_rows(table: Table, columns: dict[str, str]) -> list[GuestRow]:
    """Every row of the table, read by these columns, in the order of the file."""
    places = [(place, columns[header]) for place, header in enumerate(table.headers) if header in columns]
    return [_row(line, places) for line in table.lines]


def kind_meant(text: str) -> str | None:
    """The kind of guest that a text means; None where it means none for sure."""
    spellings: dict[str, list[str]] = {kind: [*_OWN_KINDS.get(kind, ()), kind] for kind in GUEST_KINDS}
    for kind, said in known_spellings("kind").items():
        if (of := kind_of_guest(kind)) != "other":
            spellings[of] += said
    answer = closest_choice(text, [Choice(kind, tuple(said)) for kind, said in spellings.items()])
    if answer is not None:
        return str(answer)
    # "Coopérative féminine" is a cooperative with something said of it.
    words = f" {normalised(text)} "
    named = {kind for kind, said in spellings.items() if any(f" {normalised(one)} " in words for one in said)}
    return named.pop() if len(named) == 1 else None


def _row(line: Line, places: list[tuple[int, str]]) -> GuestRow:
    texts: dict[str, str] = {}
    for place, name in places:
        if line.cells[place].strip():
            texts.setdefault(name, line.cells[place].strip())
    problems = [Problem("import_row_longer")] if line.extra else []
    if whole := texts.pop("name", None):
        texts.setdefault("name_ar" if is_arabic(whole) else "name_latin", whole)
    if _TURNED_INTO_NUMBER.match(texts.get("phone", "")):
        problems.append(Problem("import_turned_into_number", field="phone"))
        del texts["phone"]
    if (kind := texts.get("kind")) is not None:
        texts.pop("kind")
        if meant := kind_meant(kind):
            texts["kind"] = meant
        else:
            problems.append(Problem("import_kind_unknown", field="kind", text=kind[:_LONGEST]))
    return GuestRow(line.number, **texts, problems=tuple(problems))


def _likeness(wanted: str, known: str) -> float:
    if wanted == known:
        return 101.0
    # Short words are close to too many others.
    return float(fuzz.token_sort_ratio(wanted, known)) if min(len(wanted), len(known)) >= 5 else 0.0


@cache
def _known() -> tuple[tuple[str, str], ...]:
    with (Path(__file__).parent / "guest_headers.csv").open(encoding="utf-8", newline="") as file:
        return tuple((name, normalised(spelling)) for name, spelling in list(csv.reader(file))[1:])
