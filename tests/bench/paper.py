"""What a chart taken away as a picture takes: the first one, which starts the painter, and those after it."""

import json
import statistics
import time
from collections.abc import Iterator

from core import painting
from core.charts import CHARTS, look, specification
from core.charts.taken import Caption, taken_png
from core.i18n import Words, words
from pages.server.routes import OUTLINES

LANGUAGE, ROUNDS, AIM = "ar", 10, 100.0


def told() -> Iterator[str]:
    """Medians of every chart's PNG in Arabic, with its definition, on its sample, in milliseconds."""
    outlines = {f"/assets/geo/{file.name}": json.loads(file.read_text("utf-8")) for file in OUTLINES.glob("*.geojson")}
    said = words(LANGUAGE)
    painting.end()
    first = _seconds("people_by_module", said, outlines)
    medians = {name: statistics.median(_seconds(name, said, outlines) for _ in range(ROUNDS)) * 1000 for name in CHARTS}
    painting.end()
    slowest = max(medians, key=medians.__getitem__)
    verdict = "met" if medians[slowest] <= AIM else "missed"
    yield (
        f"a chart's PNG: first {first * 1000:.0f} ms, then {min(medians.values()):.0f} to {medians[slowest]:.0f} ms"
        f" ({slowest}), aim {AIM:.0f} ms once warm  {verdict}"
    )


def _seconds(name: str, said: Words, outlines: dict[str, object]) -> float:
    chart, shown = CHARTS[name], look(LANGUAGE, "light")
    frame = chart.sample()
    rows = chart.rows(frame, shown)
    finding = chart.finding(frame, shown, **({"figure": ""} if name == "provinces_map" else {}))
    notes = (said.say("chart.people_by_province.definition"),)
    caption = Caption(LANGUAGE, finding, said.say(f"chart.{name}"), said.say("explore.filter.none"), notes, "", "")
    started = time.perf_counter()
    taken_png(specification(name, LANGUAGE, "light"), rows, outlines, caption)
    return time.perf_counter() - started
