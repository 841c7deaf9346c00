"""The heat map: categories of obstacles by provinces, each cell with its own number, no legend to look up."""

import altair as alt

from core.charts.findings import heaviest
from core.charts.registry import CHOICE, ROWS, Look, chart
from core.charts.rows import cell_rows
from core.charts.samples import cells
from core.charts.style import SMALL_SIZE, layered, reading_edge

_STEP, _LABEL_HEIGHT, _CELL_HEIGHT = 58, 22, 30


@chart(rows=cell_rows, finding=heaviest, sample=cells, chooses=True)
def obstacles_by_category_and_province(look: Look) -> alt.LayerChart:
    """Distinct organisations and guests that mention a category, in the province of the mention."""
    across = alt.X(
        "place:N",
        sort=None,
        scale=alt.Scale(reverse=look.mirrored, paddingInner=0.03, paddingOuter=0),
        axis=alt.Axis(
            orient="top",
            labelAngle=0,
            labelLimit=alt.ExprRef("bandwidth('x')"),
            labelOverlap=False,
            labelFlush=False,
            labelPadding=2,
        ),
    )
    down = alt.Y("code:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    tooltip = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("place:N", title=look.words.say("chart.province")),
        alt.Tooltip("shown:N", title=look.words.say("chart.mentioning")),
    ]
    middle = _LABEL_HEIGHT / 2
    cell = (
        alt.Chart()
        .mark_bar(height=_CELL_HEIGHT, width=alt.RelativeBandSize(1), yOffset=middle, cornerRadius=3, cursor="pointer")
        .encode(
            x=across,
            y=down,
            color=alt.Color("color:N", scale=None),
            tooltip=tooltip,
        )
        .add_params(alt.selection_point(name=CHOICE, fields=["code", "province", "turn"], toggle=False))
    )
    number = (
        alt.Chart()
        .mark_text(dy=middle, fontSize=SMALL_SIZE, fontWeight=600)
        .encode(x=across, y=down, text="shown:N", color=alt.Color("ink:N", scale=None))
    )
    edge, near = "width" if look.mirrored else 0, reading_edge(look.mirrored)
    label = (
        alt.Chart()
        .transform_filter("datum.first")
        .mark_text(align=near, dy=_LABEL_HEIGHT / 2 - _STEP / 2 + 2, limit=alt.ExprRef("width"))
        .encode(x=alt.value(edge), y=down, text="label:N")
    )
    return layered(cell, number, label, data=alt.NamedData(ROWS), height=alt.Step(_STEP))
