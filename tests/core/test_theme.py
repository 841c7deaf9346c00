"""Colours can be read and told apart by everybody, and the server shows the ones that core names."""

import itertools
import math
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from colorspacious import cspace_convert

from core.charts.rows import inks
from core.theme import DARK, FONT, LIGHT, THEMES, Theme, contrast, faded, luminance, province_color, series_color, theme

ROOT = Path(__file__).parent.parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
BOTH = pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])

# The usual sight, and the three kinds of colour-blindness at their fullest (Machado, Oliveira and Fernandes 2009).
SIGHTS = ("usual", "protanomaly", "deuteranomaly", "tritanomaly")
# How far apart two colours of one list are at least, two of different lists, and one from the grey of what is not
# known, which stands last (CAM02-UCS, where about 1 is just seen).
TOGETHER, APART, GREY = 15, 8, 13


def seen(colors: Sequence[str], sight: str) -> Any:
    """The colours as this sight sees them, a row each in CAM02-UCS."""
    rgb = [[int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)] for color in colors]
    if sight != "usual":
        rgb = cspace_convert(rgb, {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}, "sRGB1").clip(0, 1)
    return cspace_convert(rgb, "sRGB1", "CAM02-UCS")


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
def test_shades_rise_in_lightness_for_every_sight(shown: Theme) -> None:
    for sight in SIGHTS:
        steps = [float(row[0]) for row in seen(shown.ramp, sight)]
        assert steps == sorted(steps, reverse=shown is LIGHT), sight


@BOTH
def test_bars_stand_out_from_every_ground_they_are_drawn_on(shown: Theme) -> None:
    paper = ["#FFFFFF"] if shown is LIGHT else []
    for color in (*shown.series, *shown.places, shown.accent, shown.quiet, shown.ramp[6]):
        for ground in (shown.background, shown.surface, *paper):
            assert contrast(color, ground) >= 3, (color, ground)


@BOTH
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", ["series", "places"])
def test_colours_of_one_list_are_told_apart_by_every_sight(shown: Theme, name: str, sight: str) -> None:
    told = seen(getattr(shown, name), sight)
    assert min(math.dist(one, other) for one, other in itertools.combinations(told, 2)) >= TOGETHER


@BOTH
def test_what_is_not_known_is_grey_among_colours(shown: Theme) -> None:
    *told, grey = seen((*shown.series, *shown.places, shown.quiet), "usual")
    assert min(math.dist(one, grey) for one in told) >= GREY


@BOTH
@pytest.mark.parametrize("sight", SIGHTS)
def test_no_province_looks_like_a_category(shown: Theme, sight: str) -> None:
    pairs = itertools.product(seen(shown.series, sight), seen(shown.places, sight))
    assert min(math.dist(one, other) for one, other in pairs) >= APART


def test_the_programmes_provinces_have_four_colours_which_depend_on_nothing_but_their_codes() -> None:
    codes = ("07.041", "08.401", "08.577", "08.587")
    assert [province_color(LIGHT, code) for code in codes] == [LIGHT.places[place] for place in (2, 3, 4, 5)]
    assert [province_color(DARK, code) for code in codes] == [DARK.places[place] for place in (2, 3, 4, 5)]
    assert province_color(LIGHT, "a new one") in LIGHT.places


def test_a_code_past_the_palette_is_grey_and_the_others_keep_theirs() -> None:
    codes = [f"c{number}" for number in range(9)]
    assert [series_color(LIGHT, codes, code) for code in codes[:8]] == list(LIGHT.series)
    assert series_color(LIGHT, codes, "c8") == LIGHT.quiet


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
