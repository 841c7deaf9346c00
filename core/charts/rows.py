"""Counted frames turned into the rows a chart draws: labels in the reader's language, numbers as text, colours."""

from collections.abc import Sequence

import pandas as pd
from babel.dates import format_date

from core.charts.registry import Look
from core.theme import faded, readable_on, series_color

# Up to so many columns each has its number on it.
_FEW_MONTHS = 8


def labels(frame: pd.DataFrame, look: Look, unknown: str = "chart.unknown") -> list[str]:
    """The label (or name) of each row in the reader's language; a row without a code is the unknown one."""
    kind = "label" if f"label_{look.words.language}" in frame.columns else "name"
    column, fallback = f"{kind}_{look.words.language}", f"{kind}_fr"
    if column not in frame.columns:
        column = fallback
    return [
        look.words.say(unknown) if pd.isna(code) else str(own or other)
        for code, own, other in zip(frame["code"], frame[column], frame[fallback], strict=True)
    ]


def shown_values(values: pd.Series, look: Look) -> list[str]:
    """The numbers as this language writes them, a long dash where there is none."""
    return [look.words.say("chart.none") if pd.isna(value) else look.words.number(int(value)) for value in values]


def bar_rows(
    frame: pd.DataFrame, look: Look, codes: Sequence[str] = (), chosen: str | None = None, turn: int = 0
) -> pd.DataFrame:
    """Rows of a bar chart, the longest first and the unknown last.

    `frame` has code, a label or name in three languages, and value. `codes` is the whole list in its order, so
    that a code keeps its colour when others are filtered away; without it one colour is used for all.
    """
    known = list(codes)
    ordered = frame.assign(_unknown=frame["code"].isna()).sort_values(
        ["_unknown", "value"], ascending=[True, False], kind="stable"
    )
    return pd.DataFrame(
        {
            "code": ordered["code"].fillna("").astype(str),
            "label": labels(ordered, look),
            "value": ordered["value"].astype("float64"),
            "shown": shown_values(ordered["value"], look),
            "color": _standing_out(
                [_bar_color(look, known, code) for code in ordered["code"]],
                [chosen in (None, code) for code in ordered["code"]],
                look,
            ),
            "turn": turn,
        }
    ).reset_index(drop=True)


def _bar_color(look: Look, codes: list[str], code: str | None) -> str:
    if code is None or pd.isna(code):
        return look.theme.quiet
    return series_color(look.theme, codes, code) if code in codes else look.theme.accent


def shades(values: pd.Series, look: Look) -> list[str]:
    """A colour of the ramp for each value: nothing is the track, the largest is the strongest."""
    largest = values.max()
    ramp = look.theme.ramp
    return [
        look.theme.track if pd.isna(value) or value <= 0 else ramp[round((len(ramp) - 1) * value / largest)]
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
    chosen: str | None = None,
    chosen_province: str | None = None,
    turn: int = 0,
) -> pd.DataFrame:
    """Rows of the heat map in the frame's own order of categories and provinces.

    `frame` has code and province with their labels and names in three languages, and value.
    """
    place = frame.rename(columns={"code": "category", "province": "code"})
    standing = [
        chosen in (None, code) and chosen_province in (None, province)
        for code, province in zip(frame["code"], frame["province"], strict=True)
    ]
    colors = _standing_out(shades(frame["value"], look), standing, look)
    return pd.DataFrame(
        {
            "code": frame["code"].astype(str),
            "province": frame["province"].fillna("").astype(str),
            "label": labels(frame, look),
            "place": labels(place.filter(regex="^(code|name_)"), look),
            "value": frame["value"].astype("float64"),
            "shown": shown_values(frame["value"], look),
            "color": colors,
            "ink": inks(colors),
            "first": ~frame["code"].duplicated(),
            "turn": turn,
        }
    ).reset_index(drop=True)


def month_rows(frame: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Rows of a chart by month, every month between the first and the last; `frame` has month and value.

    `told` is the number written on a column: on each while they are few, else on the highest and the last.
    """
    if frame.empty:
        return pd.DataFrame(columns=["month", "label", "value", "shown", "told"])
    months = pd.to_datetime(frame["month"])
    values = frame.set_index(months)["value"].reindex(
        pd.date_range(months.min(), months.max(), freq="MS"), fill_value=0
    )
    shown = shown_values(values, look)
    peak, last = int(values.to_numpy().argmax()), len(values) - 1
    keys = []
    for place, month in enumerate(values.index):
        year = str(month.year) if place == 0 or month.month == 1 else ""
        keys.append("~".join([month.strftime("%Y-%m"), format_date(month, "LLL", locale=look.words.locale), year]))
    return pd.DataFrame(
        {
            "month": keys,
            "label": [look.words.month(month.date()) for month in values.index],
            "value": values.astype("float64").to_numpy(),
            "shown": shown,
            "told": [
                text if len(shown) <= _FEW_MONTHS or place in (peak, last) else "" for place, text in enumerate(shown)
            ],
        }
    )


def place_rows(frame: pd.DataFrame, look: Look, chosen: str | None = None, turn: int = 0) -> pd.DataFrame:
    """Rows of the map; `frame` has code, names in three languages, value, shown, longitude, latitude of the name.

    A province without a place for its name has no outline either and is left to the words beside the map.
    """
    drawn = frame[frame["longitude"].notna()]
    standing = [chosen in (None, code) for code in drawn["code"]]
    return pd.DataFrame(
        {
            "code": drawn["code"].astype(str),
            "label": labels(drawn, look),
            "shown": drawn["shown"],
            "color": _standing_out(shades(drawn["value"], look), standing, look),
            "longitude": drawn["longitude"].astype("float64"),
            "latitude": drawn["latitude"].astype("float64"),
            "turn": turn,
        }
    ).reset_index(drop=True)
