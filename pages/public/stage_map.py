"""The outlines of the programme's provinces as paths of a picture, drawn once and used by every map on the stage."""

import json
import math
from functools import cache
from typing import Any

from db.reference import load

# The picture is this wide; its height follows from the provinces themselves.
WIDTH = 1000.0
_OUTLINES = load.FOLDER / "geo" / "provinces.geojson"


@cache
def outlines() -> dict[str, Any]:
    """width, height and, for each province in the file, its code, path, and the middle that its name stands on."""
    features = json.loads(_OUTLINES.read_text(encoding="utf-8"))["features"]
    rings = {feature["properties"]["code"]: _rings(feature["geometry"]) for feature in features}
    points = [point for parts in rings.values() for ring in parts for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    north, south = min(y for _, y in points), max(y for _, y in points)
    scale = WIDTH / (east - west)
    placed = {
        code: [[((x - west) * scale, (y - north) * scale) for x, y in ring] for ring in parts]
        for code, parts in rings.items()
    }
    return {
        "width": round(WIDTH),
        "height": round((south - north) * scale),
        "paths": {code: "".join(map(_path, parts)) for code, parts in placed.items()},
        "middles": {code: _middle(max(parts, key=len)) for code, parts in placed.items()},
    }


def _rings(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[_mercator(*point[:2]) for point in ring] for part in parts for ring in part]


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    # Spherical Mercator, y downwards (Snyder, Map Projections, 1987, formula 7-2).
    return math.radians(longitude), -math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _path(ring: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring) + "Z"


def _middle(ring: list[tuple[float, float]]) -> tuple[int, int]:
    # The centre of the area (the shoelace formula).
    area, x_sum, y_sum = 0.0, 0.0, 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        x_sum += (x1 + x2) * cross
        y_sum += (y1 + y2) * cross
    return round(x_sum / (3 * area)), round(y_sum / (3 * area))
