"""Charts of modules and sessions: hours given, seats filled, attendance, who trains, and who stays to the end."""

from typing import Any

import altair as alt
import pandas as pd

from core.charts import samples
from core.charts.bars import bars
from core.charts.findings import foremost, lasting
from core.charts.registry import ROWS, Look, chart
from core.charts.rows import bar_rows, province_rows
from core.charts.style import SMALL_SIZE, layered, reading_edge

_HEIGHT = 280
# Up to so many sittings each has its number on it.
_FEW = 8


@chart(rows=bar_rows, finding=foremost("hours_by_module"), sample=samples.hours_by_module, chooses=True)
def hours_by_module(look: Look) -> alt.LayerChart:
    """Hours of sessions that took place, by module."""
    return bars(look, "chart.hours_given", chooses=True)


@chart(rows=province_rows, finding=foremost("hours_by_province"), sample=samples.hours_by_province, chooses=True)
def hours_by_province(look: Look) -> alt.LayerChart:
    """Hours of sessions that took place, by the province they were held in."""
    return bars(look, "chart.hours_given", chooses=True)


@chart(rows=bar_rows, finding=foremost("seats_by_module"), sample=samples.shares_by_module, chooses=True)
def seats_by_module(look: Look) -> alt.LayerChart:
    """The share of seats that were filled, by module."""
    return bars(look, "chart.seats_filled", chooses=True)


@chart(rows=province_rows, finding=foremost("seats_by_province"), sample=samples.shares_by_province, chooses=True)
def seats_by_province(look: Look) -> alt.LayerChart:
    """The share of seats that were filled, by the province of the session."""
    return bars(look, "chart.seats_filled", chooses=True)


@chart(rows=bar_rows, finding=foremost("attendance_rate_by_module"), sample=samples.shares_by_module, chooses=True)
def attendance_rate_by_module(look: Look) -> alt.LayerChart:
    """Present over present and absent on closed rosters, by module."""
    return bars(look, "chart.attendance_rate", chooses=True)


@chart(
    rows=province_rows, finding=foremost("attendance_rate_by_province"), sample=samples.shares_by_province, chooses=True
)
def attendance_rate_by_province(look: Look) -> alt.LayerChart:
    """Present over present and absent on closed rosters, by province."""
    return bars(look, "chart.attendance_rate", chooses=True)


@chart(rows=bar_rows, finding=foremost("trainer_hours_by_side"), sample=samples.sides)
def trainer_hours_by_side(look: Look) -> alt.LayerChart:
    """Hours of preparation, delivery and travel, by whose people the trainers are."""
    return bars(look, "chart.trainer_hours", chooses=False)


def drop_off_rows(frame: pd.DataFrame, look: Look) -> dict[str, list[Any]]:
    """Rows of the drop-off as the frame has them: the median of the groups first, whose numbers are told.

    `told` is written on a point: on each while they are few, else on the first and the last.
    """
    groups, sittings, values = frame["group"].tolist(), frame["sitting"].tolist(), frame["value"].tolist()
    shown = [look.words.percent(float(value)) for value in values]
    last = max((sitting for group, sitting in zip(groups, sittings, strict=True) if not group), default=0)
    return {
        "group": groups,
        "sitting": sittings,
        "label": [
            look.words.say("chart.sitting_of", sitting=look.words.number(int(sitting)), group=group)
            if group
            else look.words.say("chart.sitting", sitting=look.words.number(int(sitting)))
            for group, sitting in zip(groups, sittings, strict=True)
        ],
        "value": [float(value) for value in values],
        "shown": shown,
        "told": [
            text if not group and (last <= _FEW or sitting in (1, last)) else ""
            for text, group, sitting in zip(shown, groups, sittings, strict=True)
        ],
    }


@chart(rows=drop_off_rows, finding=lasting, sample=samples.drop_off)
def drop_off_by_sitting(look: Look) -> alt.LayerChart:
    """The share of those enrolled who are there at each sitting: a thin line a group, a strong one for the median."""
    across = alt.X(
        "sitting:O",
        scale=alt.Scale(reverse=look.mirrored, paddingOuter=0.35),
        axis=alt.Axis(labelAngle=0, labelFlush=False, labelOverlap="parity", labelPadding=6),
    )
    up = alt.Y(
        "value:Q",
        stack=None,
        scale=alt.Scale(domainMin=0, domainMax=1.08, nice=False),
        axis=alt.Axis(
            orient=reading_edge(look.mirrored),
            grid=True,
            gridColor=look.theme.line,
            gridOpacity=0.7,
            values=[0, 0.25, 0.5, 0.75, 1],
            labelExpr=f"format(datum.value * 100, 'd') + '{look.words.say('chart.percent')}'",
        ),
    )
    tooltip = [alt.Tooltip("label:N", title=" "), alt.Tooltip("shown:N", title=look.words.say("chart.there"))]
    base = alt.Chart().encode(x=across, y=up)
    groups = base.transform_filter("datum.group != ''").mark_line(
        color=look.theme.quiet, opacity=0.28, strokeWidth=1.25
    )
    median = base.transform_filter("datum.group == ''")
    line = median.mark_line(color=look.theme.accent, strokeWidth=3)
    point = median.mark_circle(color=look.theme.accent, opacity=1, size=70).encode(tooltip=tooltip)
    number = median.mark_text(dy=-13, fontSize=SMALL_SIZE, fontWeight=600).encode(text=alt.Text("told:N"))
    # A halo keeps a number readable over the lines of the groups.
    halo = median.mark_text(
        dy=-13,
        fontSize=SMALL_SIZE,
        fontWeight=600,
        stroke=look.theme.background,
        strokeWidth=4,
        strokeJoin="round",
    ).encode(text=alt.Text("told:N"))
    return layered(
        groups.encode(detail=alt.Detail("group:N")), line, point, halo, number, data=alt.NamedData(ROWS), height=_HEIGHT
    )
