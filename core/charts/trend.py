"""The small columns under a large number: one a month from zero, in the order of reading, as a piece of a page.

A card has no room for axes, so that the columns say themselves what they show: the first and the last month stand
under them, and the whole of it is their alternative text.
"""

from collections.abc import Sequence
from datetime import date
from html import escape

from core.charts.registry import Look
from core.charts.rows import missing
from core.indicators import written

_HEIGHT = 30
# In percent: what was counted at all is seen.
_LEAST = 4

Months = Sequence[tuple[str, float]]


def trend_said(code: str, months: Months, look: Look) -> str:
    """The trend of an indicator in a sentence: its months, the highest of them and the last."""
    known = [(month, value) for month, value in months if not missing(value)]
    peak, last = max(known, key=lambda one: one[1]), known[-1]
    return look.words.say(
        "trend.said",
        first=look.words.month(_day(months[0][0])),
        last=look.words.month(_day(last[0])),
        latest=written(look.words, code, last[1]),
        peak=look.words.month(_day(peak[0])),
        most=written(look.words, code, peak[1]),
    )


def trend_drawn(code: str, months: Months, look: Look) -> str:
    """The columns as elements of a page, which mirrors them by itself; the last month stands out. Texts are escaped."""
    theme, words = look.theme, look.words
    largest = max((value for _, value in months if not missing(value)), default=0) or 1
    columns = []
    for place, (_, value) in enumerate(months):
        height = 0.0 if missing(value) or value <= 0 else max(100 * value / largest, _LEAST)
        color = theme.accent if place == len(months) - 1 else theme.ramp[3]
        columns.append(f'<i style="flex:1;border-radius:2px 2px 0 0;height:{height:.0f}%;background:{color}"></i>')
    (first, _), (last, latest) = months[0], months[-1]
    ends = (
        words.month(_day(first)),
        words.say("trend.last", month=words.month(_day(last)), value=written(words, code, latest)),
    )
    told = "".join(f"<span>{escape(end)}</span>" for end in ends)
    return (
        f'<div role="img" aria-label="{escape(trend_said(code, months, look))}" style="display:flex;'
        f'align-items:flex-end;gap:2px;height:{_HEIGHT}px;border-bottom:1px solid {theme.line}">'
        f"{''.join(columns)}</div>"
        '<div aria-hidden="true" style="display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:.5em;'
        f'font-size:.75rem;color:{theme.quiet}">{told}</div>'
    )


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
