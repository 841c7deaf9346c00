"""The annex of the report as XLSX: every table as numbers, one sheet each, in the order in which it is read."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from core.i18n import direction
from core.records.snapshot import Module, Place, Value
from core.reports.partner.answers import COLUMNS, answer_rows
from core.reports.partner.guarded import TOTAL
from core.reports.partner.saying import Saying
from core.sheets.writing import Cell, workbook_of_sheets

_MARKS = dict.fromkeys(range(0x2066, 0x206A))
Row = TypeVar("Row")
Sheet: TypeAlias = tuple[str, tuple[str, ...], list[tuple[Cell, ...]]]


def annex(sayings: Sequence[Saying], fingerprint: str) -> bytes:
    """The annex as XLSX bytes; of two languages the sheets of the first come before those of the second.

    A workbook of Arabic runs from the right. Shares are parts of one; what is hidden is told in words.
    """
    sheets: list[Sheet] = []
    for saying in sayings:
        sheets += [_numbered(sheet, len(sheets) + place) for place, sheet in enumerate(_sheets(saying, fingerprint), 1)]
    first = sayings[0]
    about = (first.own("title"), first.own("number", number=first.number), first.filters)
    return workbook_of_sheets(sheets, direction(first.language) == "rtl", [_plain(line) for line in about])


def _numbered(sheet: Sheet, place: int) -> Sheet:
    # A name of a sheet has 31 letters at most and stands once in a workbook.
    return (f"{place} {sheet[0]}", *sheet[1:])


def _sheets(saying: Saying, fingerprint: str) -> list[Sheet]:
    snapshot = saying.snapshot
    made = [_choice(saying, fingerprint), _figures(saying), _provinces(saying), _modules(saying), _months(saying)]
    made += [_sectors(saying), *(_persons(saying, place) for place in range(len(snapshot.persons)))]
    return [
        *made,
        _categories(saying),
        _obstacles(saying),
        _answers(saying),
        _institutions(saying),
        _definitions(saying),
    ]


def _choice(saying: Saying, fingerprint: str) -> Sheet:
    snapshot = saying.snapshot
    rows: list[tuple[Cell, ...]] = [(saying.own("number", number=saying.number), snapshot.taken_at)]
    rows += [("SHA-256", fingerprint), (saying.own("column.value"), _plain(saying.filters))]
    rows += [
        (saying.words.say(f"explore.filter.{one.name}"), ", ".join(_plain(saying.label(label)) for label in one.labels))
        for one in snapshot.narrowed
    ]
    rows.append(("", _plain(saying.sheets)))
    if snapshot.demonstration:
        rows.append(("", saying.own("demonstration")))
    return _sheet(saying, "filters", ("name", "told"), rows)


def _figures(saying: Saying) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for one in saying.snapshot.figures:
        parts = (one.part, one.whole)
        hidden = saying.guard.hides(one.code, TOTAL)
        rows.append(
            (
                *(one.code, saying.label(one.label), _value(saying, one.code, one, TOTAL)),
                *("" if hidden else _number(part) for part in parts),
                _number(one.target),
            )
        )
    return _sheet(saying, "figures", ("code", "figure", "value", "part", "whole", "target"), rows)


def _provinces(saying: Saying) -> Sheet:
    snapshot = saying.snapshot
    codes = [one.code for one in snapshot.figures]
    rows: list[tuple[Cell, ...]] = [
        (
            *(place.code or "", saying.label(place.label), _number(place.inhabitants), _number(place.communes)),
            *(_value(saying, code, place.figures[code], place.code or "") for code in codes),
        )
        for place in snapshot.provinces
    ]
    name, headers, _ = _sheet(saying, "provinces", ("code", "province", "inhabitants", "communes"), [])
    return name, (*headers, *(saying.indicator(code) for code in codes)), rows


def _modules(saying: Saying) -> Sheet:
    def told(place: str, one: Module) -> tuple[Cell, ...]:
        if saying.guard.tells(one.people):
            counts: tuple[Cell, ...] = (one.people, one.attendances, _number(one.hours))
        else:
            counts = (saying.people(one.people), *(saying.words.say("small.beside"),) * 2)
        sittings = (one.held, one.planned, one.cancelled)
        return (place, one.code or "", saying.label(one.label), *counts, *map(float, sittings))

    rows = [told(saying.own("column.all"), one) for one in saying.snapshot.modules]
    rows += [told(saying.label(place.label), one) for place in saying.snapshot.provinces for one in place.modules]
    names = ("province", "code", "module", "people", "attendances", "hours", "held", "planned", "cancelled")
    return _sheet(saying, "modules", names, rows)


def _months(saying: Saying) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for label, months in _everywhere(saying, lambda place: place.months, saying.snapshot.months, "attendances"):
        rows += [(label, one.month, float(one.attendances), _number(one.hours)) for one in months]
    return _sheet(saying, "months", ("province", "month", "attendances", "hours"), rows)


def _sectors(saying: Saying) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for label, sectors in _everywhere(saying, lambda place: place.sectors, saying.snapshot.sectors):
        rows += [
            (label, one.code or "", saying.label(one.label), float(one.registered), float(one.trained))
            for one in sectors
        ]
    return _sheet(saying, "sectors", ("province", "code", "sector", "registered", "trained"), rows)


def _persons(saying: Saying, place: int) -> Sheet:
    table = saying.snapshot.persons[place]
    labels = [{one.code: saying.label(one.label) for one in saying.coded(name)} for name in table.by]
    hidden = saying.guard.tables[table.by]
    rows: list[tuple[Cell, ...]] = []
    for cell in table.cells:
        why = hidden.get((cell.codes[0] or "", cell.codes[1] or ""))
        told = [label.get(code, code or "") for label, code in zip(labels, cell.codes, strict=True)]
        rows.append((*told, saying.hidden(why) if why else float(cell.people)))
    return _sheet(saying, "_by_".join(table.by), (*table.by, "people"), rows)


def _categories(saying: Saying) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for label, categories in _everywhere(saying, lambda place: place.categories, saying.snapshot.categories):
        rows += [
            (label, one.code or "", saying.label(one.label), *map(float, (one.voices, one.obstacles, one.mentions)))
            for one in categories
        ]
    return _sheet(saying, "categories", ("province", "code", "category", "voices", "obstacles", "mentions"), rows)


def _obstacles(saying: Saying) -> Sheet:
    say, places = saying.words.say, {one.code: saying.label(one.label) for one in saying.snapshot.provinces}
    labels = {one.code: saying.label(one.label) for one in saying.snapshot.categories}
    rows: list[tuple[Cell, ...]] = [
        (
            *(float(one.number), one.title or "", labels.get(one.category, one.category)),
            *(places.get(one.province, one.province or ""), say(f"scope.{one.scope}")),
            *(say(f"obstacle_state.{one.state}"), one.raised_on, float(one.voices), float(one.mentions)),
        )
        for one in saying.snapshot.obstacles
    ]
    names = ("number", "obstacle", "category", "province", "place", "state", "raised_on", "voices", "mentions")
    return _sheet(saying, "obstacles", names, rows)


def _answers(saying: Saying) -> Sheet:
    return _sheet(saying, "answers", COLUMNS, answer_rows(saying))


def _institutions(saying: Saying) -> Sheet:
    labels = {one.code: saying.label(one.label) for one in saying.snapshot.categories}
    rows: list[tuple[Cell, ...]] = [
        (one.acronym, saying.label(one.name), labels.get(code, code))
        for one in saying.snapshot.institutions
        for code in one.categories
    ]
    return _sheet(saying, "institutions", ("acronym", "institution", "answers_for"), rows)


def _definitions(saying: Saying) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (
            one.code,
            saying.label(one.label),
            _plain(saying.label(one.definition)),
            " · ".join((*one.codes, *one.context)),
        )
        for one in saying.snapshot.figures
    ]
    return _sheet(saying, "definitions", ("code", "figure", "definition", "codes"), rows)


def _sheet(saying: Saying, name: str, columns: Sequence[str], rows: list[tuple[Cell, ...]]) -> Sheet:
    headers = tuple(saying.own(f"column.{column}") for column in columns)
    # Other texts stand in cells of text, where nothing is computed.
    return saying.own(f"table.{name}"), headers, [tuple(_unmarked(cell) for cell in row) for row in rows]


def _everywhere(
    saying: Saying, of: Callable[[Place], tuple[Row, ...]], whole: tuple[Row, ...], hiding: str = ""
) -> list[tuple[str, tuple[Row, ...]]]:
    """The rows of all places and of each province, under what each is called; none of what is hidden in a province."""
    places = [
        place for place in saying.snapshot.provinces if not hiding or not saying.guard.hides(hiding, place.code or "")
    ]
    return [(saying.own("column.all"), whole), *((saying.label(place.label), of(place)) for place in places)]


def _value(saying: Saying, code: str, value: Value, place: str) -> Cell:
    return saying.words.say("small.beside") if saying.guard.hides(code, place) else _number(value.value)


def _number(value: float | None) -> Cell:
    return "" if value is None else float(value)


def _unmarked(cell: Cell) -> Cell:
    return _plain(cell) if isinstance(cell, str) else cell


def _plain(text: str) -> str:
    """The text without the marks of direction, which a spreadsheet counts as letters."""
    return text.translate(_MARKS)
