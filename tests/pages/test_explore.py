"""The pages that managers read, driven as a person drives them."""

from pathlib import Path

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access import MANAGER
from core.i18n import LANGUAGES, words
from db.engine import engine, transaction
from db.models import Mention, Obstacle, Organisation
from pages.parts.filter_pills import DRAWER
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, ZAGORA
from tests.pages.conftest import Visitor

OVERVIEW, OBSTACLES = "explore/overview.py", "explore/obstacles.py"
LIST, PROFILE = "explore/organisations.py", "explore/organisation.py"
HOSTILE = "![x](http://evil.example/x.png) <b>=1+1</b> `a` $b$ :red[c]"


@pytest.fixture
def programme(database: Path) -> Path:
    """The small programme in the pages' database."""
    fill(engine())
    return database


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def findings(page: AppTest) -> list[str]:
    marks = dict.fromkeys([0x2066, 0x2068, 0x2069, ord("\\")])
    return [subheader.value.translate(marks) for subheader in page.subheader]


def told(page: AppTest, *kinds: str) -> str:
    """Everything that elements of these kinds say."""
    return " ".join(str(getattr(element, "value", "")) for kind in kinds for element in page.get(kind))


def test_nobody_reads_without_a_sign_in_and_presenters_read_no_list(signed_in: Visitor) -> None:
    assert not signed_in(OVERVIEW).metric
    page = signed_in(LIST, "presenter")
    assert [warning.value for warning in page.warning] == [words("en").say("problem.not_allowed")]


