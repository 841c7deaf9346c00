"""Colours can be read and told apart by everybody, and the server shows the ones that core names."""

import itertools
import math
import tomllib
from pathlib import Path

import pytest

from core.charts.rows import inks
from core.theme import DARK, FONT, LIGHT, THEMES, Theme, contrast, faded, luminance, series_color, theme

ROOT = Path(__file__).parent.parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
BOTH = pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])

# How the three kinds of colour-blindness see linear RGB (Machado, Oliveira and Fernandes 2009, full severity).
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "deuteranopia": ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
    "tritanopia": ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9308, 0.1476), (0.0047, 0.6914, 0.3039)),
}


def seen(color: str, sight: str) -> tuple[float, float, float]:
    """The colour in CIELAB as this sight sees it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    r, g, b = (
        min(1.0, max(0.0, sum(one * part for one, part in zip(row, linear, strict=True)))) for row in SIGHTS[sight]
    )
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == 21
    assert contrast("#FFFFFF", "#FFFFFF") == 1
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


@BOTH
def test_text_is_read_on_every_ground_it_stands_on(shown: Theme) -> None:
    for ground in (shown.background, shown.surface, shown.track, shown.land):
        assert contrast(shown.text, ground) >= 7
        assert contrast(shown.quiet, ground) >= 4.5
        assert contrast(shown.link, ground) >= 4.5


@BOTH
def test_the_white_letters_of_a_button_are_read_on_the_accent(shown: Theme) -> None:
    assert contrast("#FFFFFF", shown.accent) >= 4.5


@BOTH
def test_a_number_in_a_cell_is_read_on_every_shade_chosen_or_not(shown: Theme) -> None:
    shades = [shown.track, *shown.ramp]
    shades += [faded(color, shown.background) for color in shades]
    assert all(contrast(ink, shade) >= 4.5 for ink, shade in zip(inks(shades), shades, strict=True))


@BOTH
def test_shades_rise_step_by_step(shown: Theme) -> None:
    assert len(shown.ramp) == 10
    steps = [contrast(shade, shown.background) for shade in shown.ramp]
    assert steps == sorted(steps)


@BOTH
def test_bars_stand_out_from_the_ground(shown: Theme) -> None:
    for color in (*shown.series, shown.accent, shown.ramp[6]):
        assert contrast(color, shown.background) >= 3


@BOTH
@pytest.mark.parametrize("sight", SIGHTS)
def test_categories_are_told_apart_by_every_sight(shown: Theme, sight: str) -> None:
    distances = [math.dist(seen(a, sight), seen(b, sight)) for a, b in itertools.combinations(shown.series, 2)]
    assert min(distances) >= 15


def test_a_code_past_the_palette_is_grey_and_the_others_keep_theirs() -> None:
    codes = [f"c{number}" for number in range(8)]
    assert series_color(LIGHT, codes, "c0") == LIGHT.series[0]
    assert series_color(LIGHT, codes, "c7") == LIGHT.quiet


def test_an_appearance_that_is_not_known_yet_is_light() -> None:
    assert theme(None) is LIGHT
    assert theme("dark") is DARK
    assert luminance(DARK.background) < luminance(LIGHT.background)


@pytest.mark.parametrize("name", THEMES)
def test_the_server_shows_the_colours_that_core_names(name: str) -> None:
    shown, told = THEMES[name], CONFIG[name]
    assert (told["primaryColor"], told["backgroundColor"]) == (shown.accent, shown.background)
    assert (told["secondaryBackgroundColor"], told["textColor"]) == (shown.surface, shown.text)
    assert (told["linkColor"], told["borderColor"]) == (shown.link, shown.line)
    assert tuple(told["chartCategoricalColors"]) == shown.series
    assert tuple(told["chartSequentialColors"]) == shown.ramp
    assert told["sidebar"] == {"backgroundColor": shown.surface, "secondaryBackgroundColor": shown.background}


def test_the_type_is_the_products_own_and_is_there() -> None:
    assert CONFIG["font"].split(",")[0] == FONT
    for face in CONFIG["fontFaces"]:
        assert face["family"] == FONT
        file = ROOT / "pages" / "server" / face["url"].removeprefix("/")
        assert file.read_bytes()[:4] == b"wOF2"
    assert "SIL Open Font License" in (ROOT / "pages/server/assets/fonts/LICENSE.txt").read_text("utf-8")
