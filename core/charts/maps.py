"""The map: the programme's provinces shaded by a figure, with their names and numbers written on them."""

from typing import Any

import altair as alt

from core.charts.findings import highest
from core.charts.registry import CHOICE, ROWS, Look, chart
from core.charts.rows import place_rows
from core.charts.samples import places
from core.charts.style import LABEL_SIZE, layered

# The outlines come by address, so that a browser fetches them once and keeps them.
_OUTLINES = "/assets/geo/provinces.geojson"
_CONTEXT = "/assets/geo/context_provinces.geojson"
_HEIGHT = 275
# The frame of the picture in degrees: the four provinces and a margin around them.
_WEST, _SOUTH, _EAST, _NORTH = -9.0, 29.5, -4.35, 32.15


@chart(rows=place_rows, finding=highest, sample=places, chooses=True)
def provinces_map(look: Look) -> alt.LayerChart:
    """The chosen figure in each province; what lies outside the outlines is told beside the map."""
    around = alt.Chart(_outlines(_CONTEXT)).mark_geoshape(
        fill=look.theme.land, stroke=look.theme.background, strokeWidth=1
    )
    tooltip = [alt.Tooltip("label:N", title=" "), alt.Tooltip("shown:N", title=look.words.say("chart.value"))]
    joined = ["label", "shown", "color", "turn"]
    shaded = (
        alt.Chart(_outlines(_OUTLINES))
        .mark_geoshape(stroke=look.theme.background, strokeWidth=1.5, cursor="pointer")
        .transform_calculate(code="datum.properties.code")
        .transform_lookup(lookup="code", from_=alt.LookupData(alt.NamedData(ROWS), key="code", fields=joined))
        .transform_filter("isValid(datum.label)")
        .encode(
            color=alt.Color("color:N", scale=None),
            tooltip=tooltip,
        )
        .add_params(alt.selection_point(name=CHOICE, fields=["code", "turn"], toggle=False))
    )
    named = (
        alt.Chart(alt.NamedData(ROWS))
        .transform_filter("isValid(datum.longitude)")
        .transform_calculate(lines="[datum.label, datum.shown]")
        .encode(
            longitude=alt.Longitude("longitude:Q"),
            latitude=alt.Latitude("latitude:Q"),
            text=alt.Text("lines:N"),
            tooltip=tooltip,
        )
    )
    written: dict[str, Any] = {
        "fontSize": LABEL_SIZE,
        "fontWeight": 600,
        "lineHeight": 17,
        "dy": -9,
        "cursor": "pointer",
    }
    # Names lie over dark and light shades and over borders: a halo keeps them readable on all.
    halo = named.mark_text(**written, stroke=look.theme.background, strokeWidth=3, strokeJoin="round")
    name = named.mark_text(**written, fill=look.theme.text)
    return layered(around, shaded, halo, name, height=_HEIGHT, projection=_projection())


def _outlines(address: str) -> alt.UrlData:
    return alt.UrlData(address, format=alt.JsonDataFormat(type="json", property="features"))


def _projection() -> dict[str, Any]:
    # Points and no polygon: the winding of a ring would decide whether the whole world is meant.
    corners = [[_WEST, _SOUTH], [_EAST, _SOUTH], [_EAST, _NORTH], [_WEST, _NORTH]]
    return {
        "type": "mercator",
        "fit": {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": corners}},
        "size": {"expr": "[width, height]"},
        # Cut off while it is projected: a mask over what is drawn costs a picture on paper a fifth of a second.
        "clipExtent": {"expr": "[[0, 0], [width, height]]"},
    }
