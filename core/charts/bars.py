"""Charts of bars: each bar has its label above it and its number at its end, so that a phone shows them whole."""

import altair as alt

from core.charts.findings import foremost, leader
from core.charts.registry import CHOICE, ROWS, Look, chart
from core.charts.rows import bar_rows, province_rows
from core.charts.samples import categories, communes, modules, provinces, reach
from core.charts.style import SMALL_SIZE, channels, layered, reading_edge

_STEP = 46
_BAR_TOP, _BAR_HEIGHT = 24, 14
# How much of a bar's colour is left beside its strong part.
_LIGHT = 0.35


@chart(rows=bar_rows, finding=leader("obstacles_by_category"), sample=categories, chooses=True)
def obstacles_by_category(look: Look) -> alt.LayerChart:
    """Distinct organisations and guests that mention each category."""
    return bars(look, "chart.mentioning", chooses=True)


@chart(rows=bar_rows, finding=leader("hall_obstacles"), sample=categories)
def hall_obstacles(look: Look) -> alt.LayerChart:
    """Distinct participants of an event who said an obstacle of each category there."""
    return bars(look, "chart.mentioning", chooses=False)


@chart(rows=bar_rows, finding=leader("hall_votes"), sample=categories)
def hall_votes(look: Look) -> alt.LayerChart:
    """The votes that each category has in the hall of an event."""
    return bars(look, "chart.votes", chooses=False)


@chart(rows=province_rows, finding=leader("people_by_province"), sample=provinces, chooses=True)
def people_by_province(look: Look) -> alt.LayerChart:
    """Distinct persons trained, by the province of the organisation they came with."""
    return bars(look, "chart.people", chooses=True)


@chart(rows=province_rows, finding=foremost("reach_by_province"), sample=reach, chooses=True)
def reach_by_province(look: Look) -> alt.LayerChart:
    """People trained for every ten thousand inhabitants of each province."""
    return bars(look, "chart.per_10000", chooses=True)


@chart(rows=province_rows, finding=foremost("communes_by_province"), sample=communes, chooses=True)
def communes_by_province(look: Look) -> alt.LayerChart:
    """The share of each province's communes with a person trained."""
    return bars(look, "chart.communes", chooses=True)


@chart(rows=bar_rows, finding=leader("people_by_module"), sample=modules)
def people_by_module(look: Look) -> alt.LayerChart:
    """Distinct persons trained in each module; the bars do not add up, and no total is drawn."""
    return bars(look, "chart.people", chooses=False)


def bars(look: Look, measure: str, chooses: bool, part: bool = False) -> alt.LayerChart:
    """Bars over the rows of `bar_rows`; `measure` is the key of what a number counts.

    With a `part` the bar is light, and the column of that name is its strong part.
    """
    mirrored = look.mirrored
    # The longest bar leaves room for its number; zero stays at the edge where reading starts.
    ends = ["width", "width * 0.14"] if mirrored else ["0", "width * 0.86"]
    scale = alt.Scale(domainMin=0, nice=False, range=[alt.ExprRef(end) for end in ends])
    base = alt.Chart().encode(y=alt.Y("code:N", sort=None, axis=None, scale=alt.Scale(padding=0)))
    tooltip = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("shown:N", title=look.words.say(measure)),
    ]
    track = base.mark_bar(
        height=_BAR_HEIGHT,
        yOffset=_BAR_TOP / 2,
        color=look.theme.track,
        cornerRadius=3,
        cursor="pointer" if chooses else "default",
    ).encode(x=channels.XValue(0), x2=channels.X2Value("width"), tooltip=tooltip)
    if chooses:
        track = track.add_params(alt.selection_point(name=CHOICE, fields=["code", "turn"], toggle=False))
    bar = base.mark_bar(
        height=_BAR_HEIGHT, yOffset=_BAR_TOP / 2, cornerRadius=3, cursor="pointer" if chooses else "default"
    ).encode(
        x=alt.X("value:Q", axis=None, scale=scale),
        x2=channels.X2Datum(0),
        color=alt.Color("color:N", scale=None),
        tooltip=tooltip,
        opacity=channels.OpacityValue(_LIGHT if part else 1),
    )
    strong = base.mark_bar(height=_BAR_HEIGHT, yOffset=_BAR_TOP / 2, cornerRadius=3, cursor="pointer").encode(
        x=alt.X("part:Q", axis=None, scale=scale),
        x2=channels.X2Datum(0),
        color=alt.Color("color:N", scale=None),
        tooltip=tooltip,
    )
    edge, near = "width" if mirrored else 0, reading_edge(mirrored)
    label = base.mark_text(align=near, dy=-9, limit=alt.ExprRef("width")).encode(
        x=channels.XValue(edge), text=alt.Text("label:N")
    )
    number = base.mark_text(
        align=near, dx=-7 if mirrored else 7, dy=_BAR_TOP / 2, fontWeight=600, fontSize=SMALL_SIZE
    ).encode(x=alt.X("value:Q", axis=None, scale=scale), text=alt.Text("shown:N"))
    return layered(
        track, bar, *([strong] if part else []), label, number, data=alt.NamedData(ROWS), height=alt.Step(_STEP)
    )
