"""How far a target is reached, in a word, and the bullet chart that draws it."""

import math
from datetime import date

import pytest

from core.charts import CHARTS, look
from core.charts.samples import targets
from core.charts.targets import target_rows
from core.indicators.progress import share_reached, status

ENDS = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("value", "today", "said"),
    [
        (900, date(2026, 3, 1), "reached"),
        (1000, date(2027, 1, 1), "reached"),
        (899, ENDS, "on_the_way"),
        (899, date(2027, 1, 1), "missed"),
        (0, ENDS, "not_begun"),
        (math.nan, ENDS, "not_begun"),
        (math.nan, date(2027, 1, 1), "missed"),
    ],
)
def test_a_target_is_reached_on_the_way_not_begun_or_missed(value: float, today: date, said: str) -> None:
    assert status(value, 900, ENDS, today) == said


@pytest.mark.parametrize(
    ("days", "today", "said"),
    [
        *((30, ENDS, "reached"), (14, ENDS, "reached"), (31, ENDS, "on_the_way")),
        *((31, date(2027, 1, 1), "missed"), (math.nan, ENDS, "not_begun")),
    ],
)
def test_a_target_of_days_is_reached_by_what_is_not_above_it(days: float, today: date, said: str) -> None:
    assert status(days, 30, ENDS, today, less=True) == said


def test_the_share_of_a_target_is_over_one_where_it_is_better_than_asked_and_fewer_days_are_better() -> None:
    assert share_reached("people_trained", 450, 900) == 0.5
    assert math.isnan(share_reached("people_trained", math.nan, 900))
    assert share_reached("days_to_answer", 40, 30) == 0.75
    assert share_reached("days_to_answer", 20, 30) == 1.5
    assert share_reached("days_to_answer", 0, 30) == 60
    assert math.isnan(share_reached("days_to_answer", math.nan, 30))


def test_the_bullet_chart_says_the_status_beside_each_bar_and_the_furthest_comes_first() -> None:
    rows = target_rows(targets(), look("en", "light"))
    assert rows["code"] == ["management", "finance", "legal"]
    assert rows["status"] == ["reached", "on the way", "not begun yet"]
    assert rows["value"] == [640 / 612, 451 / 480, 0.0]


def test_a_bar_ends_a_quarter_behind_its_target_and_the_number_says_the_rest() -> None:
    far = targets().head(1).assign(reached=[10.0], shown_value=["6,120"])
    rows = target_rows(far, look("en", "light"))
    assert rows["value"] == [1.25]
    assert "1,000%" in rows["shown"][0]


def test_an_arabic_line_that_begins_with_a_number_reads_from_the_right() -> None:
    assert all(shown.startswith("\u2067") for shown in target_rows(targets(), look("ar", "light"))["shown"])


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "تحقق هدف واحد من أصل"), ("fr", "1 cible atteinte sur"), ("en", "1 of 3 targets is reached")],
)
def test_the_finding_tells_how_many_targets_are_reached(language: str, said: str) -> None:
    assert said in CHARTS["targets_reached"].finding(targets(), look(language, "light"))
