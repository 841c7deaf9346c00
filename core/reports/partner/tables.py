"""The tables that a report has of the whole and of each province: figures, modules, sectors, persons."""

from collections.abc import Sequence

from core.records.snapshot import Module, Persons, Sector
from core.reports.partner.blocks import Block, Charts, Drawn, Table, Text
from core.reports.partner.guarded import TOTAL
from core.reports.partner.saying import Saying


def charts(*drawn: Drawn | None) -> list[Block]:
    """The charts that have anything to show, beside each other; no block where none has."""
    items = tuple(one for one in drawn if one is not None)
    return [Charts(items)] if items else []


def figures_table(saying: Saying) -> Table:
    """Every indicator with its value, what it is made of, its target and how much of it is reached."""
    rows = []
    for figure in saying.snapshot.figures:
        target = saying.in_unit(figure.code, figure.target)
        beside = [
            saying.made_of(figure.code, figure) if figure.unit == "share" else "",
            saying.aside(figure.code, figure),
        ]
        rows.append(
            (
                saying.label(figure.label),
                saying.value(figure.code, figure),
                " · ".join(one for one in beside if one),
                target,
                saying.reached(figure.code, figure),
            )
        )
    names = ("figure", "value", "beside", "target", "reached")
    return Table(saying.own("table.figures"), _headers(saying, *names), tuple(rows), (4, 0, 3, 0, 0), (1, 3, 4))


def compared_table(saying: Saying) -> Table:
    """The provinces side by side."""
    codes = ("people_trained", "reach_per_10000", "communes_reached", "organisations_trained", "women_share", "voices")
    rows = [
        (
            saying.label(place.label),
            *(saying.value(code, place.figures[code], place.code or "") for code in codes if code in place.figures),
        )
        for place in saying.snapshot.provinces
    ]
    headers = (saying.own("column.province"), *(saying.indicator(code) for code in codes))
    return Table(
        saying.own("table.provinces"), headers, tuple(rows), (2, *(1.4,) * len(codes)), tuple(range(1, len(codes) + 1))
    )


def modules_blocks(saying: Saying, modules: Sequence[Module]) -> list[Block]:
    """The modules given, and a sentence that names those still missing."""
    given = [one for one in modules if one.attendances or one.held or one.planned]
    missing = tuple(saying.label(one.label) for one in modules if one not in given)
    made: list[Block] = []
    if given:
        rows = tuple(
            (
                saying.label(one.label),
                saying.people(one.people),
                saying.words.number(one.attendances)
                if saying.guard.tells(one.people)
                else saying.words.say("small.beside"),
                saying.words.number(one.hours or 0, 1)
                if saying.guard.tells(one.people)
                else saying.words.say("small.beside"),
                saying.words.number(one.held),
                saying.words.number(one.planned),
            )
            for one in given
        )
        names = ("module", "people", "attendances", "hours", "held", "planned")
        made.append(Table(saying.own("table.modules"), _headers(saying, *names), rows, (4, *(0,) * 5), (1, 2, 3, 4, 5)))
    if missing:
        made.append(Text(saying.own("modules_missing", modules=missing)))
    return made


def sectors_table(saying: Saying, sectors: Sequence[Sector]) -> list[Block]:
    """Organisations by sector, registered and trained."""
    if not sectors:
        return []
    rows = tuple(
        (saying.label(one.label), saying.words.number(one.registered), saying.words.number(one.trained))
        for one in sectors
    )
    return [
        Table(saying.own("table.sectors"), _headers(saying, "sector", "registered", "trained"), rows, (4, 0, 0), (1, 2))
    ]


def persons_tables(saying: Saying) -> list[Block]:
    """People trained by two dimensions at once, small cells hidden and said to be."""
    tables = [_persons(saying, table) for table in saying.snapshot.persons if table.cells]
    if not tables:
        return []
    return [*tables, Text(saying.words.say("small.note", limit=saying.guard.limit), "note")]


def _persons(saying: Saying, table: Persons) -> Table:
    down, across = (saying.coded(name) for name in table.by)
    counts = {(cell.codes[0] or "", cell.codes[1] or ""): cell.people for cell in table.cells}
    hidden = saying.guard.tables[table.by]
    rows_met, columns_met = ({key[side] for key in counts} for side in (0, 1))
    rows = [one for one in down if (one.code or "") in rows_met]
    columns = [one for one in across if (one.code or "") in columns_met]

    def told(row: str, column: str, number: int) -> str:
        why = hidden.get((row, column))
        return saying.hidden(why) if why else saying.words.number(number)

    written = []
    for row in rows:
        key = row.code or ""
        cells = [told(key, one.code or "", counts.get((key, one.code or ""), 0)) for one in columns]
        whole = sum(number for (one, _), number in counts.items() if one == key)
        written.append((saying.label(row.label), *cells, told(key, TOTAL, whole)))
    names = "_by_".join(table.by)
    headers = (
        saying.own(f"column.{table.by[0]}"),
        *(saying.label(one.label) for one in columns),
        saying.own("column.all"),
    )
    numbers = tuple(range(1, len(columns) + 2))
    return Table(saying.own(f"table.{names}"), headers, tuple(written), (2, *(1,) * len(numbers)), numbers)


def _headers(saying: Saying, *names: str) -> tuple[str, ...]:
    return tuple(saying.own(f"column.{name}") for name in names)
