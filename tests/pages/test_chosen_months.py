"""A month that is clicked on: how it narrows and widens the period, and what stays there to compare it with."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from core.access import MANAGER, PRESENTER
from db.engine import engine
from pages.parts import filters
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor

OVERVIEW = "explore/overview.py"


@pytest.mark.parametrize(
    ("standing", "clicked", "then"),
    [
        ({}, "2025-03", {"since": "2025-03", "until": "2025-03"}),
        ({"since": "2025-03", "until": "2025-03"}, "2025-03", {}),
        ({"since": "2025-03", "until": "2025-03"}, "2025-05", {"since": "2025-03", "until": "2025-05"}),
        ({"since": "2025-03", "until": "2025-05"}, "2025-01", {"since": "2025-01", "until": "2025-05"}),
        ({"since": "2025-01", "until": "2025-05"}, "2025-03", {"since": "2025-03", "until": "2025-03"}),
        ({"until": "2025-05", "phase": "1"}, "2025-03", {"since": "2025-03", "until": "2025-03", "phase": "1"}),
    ],
)
def test_a_month_narrows_widens_and_is_taken_back(
    monkeypatch: pytest.MonkeyPatch, standing: dict[str, str], clicked: str, then: dict[str, str]
) -> None:
    visit = SimpleNamespace(query_params=dict(standing), session_state={})
    monkeypatch.setattr(filters, "st", visit)
    filters.toggle_month(clicked)
    assert visit.query_params == then


def months(page: AppTest) -> str:
    (told,) = (chart.proto.alt for chart in page.get("vega_lite_chart") if "busiest" in chart.proto.alt)
    return str(told).translate(dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069]))


def test_the_months_that_are_not_chosen_stay_to_be_compared(signed_in: Visitor, database: Path) -> None:
    assert database.exists()
    fill(engine())
    page = signed_in(OVERVIEW, MANAGER, query={"since": "2025-03", "until": "2025-03"})
    assert {metric.label: metric.value for metric in page.metric}["Attendances"] == "5"
    assert "February 2025: 5" in months(page)
    assert any("March 2025" in one.value for one in page.markdown)
    page.button(key="filter.all").click().run()
    assert not {"since", "until"} & set(page.query_params)
    assert {metric.label: metric.value for metric in page.metric}["Attendances"] == "14"


def test_whoever_may_not_see_small_counts_narrows_nothing_to_a_month(signed_in: Visitor, database: Path) -> None:
    assert database.exists()
    fill(engine())
    page = signed_in(OVERVIEW, PRESENTER, query={"since": "2025-03", "until": "2025-03"})
    assert not page.exception
    assert not any("March 2025" in one.value for one in page.markdown)
    # The pills and the months are not offered either.
    assert [one.key for one in page.selectbox] == ["filter.figure"]
