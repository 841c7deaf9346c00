"""What a chart shows, said in one sentence from its own frame, with the right plural and honest about ties."""

from collections.abc import Callable

import pandas as pd

from core.charts.registry import Look
from core.charts.rows import labels


def leader(name: str) -> Callable[..., str]:
    """The finding of a chart whose point is who comes first."""

    def finding(frame: pd.DataFrame, look: Look, total: int | None = None) -> str:
        known = frame[frame["code"].notna() & (frame["value"] > 0)]
        if known.empty:
            return look.words.say("chart.nothing")
        largest = int(known["value"].max())
        first = labels(known[known["value"] == largest], look)
        details = {"label": first[0]} if len(first) == 1 else {"labels": look.words.listing(first)}
        key = f"chart.{name}.finding" if len(first) == 1 else f"chart.{name}.tie"
        if total is not None:
            return look.words.count(f"{key}_of", largest, total=total, **details)
        return look.words.count(key, largest, **details)

    return finding


def heaviest(frame: pd.DataFrame, look: Look) -> str:
    """The finding of the heat map: where one category weighs most."""
    known = frame[frame["province"].notna() & (frame["value"] > 0)]
    if known.empty:
        return look.words.say("chart.nothing")
    first = known.iloc[[int(known["value"].to_numpy().argmax())]]
    return look.words.count(
        "chart.obstacles_by_category_and_province.finding",
        int(first["value"].iloc[0]),
        label=labels(first, look)[0],
        place=labels(first, look, "name", "province")[0],
    )


def busiest(frame: pd.DataFrame, look: Look) -> str:
    """The finding of a chart by month: the first of the fullest months."""
    if frame.empty or frame["value"].max() <= 0:
        return look.words.say("chart.nothing")
    first = frame.iloc[int(frame["value"].to_numpy().argmax())]
    month = look.words.month(pd.Timestamp(first["month"]).date())
    return look.words.count("chart.attendance_by_month.finding", int(first["value"]), month=month)


def highest(frame: pd.DataFrame, look: Look, figure: str) -> str:
    """The finding of the map for the figure of this label, which may be a share: its number is already text."""
    known = frame[frame["code"].notna() & (frame["value"] > 0)]
    if known.empty:
        return look.words.say("chart.nothing")
    top = known[known["value"] == known["value"].max()]
    first, shown = labels(top, look), str(top["shown"].iloc[0])
    if len(first) == 1:
        return look.words.say("chart.map.finding", figure=figure, label=first[0], shown=shown)
    return look.words.say("chart.map.tie", figure=figure, labels=look.words.listing(first), shown=shown)
