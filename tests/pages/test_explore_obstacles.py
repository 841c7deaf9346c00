"""The page of obstacles: categories crossed with one thing at a time, and the list behind what is chosen."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.access import MANAGER
from core.i18n import LANGUAGES, words
from db.engine import engine
from db.queries.crossings import DIMENSIONS
from pages.parts import filters
from tests.db.small_programme import fill
from tests.db.small_programme_rows import TINGHIR, ZAGORA
from tests.pages.conftest import Visitor

OBSTACLES = "explore/obstacles.py"


@pytest.fixture(autouse=True)
def programme(database: Path) -> None:
    """The small programme in the pages' database."""
    assert database.exists()
    fill(engine())


def plain(text: str) -> str:
    return text.translate(dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069, ord("\\")]))


def listed(page: AppTest) -> list[str]:
    """The titles of the obstacles in the list, and what is said of all of them before it."""
    said = [plain(one.value) for one in page.markdown]
    return [one.split("**")[1] for one in said if one.startswith("**")]


def said(page: AppTest) -> list[str]:
    return [plain(one.value) for one in page.markdown]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", DIMENSIONS)
def test_categories_are_crossed_with_one_thing_at_a_time(signed_in: Visitor, by: str, language: str) -> None:
    page = signed_in(OBSTACLES, MANAGER, language=language, query={"by": by})
    assert not page.exception
    assert page.button_group(key="obstacles.by").value == by
    charts = page.get("vega_lite_chart")
    assert len(charts) == 2
    assert words(language).say(f"chart.obstacles_by_category_and_{by}") in charts[1].proto.alt
    assert len(listed(page)) == 4


def test_what_is_crossed_is_chosen_by_pills_and_stands_in_the_address(signed_in: Visitor) -> None:
    page = signed_in(OBSTACLES, MANAGER, query={"by": "nonsense"})
    assert page.button_group(key="obstacles.by").value == "province"
    page.button_group(key="obstacles.by").set_value("state").run()
    assert page.query_params["by"] == "state"
    page.button_group(key="filter.state").set_value(["committed"]).run()
    page.button_group(key="filter.category").set_value(["marketing"]).run()
    assert page.query_params["state"] == "committed"
    assert listed(page) == ["label"]
    assert "1 obstacle, named by 1 voice in 1 mention" in said(page)
    assert "Figures narrowed to: Marketing of products and Committed" in said(page)
    page.button(key="filter.all").click().run()
    assert "state" not in page.query_params
    assert page.query_params["by"] == "state"
    assert len(listed(page)) == 4


def test_a_month_is_chosen_by_a_pill_as_the_whole_period(signed_in: Visitor) -> None:
    page = signed_in(OBSTACLES, MANAGER, query={"by": "month", "category": "marketing"})
    page.button_group(key="filter.month").set_value("2025-04").run()
    assert (page.query_params["since"], page.query_params["until"]) == ("2025-04", "2025-04")
    assert listed(page) == ["market"]
    assert "1 obstacle, named by 2 voices in 2 mentions" in said(page)
    page.button_group(key="filter.month").set_value(None).run()
    assert "since" not in page.query_params
    assert "until" not in page.query_params


def test_guests_and_unknown_places_can_be_chosen_where_there_are_any(signed_in: Visitor) -> None:
    page = signed_in(OBSTACLES, MANAGER, query={"by": "kind", "kind": "unknown", "category": "land"})
    assert listed(page) == ["field"]
    assert "1 obstacle, named by 1 voice in 1 mention" in said(page)
    page = signed_in(OBSTACLES, MANAGER, query={"province": f"{TINGHIR},unknown"})
    assert "1 obstacle, named by 2 voices in 2 mentions" in said(page)
    # Who is limited to a province is not shown what has none.
    page = signed_in(OBSTACLES, "field_officer", provinces=(1,), query={"province": "unknown"})
    assert "Province not known" not in str(page.button_group)


def test_whoever_reads_obstacles_finds_the_way_to_each(signed_in: Visitor) -> None:
    label = words("en").say("explore.obstacles.open")

    def ways(*roles: str) -> list[str]:
        page = signed_in(OBSTACLES, *roles, query={"province": ZAGORA, "state": "committed"})
        return [link.proto.page for link in page.get("page_link") if link.proto.label == label]

    assert len(ways("coordinator")) == 1
    assert len(ways(MANAGER)) == 1


def test_a_cell_of_a_month_is_chosen_with_its_category_and_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    address: dict[str, str] = {}
    monkeypatch.setattr("streamlit.query_params", address)
    monkeypatch.setattr("streamlit.session_state", {})
    filters.toggle_month("2025-04", {"category": "land"})
    assert address == {"since": "2025-04", "until": "2025-04", "category": "land"}
    # Another category of the same month is added, another month widens the period.
    filters.toggle_month("2025-04", {"category": "marketing"})
    filters.toggle_month("2025-06", {"category": "marketing"})
    assert address == {"since": "2025-04", "until": "2025-06", "category": "land,marketing"}
    filters.toggle_month("2025-05", {"category": "marketing"})
    filters.toggle_month("2025-05", {"category": "marketing"})
    assert address == {"category": "land"}
