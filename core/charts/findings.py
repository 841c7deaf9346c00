"""What a chart shows, said in one sentence from its own frame, with the right plural and honest about ties."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pandas as pd

from core.charts.registry import Look
from core.charts.rows import labels, missing

Told = TypeVar("Told")


def leader(name: str) -> Callable[..., str]:
    """The finding of a chart whose point is who comes first."""

    def finding(frame: pd.DataFrame, look: Look, total: int | None = None) -> str:
        largest, first = _largest(frame, labels(frame, look))
        if not first:
            return look.words.say("chart.nothing")
        details = {"label": first[0]} if len(first) == 1 else {"labels": look.words.listing(first)}
        key = f"chart.{name}.finding" if len(first) == 1 else f"chart.{name}.tie"
        if total is not None:
            return look.words.count(f"{key}_of", int(largest), total=total, **details)
        return look.words.count(key, int(largest), **details)

    return finding


def foremost(name: str) -> Callable[..., str]:
    """The finding of a chart of rates: who comes first, with the numbers that the rate is made of."""

    def finding(frame: pd.DataFrame, look: Look) -> str:
        rows = zip(labels(frame, look), frame["shown"], frame["part"], frame["whole"], strict=True)
        _, first = _largest(frame, list(rows))
        if not first:
            return look.words.say("chart.nothing")
        label, shown, part, whole = first[0]
        if len(first) > 1:
            return look.words.say(
                f"chart.{name}.tie", labels=look.words.listing([one for one, *_ in first]), shown=shown
            )
        return look.words.count(
            f"chart.{name}.finding", int(part), label=label, shown=shown, whole=look.words.number(int(whole))
        )

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
    _, top = _largest(frame, list(zip(labels(frame, look), frame["shown"].tolist(), strict=True)))
    if not top:
        return look.words.say("chart.nothing")
    first, shown = [label for label, _ in top], str(top[0][1])
    if len(first) == 1:
        return look.words.say("chart.map.finding", figure=figure, label=first[0], shown=shown)
    return look.words.say("chart.map.tie", figure=figure, labels=look.words.listing(first), shown=shown)


def _largest(frame: pd.DataFrame, rows: Sequence[Told]) -> tuple[float, list[Told]]:
    """The largest value of a known code, and what is told of all who have it; nothing where all is nothing."""
    known = [
        (value, row)
        for code, value, row in zip(frame["code"].tolist(), frame["value"].tolist(), rows, strict=True)
        if not missing(code) and value > 0
    ]
    largest = max((value for value, _ in known), default=0)
    return largest, [row for value, row in known if value == largest]
