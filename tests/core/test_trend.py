"""The columns under a large number: from zero, in the order of reading, and said in a sentence."""

import re

import pytest

from core.charts.registry import look
from core.charts.trend import trend_drawn, trend_said
from core.i18n import LANGUAGES
from core.theme import THEMES

MONTHS = [("2025-11", 40.0), ("2025-12", 0.0), ("2026-01", 80.0), ("2026-02", 1.0)]
NAN = float("nan")


def plain(text: str) -> str:
    return text.translate(dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069]))


def test_the_trend_is_said_in_a_sentence() -> None:
    assert plain(trend_said("people_trained", MONTHS, look("en", "light"))) == (
        "By month, from November 2025 to February 2026: most in January 2026 (80), in the last month 1."
    )
    shares = [("2025-11", 0.5), ("2025-12", NAN), ("2026-01", 0.25)]
    assert "(50%)" in plain(trend_said("women_share", shares, look("en", "light")))
    assert "غشت 2026" in plain(trend_said("attendances", [("2026-07", 1), ("2026-08", 2)], look("ar", "light")))


@pytest.mark.parametrize("appearance", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_begin_at_zero_and_the_last_month_stands_out(language: str, appearance: str) -> None:
    shown = look(language, appearance)
    drawn = trend_drawn("people_trained", MONTHS, shown)
    # What is hardly anything is still seen, and nothing is not.
    assert re.findall(r"height:(\d+)%", drawn) == ["50", "0", "100", "4"]
    assert re.findall(r"%;background:(#\w+)", drawn) == [shown.theme.ramp[3]] * 3 + [shown.theme.accent]
    assert 'role="img"' in drawn
    assert plain(trend_said("people_trained", MONTHS, shown)) in plain(drawn)


def test_months_of_which_nothing_is_known_are_drawn_as_nothing() -> None:
    drawn = trend_drawn("women_share", [("2025-11", 0.5), ("2025-12", NAN), ("2026-01", 0.0)], look("fr", "light"))
    assert re.findall(r"height:(\d+)%", drawn) == ["100", "0", "0"]
    assert "nan" not in drawn
