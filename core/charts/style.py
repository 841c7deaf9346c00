"""What all charts have in common: type, quiet axes, no frames, and numbers written as the language writes them."""

from typing import Any, Literal

import altair as alt
from babel.numbers import get_decimal_symbol, get_group_symbol

from core.i18n import Words
from core.theme import Theme

# The library's classes of channels with a fixed value have no types. They are called all the same: for a value, or a
# column, that comes without its class the library looks through the whole schema, longer than for all the rest.
channels: Any = alt
LABEL_SIZE = 13
SMALL_SIZE = 12
# Names above narrow columns.
NAME_SIZE = 11


def reading_edge(mirrored: bool) -> Literal["left", "right"]:
    """The side where reading starts."""
    return "right" if mirrored else "left"


def layered(*layers: Any, height: int | alt.Step, **properties: Any) -> alt.LayerChart:
    """Layers as one chart as wide as its place, `height` in pixels or a step a row."""
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    return alt.LayerChart(layer=list(layers), width="container", height=height, autosize=fit, **properties)


def finished(chart: alt.LayerChart, words: Words, theme: Theme, font: str) -> dict[str, Any]:
    """The chart as a specification with the product's style in it.

    The style is part of each specification: a theme switched on in the library would be every visitor's. Whether the
    language of charts allows it all is asked by the tests, for it takes as long as all the rest.
    """
    specification: dict[str, Any] = chart.to_dict(validate=False, context={"pre_transform": False})
    specification["padding"] = {"left": 1, "right": 1, "top": 2, "bottom": 2}
    specification["config"] = {
        "font": font,
        "background": None,
        # The chart is read out as a whole, by its finding; its marks would be read out as codes and colours.
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "title": None,
            "grid": False,
            "labelColor": theme.quiet,
            "labelFontSize": SMALL_SIZE,
            "labelFont": font,
        },
        "text": {"font": font, "fontSize": LABEL_SIZE, "fill": theme.text},
        "locale": {"number": _number_locale(words)},
    }
    return specification


def _number_locale(words: Words) -> dict[str, Any]:
    return {
        "decimal": get_decimal_symbol(words.locale),
        "thousands": get_group_symbol(words.locale),
        "grouping": [3],
        "currency": ["", ""],
    }