@pytest.mark.parametrize("page", [OVERVIEW, OBSTACLES, LIST, PROFILE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_database_is_told_what_to_do_first(signed_in: Visitor, page: str, language: str) -> None:
    shown = signed_in(page, "coordinator", language=language)
    assert not shown.exception
    assert len(shown.info) == 1


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_shows_every_figure_and_six_charts(signed_in: Visitor, language: str) -> None:
    page = signed_in(OVERVIEW, MANAGER, language=language)
    assert not page.exception
    assert len(page.metric) == 8
    assert metrics(page)[words(language).say("indicator.people_trained")] == "8"
    assert len(page.get("vega_lite_chart")) == 6
    assert len({chart.proto.alt for chart in page.get("vega_lite_chart")}) == 6


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_provinces_stand_side_by_side_with_who_stands_in_several_of_them(signed_in: Visitor, language: str) -> None:
    page = signed_in("explore/provinces.py", MANAGER, language=language)
    assert not page.exception
    assert len(page.get("vega_lite_chart")) == 4
    assert not page.metric
    overlap = words(language).count("provinces.overlap", 1, people=8, rows=9)
    assert overlap in [markdown.value for markdown in page.markdown]
    adding = words(language).say("provinces.adding", attendances="14", hours="53")
    assert adding in [markdown.value for markdown in page.markdown]


@pytest.mark.usefixtures("programme")
def test_titles_say_what_the_charts_show(signed_in: Visitor) -> None:
    assert findings(signed_in(OVERVIEW, MANAGER)) == [
        "People trained: Ouarzazate comes first, 6.",
        "The busiest month was February 2025: 5 attendances.",
        "Marketing of products and Access to land are named most: by 3 of 5 voices each.",
        "Heaviest of all: Marketing of products in Zagora, by 3 voices.",
        "Ouarzazate comes first: 6 of 8 people trained.",
        "Management reached most: 6 of 8 people.",
    ]


@pytest.mark.usefixtures("programme")
def test_a_link_shows_what_its_sender_saw(signed_in: Visitor) -> None:
    page = signed_in(OVERVIEW, MANAGER, query={"province": ZAGORA, "phase": "1"})
    assert metrics(page)["People trained"] == "1"
    assert page.query_params["province"] == ZAGORA
    assert any("Zagora" in markdown.value for markdown in page.markdown)


@pytest.mark.usefixtures("programme")
def test_a_code_that_is_not_there_counts_as_none(signed_in: Visitor) -> None:
    page = signed_in(OVERVIEW, MANAGER, query={"province": "'; DROP TABLE person --", "figure": "nonsense"})
    assert not page.exception
    assert metrics(page)["People trained"] == "8"


@pytest.mark.usefixtures("programme")
def test_a_pill_narrows_everything_and_the_way_back_shows_all(signed_in: Visitor) -> None:
    page = signed_in(OVERVIEW, MANAGER)
    page.button_group(key="filter.province").set_value([OUARZAZATE]).run()
    assert page.query_params["province"] == OUARZAZATE
    assert metrics(page)["People trained"] == "6"
    page.button(key="filter.all").click().run()
    assert "province" not in page.query_params
    assert metrics(page)["People trained"] == "8"


@pytest.mark.usefixtures("programme")
def test_several_pills_add_up_and_stand_in_the_address(signed_in: Visitor) -> None:
    page = signed_in(OVERVIEW, MANAGER)
    page.button_group(key="filter.province").set_value([ZAGORA, OUARZAZATE]).run()
    assert set(page.query_params["province"].split(",")) == {OUARZAZATE, ZAGORA}
    assert metrics(page)["People trained"] == "6"
    page.button_group(key="filter.province").set_value([ZAGORA]).run()
    assert metrics(page)["People trained"] == "1"


@pytest.mark.usefixtures("programme")
def test_the_finer_filters_narrow_and_are_said_in_a_sentence(signed_in: Visitor) -> None:
    page = signed_in(OVERVIEW, MANAGER, query={"sex": "f", "age": "youth", "until": "2025-04"})
    assert metrics(page)["People trained"] == "1"
    assert not page.multiselect
    page.session_state[DRAWER] = True
    page.run()
    said = ["".join(letter for letter in one.value if letter.isprintable()) for one in page.markdown]
    assert "Figures narrowed to: Women, 18 to 34, and until April 2025" in said
    page.button_group(key="filter.age").set_value([]).run()
    assert "age" not in page.query_params
    assert metrics(page)["People trained"] == "3"
    page.multiselect(key="filter.sector").set_value(["agriculture"]).run()
    assert page.query_params["sector"] == "agriculture"
    assert metrics(page)["People trained"] == "2"


@pytest.mark.usefixtures("programme")
def test_a_filter_that_a_page_does_not_know_narrows_nothing_there(signed_in: Visitor) -> None:
    every = signed_in(LIST, MANAGER).subheader[0].value
    assert signed_in(LIST, MANAGER, query={"sex": "f", "category": "land"}).subheader[0].value == every


@pytest.mark.usefixtures("programme")
def test_a_field_officer_sees_the_figures_of_the_own_province(signed_in: Visitor) -> None:
    with Session(engine()) as session:
        province = session.exec(select(Organisation.province_id).where(Organisation.name_latin == "B")).one() or 0
    page = signed_in(OVERVIEW, "field_officer", provinces=(province,))
    assert metrics(page)["People trained"] == "1"
    assert "Ouarzazate" not in str(findings(page))


@pytest.mark.usefixtures("programme")
def test_a_field_officer_lists_the_own_province_and_organisations_without_a_place(signed_in: Visitor) -> None:
    with Session(engine()) as session:
        province = session.exec(select(Organisation.province_id).where(Organisation.name_latin == "B")).one() or 0
    page = signed_in(LIST, "field_officer", provinces=(province,))
    assert page.subheader[0].value == "2 organisations"
    page = signed_in(LIST, "field_officer", provinces=(province,), query={"province": ZAGORA})
    assert page.subheader[0].value == "1 organisation"


@pytest.mark.usefixtures("programme")
def test_a_write_is_seen_by_the_next_reader(signed_in: Visitor) -> None:
    page = signed_in(LIST, MANAGER)
    assert page.subheader[0].value == "5 organisations"
    page = signed_in(LIST, MANAGER, query={"search": "nobody is called so"})
    assert page.subheader[0].value == "0 organisations"


@pytest.mark.usefixtures("programme")
def test_the_obstacles_are_listed_heaviest_first(signed_in: Visitor) -> None:
    page = signed_in(OBSTACLES, MANAGER, language="fr")
    assert not page.exception
    assert len(page.get("vega_lite_chart")) == 2
    assert "3 voix" in told(page, "markdown")


def test_hostile_names_are_shown_as_text_on_every_page(signed_in: Visitor, programme: Path) -> None:
    assert programme.exists()
    with transaction() as session:
        organisation = session.exec(select(Organisation).where(Organisation.name_latin == "A")).one()
        organisation.name_latin = organisation.note = organisation.contact_name = HOSTILE
        for row in session.exec(select(Mention)):
            row.words = HOSTILE
        for obstacle in session.exec(select(Obstacle)):
            obstacle.title = HOSTILE
        number = str(organisation.id)
    for page in (
        signed_in(LIST, "coordinator"),
        signed_in(PROFILE, "coordinator", query={"organisation": number}),
        signed_in(OBSTACLES, "coordinator"),
    ):
        assert not page.exception
        assert "](http" not in told(page, "title", "markdown", "caption", "subheader")


@pytest.mark.usefixtures("programme")
def test_a_manager_reads_a_profile_without_persons(signed_in: Visitor) -> None:
    with transaction() as session:
        organisation = session.exec(select(Organisation).where(Organisation.name_latin == "A")).one()
        organisation.phone, organisation.contact_name = "+212612345678", "Somebody"
        number = str(organisation.id)
    manager = signed_in(PROFILE, MANAGER, query={"organisation": number})
    assert not manager.exception
    everything = told(manager, "markdown", "caption", "table")
    assert "212612345678" not in everything
    assert "Somebody" not in everything
    assert "late, then left early" not in everything
    coordinator = signed_in(PROFILE, "coordinator", query={"organisation": number})
    shown = told(coordinator, "markdown", "table")
    assert "212612345678" in shown
    assert "late" in shown


@pytest.mark.usefixtures("programme")
def test_a_profile_that_is_not_there_is_refused_in_words(signed_in: Visitor) -> None:
    page = signed_in(PROFILE, MANAGER, query={"organisation": "999999"})
    assert not page.exception
    assert len(page.error) == 1
