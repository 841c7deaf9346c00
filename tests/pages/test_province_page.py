"""The page of one province and the comparison that leads to it, driven as a person drives them."""

from pathlib import Path

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access import FIELD_OFFICER, MANAGER, PRESENTER
from core.i18n import LANGUAGES, words
from db.engine import engine
from db.models import Province
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, ZAGORA
from tests.pages.conftest import Visitor

PAGE, COMPARISON = "explore/province.py", "explore/provinces.py"


@pytest.fixture(autouse=True)
def programme(database: Path) -> None:
    """The small programme in the pages' database."""
    assert database.exists()
    fill(engine())


def plain(text: str) -> str:
    return text.translate(dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069, ord("\\")]))


def said(page: AppTest) -> str:
    kinds = ("title", "subheader", "markdown", "caption", "info")
    return plain(" ".join(str(getattr(element, "value", "")) for kind in kinds for element in page.get(kind)))


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def order(page: AppTest) -> list[str]:
    """The provinces in the order of each table, which is the same."""
    first, second = (table.value["Province"].tolist() for table in page.table)
    assert first == second
    return [str(one) for one in first if one != "Unknown"]


def test_presenters_see_no_province_by_itself(signed_in: Visitor) -> None:
    page = signed_in(PAGE, PRESENTER, query={"province": ZAGORA})
    assert [warning.value for warning in page.warning] == [words("en").say("problem.not_allowed")]
    assert not page.metric


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_province_has_its_figures_charts_and_tables(signed_in: Visitor, language: str) -> None:
    page = signed_in(PAGE, MANAGER, language=language, query={"province": ZAGORA, "phase": "1"})
    assert not page.exception
    assert len(page.metric) == 8
    assert metrics(page)[words(language).say("indicator.people_trained")] == "1"
    assert len(page.get("vega_lite_chart")) == 6
    assert len(page.get("table")) == 2


def test_what_is_missing_is_named(signed_in: Visitor) -> None:
    told = said(signed_in(PAGE, MANAGER, query={"province": ZAGORA, "phase": "1"}))
    assert "Zagora" in told
    assert "1 commune of 25 is reached; most people: " in told
    assert "24 communes of 25 are not reached yet" in told
    assert "1 module of 7 was given" in told
    assert "Not given yet: Financial management (1 session planned)" in told
    assert "1 session held, 4 hours" in told
    assert "1 session planned and 0 sessions cancelled" in told


def test_without_a_province_there_is_a_choice_and_one_added_takes_the_place_of_the_other(signed_in: Visitor) -> None:
    page = signed_in(PAGE, MANAGER)
    assert words("en").say("province_page.choose") in said(page)
    assert not page.metric
    page.button_group(key="filter.province").set_value(ZAGORA).run()
    assert page.query_params["province"] == ZAGORA
    assert metrics(page)["People trained"] == "1"
    # As a click on the map adds it.
    other = signed_in(PAGE, MANAGER, query={"province": f"{ZAGORA},{OUARZAZATE}"})
    assert other.query_params["province"] == OUARZAZATE
    assert metrics(other)["People trained"] == "6"
    assert signed_in(PAGE, MANAGER, query={"province": "nowhere"}).title[0].value == "Province"


def test_the_way_back_to_all_keeps_the_province(signed_in: Visitor) -> None:
    page = signed_in(PAGE, MANAGER, query={"province": OUARZAZATE, "kind": "association"})
    assert metrics(page)["People trained"] == "0"
    page.button(key="filter.all").click().run()
    assert page.query_params["province"] == OUARZAZATE
    assert "kind" not in page.query_params
    assert metrics(page)["People trained"] == "6"


def test_a_field_officer_opens_the_own_province_only(signed_in: Visitor) -> None:
    with Session(engine()) as session:
        own = session.exec(select(Province.id).where(Province.code == ZAGORA)).one() or 0
    page = signed_in(PAGE, FIELD_OFFICER, provinces=(own,), query={"province": OUARZAZATE})
    assert page.title[0].value == "Province"
    assert not page.metric


def test_the_comparison_leads_to_each_page_and_is_sorted_by_what_is_asked(signed_in: Visitor) -> None:
    page = signed_in(COMPARISON, MANAGER, query={"kind": "cooperative"})
    assert order(page) == ["Ouarzazate", "Tinghir", "Zagora", "Al Haouz", "Taza"]
    page.selectbox(key="provinces.sort").set_value("voices").run()
    assert page.query_params["sort"] == "voices"
    assert order(page)[0] == "Zagora"
    links = [link.proto for link in page.get("page_link") if "explore-province" in link.proto.page]
    assert links[0].label == "Zagora"
    assert links[0].query_string == f"kind=cooperative&province={ZAGORA}"


def test_the_overview_leads_to_the_page_of_each_province_that_is_chosen(signed_in: Visitor) -> None:
    def leading(page: AppTest) -> list[str]:
        return [plain(link.proto.label) for link in page.get("page_link") if link.proto.page == "explore-province"]

    overview = "explore/overview.py"
    assert leading(signed_in(overview, MANAGER)) == []
    both = signed_in(overview, MANAGER, query={"province": f"{ZAGORA},{OUARZAZATE}"})
    assert leading(both) == ["The page of Ouarzazate", "The page of Zagora"]
    assert leading(signed_in(overview, PRESENTER, query={"province": ZAGORA})) == []


def test_a_category_narrows_the_obstacles_of_the_comparison(signed_in: Visitor) -> None:
    every = signed_in(COMPARISON, MANAGER).table[1].value.set_index("Province")
    land = signed_in(COMPARISON, MANAGER, query={"category": "land"}).table[1].value.set_index("Province")
    assert (every.loc["Zagora", "Voices"], land.loc["Zagora", "Voices"]) == ("3", "0")
    assert every["Organisations trained"].tolist() == land["Organisations trained"].tolist()
