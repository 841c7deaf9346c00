"""The bullet chart: how much of each target is reached, the target a line across the bar, its status in words."""

from typing import Any

import altair as alt
import pandas as pd

from core.charts.registry import ROWS, Look, chart
from core.charts.rows import Columns, labels, missing, texts
from core.charts.samples import targets
from core.charts.style import LABEL_SIZE, SMALL_SIZE, channels, layered, reading_edge
from core.indicators.progress import REACHED

_STEP = 62
_BAR_HEIGHT, _TICK_HEIGHT = 14, 24
# A bar ends here, however much more than its target was reached; the number beneath says how much.
_LONGEST = 1.25
# A canvas reads from the left whatever is written: a line that begins with a number is told to read from the right.
_FROM_RIGHT, _END = "\u2067", "\u2069"


def target_rows(frame: pd.DataFrame, look: Look) -> Columns:
    """Rows of the bullet chart, what is furthest first.

    `frame` has code, a label or name in three languages, value (not a number where it is hidden or nothing was
    counted), reached (the share of its target) and status (of core.indicators.progress), and value and target as text:
    shown_value, shown_target.
    """
    words = look.words
    records = zip(
        texts(frame, "code"),
        labels(frame, look),
        *(frame[name].tolist() for name in ("value", "reached", "status", "shown_value", "shown_target")),
        strict=True,
    )
    rows = [
        (
            code,
            label,
            0.0 if missing(value) else reached,
            status,
            _told(look, value, reached, shown, aim),
        )
        for code, label, value, reached, status, shown, aim in records
    ]
    rows.sort(key=lambda row: -row[2])
    return {
        "code": [code for code, *_ in rows],
        "label": [label for _, label, *_ in rows],
        "value": [min(share, _LONGEST) for _, _, share, *_ in rows],
        "status": [words.say(f"progress.{status}") for *_, status, _ in rows],
        "shown": [shown for *_, shown in rows],
    }


def _told(look: Look, value: float, reached: float, shown: str, aim: str) -> str:
    words = look.words
    if missing(value):
        said = words.say("progress.only_target", value=shown, target=aim)
    else:
        said = words.say("progress.of", value=shown, target=aim, share=words.percent(reached))
    return f"{_FROM_RIGHT}{said}{_END}" if look.mirrored else said


def how_many_reached(frame: pd.DataFrame, look: Look) -> str:
    """The finding: how many of the targets are reached; of one alone, how it stands."""
    if frame.empty:
        return look.words.say("chart.nothing")
    if len(frame) == 1:
        rows = target_rows(frame, look)
        return look.words.say("chart.targets_reached.single", shown=rows["shown"][0], status=rows["status"][0])
    return look.words.count("chart.targets_reached.finding", int((frame["status"] == REACHED).sum()), total=len(frame))


@chart(rows=target_rows, finding=how_many_reached, sample=targets)
def targets_reached(look: Look) -> alt.LayerChart:
    """The share of each target that is reached."""
    mirrored = look.mirrored
    ends = ["width", "0"] if mirrored else ["0", "width"]
    scale = alt.Scale(domain=[0, _LONGEST], nice=False, range=[alt.ExprRef(end) for end in ends])
    base = alt.Chart().encode(y=alt.Y("code:N", sort=None, axis=None, scale=alt.Scale(padding=0)))
    near, far = reading_edge(mirrored), reading_edge(not mirrored)
    start, end = ("width", 0) if mirrored else (0, "width")
    tooltip: list[Any] = [alt.Tooltip("label:N", title=" "), alt.Tooltip("shown:N", title=" ")]
    track = base.mark_bar(height=_BAR_HEIGHT, color=look.theme.track, cornerRadius=3).encode(
        x=channels.XValue(0), x2=channels.X2Value("width"), tooltip=tooltip
    )
    bar = base.mark_bar(height=_BAR_HEIGHT, color=look.theme.accent, cornerRadius=3).encode(
        x=alt.X("value:Q", axis=None, scale=scale), x2=channels.X2Datum(0), tooltip=tooltip
    )
    target = base.mark_tick(orient="vertical", size=_TICK_HEIGHT, thickness=3, color=look.theme.text).encode(
        x=alt.X(datum=1, type="quantitative", scale=scale, axis=None), tooltip=tooltip
    )
    label = base.mark_text(align=near, dy=-19, limit=alt.ExprRef("width * 0.6"), fontSize=LABEL_SIZE).encode(
        x=channels.XValue(start), text=alt.Text("label:N")
    )
    status = base.mark_text(align=far, dy=-19, fontSize=SMALL_SIZE, limit=alt.ExprRef("width * 0.39")).encode(
        x=channels.XValue(end), text=alt.Text("status:N")
    )
    number = base.mark_text(align=near, dy=19, fontSize=SMALL_SIZE, color=look.theme.quiet).encode(
        x=channels.XValue(start), text=alt.Text("shown:N")
    )
    return layered(track, bar, target, label, status, number, data=alt.NamedData(ROWS), height=alt.Step(_STEP))
