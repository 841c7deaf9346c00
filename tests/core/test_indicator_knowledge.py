"""What each figure can be narrowed to and told by is written for all of them."""

from core.indicators import INDICATORS
from core.indicators.knowledge import NARROWED_BY, TOLD_BY


def test_every_figure_of_an_indicator_says_what_narrows_it_and_what_it_is_told_by() -> None:
    figures = {one.figure for one in INDICATORS.values()}
    assert set(NARROWED_BY) == set(TOLD_BY) == figures
