"""Every registered chart is drawn in every language and appearance, full and empty, and says what it shows."""

import json
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert
from altair.utils.schemapi import SchemaValidationError

from core.charts import CHARTS, CHOICE, ROWS, look, specification
from core.charts.rows import bar_rows, cell_rows, month_rows, place_rows
from core.charts.samples import categories, cells, months, places, provinces
from core.i18n import LANGUAGES, Words, words
from core.theme import DARK, LIGHT, THEMES

OUTLINES = Path(__file__).parent.parent.parent / "db" / "reference" / "geo"
FR, AR, EN = (look(language, "light") for language in ("fr", "ar", "en"))


def drawn_rows(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """The rows of a chart as a frame, to look things up in."""
    return pd.DataFrame(columns)


def svg(name: str, language: str, appearance: str, rows: pd.DataFrame) -> str:
    """The chart as a renderer draws it, with the outlines that a browser would fetch."""
    full = {**_with_outlines(specification(name, language, appearance)), "width": 350}
    full["datasets"] = {ROWS: json.loads(rows.to_json(orient="records"))}
    return str(vl_convert.vegalite_to_svg(full))


def _with_outlines(part: Any) -> Any:
    if isinstance(part, dict):
        if "url" in part:
            file = OUTLINES / part["url"].rsplit("/", 1)[1]
            return {**{k: v for k, v in part.items() if k != "url"}, "values": json.loads(file.read_text("utf-8"))}
        return {key: _with_outlines(value) for key, value in part.items()}
    return [_with_outlines(value) for value in part] if isinstance(part, list) else part


def told(sentence: str) -> str:
    """The sentence without the marks that isolate names."""
    return sentence.translate(dict.fromkeys([0x2066, 0x2068, 0x2069]))


@pytest.mark.parametrize("appearance", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_drawn_with_all_its_rows(name: str, language: str, appearance: str) -> None:
    shown = look(language, appearance)
    rows = drawn_rows(CHARTS[name].rows(CHARTS[name].sample(), shown))
    drawn = svg(name, language, appearance, rows)
    assert rows["shown"].iloc[0] in drawn
    assert "NaN" not in drawn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_without_rows_is_drawn_empty(name: str, language: str) -> None:
    shown = look(language, "light")
    rows = drawn_rows(CHARTS[name].rows(CHARTS[name].sample().head(0), shown))
    assert rows.empty
    assert "<svg" in svg(name, language, "light", rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_its_title_and_its_finding_in_words(name: str, language: str) -> None:
    shown = look(language, "light")
    details = {"figure": "X"} if name == "provinces_map" else {}
    assert shown.words.say(f"chart.{name}")
    assert CHARTS[name].finding(CHARTS[name].sample(), shown, **details)
    assert CHARTS[name].finding(CHARTS[name].sample().head(0), shown, **details) == shown.words.say("chart.nothing")


@pytest.mark.parametrize("name", CHARTS)
def test_a_specification_is_built_once_and_holds_no_rows(name: str) -> None:
    made = specification(name, "fr", "light")
    assert made is specification(name, "fr", "light")
    assert "datasets" not in made
    assert ROWS in json.dumps(made)


@pytest.mark.parametrize("name", CHARTS)
def test_the_language_of_charts_allows_a_specification_and_not_a_wrong_one(name: str) -> None:
    drawn = CHARTS[name].draw(AR)
    drawn.to_dict(validate=True, context={"pre_transform": False})
    drawn.layer[0].mark = "no mark"
    with pytest.raises(SchemaValidationError):
        drawn.to_dict(validate=True, context={"pre_transform": False})


@pytest.mark.parametrize(("name", "chart"), CHARTS.items())
def test_a_chart_that_chooses_has_one_selection_and_no_other_has(name: str, chart: Any) -> None:
    names = [param["name"] for param in specification(name, "ar", "dark").get("params", [])]
    assert names == ([CHOICE] if chart.chooses else [])


def test_arabic_charts_are_mirrored() -> None:
    months_ar, months_fr = (specification("attendance_by_month", code, "light") for code in ("ar", "fr"))
    assert months_ar["layer"][0]["encoding"]["x"]["scale"]["reverse"] is True
    assert months_fr["layer"][0]["encoding"]["x"]["scale"]["reverse"] is False
    assert months_ar["layer"][0]["encoding"]["y"]["axis"]["orient"] == "right"
    bars_ar, bars_fr = (specification("people_by_module", code, "light") for code in ("ar", "fr"))
    assert bars_ar["layer"][1]["encoding"]["x"]["scale"]["range"][0] == {"expr": "width"}
    assert bars_fr["layer"][1]["encoding"]["x"]["scale"]["range"][0] == {"expr": "0"}


@pytest.mark.parametrize("name", ["people_by_module", "attendance_by_month"])
def test_lengths_begin_at_zero(name: str) -> None:
    layers = specification(name, "en", "light")["layer"]
    scales = [
        layer["encoding"][axis]["scale"]
        for layer in layers
        for axis in "xy"
        if "field" in layer["encoding"].get(axis, {}) and layer["encoding"][axis]["type"] == "quantitative"
    ]
    assert scales
    assert all(scale["domainMin"] == 0 for scale in scales)


def test_numbers_of_an_axis_are_written_as_the_language_writes_them() -> None:
    separators = [
        specification("attendance_by_month", code, "light")["config"]["locale"]["number"] for code in LANGUAGES
    ]
    assert [(s["thousands"], s["decimal"]) for s in separators] == [(".", ","), ("\u202f", ","), (",", ".")]


def test_the_style_of_one_visitor_is_not_switched_on_for_all() -> None:
    specification("people_by_module", "fr", "dark")
    assert alt.theme.active == "default"


def test_bars_stand_longest_first_and_the_unknown_one_last() -> None:
    rows = drawn_rows(bar_rows(provinces(), FR))
    assert list(rows["label"]) == ["Al Haouz", "Ouarzazate", "Tinghir", "Zagora", "Taza", "Non connu"]
    assert list(rows["value"]) == [310, 268, 174, 121, 53, 7]
    assert rows["color"].iloc[-1] == LIGHT.quiet


def test_a_category_keeps_its_colour_when_others_are_filtered_away() -> None:
    codes = tuple(categories()["code"])
    every = drawn_rows(bar_rows(categories(), FR, codes)).set_index("code")["color"]
    some = drawn_rows(bar_rows(categories().tail(2), FR, codes)).set_index("code")["color"]
    assert every["actors"] == some["actors"] == LIGHT.series[5]
    assert len(set(every)) == 6


def test_what_was_not_chosen_steps_back() -> None:
    rows = drawn_rows(bar_rows(categories(), FR, tuple(categories()["code"]), chosen=("land",))).set_index("code")
    assert rows.loc["land", "color"] == LIGHT.series[2]
    assert rows.loc["marketing", "color"] not in LIGHT.series
    assert set(rows["turn"]) == {0}


def test_the_darkest_cell_is_the_largest_and_nothing_has_no_colour() -> None:
    rows = drawn_rows(cell_rows(cells(), look("fr", "dark")))
    assert set(rows.loc[rows["value"] == 12, "color"]) == {DARK.ramp[-1]}
    assert set(rows.loc[rows["value"] == 0, "color"]) == {DARK.track}
    assert list(rows["first"]) == [True, False, False, False] * 3


def test_a_month_without_a_session_is_an_empty_column_and_not_a_missing_one() -> None:
    rows = drawn_rows(month_rows(months().drop(index=3), FR))
    assert len(rows) == 14
    assert list(rows["value"])[3] == 0
    assert [text for text in rows["told"] if text] == ["610", "180"]
    assert [key.split("~")[2] for key in rows["month"]] == ["2025", *[""] * 11, "2026", ""]
    assert rows["label"].iloc[7] == "août 2025"
    assert month_rows(months(), AR)["label"][7] == "غشت 2025"


def test_months_outside_of_the_period_step_back_and_a_month_without_anything_is_no_choice() -> None:
    rows = drawn_rows(month_rows(months().drop(index=3), FR, since="2025-02", until="2025-05"))
    standing = rows["color"] == LIGHT.ramp[6]
    assert list(rows[standing]["label"]) == ["février 2025", "mars 2025", "avril 2025", "mai 2025"]
    assert list(rows["since"][:5]) == list(rows["until"][:5]) == ["2025-01", "2025-02", "2025-03", "", "2025-05"]
    assert set(rows["turn"]) == {0}
    assert set(month_rows(months(), FR)["color"]) == {LIGHT.ramp[6]}


def test_a_province_without_an_outline_is_not_on_the_map() -> None:
    rows = drawn_rows(place_rows(places(), EN))
    assert list(rows["code"]) == ["07.041", "08.401", "08.577", "08.587"]


def finding(name: str, frame: pd.DataFrame, shown: Any = EN, **details: Any) -> str:
    return told(CHARTS[name].finding(frame, shown, **details))


def test_a_finding_names_who_comes_first_and_out_of_how_many() -> None:
    assert finding("obstacles_by_category", categories()) == "Marketing of products is named most: by 34 voices."
    assert (
        finding("obstacles_by_category", categories(), total=52)
        == "Marketing of products is named most: by 34 of 52 voices."
    )
    assert (
        finding("obstacles_by_category", categories(), FR, total=52)
        == "Le plus cité : Commercialisation des produits, par 34 voix sur 52."
    )


def test_a_finding_of_two_that_are_equal_names_both() -> None:
    frame = categories().assign(value=[5, 5, 1, 0, 0, 0])
    assert (
        finding("obstacles_by_category", frame)
        == "Marketing of products and Financing of projects are named most: by 5 voices each."
    )


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "الحوز في المقدمة: شخص واحد."),
        (2, "الحوز في المقدمة: شخصان."),
        (3, "الحوز في المقدمة: 3 أشخاص."),
        (11, "الحوز في المقدمة: 11 شخصا."),
        (100, "الحوز في المقدمة: 100 شخص."),
        (103, "الحوز في المقدمة: 103 أشخاص."),
    ],
)
def test_a_finding_in_arabic_has_the_right_plural(number: int, sentence: str) -> None:
    assert finding("people_by_province", provinces().head(1).assign(value=number), AR) == sentence


def test_an_unknown_province_never_comes_first() -> None:
    frame = provinces().assign(value=[1, 2, 3, 4, 5, 900])
    assert finding("people_by_province", frame) == "Taza comes first: 5 people trained."


def test_the_finding_of_months_and_cells_says_when_and_where() -> None:
    assert finding("attendance_by_month", months()) == "The busiest month was October 2025: 610 attendances."
    assert (
        finding("obstacles_by_category_and_province", cells())
        == "Heaviest of all: Marketing of products in Al Haouz, by 12 voices."
    )
    shares = places().assign(shown="57%")
    assert finding("provinces_map", shares, figure="Women’s share") == "Women’s share: Al Haouz comes first, 57%."


def test_every_chart_says_its_definition_unless_it_shows_an_indicator() -> None:
    for language in LANGUAGES:
        said: Words = words(language)
        for name in CHARTS.keys() - {"provinces_map"}:
            assert len(said.say(f"chart.{name}.definition")) > 60
