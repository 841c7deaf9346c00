"""One row of a file read by a plan: the values of an organisation as they stand there, and what cannot be read."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.names import normalised
from core.problems import Problem
from core.sheets.columns import leaf, split_texts
from core.sheets.plan import FIGURE_FIELDS, ImportPlan
from core.sheets.table import Line, Table

_PLAIN_TEXTS = ("name_ar", "name_latin", "douar", "court", "branch", "contact_name", "mail")
_IDENTIFIERS = ("registration_number", "ice", "phone")
# What a spreadsheet leaves of a phone or an id that it took for a number: digits are gone for good.
_TURNED_INTO_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?[eE][+-]?\d+$|^[+-]?\d{4,}[.,]0+$")
_CELL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_YES = frozenset({"1", "true", "oui", "yes", "x", "نعم"})
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d")


@dataclass(frozen=True)
class RowRead:
    """What one row says. `values` holds the fields of an OrganisationRecord that are filled, the commune as text."""

    number: int
    name: str
    foreign_key: str
    province_id: int | None
    commune: str
    values: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    obstacles: tuple[tuple[int, str], ...] = ()
    observed_on: date | None = None
    problems: tuple[Problem, ...] = ()


def rows_read(table: Table, plan: ImportPlan) -> list[RowRead]:
    """Every row of the table, read by the plan, in the order of the file."""
    places = [(table.headers.index(header), header, field) for header, field in plan.columns if header in table.headers]
    return [_row(line, places, plan) for line in table.lines]


def row_key(row: RowRead) -> str:
    """The key of a row in its source: its own one, else one made of its name and place as they are written."""
    if row.foreign_key:
        return row.foreign_key
    said = "|".join([normalised(row.name), str(row.province_id), normalised(row.commune)])
    told_apart = "|".join(normalised(str(row.values.get(name, ""))) for name in ("douar", "registration_number"))
    return "row " + hashlib.sha256(f"{said}|{told_apart}".encode()).hexdigest()[:32]


def _row(line: Line, places: list[tuple[int, str, str]], plan: ImportPlan) -> RowRead:
    texts: dict[str, list[str]] = {}
    ticked: list[str] = []
    for place, header, name in places:
        text = line.cells[place]
        if name == "obstacle":
            ticked += [leaf(header)] if normalised(text) in _YES else []
        elif text:
            texts.setdefault(name, []).append(text)
    first = {name: said[0] for name, said in texts.items()}
    problems = [Problem("import_row_longer")] if line.extra else []
    problems += [Problem("import_cell_error", field=name) for name, text in first.items() if text in _CELL_ERRORS]
    values = {name: first[name] for name in _PLAIN_TEXTS if name in first}
    for name in (*_IDENTIFIERS, "foreign_key"):
        if _TURNED_INTO_NUMBER.match(first.get(name, "")):
            problems.append(Problem("import_turned_into_number", field=name))
        elif name in first and name != "foreign_key":
            values[name] = first[name]
    if "name" in first:
        values.setdefault("name_ar" if _mostly_arabic(first["name"]) else "name_latin", first["name"])
    if "note" in texts:
        values["note"] = "\n".join(texts["note"])
    _read_lists(first, plan, values, problems)
    for name, read in (("longitude", decimal), ("latitude", decimal), ("founded_on", day)):
        _reading(name, first, read, values, problems)
    _read_position(first.get("position"), values, problems)
    figures: dict[str, int] = {}
    for name in FIGURE_FIELDS:
        _reading(name, first, whole, figures, problems)
    observed: dict[str, date] = {}
    _reading("observed_on", first, day, observed, problems)
    province_id = _province(first, plan, problems)
    return RowRead(
        number=line.number,
        name=first.get("name") or first.get("name_latin") or first.get("name_ar") or "",
        foreign_key=first.get("foreign_key", ""),
        province_id=province_id,
        commune=first.get("commune", ""),
        values=values,
        figures=figures,
        obstacles=_obstacles([*ticked, *split_texts(first.get("obstacles", ""))], plan),
        observed_on=observed.get("observed_on"),
        problems=tuple(problems),
    )


def _reading(name: str, texts: dict[str, str], read: Any, into: dict[str, Any], problems: list[Problem]) -> None:
    if name in texts:
        try:
            into[name] = read(texts[name])
        except ValueError:
            problems.append(Problem("import_not_readable", field=name, text=texts[name][:60]))


def _read_lists(texts: dict[str, str], plan: ImportPlan, values: dict[str, Any], problems: list[Problem]) -> None:
    if "kind" in texts:
        values["kind"] = plan.meaning("kind", texts["kind"])
        if values["kind"] is None:
            problems.append(Problem("import_kind_unknown", field="kind", text=texts["kind"][:60]))
    if "sector" in texts:
        sector = plan.meaning("sector", texts["sector"])
        if sector is None:
            # What no sector stands for is not lost: it is the branch, in the words of the file.
            values.setdefault("branch", texts["sector"])
        else:
            values["sector_id"] = sector


def _province(texts: dict[str, str], plan: ImportPlan, problems: list[Problem]) -> int | None:
    if "province" not in texts:
        if plan.province_id is None:
            problems.append(Problem("import_province_missing", field="province"))
        return plan.province_id
    meant = plan.meaning("province", texts["province"])
    if not isinstance(meant, int):
        problems.append(Problem("import_province_unknown", field="province", text=texts["province"][:60]))
        return None
    return meant


def _read_position(text: str | None, values: dict[str, Any], problems: list[Problem]) -> None:
    if text and "longitude" not in values and "latitude" not in values:
        parts = text.replace(";", " ").split() if " " in text or ";" in text else text.split(",")
        try:
            values["latitude"], values["longitude"] = decimal(parts[0].rstrip(",")), decimal(parts[1])
        except (ValueError, IndexError):
            problems.append(Problem("import_not_readable", field="position", text=text[:60]))
    # Forms write zeros where no position was taken.
    if values.get("longitude") == 0 and values.get("latitude") == 0:
        del values["longitude"], values["latitude"]


def _obstacles(texts: list[str], plan: ImportPlan) -> tuple[tuple[int, str], ...]:
    found: dict[int, str] = {}
    for text in texts:
        category = plan.meaning("category", text)
        if isinstance(category, int):
            found.setdefault(category, text)
    return tuple(sorted(found.items()))


def _mostly_arabic(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum("\u0600" <= letter <= "\u06ff" for letter in letters) * 2 > len(letters)


def _digits(text: str) -> str:
    """The text with Latin digits and without the spaces that part thousands."""
    kept = "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)
    return "".join(kept.split()).replace("٫", ".")


def decimal(text: str) -> float:
    """A number with a point or a comma before its decimals; ValueError where it is none."""
    return float(_digits(text).replace(",", "."))


def whole(text: str) -> int:
    """A whole number, also one that a spreadsheet gave decimals of zero; ValueError where it is none."""
    number = decimal(text)
    if not number.is_integer():
        raise ValueError(f"no whole number: {text}")
    return int(number)


def day(text: str) -> date:
    """A day, written year first or day first, or the day of a moment; ValueError where it is none."""
    latin = _digits(text.strip().split("T")[0].split(" ")[0])
    for pattern in _DAYS:
        try:
            return datetime.strptime(latin, pattern).date()
        except ValueError:
            continue
    raise ValueError(f"no day: {text}")
