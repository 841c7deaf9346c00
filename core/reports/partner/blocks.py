"""What a report is made of, whatever file it becomes: headings, texts, large numbers, tables, charts, photos."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; the first thing of a new page, where it says so."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph; its style is `body`, `lead` (the first thing to read), `note` (small) or `warning`."""

    text: str
    style: str = "body"


@dataclass(frozen=True)
class Number:
    """A large number with its label, and what is told beneath it."""

    label: str
    value: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Numbers:
    """Large numbers beside each other."""

    items: tuple[Number, ...]


@dataclass(frozen=True)
class Table:
    """A table: its title, the headers of its columns, and rows of texts.

    `widths` are the shares of the columns in the width, 0 for as narrow as what is in it. `numbers` are the places of
    the columns of numbers, which are set at the end of their cells.
    """

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A chart as SVG, so many units wide and high, with its finding, its title, and what is read out of it."""

    svg: str
    width: float
    height: float
    finding: str
    title: str
    alternative: str


@dataclass(frozen=True)
class Charts:
    """One chart as wide as the page, or two beside each other."""

    items: tuple[Drawn, ...]


@dataclass(frozen=True)
class Photo:
    """A picture (JPEG) that belongs into this report, with its caption, which is read out too."""

    content: bytes
    caption: str


@dataclass(frozen=True)
class Photos:
    """Pictures, two beside each other."""

    items: tuple[Photo, ...]


Block: TypeAlias = Heading | Text | Numbers | Table | Charts | Photos


@dataclass(frozen=True)
class Cover:
    """The first page: titles, what and when, the large numbers, and what the whole page says at its foot."""

    programme: str
    title: str
    number: str
    lines: tuple[str, ...]
    warning: str
    numbers: tuple[Number, ...]
    foot: str


@dataclass(frozen=True)
class Told:
    """A whole report in one language; `running` stands at the foot of every page, `page` before its number."""

    language: str
    cover: Cover
    contents: str
    running: str
    page: str
    blocks: tuple[Block, ...]
