"""The catalogue of indicators, how one is registered, and how counted rows become values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.i18n import Words
from core.records.settings import Settings

UNITS = ("person", "attendance", "hour", "organisation", "obstacle", "mention", "voice", "share", "per_10000", "day")
# The value of these counts nothing: it is worked out of a part and a whole, and is not known where there is neither.
WORKED_OUT = ("share", "per_10000", "day")
LEVELS = ("output", "outcome", "context")
DIRECTIONS = ("more", "less", "neither")
PARTS = ("value", "part", "whole", "aside")

# What was counted in one row, and what an indicator makes of it: value, part, whole, aside; not a number where empty.
Counts = Mapping[str, float]
Parts = tuple[float, float, float, float]
Arithmetic = Callable[[Counts], Parts]
_EMPTY = float("nan")


@dataclass(frozen=True)
class Indicator:
    """One indicator.

    `figure` names the SELECT whose counts it is worked out from; `unit` is what its value counts, `share` for a part of
    a whole (0 to 1), or `day` for the median days of the part of a whole that is closed. `codes` are those of sponsors'
    catalogues that ask for exactly this; under those of `context` it only stands as an explanation. A value that is
    `additive` may be summed over rows; the others count distinct persons or organisations, of which one may stand in
    several rows.
    """

    code: str
    figure: str
    unit: str
    level: str
    direction: str
    additive: bool
    codes: tuple[str, ...]
    context: tuple[str, ...]
    arithmetic: Arithmetic


INDICATORS: dict[str, Indicator] = {}


def indicator(
    *,
    figure: str,
    unit: str,
    level: str = "output",
    direction: str = "more",
    additive: bool = False,
    codes: tuple[str, ...] = (),
    context: tuple[str, ...] = (),
) -> Callable[[Arithmetic], Arithmetic]:
    """Registers an indicator under the name of the function that works it out."""
    if unit not in UNITS or level not in LEVELS or direction not in DIRECTIONS:
        raise ValueError(f"{unit}, {level} or {direction} is not known")

    def register(arithmetic: Arithmetic) -> Arithmetic:
        code = arithmetic.__name__
        INDICATORS[code] = Indicator(
            code, figure, unit, level, direction, additive, codes, context, arithmetic=arithmetic
        )
        return arithmetic

    return register


def count(number: float, aside: float = _EMPTY) -> Parts:
    """The value of an indicator that counts, and a number told beside it."""
    return number, _EMPTY, _EMPTY, aside


def share(part: float, whole: float, aside: float = _EMPTY) -> Parts:
    """The value of an indicator that is a part of a whole: empty where the whole is nothing."""
    return ratio(part, whole), part, whole, aside


def ratio(part: float, whole: float) -> float:
    """Part over whole; empty where the whole is nothing."""
    return part / whole if whole > 0 else _EMPTY


def written(words: Words, code: str, value: float) -> str:
    """A value of the indicator as text: a share as a percentage, a rate with its tenths, a long dash for none."""
    return in_unit(words, INDICATORS[code].unit, value)


def in_unit(words: Words, unit: str, value: float) -> str:
    """A value of this unit as text, as `written` has it."""
    if pd.isna(value):
        return words.say("chart.none")
    if unit == "share":
        return words.percent(value)
    if unit == "day":
        return words.number(value, 1)
    # A rate under one would lose most of what it says with a single digit.
    return words.number(value, (1 if value >= 1 else 2) if unit == "per_10000" else 0)


def worked_out(code: str, counts: pd.DataFrame) -> list[Parts]:
    """What the indicator makes of each row of a counted frame: value, part, whole, aside."""
    arithmetic, columns = INDICATORS[code].arithmetic, {name: counts[name].tolist() for name in counts.columns}
    return [arithmetic(dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def measured(code: str, counts: pd.DataFrame, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """The indicator's values over a counted frame: the columns of `by`, then value, part, whole, aside (floats).

    `part` and `whole` are there for shares; `aside` is the number that the words `indicator.<code>.aside` tell.
    """
    parts = list(zip(*worked_out(code, counts), strict=True)) or [()] * len(PARTS)
    columns = {name: np.array(values, dtype="float64") for name, values in zip(PARTS, parts, strict=True)}
    return pd.DataFrame({name: counts[name] for name in by} | columns)


def definition(words: Words, code: str, settings: Settings) -> str:
    """The full sentence saying what the indicator counts over what, with the settings it depends on."""
    key = f"indicator.{code}.definition"
    if settings.excused_counts and words.has(f"{key}.excused"):
        key = f"{key}.excused"
    return words.say(
        key,
        youth_from=settings.youth_from,
        youth_to=settings.youth_to,
        completion_share=words.percent(settings.completion_share),
    )
