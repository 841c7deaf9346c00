"""Charts over time: one column a month from a zero line, in the order of reading; a click narrows to a month."""

import altair as alt

from core.charts.findings import busiest
from core.charts.registry import CHOICE, ROWS, Look, chart
from core.charts.rows import month_rows
from core.charts.samples import months
from core.charts.style import SMALL_SIZE, channels, layered, reading_edge

_HEIGHT = 250


@chart(rows=month_rows, finding=busiest("attendance_by_month"), sample=months, chooses=True)
def attendance_by_month(look: Look) -> alt.LayerChart:
    """Counted attendances in each month."""
    return month_columns(look, "chart.attendances")


@chart(rows=month_rows, finding=busiest("sessions_by_month"), sample=months, chooses=True)
def sessions_by_month(look: Look) -> alt.LayerChart:
    """Sessions held in each month."""
    return month_columns(look, "chart.sessions")


def month_columns(look: Look, measure: str) -> alt.LayerChart:
    """Columns by month over the rows of `month_rows`; `measure` is the key of what a value counts.

    A click anywhere over a month carries it as the first and the last one of the period.
    """
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
    tooltip = [alt.Tooltip("label:N", title=" "), alt.Tooltip("shown:N", title=look.words.say(measure))]
    # A low column is hard to hit: the whole height over it belongs to its month.
    place = (
        base.mark_bar(width=alt.RelativeBandSize(1), opacity=0, cursor="pointer")
        .encode(y=channels.YValue(0), y2=channels.Y2Value("height"), tooltip=tooltip)
        .add_params(alt.selection_point(name=CHOICE, fields=["since", "until", "turn"], toggle=False))
    )
    column = base.mark_bar(width=alt.RelativeBandSize(1), cornerRadiusTopLeft=3, cornerRadiusTopRight=3).encode(
        y=up, color=alt.Color("color:N", scale=None)
    )
    number = base.mark_text(dy=-8, fontSize=SMALL_SIZE, fontWeight=600).encode(y=up, text=alt.Text("told:N"))
    return layered(column, number, place, data=alt.NamedData(ROWS), height=_HEIGHT)
