"""Proposing which column holds which field, and which text means which row of a list."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from core.names import core_of_name, normalised
from core.sheets.plan import LISTS, MANY, Answer
from core.sheets.table import Table

_FOLDER = Path(__file__).parent
_SURE_HEADER = 84
_SURE_VALUE = 0.8
_LEAD = 0.02
# Two spellings of one word of a list.
_SAME_WORD = 85
_MOST_VALUES = 200
_EMPTY_CHOICES = frozenset({"", "0", "1", "true", "false", "oui", "non", "yes", "no", "نعم", "لا"})


@dataclass(frozen=True)
class Choice:
    """A row of a list: its id or code, and every spelling known of it."""

    answer: int | str
    spellings: tuple[str, ...]


def known_spellings(name: str) -> dict[str, list[str]]:
    """The spellings of the codes of a list (`kind`, `category`) that were met in files, by code."""
    found: dict[str, list[str]] = {}
    for lst, code, spelling in _file("values"):
        if lst == name:
            found.setdefault(code, []).append(spelling)
    return found


def proposed_columns(table: Table) -> tuple[tuple[str, str], ...]:
    """Pairs of header and field, in the file's order; a field that one column holds goes to the best header."""
    parents = {header: _parent(header, table.headers) for header in table.headers}
    scored = {header: _best_field(header) for header in table.headers if parents[header] is None}
    fields: dict[str, str] = {}
    for header, (score, field) in sorted(scored.items(), key=lambda item: (-item[1][0], table.headers.index(item[0]))):
        if score >= _SURE_HEADER and (field in MANY or field not in fields.values()):
            fields[header] = field
    for header, parent in parents.items():
        if parent is not None and fields.get(parent) == "obstacles" and _is_choice_column(table, header):
            fields[header] = "obstacle"
    if "obstacle" in fields.values():
        # The same answers stand once more in the parent, joined by spaces that options hold as well.
        fields = {header: field for header, field in fields.items() if field != "obstacles"}
    if {"longitude", "latitude"} <= set(fields.values()):
        fields = {header: field for header, field in fields.items() if field != "position"}
    return tuple((header, fields[header]) for header in table.headers if header in fields)


def proposed_values(
    table: Table, columns: tuple[tuple[str, str], ...], lists: dict[str, tuple[Choice, ...]]
) -> tuple[tuple[str, str, Answer], ...]:
    """What each text of the columns that hold lists probably means: (list, normalised text, answer or None)."""
    return tuple(
        (name, normalised(text), closest_choice(text, lists[name])) for name, text in listed_texts(table, columns)
    )


def listed_texts(table: Table, columns: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Each different text of the columns that hold lists, with its list, in the order of the file."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for header, field in columns:
        if field not in LISTS:
            continue
        place = table.headers.index(header)
        texts = [leaf(header)] if field == "obstacle" else [line.cells[place] for line in table.lines]
        for text in texts:
            for part in split_texts(text) if field == "obstacles" else [text]:
                if normalised(part) and len(found) < _MOST_VALUES:
                    found.setdefault((LISTS[field], normalised(part)), (LISTS[field], part))
    return list(found.values())


def split_texts(text: str) -> list[str]:
    """The parts of a cell that names several things, parted by semicolons, commas, bars or lines."""
    for separator in ("؛", "،", ",", "|", "\n"):
        text = text.replace(separator, ";")
    return [part.strip() for part in text.split(";") if part.strip()]


def closest_choice(text: str, choices: Iterable[Choice]) -> Answer:
    """The row of a list that a text means, or None where none is close or two are alike."""
    scored = sorted(
        ((max(_closeness(text, spelling) for spelling in choice.spellings), choice.answer) for choice in choices),
        key=lambda pair: (-pair[0], str(pair[1])),
    )
    if not scored or scored[0][0] < _SURE_VALUE:
        return None
    ahead = scored[0][0] - scored[1][0] if len(scored) > 1 else 1.0
    return scored[0][1] if ahead >= _LEAD else None


def leaf(header: str) -> str:
    """The last part of a header that carries its groups before it."""
    return header.rsplit("/", 1)[-1].strip() or header


def _parent(header: str, headers: tuple[str, ...]) -> str | None:
    parent = header.rsplit("/", 1)[0] if "/" in header else ""
    return parent if parent in headers else None


def _is_choice_column(table: Table, header: str) -> bool:
    place = table.headers.index(header)
    return all(line.cells[place].casefold() in _EMPTY_CHOICES for line in table.lines)


def _best_field(header: str) -> tuple[float, str]:
    # Groups are joined with a stroke or a dash; a form's own position columns are named after their question.
    tails = {header, leaf(header), header.rsplit("-", 1)[-1]}
    if header.startswith("_") and header.count("_") > 1 and header.endswith(("_latitude", "_longitude")):
        tails.add(header.rsplit("_", 1)[-1])
    wanted = {normalised(tail) for tail in tails} - {""}
    scored = ((_header_likeness(tail, spelling), field) for tail in wanted for field, spelling in _known_headers())
    return max(scored, default=(0.0, ""))


def _header_likeness(wanted: str, known: str) -> float:
    if wanted == known:
        return 101.0
    # Short words are close to too many others.
    if min(len(wanted), len(known)) < 5:
        return 0.0
    return max(fuzz.ratio(wanted, known), fuzz.token_sort_ratio(wanted, known))


@cache
def _known_headers() -> tuple[tuple[str, str], ...]:
    return tuple((field, normalised(spelling)) for field, spelling in _file("headers"))


@cache
def _file(name: str) -> tuple[tuple[str, ...], ...]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(tuple(row) for row in csv.reader(file))[1:]


def _closeness(text: str, spelling: str) -> float:
    first, second = core_of_name(text).split(), core_of_name(spelling).split()
    if not first or not second:
        return 0.0
    if normalised(text) == normalised(spelling):
        return 1.0
    shorter, longer = sorted((first, second), key=len)
    same = sum(any(fuzz.ratio(word, other) >= _SAME_WORD for other in longer) for word in shorter)
    # One telling word inside a longer label is as good as a close spelling, unless it is a mere particle.
    within = 0.95 * same / len(shorter) if max(map(len, shorter)) > 2 else 0.0
    return max(fuzz.ratio(" ".join(first), " ".join(second)) / 100 * 0.99, within)
