"""The two charts of a hall, obstacles as they are said and votes, made ready as every chart is to be taken away."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.charts import CHARTS, look, specification
from db.queries.reference import categories, categories_ever
from db.queries.stage_figures import PARTS
from pages.parts.appearance import appearance
from pages.parts.data import frame_of, made_of
from pages.parts.picture_tables import cells, headers
from pages.parts.pictures import PAPER, Picture, alternative, arrow
from pages.parts.visit import Visit

# What each chart draws of which part of the stage; both have the same numbers.
HALL = {"hall_obstacles": ("obstacles", "voices"), "hall_votes": ("votes", "votes")}


def hall_picture(visit: Visit, name: str, event_id: int) -> Picture:
    """The chart of HALL of this name for an event; `empty` while nothing was said or voted."""
    part, counted = HALL[name]
    query, subjects = PARTS[part]
    ranked = frame_of(visit, query, event_id, subjects=subjects)["ranked"]
    made: Picture = made_of(
        visit,
        name,
        event_id,
        visit.language,
        appearance(),
        make=lambda: _made(visit, name, event_id, ranked, counted),
        subjects=(*subjects, "reference"),
    )
    return made


def _made(visit: Visit, name: str, event_id: int, ranked: Sequence[Mapping[str, Any]], counted: str) -> Picture:
    kind, shown, paper = CHARTS[name], look(visit.language, appearance()), look(visit.language, PAPER)
    values = {str(one["code"]): float(one[counted]) for one in ranked}
    frame = frame_of(visit, categories, True, subjects=("reference",))[["code", "label_ar", "label_fr", "label_en"]]
    frame = frame.assign(value=[values.get(code, 0.0) for code in frame["code"].tolist()])
    # Bars of an event are drawn as those of the register are: the same categories, colours and order.
    codes = frame_of(visit, categories_ever, subjects=("reference",))
    rows = kind.rows(frame, shown, codes=codes)
    title, finding = visit.words.say(f"chart.{name}"), kind.finding(frame, shown)
    return Picture(
        name=name,
        specification=specification(name, visit.language, appearance()),
        rows=rows,
        ready=arrow(rows),
        title=title,
        finding=finding,
        alternative=alternative(title, finding, rows, shown),
        definition=visit.words.say(f"chart.{name}.definition"),
        notes=(),
        headers=headers(frame, shown, "value"),
        table=tuple(cells(frame, shown)),
        empty=not any(values.values()),
        asked={"event": str(event_id)},
        paper=kind.rows(frame, paper, codes=codes),
        figure="obstacles",
    )
