"""Counted frames turned into the rows a chart draws: labels in the reader's language, numbers as text, colours.

The rows are plain columns, a list under each name: a chart has some twenty of them, for which a frame costs more
than all the rest.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

import pandas as pd
from babel.dates import format_date

from core.charts.registry import Look
from core.filters import UNKNOWN
from core.theme import faded, province_color, readable_on, series_color

Columns = dict[str, list[Any]]
# The column that tells a second click on the same mark from the first: the page fills it as it draws the rows.
TURN = "turn"
# About as wide in pixels is a letter of a name above a column.
_LETTER = 5.8
# Up to so many columns each has its number on it.
_FEW_MONTHS = 8


def labels(frame: pd.DataFrame, look: Look, kind: str = "", code: str = "code") -> list[str]:
    """The label (or name) of each row in the reader's language; a row without a code is the unknown one.

    `kind` (label or name) and the column of the codes are told where a frame has two of them.
    """
    kind = kind or ("label" if "label_fr" in frame.columns else "name")
    column, fallback = f"{kind}_{look.words.language}", f"{kind}_fr"
    if column not in frame.columns:
        column = fallback
    columns = (frame[name].tolist() for name in (code, column, fallback))
    return [
        look.words.say("chart.unknown") if missing(found) else str(other if missing(own) else own or other)
        for found, own, other in zip(*columns, strict=True)
    ]


def shown_values(values: Sequence[float], look: Look) -> list[str]:
    """The numbers as this language writes them, a long dash where there is none."""
    return [look.words.say("chart.none") if missing(value) else look.words.number(int(value)) for value in values]


def told_values(frame: pd.DataFrame, look: Look) -> list[str]:
    """The values as text; a column `hidden` says in words why one is not told, and is empty where one is."""
    shown = frame["shown"].tolist() if "shown" in frame else shown_values(frame["value"].tolist(), look)
    return [why or value for why, value in zip(frame["hidden"], shown, strict=True)] if "hidden" in frame else shown


def bar_rows(frame: pd.DataFrame, look: Look, codes: Sequence[str] = (), chosen: Collection[str] = ()) -> Columns:
    """Rows of a bar chart, the longest first and the unknown last.

    `frame` has code, a label or name in three languages, and value. `codes` is the whole list in the order it was
    made, so that a code keeps its colour when others are filtered away; without it one colour is used for all.
    """
    theme = look.theme
    colors = {code: series_color(theme, codes, code) for code in codes}
    return _bars(frame, look, lambda code: colors.get(code, theme.accent), chosen)


def province_rows(frame: pd.DataFrame, look: Look, chosen: Collection[str] = ()) -> Columns:
    """Rows of a bar chart as in `bar_rows`, each province in the colour that it has everywhere."""
    return _bars(frame, look, lambda code: province_color(look.theme, code), chosen)


def _bars(frame: pd.DataFrame, look: Look, color_of: Callable[[str], str], chosen: Collection[str]) -> Columns:
    values = frame["value"].astype("float64").tolist()
    told = zip(texts(frame, "code"), labels(frame, look), values, told_values(frame, look), strict=True)
    rows = sorted(told, key=lambda row: (not row[0], float("inf") if missing(row[2]) else -row[2]))
    colors = [color_of(code) if code else look.theme.quiet for code, *_ in rows]
    return {
        "code": [code for code, *_ in rows],
        "label": [label for _, label, *_ in rows],
        "value": [value for _, _, value, _ in rows],
        "shown": [shown for *_, shown in rows],
        "color": _standing_out(colors, [not chosen or code in chosen for code, *_ in rows], look),
        TURN: [0] * len(rows),
    }


def texts(frame: pd.DataFrame, name: str) -> list[str]:
    """A column of codes, the missing one as no text."""
    return ["" if missing(value) else str(value) for value in frame[name].tolist()]


def missing(value: Any) -> bool:
    """Whether a frame's cell is empty: None, or not a number."""
    return value is None or value != value


def shades(values: Sequence[float], look: Look) -> list[str]:
    """A colour of the ramp for each value: nothing is the track, the largest is the strongest."""
    ramp = look.theme.ramp
    largest = max((value for value in values if not missing(value)), default=0)
    return [
        look.theme.track if missing(value) or value <= 0 else ramp[round((len(ramp) - 1) * value / largest)]
        for value in values
    ]


def _standing_out(colors: Sequence[str], standing: Sequence[bool], look: Look) -> list[str]:
    """The colours, those of rows that were not chosen stepped back."""
    ground = look.theme.background
    return [color if stands else faded(color, ground) for color, stands in zip(colors, standing, strict=True)]


def inks(colors: Sequence[str]) -> list[str]:
    """The colour of a number written on each of the colours."""
    return [readable_on(color) for color in colors]


