"""Every registered chart keeps the rules of the look: direct labels, zero lines, sorted, mirrored, whole on a phone."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.charts import CHARTS, look, specification
from core.charts.samples import categories, provinces
from core.charts.taken import drawing
from core.i18n import LANGUAGES
from tests.core.drawn_texts import Text, drawn_texts, overlapping

CROSSED = [name for name in CHARTS if name.startswith("obstacles_by_category_and_")]
# Exceptions by name, each with its reason.
LEGENDS: dict[str, str] = {}
NOT_SORTED = {
    "attendance_by_month": "months stand in the order of time",
    **dict.fromkeys(CROSSED, "two lists in their own order make the rows and columns of a table"),
    "sessions_by_month": "months stand in the order of time",
    "answers_by_month": "steps and months stand in their own order",
    "referred_by_category_and_institution": "rows and columns of a table stand in their own order",
    "drop_off_by_sitting": "sittings stand in the order of time",
    "provinces_map": "places stand where they are",
}
# Of sectors, kinds, months and states there are more than a phone has room for names beside each other.
TURNED = {f"obstacles_by_category_and_{name}" for name in ("sector", "kind", "month", "state")}
NOT_MIRRORED = {"provinces_map": "east is on the right in every language"}
# What a phone of 390 pixels leaves to a chart in its frame, and the smallest type on it.
PHONE, SMALLEST = 322, 11

EVERY = pytest.mark.parametrize("name", CHARTS)
OUTLINES = Path(__file__).parent.parent.parent / "db" / "reference" / "geo"
_LEGEND_CHANNELS = {"color", "fill", "stroke", "size", "shape", "opacity", "strokeDash"}
_LENGTHS = {"bar", "area"}


@cache
def texts(name: str, language: str) -> list[Text]:
    """The texts of a chart of its sample as a phone shows it."""
    shown = look(language, "light")
    outlines = {f"/assets/geo/{file.name}": json.loads(file.read_text("utf-8")) for file in OUTLINES.glob("*.geojson")}
    rows = CHARTS[name].rows(CHARTS[name].sample(), shown)
    return drawn_texts(drawing(specification(name, language, "light"), rows, outlines, PHONE))


def layers(part: Any) -> Iterator[dict[str, Any]]:
    """The marks of a specification, those of its layers too."""
    if "mark" in part:
        yield part
    for layer in part.get("layer", ()):
        yield from layers(layer)


def mark(layer: dict[str, Any]) -> str:
    return str(layer["mark"]["type"] if isinstance(layer["mark"], dict) else layer["mark"])


def encoded(layer: dict[str, Any]) -> dict[str, Any]:
    return dict(layer.get("encoding", {}))


@EVERY
def test_labels_stand_on_the_marks_and_no_legend_beside(name: str) -> None:
    with_legend = [
        channel
        for layer in layers(specification(name, "ar", "light"))
        for channel, told in encoded(layer).items()
        if channel in _LEGEND_CHANNELS
        and "field" in told
        # Colours that are the rows' own need none.
        and told.get("scale", {}) is not None
        and told.get("legend", {}) is not None
    ]
    assert not with_legend or name in LEGENDS


@EVERY
def test_bars_and_areas_begin_at_zero(name: str) -> None:
    for layer in layers(specification(name, "fr", "light")):
        for axis in "xy":
            told = encoded(layer).get(axis, {})
            if mark(layer) in _LENGTHS and told.get("type") == "quantitative":
                scale = told.get("scale") or {}
                assert scale.get("domainMin") == 0 or scale.get("zero") is True or scale.get("domain", [1])[0] == 0
                assert told.get("stack", "zero") in (None, "zero", True)


@EVERY
def test_no_title_is_drawn_inside_the_picture(name: str) -> None:
    made = specification(name, "fr", "light")
    assert "title" not in made
    assert made["config"]["axis"]["title"] is None
    for layer in layers(made):
        for axis in "xy":
            told = encoded(layer).get(axis, {})
            assert told.get("title") is None
            assert (told.get("axis") or {}).get("title") is None


@pytest.mark.parametrize("language", LANGUAGES)
@EVERY
def test_rows_stand_largest_first(name: str, language: str) -> None:
    if name in NOT_SORTED:
        return
    rows = CHARTS[name].rows(CHARTS[name].sample(), look(language, "light"))
    known = [value for value, code in zip(rows["value"], rows["code"], strict=True) if code]
    assert known == sorted(known, reverse=True)
    assert all(rows["code"][: len(known)])
    for layer in layers(specification(name, language, "light")):
        # The picture keeps the order that the rows come in.
        assert all(encoded(layer).get(axis, {}).get("sort") is None for axis in "xy")


@EVERY
def test_what_runs_across_begins_where_reading_begins(name: str) -> None:
    if name in NOT_MIRRORED:
        return
    for language in LANGUAGES:
        mirrored = language == "ar"
        for layer in layers(specification(name, language, "dark")):
            across, up = (encoded(layer).get(axis, {}) for axis in "xy")
            if "field" in across and across.get("scale") is not None:
                scale = across.get("scale", {})
                first = str((scale.get("range") or [{}])[0])
                assert mirrored == (bool(scale.get("reverse")) or "width" in first), (language, layer["mark"])
            if up.get("axis", {}) is not None and "field" in up:
                assert up["axis"]["orient"] == ("right" if mirrored else "left"), (language, layer["mark"])


@pytest.mark.parametrize("language", LANGUAGES)
@EVERY
def test_a_phone_shows_every_text_whole_large_enough_and_beside_the_others(name: str, language: str) -> None:
    told = texts(name, language)
    assert told
    assert [text.said for text in told if text.size < SMALLEST] == []
    assert [text.said for text in told if "…" in text.said or (text.turned and name not in TURNED)] == []
    assert [text.said for text in told if text.left < -2 or text.right > PHONE + 2] == []
    assert overlapping(told) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_programmes_provinces_and_the_unknown_one_stand_level_above_their_columns(language: str) -> None:
    name, shown = "obstacles_by_category_and_province", look(language, "light")
    places = provinces().drop(index=4)
    frame = categories().merge(places, how="cross", suffixes=("", "_place")).rename(columns={"code_place": "province"})
    told = drawn_texts(drawing(specification(name, language, "light"), CHARTS[name].rows(frame, shown), {}, PHONE))
    assert shown.words.say("chart.unknown") in [text.said for text in told]
    assert not [text.said for text in told if text.turned or "…" in text.said]
    assert overlapping(told) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_many_provinces_run_upwards_rather_than_over_each_other(language: str) -> None:
    name, shown = "obstacles_by_category_and_province", look(language, "light")
    places = pd.concat([provinces().head(5)] * 2).assign(code=[f"00.{number:03}" for number in range(10)])
    for kind in ("name_ar", "name_fr", "name_en"):
        places[kind] = [f"{place} {number}" for number, place in enumerate(places[kind])]
    frame = categories().merge(places, how="cross", suffixes=("", "_place")).rename(columns={"code_place": "province"})
    told = drawn_texts(drawing(specification(name, language, "light"), CHARTS[name].rows(frame, shown), {}, PHONE))
    assert overlapping(told) == []
