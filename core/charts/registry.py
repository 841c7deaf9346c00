"""The register of charts: each is one function that draws over a named dataset, with its rows and its finding."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from core.charts.style import finished
from core.i18n import Words, words
from core.theme import FONT, Theme, theme

# The name under which a chart finds its rows; they travel beside the specification.
ROWS = "rows"
# What a click on a chart is called, and what it carries: the row's code, and the turn it was clicked in.
CHOICE = "choice"


@dataclass(frozen=True)
class Look:
    """How a chart is shown: in which words and in which colours."""

    words: Words
    theme: Theme

    @property
    def mirrored(self) -> bool:
        """Whether reading starts at the right."""
        return self.words.direction == "rtl"


@dataclass(frozen=True)
class Chart:
    """A registered chart.

    `draw` makes the picture over the dataset `rows` without seeing it, `rows` turns a counted frame into that
    dataset, `finding` says in a sentence what it shows, `sample` is a frame to try it with.
    """

    name: str
    draw: Callable[[Look], alt.LayerChart]
    rows: Callable[..., dict[str, list[Any]]]
    finding: Callable[..., str]
    sample: Callable[[], pd.DataFrame]
    chooses: bool


CHARTS: dict[str, Chart] = {}


def chart(
    rows: Callable[..., dict[str, list[Any]]],
    finding: Callable[..., str],
    sample: Callable[[], pd.DataFrame],
    chooses: bool = False,
) -> Callable[[Callable[[Look], alt.LayerChart]], Callable[[Look], alt.LayerChart]]:
    """Registers the function under its own name; `chooses` when a click on it chooses a row."""

    def register(draw: Callable[[Look], alt.LayerChart]) -> Callable[[Look], alt.LayerChart]:
        CHARTS[draw.__name__] = Chart(draw.__name__, draw, rows, finding, sample, chooses)
        return draw

    return register


def look(language: str, appearance: str) -> Look:
    """The look of a language and an appearance, `light` or `dark`."""
    return Look(words(language), theme(appearance))


@cache
def specification(name: str, language: str, appearance: str) -> dict[str, Any]:
    """The finished Vega-Lite specification of a chart, built once; its rows are put beside it, never inside."""
    shown = look(language, appearance)
    return finished(CHARTS[name].draw(shown), shown.words, shown.theme, FONT)