def cell_rows(
    frame: pd.DataFrame,
    look: Look,
    chosen: Collection[str] = (),
    chosen_across: Collection[str] = (),
    since: str | None = None,
    until: str | None = None,
    dimension: str = "province",
) -> Columns:
    """Rows of the heat map in the frame's own order of categories and of what they are crossed with.

    `frame` has code and the column of the dimension (codes, months as 2025-03), the labels of the one and where they
    are on a list the names of the other in three languages, and value. `column` is the key of a column, its name in
    it, `wide` about how many pixels the longest name takes. `since` and `until` are the first and the last month of
    the period that is chosen.
    """
    codes, values = texts(frame, "code"), frame["value"].tolist()
    across = [code or UNKNOWN for code in texts(frame, dimension)]
    standing = [
        (not chosen or code in chosen)
        and (not chosen_across or other in chosen_across)
        and (since or other) <= other <= (until or other)
        for code, other in zip(codes, across, strict=True)
    ]
    colors = _standing_out(shades(values, look), standing, look)
    begins = {code: place for place, code in reversed(list(enumerate(codes)))}
    places = across_labels(frame, look, dimension)
    names = [_short_month(code, look) for code in across] if dimension == "month" else places
    if dimension in ("province", "sector"):
        # Above its column the unknown one needs not say what it is not known of.
        unknown = look.words.say("chart.unknown")
        names = [unknown if code == UNKNOWN else name for code, name in zip(across, names, strict=True)]
    # A month is chosen as the first and the last one of a period.
    chooses = ("since", "until") if dimension == "month" else (dimension,)
    return {
        "code": codes,
        **dict.fromkeys(chooses, across),
        "label": labels(frame, look),
        "place": places,
        "column": [f"{code}~{name}" for code, name in zip(across, names, strict=True)],
        "wide": [max(map(len, names), default=0) * _LETTER] * len(codes),
        "value": [float(value) for value in values],
        "shown": shown_values(values, look),
        "color": colors,
        "ink": inks(colors),
        "first": [place == begins[code] for place, code in enumerate(codes)],
        TURN: [0] * len(codes),
    }


def across_labels(frame: pd.DataFrame, look: Look, dimension: str) -> list[str]:
    """The names of what categories are crossed with, in the reader's language."""
    if dimension in ("province", "sector"):
        named = labels(frame, look, "name", dimension)
    elif dimension == "institution":
        # An institution is called by its acronym in every language.
        named = texts(frame, dimension)
    elif dimension == "month":
        named = [look.words.month(date.fromisoformat(f"{code}-01")) for code in texts(frame, dimension)]
    else:
        key = {"kind": "kind", "state": "obstacle_state"}[dimension]
        named = [look.words.say(f"{key}.{code}") if code else "" for code in texts(frame, dimension)]
    unknown = [not code for code in texts(frame, dimension)]
    return [
        look.words.say(f"explore.unknown.{dimension}") if nothing else name
        for name, nothing in zip(named, unknown, strict=True)
    ]


def _short_month(code: str, look: Look) -> str:
    return str(format_date(date.fromisoformat(f"{code}-01"), "LLL yy", locale=look.words.locale))


def month_rows(frame: pd.DataFrame, look: Look, since: str | None = None, until: str | None = None) -> Columns:
    """Rows of a chart by month, every month between the first and the last; `frame` has month and value.

    `told` is the number written on a column: on each while they are few, else on the highest and the last. `since`
    and `until` in a row are the month to choose, no text where nothing was counted in it; as arguments they are the
    first and the last month of the period that is chosen.
    """
    counted = {
        month.year * 12 + month.month - 1: value
        for month, value in zip(frame["month"].tolist(), frame["value"].tolist(), strict=True)
    }
    numbers = range(min(counted), max(counted) + 1) if counted else range(0)
    months = [date(number // 12, number % 12 + 1, 1) for number in numbers]
    values = [float(counted.get(number, 0)) for number in numbers]
    hidden = dict(zip(counted, told_values(frame, look), strict=True)) if "hidden" in frame else {}
    shown = [hidden.get(number, text) for number, text in zip(numbers, shown_values(values, look), strict=True)]
    peak, last = (values.index(max(values)), len(values) - 1) if values else (0, 0)
    keys = []
    for place, month in enumerate(months):
        year = str(month.year) if place == 0 or month.month == 1 else ""
        keys.append("~".join([f"{month:%Y-%m}", format_date(month, "LLL", locale=look.words.locale), year]))
    codes = [f"{month:%Y-%m}" for month in months]
    standing = [(since or code) <= code <= (until or code) for code in codes]
    chosen = [code if number in counted else "" for code, number in zip(codes, numbers, strict=True)]
    return {
        "month": keys,
        "since": chosen,
        "until": chosen,
        "label": [look.words.month(month) for month in months],
        "value": values,
        "shown": shown,
        "told": [
            text if len(shown) <= _FEW_MONTHS or place in (peak, last) else "" for place, text in enumerate(shown)
        ],
        "color": _standing_out([look.theme.ramp[6]] * len(months), standing, look),
        TURN: [0] * len(months),
    }


def place_rows(frame: pd.DataFrame, look: Look, chosen: Collection[str] = ()) -> Columns:
    """Rows of the map; `frame` has code, names in three languages, value, shown, longitude, latitude of the name.

    A province without a place for its name has no outline either and is left to the words beside the map.
    """
    drawn = frame[frame["longitude"].notna()]
    codes = texts(drawn, "code")
    return {
        "code": codes,
        "label": labels(drawn, look),
        "shown": drawn["shown"].tolist(),
        "color": _standing_out(
            shades(drawn["value"].tolist(), look), [not chosen or code in chosen for code in codes], look
        ),
        "longitude": drawn["longitude"].tolist(),
        "latitude": drawn["latitude"].tolist(),
        TURN: [0] * len(codes),
    }
