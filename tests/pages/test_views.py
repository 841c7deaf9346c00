"""The menu of kept views beside the filters: kept under a name, opened, renamed, removed and brought back."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import engine
from pages.parts.views import MENU
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor

OVERVIEW = "explore/overview.py"


@pytest.fixture(autouse=True)
def programme(database: Path) -> Path:
    """The small programme in the database of the pages."""
    fill(engine())
    return database


def opened(page: AppTest) -> AppTest:
    page.session_state[MENU] = True
    return page.run()


def button(page: AppTest, label: str) -> AppTest:
    """The page after a press on the button of this label."""
    (found,) = (one for one in page.button if one.label == label)
    return found.click().run()


def labels(page: AppTest) -> list[str]:
    return [one.label for one in page.button if one.key and one.key.startswith("views.open.")]


def keep(page: AppTest, name: str) -> AppTest:
    (field,) = (one for one in page.text_input if one.key and one.key.startswith("view.new"))
    field.set_value(name)
    page.run()
    return button(page, "Keep under this name")


def test_a_closed_menu_asks_nothing(signed_in: Visitor) -> None:
    page = signed_in(OVERVIEW, "presenter")
    assert not page.exception
    assert not page.code


@pytest.mark.parametrize("name", ["overview", "provinces", "obstacles", "organisations", "satisfaction"])
def test_every_page_with_filters_has_the_menu_and_the_link(signed_in: Visitor, name: str) -> None:
    page = opened(signed_in(f"explore/{name}.py", "manager", query={"phase": "phase_1", "form": "0123456789ab"}))
    assert not page.exception
    assert [code.value.rsplit("/", 1)[1] for code in page.code] == [f"explore-{name}?phase=phase_1"]


def test_a_view_without_a_name_or_under_a_taken_one_is_refused_in_words(signed_in: Visitor) -> None:
    page = keep(opened(signed_in(OVERVIEW, "manager")), "")
    assert len(page.error) == 1
    page = keep(keep(page, "Everything"), "everything")
    assert "You already keep a view of this name on this page" in page.error[0].value
    assert labels(page) == ["Everything"]


def test_a_view_is_kept_opened_renamed_removed_and_brought_back(signed_in: Visitor) -> None:
    codes = {"phase": "phase_1", "province": "08.401", "figure": "coverage"}
    page = opened(signed_in(OVERVIEW, "manager", query=codes))
    page = keep(page, "**Ouarzazate** now")
    assert labels(page) == [r"\*\*Ouarzazate\*\* now"]
    (way,) = (one for one in page.button if one.key and one.key.startswith("views.open."))
    assert "Ouarzazate" in way.help
    page = button(page, "Show all")
    page.query_params.pop("figure")
    assert "province" not in page.query_params
    page = button(page.run(), r"\*\*Ouarzazate\*\* now")
    assert {name: page.query_params[name] for name in codes} == codes
    page = button(page, "Change")
    (field,) = (one for one in page.text_input if one.value == "**Ouarzazate** now")
    field.set_value("South")
    page = button(page.run(), "Save the name")
    assert labels(page) == ["South"]
    page = button(page, "Remove this view")
    assert labels(page) == []
    page = button(page, "Bring back \u2068South\u2069")
    assert labels(page) == ["South"]


def test_a_view_of_a_figure_opens_the_figure_it_was_kept_of(signed_in: Visitor) -> None:
    page = keep(opened(signed_in("explore/figure.py", "manager", query={"indicator": "attendances"})), "My view")
    page.query_params["indicator"] = "women_share"
    page.run()
    assert [title.value for title in page.title] == ["Women’s share"]
    page = button(page, "My view")
    assert [title.value for title in page.title] == ["Attendances"]


def test_nobody_sees_the_views_of_another(signed_in: Visitor) -> None:
    keep(opened(signed_in(OVERVIEW, "administrator")), "Mine")
    page = opened(signed_in(OVERVIEW, "administrator"))
    assert not page.exception
    assert labels(page) == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_menu_speaks_the_language_of_its_reader(signed_in: Visitor, language: str) -> None:
    page = opened(signed_in(OVERVIEW, "coordinator", language=language))
    assert not page.exception
    kept = {"ar": "حفظ تحت هذا الاسم", "fr": "Garder sous ce nom"}
    assert kept[language] in [one.label for one in page.button]
