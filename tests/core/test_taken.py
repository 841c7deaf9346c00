"""Charts taken away: every one in every language, with its words around it, as SVG and as PNG of print size."""

import io
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core import painting
from core.charts import CHARTS, look, specification
from core.charts.lettering import lines
from core.charts.taken import Caption, taken_png, taken_svg
from core.i18n import LANGUAGES
from core.problems import Problem

GEO = Path(__file__).parent.parent.parent / "db" / "reference" / "geo"
OUTLINES = {f"/assets/geo/{file.name}": json.loads(file.read_text("utf-8")) for file in GEO.glob("*.geojson")}
SVG = "{http://www.w3.org/2000/svg}"
ENDS = dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069])
FILTERS = {"ar": "المرحلة 1، زاكورة", "fr": "Phase 1, Zagora", "en": "Phase 1, Zagora"}
SOURCE = {
    "ar": "Cooper UP Monitor · أرقام 24 نونبر 2026",
    "fr": "Cooper UP Monitor · chiffres du 24 novembre 2026",
    "en": "Cooper UP Monitor · figures of 24 November 2026",
}


def caption(language: str, finding: str, title: str = "", notes: tuple[str, ...] = ()) -> Caption:
    return Caption(language, finding, title, FILTERS[language], notes, SOURCE[language], "What is seen")


def taken(name: str, language: str, empty: bool = False) -> tuple[dict[str, Any], dict[str, list[Any]], Caption]:
    shown, chart = look(language, "light"), CHARTS[name]
    frame = chart.sample().head(0) if empty else chart.sample()
    details = {"figure": "X"} if name == "provinces_map" else {}
    words = caption(language, chart.finding(frame, shown, **details), shown.words.say(f"chart.{name}"))
    return specification(name, language, "light"), chart.rows(frame, shown), words


