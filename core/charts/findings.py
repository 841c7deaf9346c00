"""What a chart shows, said in one sentence from its own frame, with the right plural and honest about ties."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pandas as pd

from core.charts.registry import Look
from core.charts.rows import across_labels, labels, missing

Told = TypeVar("Told")
# Of cells that are equal, so many are named.
_NAMED = 3


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


def heaviest(dimension: str) -> Callable[..., str]:
    """The finding of a heat map: where one category weighs most; two that are equal are both named."""

    def finding(frame: pd.DataFrame, look: Look) -> str:
        known = frame[frame[dimension].notna() & (frame["value"] > 0)]
        if known.empty:
            return look.words.say("chart.nothing")
        largest = int(known["value"].max())
        first = known[known["value"] == largest]
        where = list(zip(labels(first, look), across_labels(first, look, dimension), strict=True))
        if len(where) == 1:
            key = f"chart.obstacles_by_category_and_{dimension}.finding"
            return look.words.count(key, largest, label=where[0][0], place=where[0][1])
        if len(where) > _NAMED:
            return look.words.count("chart.cells.many", largest, cells=look.words.number(len(where)))
        told = [look.words.say("chart.cells.cell", label=label, place=place) for label, place in where]
        return look.words.count("chart.cells.tie", largest, cells=look.words.listing(told))

    return finding


def busiest(name: str) -> Callable[..., str]:
    """The finding of a chart by month: the first of the fullest months."""

    def finding(frame: pd.DataFrame, look: Look) -> str:
        if frame.empty or frame["value"].max() <= 0:
            return look.words.say("chart.nothing")
        first = frame.iloc[int(frame["value"].to_numpy().argmax())]
        month = look.words.month(pd.Timestamp(first["month"]).date())
        return look.words.count(f"chart.{name}.finding", int(first["value"]), month=month)

    return finding


def lasting(frame: pd.DataFrame, look: Look) -> str:
    """The finding of the drop-off: the median share at the first sitting, and at the last one that at least half of
    the groups have had.
    """
    medians = frame[frame["group"] == ""]
    if medians.empty:
        return look.words.say("chart.nothing")
    first, groups = medians.iloc[0], int(medians["groups"].max())
    last = medians[medians["groups"] * 2 >= groups].iloc[-1]
    return look.words.count(
        "chart.drop_off_by_sitting.finding",
        groups,
        first=look.words.percent(float(first["value"])),
        last=look.words.percent(float(last["value"])),
        sitting=look.words.number(int(last["sitting"])),
    )


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
