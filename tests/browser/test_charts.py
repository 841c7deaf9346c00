"""Charts in a real browser on the invented programme: a choice in one narrows the others and stands in the address."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from core.i18n import words
from tests.browser.conftest import PHONE, Opener, Server, start_server

pytestmark = pytest.mark.browser
OVERVIEW = "/explore-overview"
# Whether all eight figures stand on one line inside of their cards.
WHOLE = """() => {
    const values = [...document.querySelectorAll('[data-testid=stMetricValue]')];
    return values.length === 8 && values.every((value) => {
        const text = document.createRange();
        text.selectNodeContents(value);
        const card = value.closest('[data-testid=stMetric]').getBoundingClientRect();
        const box = text.getBoundingClientRect();
        const line = parseFloat(getComputedStyle(value).fontSize) * 1.8;
        return box.height < line && box.left >= card.left && box.right <= card.right;
    });
}"""


@pytest.fixture(scope="module")
def server(demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the invented programme."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copyfile(demonstration_file, folder / "cooper.sqlite3")
    started = start_server(folder / "cooper.sqlite3", folder / "server.log")
    yield started
    started.stop()


def chart(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-chart-{name} svg.marks").first


def figure(page: Page, language: str, code: str) -> Locator:
    card = page.locator("[data-testid=stMetric]", has_text=words(language).say(f"indicator.{code}"))
    return card.locator("[data-testid=stMetricValue]").first


def all_six(page: Page) -> None:
    expect(page.locator("[data-testid=stVegaLiteChart] svg.marks")).to_have_count(6, timeout=30_000)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_click_on_a_bar_chooses_its_category_for_the_whole_page_and_a_second_one_lets_go(
    opened: Opener, language: str
) -> None:
    page = opened(OVERVIEW, "manager", language=language)
    all_six(page)
    bars = chart(page, "obstacles_by_category")
    box = bars.bounding_box()
    assert box
    # The longest bar is the first one, and it begins where reading begins.
    spot = {"x": box["width"] * (0.8 if language == "ar" else 0.2), "y": box["height"] / 12 + 12}
    bars.click(position=spot)  # type: ignore[arg-type]
    page.wait_for_url(re.compile(r"category=marketing"))
    label = {"ar": "تسويق المنتجات", "fr": "Commercialisation des produits"}[language]
    chosen = page.locator("[data-testid=stButtonGroup] button[aria-pressed=true]", has_text=label)
    expect(chosen).to_have_count(1)
    chart(page, "obstacles_by_category").click(position=spot)  # type: ignore[arg-type]
    page.wait_for_url(lambda url: "category" not in url)


def test_a_click_on_a_month_narrows_the_period_and_another_one_widens_it(opened: Opener) -> None:
    language = "ar"
    page = opened(OVERVIEW, "manager", language=language)
    all_six(page)
    every = figure(page, language, "people_trained").inner_text()
    columns = chart(page, "attendance_by_month").locator("g.mark-rect.role-mark.view_1_marks path")
    number = columns.count()
    columns.nth(0).click(position={"x": 5, "y": 5})
    page.wait_for_url(re.compile(r"since=(20\d\d-\d\d)&until=\1"))
    expect(figure(page, language, "people_trained")).not_to_have_text(every)
    # The months beside it stay there to compare with, and to add.
    expect(columns).to_have_count(number)
    first = page.url
    columns.nth(1).click(position={"x": 5, "y": 5})
    page.wait_for_url(lambda url: "until" in url and url != first)
    page.reload()
    all_six(page)
    expect(page.locator("[data-testid=stSidebar]")).to_be_visible()
    page.locator(".st-key-filter-all button").click()
    page.wait_for_url(lambda url: "since" not in url and "until" not in url)
    expect(figure(page, language, "people_trained")).to_have_text(every)


def test_a_province_in_the_address_survives_a_reload_and_another_language(opened: Opener) -> None:
    page = opened(OVERVIEW + "?province=08.587", "manager", language="fr")
    all_six(page)
    people = figure(page, "fr", "people_trained").inner_text()
    assert people == "190"
    page.reload()
    all_six(page)
    assert figure(page, "fr", "people_trained").inner_text() == people
    page.locator("[data-testid=stSidebar]").get_by_text("العربية").click()
    expect(figure(page, "ar", "people_trained")).to_have_text(people)
    assert "province=08.587" in page.url


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_six_charts_fit_a_phone(opened: Opener, language: str) -> None:
    page = opened(OVERVIEW, "manager", language=language, size=PHONE)
    all_six(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for drawing in page.locator("[data-testid=stVegaLiteChart] svg.marks").all():
        box = drawing.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_every_chart_says_its_finding_to_whoever_cannot_see_it(opened: Opener) -> None:
    page = opened(OVERVIEW, "manager", language="fr")
    all_six(page)
    said = [chart.get_attribute("aria-label") or "" for chart in page.locator("[data-testid=stVegaLiteChart]").all()]
    assert len(said) == 6
    assert "Le plus cité" in said[2]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_figure_stands_whole_on_one_line_at_every_width(opened: Opener, language: str) -> None:
    page = opened(OVERVIEW, "manager", language=language)
    values = page.locator("[data-testid=stMetricValue]")
    expect(values).to_have_count(8, timeout=30_000)
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(WHOLE)


def test_the_drawer_of_finer_filters_is_filled_as_it_opens_and_stays_open_while_somebody_chooses(
    opened: Opener,
) -> None:
    page, said = opened(OVERVIEW, "manager", language="ar"), words("ar")
    all_six(page)
    pills = page.locator("[data-testid=stButtonGroup] button")
    women = pills.filter(has_text=said.say("explore.sex.f"))
    expect(women).to_have_count(0)
    page.get_by_role("button", name=said.say("explore.filter.more")).click()
    women.click()
    page.wait_for_url(re.compile(r"sex=f"))
    expect(women).to_have_attribute("aria-pressed", "true")
    pills.filter(has_text=said.say("explore.sex.m")).click()
    page.wait_for_url(re.compile(r"sex=f(,|%2C)m"))


@pytest.mark.parametrize(("language", "by"), [("fr", "month"), ("ar", "province")])
def test_a_click_on_a_cell_lists_the_obstacles_behind_it_and_a_second_one_lets_go(
    opened: Opener, language: str, by: str
) -> None:
    page = opened(f"/explore-obstacles?by={by}", "manager", language=language)
    name = f"obstacles_by_category_and_{by}"
    cells = chart(page, name).locator("g.mark-rect.role-mark path")
    numbers = chart(page, name).locator("g.layer_1_marks text")
    expect(cells.first).to_be_visible(timeout=30_000)
    voices = int(numbers.first.text_content() or "")
    cells.first.click()
    chosen = ("category=marketing", *(("since=", "until=") if by == "month" else ("province=",)))
    page.wait_for_url(lambda url: all(one in url for one in chosen))
    heading = page.locator("[data-testid=stMain]").get_by_text(words(language).count("explore.voices", voices))
    expect(heading.first).to_be_visible()
    cells.first.click()
    page.wait_for_url(lambda url: "category" not in url and "since" not in url and "province=" not in url)