def texts(svg: str) -> list[str]:
    """What is written in a drawing, line by line, without the marks of direction."""
    return ["".join(one.itertext()).translate(ENDS) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def read_off(rows: dict[str, list[Any]]) -> list[str]:
    """What must be read off a drawing: its axis where months or sittings stand on one, else the name of each row."""
    if "month" in rows:
        return [month.split("~")[1] for month in rows["month"]]
    return [str(sitting) for sitting in rows.get("sitting", [])] or rows["label"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_taken_as_svg_with_its_words_in_it(name: str, language: str) -> None:
    chart, rows, words = taken(name, language)
    drawn = taken_svg(chart, rows, OUTLINES, words)
    written = texts(drawn)
    assert " ".join(written).startswith(f"{words.finding} {words.title} {words.filters}".translate(ENDS))
    assert written[-1] == SOURCE[language]
    named = " ".join(written)
    assert [label for label in read_off(rows) if label.translate(ENDS) not in named] == []
    assert "NaN" not in drawn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_without_rows_is_taken_too(name: str, language: str) -> None:
    chart, rows, words = taken(name, language, empty=True)
    assert texts(taken_svg(chart, rows, OUTLINES, words))[-1] == SOURCE[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_png_has_the_size_of_print_on_white_paper_and_something_on_it(name: str, language: str) -> None:
    picture = Image.open(io.BytesIO(taken_png(*taken(name, language)[:2], OUTLINES, taken(name, language)[2])))
    picture.load()
    assert picture.width == 2000
    assert 900 < picture.height < 2400
    seen = picture.convert("RGB").getcolors(picture.width * picture.height)
    assert seen is not None
    assert max(seen)[1] == (255, 255, 255)
    assert len(seen) > 100
    # The title is written at the edge where reading starts.
    top = picture.convert("L").crop((0, 60, picture.width, 160)).point(lambda ink: 255 if ink < 128 else 0).getbbox()
    assert top is not None
    assert (picture.width - top[2] < 90) if language == "ar" else (top[0] < 90)


def test_letters_of_arabic_are_joined_in_a_png() -> None:
    """Joined letters are narrower than letters kept apart, and as wide as the measure of the lines says."""

    def ink(finding: str) -> int:
        chart, rows, _ = taken("people_by_module", "ar")
        picture = Image.open(io.BytesIO(taken_png(chart, rows, OUTLINES, caption("ar", finding))))
        dark = picture.convert("L").crop((0, 60, picture.width, 160)).point(lambda one: 255 if one < 128 else 0)
        box = dark.getbbox()
        assert box is not None
        return box[2] - box[0]

    assert ink("تعاونية ورزازات") < 0.8 * ink("\u200c".join("تعاونية ورزازات"))


def test_each_line_of_arabic_is_read_from_the_right_and_its_number_stands_last() -> None:
    chart, rows, _ = taken("people_by_module", "ar")
    drawn = taken_svg(chart, rows, OUTLINES, caption("ar", "الحوز في المقدمة: 310 أشخاص من ONSSA."))
    [first] = re.findall(r'<text x="616" [^>]*text-anchor="end"[^>]*>([^<]*الحوز[^<]*)</text>', drawn)
    assert first == "\u2067الحوز في المقدمة: 310 أشخاص من ONSSA.\u2069"
    labels = [one for one in re.findall(r">([^<>]+)</text>", drawn) if "التدبير المالي" in one]
    assert labels == ["\u2067التدبير المالي\u2069"]


def test_a_long_sentence_is_cut_into_lines_and_an_isolate_goes_on_in_the_next() -> None:
    sentence = "\u2068" + " ".join(["Ouarzazate"] * 20) + "\u2069 est en\u00a0tête"
    cut = lines(sentence, 19, 600, 592)
    assert len(cut) > 2
    assert " ".join(cut).translate(ENDS) == sentence.translate(ENDS)
    assert [one.count("\u2068") for one in cut] == [one.count("\u2069") for one in cut]
    assert cut[1].startswith("\u2068")
    assert lines("", 19, 600, 592) == []


def test_a_word_wider_than_the_page_is_cut() -> None:
    cut = lines("x" * 500, 19, 600, 592)
    assert "".join(cut) == "x" * 500
    assert len(cut) > 5


def test_what_somebody_typed_is_text_and_never_a_part_of_the_drawing() -> None:
    chart, rows, _ = taken("people_by_module", "fr")
    hostile = '</text><script>alert(1)</script><a href="x">\x07&'
    rows = rows | {"label": [hostile, *rows["label"][1:]]}
    drawn = taken_svg(chart, rows, OUTLINES, caption("fr", hostile, hostile, (hostile,)))
    assert {one.tag for one in ElementTree.fromstring(drawn).iter()} & {f"{SVG}script", f"{SVG}a"} == set()
    assert texts(drawn)[0] == hostile.replace("\x07", "")


def test_the_fonts_travel_in_the_drawing() -> None:
    drawn = taken_svg(*taken("people_by_module", "ar")[:2], OUTLINES, caption("ar", "X"), {400: b"woff", 600: b"bold"})
    assert drawn.count("@font-face") == 2
    assert "font-weight:600;src:url(data:font/woff2;base64,Ym9sZA==)" in drawn


def test_nothing_is_fetched_for_a_picture() -> None:
    with pytest.raises(Problem, match="picture_not_drawn"):
        painting.drawn({"data": {"url": "https://example.org/a.json"}, "mark": "point", "encoding": {}})


def test_what_cannot_be_drawn_is_refused_and_the_next_picture_comes() -> None:
    with pytest.raises(Problem, match="picture_not_drawn"):
        painting.raster("no drawing", 10, 10, 10)
    assert painting.drawn({"data": {"values": []}, "mark": "point"}).startswith("<svg")


def test_a_painter_that_ended_is_followed_by_another() -> None:
    empty = {"data": {"values": []}, "mark": "point"}
    painting.drawn(empty)
    [first] = painting._children
    first.kill()
    first.wait()
    assert painting.drawn(empty).startswith("<svg")
    assert painting._children[0].pid != first.pid
    painting.end()
    assert painting._children == []
    assert painting.drawn(empty).startswith("<svg")
