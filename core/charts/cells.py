"""The heat maps: categories of obstacles by what they are crossed with, each cell with its own number, no legend."""

from functools import partial
from typing import Literal

import altair as alt

from core.charts.findings import heaviest
from core.charts.registry import CHOICE, ROWS, Look, chart
from core.charts.rows import cell_rows
from core.charts.samples import cells, cells_by_kind, cells_by_month, cells_by_sector, cells_by_state
from core.charts.style import NAME_SIZE, SMALL_SIZE, channels, layered, reading_edge

_STEP, _LABEL_HEIGHT, _CELL_HEIGHT = 58, 22, 30
# In pixels: the longest name that is written whole where columns are too narrow for theirs, which then run upwards.
_LONGEST = 240


@chart(rows=cell_rows, finding=heaviest("province"), sample=cells, chooses=True)
def obstacles_by_category_and_province(look: Look) -> alt.LayerChart:
    """Distinct organisations and guests that mention a category, in the province of the mention."""
    return cross_cells(look, "province", ["province"])


@chart(rows=partial(cell_rows, dimension="sector"), finding=heaviest("sector"), sample=cells_by_sector, chooses=True)
def obstacles_by_category_and_sector(look: Look) -> alt.LayerChart:
    """Distinct organisations and guests that mention a category, by the sector of the organisation."""
    return cross_cells(look, "sector", ["sector"])


@chart(rows=partial(cell_rows, dimension="kind"), finding=heaviest("kind"), sample=cells_by_kind, chooses=True)
def obstacles_by_category_and_kind(look: Look) -> alt.LayerChart:
    """Distinct organisations and guests that mention a category, by the kind of the organisation."""
    return cross_cells(look, "kind", ["kind"])


@chart(rows=partial(cell_rows, dimension="month"), finding=heaviest("month"), sample=cells_by_month, chooses=True)
def obstacles_by_category_and_month(look: Look) -> alt.LayerChart:
    """Distinct organisations and guests that mention a category, by the month of the mention."""
    return cross_cells(look, "month", ["since", "until"])


@chart(rows=partial(cell_rows, dimension="state"), finding=heaviest("state"), sample=cells_by_state, chooses=True)
def obstacles_by_category_and_state(look: Look) -> alt.LayerChart:
    """Distinct organisations and guests that mention a category, by how far its obstacles are."""
    return cross_cells(look, "state", ["state"])


def cross_cells(look: Look, dimension: str, carried: list[str], counts: str = "chart.mentioning") -> alt.LayerChart:
    """A heat map over the rows of `cell_rows`; a click carries the fields `carried` (none where nothing is chosen), and
    `counts` is the key of what a cell counts.
    """
    upwards = f"length(data('{ROWS}')) && bandwidth('x') < data('{ROWS}')[0].wide"
    across = alt.X(
        "column:N",
        sort=None,
        scale=alt.Scale(reverse=look.mirrored, paddingInner=0.03, paddingOuter=0),
        axis=alt.Axis(
            orient="top",
            labelExpr="split(datum.value, '~')[1]",
            labelAngle=alt.ExprRef(f"{upwards} ? -90 : 0"),
            labelAlign=alt.ExprRef(f"{upwards} ? 'left' : 'center'"),
            labelBaseline=alt.ExprRef(f"{upwards} ? 'middle' : 'bottom'"),
            labelLimit=alt.ExprRef(f"{upwards} ? {_LONGEST} : bandwidth('x')"),
            labelFontSize=NAME_SIZE,
            labelOverlap=False,
            labelFlush=False,
            labelPadding=4,
        ),
    )
    down = alt.Y("code:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    tooltip = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("place:N", title=look.words.say(f"chart.{dimension}")),
        alt.Tooltip("shown:N", title=look.words.say(counts)),
    ]
    middle = _LABEL_HEIGHT / 2
    cursor: Literal["pointer", "default"] = "pointer" if carried else "default"
    cell = (
        alt.Chart()
        .mark_bar(height=_CELL_HEIGHT, width=alt.RelativeBandSize(1), yOffset=middle, cornerRadius=3, cursor=cursor)
        .encode(
            x=across,
            y=down,
            color=alt.Color("color:N", scale=None),
            tooltip=tooltip,
        )
    )
    if carried:
        cell = cell.add_params(alt.selection_point(name=CHOICE, fields=["code", *carried, "turn"], toggle=False))
    number = (
        alt.Chart()
        .mark_text(dy=middle, fontSize=SMALL_SIZE, fontWeight=600)
        .encode(x=across, y=down, text=alt.Text("shown:N"), color=alt.Color("ink:N", scale=None))
    )
    edge, near = "width" if look.mirrored else 0, reading_edge(look.mirrored)
    label = (
        alt.Chart()
        .transform_filter("datum.first")
        .mark_text(align=near, dy=_LABEL_HEIGHT / 2 - _STEP / 2 + 2, limit=alt.ExprRef("width"))
        .encode(x=channels.XValue(edge), y=down, text=alt.Text("label:N"))
    )
    return layered(cell, number, label, data=alt.NamedData(ROWS), height=alt.Step(_STEP))
