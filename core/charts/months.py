"""Charts over time: one column a month from a zero line, in the order of reading."""

import altair as alt

from core.charts.findings import busiest
from core.charts.registry import ROWS, Look, chart
from core.charts.rows import month_rows
from core.charts.samples import months
from core.charts.style import SMALL_SIZE, layered, reading_edge

_HEIGHT = 250


@chart(rows=month_rows, finding=busiest, sample=months)
def attendance_by_month(look: Look) -> alt.LayerChart:
    """Counted attendances in each month."""
    # The key of a month carries its words: the name, and the year where a new one begins.
    names = "[split(datum.value, '~')[1], split(datum.value, '~')[2]]"
    across = alt.X(
        "month:N",
        sort=None,
        scale=alt.Scale(reverse=look.mirrored, paddingInner=0.25, paddingOuter=0.1),
        axis=alt.Axis(
            labelExpr=names, labelAngle=0, labelFlush=False, labelOverlap="parity", labelPadding=6, labelLimit=64
        ),
    )
    scale = alt.Scale(domainMin=0, nice=True, zero=True)
    up = alt.Y(
        "value:Q",
        # A column by itself: columns that could be stacked are each cut out with a mask of their own, which costs time.
        stack=None,
        scale=scale,
        axis=alt.Axis(
            orient=reading_edge(look.mirrored),
            grid=True,
            gridColor=look.theme.line,
            gridOpacity=0.7,
            tickCount=4,
            format=",d",
            tickMinStep=1,
        ),
    )
    base = alt.Chart().encode(x=across)
    column = base.mark_bar(
        width=alt.RelativeBandSize(1), color=look.theme.ramp[6], cornerRadiusTopLeft=3, cornerRadiusTopRight=3
    ).encode(
        y=up,
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("shown:N", title=look.words.say("chart.attendances")),
        ],
    )
    number = base.mark_text(dy=-8, fontSize=SMALL_SIZE, fontWeight=600).encode(y=up, text="told:N")
    return layered(column, number, data=alt.NamedData(ROWS), height=_HEIGHT)
