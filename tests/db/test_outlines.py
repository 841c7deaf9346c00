"""The outlines of the map: wound the way Vega fills them, with the codes of the provinces they draw."""

import itertools
import json
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from db.queries.pictures import label_points
from db.queries.places import provinces

GEO = Path(__file__).parent.parent.parent / "db" / "reference" / "geo"
Ring = list[list[float]]


def rings(file: str) -> list[tuple[str, int, Ring]]:
    """Every ring with its province and its place: 0 is the outer one."""
    found = []
    for feature in json.loads((GEO / file).read_text("utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        code = feature["properties"].get("code", "")
        found += [(code, place, ring) for polygon in polygons for place, ring in enumerate(polygon)]
    return found


def doubled_area(ring: Ring) -> float:
    """Twice the signed area in square degrees; negative is clockwise (shoelace formula)."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))


@pytest.mark.parametrize("file", ["provinces.geojson", "context_provinces.geojson", "regions.geojson"])
def test_outer_rings_are_wound_clockwise_or_vega_would_fill_the_whole_canvas(file: str) -> None:
    assert rings(file)
    for code, place, ring in rings(file):
        assert ring[0] == ring[-1], code
        assert (doubled_area(ring) < 0) == (place == 0), code


def test_every_province_of_the_programme_has_an_outline_and_a_point_for_its_name(engine: Engine) -> None:
    with Session(engine) as session:
        programme = set(provinces(session, in_programme=True)["code"])
    assert programme == {"07.041", "08.401", "08.577", "08.587"}
    assert programme <= {code for code, _, _ in rings("provinces.geojson")}
    assert programme <= set(label_points())
