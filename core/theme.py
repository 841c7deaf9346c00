"""The colours and the type of everything the product draws, light and dark, and the measure of their contrast."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

# One family carries Arabic and Latin equally well, in the browser and in exported pictures alike.
FONT = "IBM Plex Sans Arabic"


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance, as #RRGGBB.

    `ramp` runs in ten steps from almost nothing to most. `series` are the colours of categories, `places` those of
    provinces: each list, and one beside the other, is told apart by colour-blind readers too.
    """

    name: str
    background: str
    surface: str
    text: str
    quiet: str
    line: str
    accent: str
    link: str
    land: str
    track: str
    ramp: tuple[str, ...]
    series: tuple[str, ...]
    places: tuple[str, ...]


LIGHT = Theme(
    name="light",
    background="#FCFAF6",
    surface="#F4EEE4",
    text="#25233A",
    quiet="#5F5A6B",
    line="#DDD4C6",
    accent="#0B6664",
    link="#0B6664",
    land="#EFE8DC",
    track="#F1EBE0",
    ramp=(
        *("#EFEDF6", "#DEDAEE", "#C9C4E4", "#B3ACD9", "#9B93CC"),
        *("#847BBF", "#6C63B0", "#564D9F", "#42398A", "#2E2770"),
    ),
    series=("#2D44BE", "#9A7F0C", "#BC495F", "#575A0F", "#7F3568", "#69819A", "#0D4337", "#A366E7"),
    places=("#392B70", "#8D2A4F", "#96662D", "#8157AB", "#2D8F81", "#5B3502"),
)

DARK = Theme(
    name="dark",
    background="#15141D",
    surface="#211F2D",
    text="#ECE8F1",
    quiet="#ADA6B8",
    line="#3A3748",
    accent="#1B7F7A",
    link="#5CC4BC",
    land="#232130",
    track="#272535",
    ramp=(
        *("#2B2842", "#363257", "#433E6C", "#514B82", "#605999"),
        *("#7169AF", "#857DC2", "#9B94D2", "#B4AEE1", "#D0CCEF"),
    ),
    series=("#6261D8", "#F6E050", "#C48A9D", "#6C712D", "#AB488B", "#BBC8E6", "#6AEEBA", "#B68DEC"),
    places=("#C3B1F8", "#FF8493", "#A8802B", "#8761AF", "#1D7C6C", "#F6BF64"),
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def theme(name: str | None) -> Theme:
    """The theme of this name; light where a browser has not said yet."""
    return THEMES.get(name or "", LIGHT)


def series_color(shown: Theme, codes: Sequence[str], code: str) -> str:
    """The colour of a code among all codes of its list in the order they were made: the same wherever it is drawn.

    Past the end of the palette the quiet grey is given: there the direct label alone tells them apart.
    """
    place = codes.index(code)
    return shown.series[place] if place < len(shown.series) else shown.quiet


def province_color(shown: Theme, code: str) -> str:
    """The colour of a province by its code alone: neither its neighbours nor a new programme change it.

    There are more provinces than colours: where two have the same, their labels tell them apart.
    """
    return shown.places[crc32(code.encode()) % len(shown.places)]


def luminance(color: str) -> float:
    """The relative luminance of a #RRGGBB colour, 0 to 1 (WCAG 2.2)."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(color: str) -> str:
    """Black or white, whichever is read better on the colour: one of the two always reaches 4.5."""
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, color))


def faded(color: str, ground: str, kept: float = 0.3) -> str:
    """The colour stepped back towards the ground it lies on; `kept` is the part of it that stays, 0 to 1."""
    parts = ((int(color[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(kept * one + (1 - kept) * other):02X}" for one, other in parts)
