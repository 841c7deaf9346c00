"""A table as it was read from a file, and how large one may be."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
LARGEST_UNZIPPED = 60 * MEGABYTE
MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_CELLS = 250_000
# Title lines may stand above the headers; further down no header is looked for.
HEADER_WITHIN = 15


@dataclass(frozen=True)
class Line:
    """One row: its number in the file as a person counts (from 1), and a text for each header.

    `extra` tells that the row holds more filled cells than there are headers, so none of them can be trusted.
    """

    number: int
    cells: tuple[str, ...]
    extra: bool = False


@dataclass(frozen=True)
class Table:
    """One sheet of a file: its name, its headers (all different), and its rows in the file's order."""

    name: str
    headers: tuple[str, ...]
    lines: tuple[Line, ...]


class TooLarge(Exception):
    """The file passes one of the limits: its code and the limit."""

    def __init__(self, code: str, limit: int) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


def table_of(name: str, numbered: list[tuple[int, list[str]]]) -> Table | None:
    """The table in the filled rows of a sheet, headers found by themselves; None where nothing is filled."""
    trimmed = [(number, _trimmed(cells)) for number, cells in numbered]
    filled = [(number, cells) for number, cells in trimmed if cells]
    if not filled:
        return None
    start = _header_place([cells for _, cells in filled[:HEADER_WITHIN]])
    headers = _different(filled[start][1])
    width = len(headers)
    lines = [
        Line(number, tuple((cells + [""] * width)[:width]), extra=len(cells) > width)
        for number, cells in filled[start + 1 :]
    ]
    return Table(name, headers, tuple(lines))


def _trimmed(cells: list[str]) -> list[str]:
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _header_place(rows: list[list[str]]) -> int:
    """The first row that fills at least half as many cells as the fullest one; titles fill one or two."""
    counts = [sum(1 for cell in row if cell) for row in rows]
    return next(place for place, count in enumerate(counts) if count * 2 >= max(counts))


def _different(headers: list[str]) -> tuple[str, ...]:
    seen: set[str] = set()
    for place, header in enumerate(headers):
        name = " ".join(header.split()) or f"({place + 1})"
        times = 1
        unique = name
        while unique in seen:
            times += 1
            unique = f"{name} ({times})"
        seen.add(unique)
        headers[place] = unique
    return tuple(headers)
