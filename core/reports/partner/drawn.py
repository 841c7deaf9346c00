"""The charts of a report: those of the product, over the snapshot's own numbers, in the light look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.charts import CHARTS, look, specification
from core.charts.taken import plain_drawing
from core.records.snapshot import Category, Coded, Module, Month, Place
from core.reports.partner.blocks import Drawn
from core.reports.partner.saying import Saying

# In the units of a drawing, of which a page's width has 640.
WIDE, HALF = 640, 400
_PAPER = "light"
_TOLD_ROWS = 12
_MAPPED = "people_trained"


@dataclass(frozen=True)
class Geography:
    """The outlines that the map names by address, and where each province's name is written: longitude, latitude."""

    outlines: Mapping[str, Any]
    points: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Drawer:
    """Draws the charts of one language; `drew` is told after each one."""

    saying: Saying
    geography: Geography
    drew: Callable[[], None]

    def people_by_province(self, places: Sequence[Place]) -> Drawn | None:
        """People trained in each province, a hidden number told as such."""
        frame = _frame(places, [place.figures[_MAPPED].value or 0 for place in places], "name")
        return self._drawn("people_by_province", self._guarded(frame, places), WIDE)

    def provinces_map(self, places: Sequence[Place]) -> Drawn | None:
        """The map, shaded by the people trained; provinces without an outline are told in the table beside it."""
        nowhere = (float("nan"), float("nan"))
        points = [self.geography.points.get(place.code or "", nowhere) for place in places]
        frame = _frame(places, [place.figures[_MAPPED].value or 0 for place in places], "name")
        frame["shown"] = [self.saying.value(_MAPPED, place.figures[_MAPPED], place.code or "") for place in places]
        frame["longitude"], frame["latitude"] = zip(*points, strict=True) if points else ((), ())
        return self._drawn("provinces_map", self._guarded(frame, places), WIDE, figure=self.saying.indicator(_MAPPED))

    def attendance_by_month(self, months: Sequence[Month], width: int = WIDE) -> Drawn | None:
        """Counted attendances in each month."""
        frame = pd.DataFrame(
            {
                "month": [pd.Timestamp(f"{month.month}-01") for month in months],
                "value": [month.attendances for month in months],
            }
        )
        return self._drawn("attendance_by_month", frame, width)

    def people_by_module(self, modules: Sequence[Module]) -> Drawn | None:
        """People trained in each module with anybody trained."""
        given = [module for module in modules if module.people]
        frame = _frame(given, [module.people for module in given], "label")
        if not all(self.saying.guard.tells(module.people) for module in given):
            told = ["" if self.saying.guard.tells(one.people) else self.saying.people(one.people) for one in given]
            frame = _hidden(frame, told)
        return self._drawn("people_by_module", frame, WIDE)

    def obstacles_by_category(self, categories: Sequence[Category], width: int = WIDE) -> Drawn | None:
        """Distinct voices of each category."""
        frame = _frame(categories, [category.voices for category in categories], "label")
        codes = tuple(one.code for one in self.saying.snapshot.categories)
        return self._drawn("obstacles_by_category", frame, width, rows_of={"codes": codes})

    def obstacles_by_category_and_province(self, places: Sequence[Place]) -> Drawn | None:
        """Distinct voices of each category in each province."""
        rows = []
        for category in self.saying.snapshot.categories:
            for place in places:
                voices = next((one.voices for one in place.categories if one.code == category.code), 0)
                named = (category.code, category.label.ar, category.label.fr, category.label.en)
                rows.append((*named, place.code, place.label.ar, place.label.fr, place.label.en, voices))
        columns = ["code", "label_ar", "label_fr", "label_en", "province", "name_ar", "name_fr", "name_en", "value"]
        return self._drawn("obstacles_by_category_and_province", pd.DataFrame(rows, columns=columns), WIDE)

    def _guarded(self, frame: pd.DataFrame, places: Sequence[Place]) -> pd.DataFrame:
        guard, hidden = self.saying.guard, self.saying.words.say("small.beside")
        why = [hidden if guard.hides(_MAPPED, place.code or "") else "" for place in places]
        return _hidden(frame, why) if any(why) else frame

    def _drawn(
        self,
        name: str,
        frame: pd.DataFrame,
        width: int,
        rows_of: Mapping[str, Any] | None = None,
        **details: Any,
    ) -> Drawn | None:
        """The chart, or nothing where there is nothing to see."""
        if frame.empty or not (frame["value"] > 0).any():
            return None
        language = self.saying.language
        shown, kind = look(language, _PAPER), CHARTS[name]
        rows = kind.rows(frame, shown, **(rows_of or {}))
        svg, wide, high = plain_drawing(
            specification(name, language, _PAPER), rows, self.geography.outlines, width, language
        )
        words = self.saying.words
        # What is hidden may be the largest; to say who comes first would tell that it is not.
        finding = words.say("small.finding") if "hidden" in frame else kind.finding(frame, shown, **details)
        title = details["figure"] if "figure" in details else words.say(f"chart.{name}")
        told = [
            words.say("chart.alternative_row", label=label, shown=value)
            for label, value in zip(rows["label"][:_TOLD_ROWS], rows["shown"][:_TOLD_ROWS], strict=True)
        ]
        alternative = words.say("chart.alternative", title=title, finding=finding, rows=words.listing(told))
        self.drew()
        return Drawn(svg, wide, high, finding, title, alternative)


def _frame(rows: Sequence[Coded], values: Sequence[float], kind: str) -> pd.DataFrame:
    names = {f"{kind}_{language}": [row.label.of(language) for row in rows] for language in ("ar", "fr", "en")}
    return pd.DataFrame({"code": [row.code for row in rows], **names, "value": list(values)})


def _hidden(frame: pd.DataFrame, why: Sequence[str]) -> pd.DataFrame:
    values = [0 if reason else value for reason, value in zip(why, frame["value"].tolist(), strict=True)]
    return frame.assign(value=values, hidden=list(why))
